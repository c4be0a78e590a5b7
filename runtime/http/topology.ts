/** What `/topology` tells, as pieces of one JSON document: the links of a peer, or the registry of a seed. */
import type { RunningPeer, RunningSeed } from '../node.ts';
import { openLinks } from './open-links.ts';

/** Entries in one piece: what is put together in one go. Source: ours. */
const PIECE_ENTRIES = 1000;

/** The peer's open links. */
export function* linksDocument(node: RunningPeer): Generator<string> {
  yield `{"kind":"peer","address":${JSON.stringify(node.self.text)},"links":[`;
  const links = openLinks(node);
  yield* listPieces(links.length, (i) => links[i]);
  yield ']}\n';
}

/** The seed's registry, oldest registration first; what changes meanwhile does not show. */
export function* registryDocument({ self, seed }: RunningSeed): Generator<string> {
  const list = seed.registry.list(seed.world.clock.now());
  yield `{"kind":"seed","address":${JSON.stringify(self.text)},"registered":[`;
  yield* listPieces(list.length, (i) => ({
    address: list.at(i).text,
    ageSeconds: Math.floor(list.ageMs(i)) / 1000,
    additions: list.additions(i),
  }));
  yield ']}\n';
}

function* listPieces(length: number, entry: (i: number) => object): Generator<string> {
  for (let first = 0; first < length; first += PIECE_ENTRIES) {
    const texts: string[] = [];
    const end = Math.min(first + PIECE_ENTRIES, length);
    for (let i = first; i < end; i++) texts.push(JSON.stringify(entry(i)));
    yield `${first > 0 ? ',' : ''}\n${texts.join(',\n')}`;
  }
}
