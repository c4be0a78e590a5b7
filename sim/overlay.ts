/** The overlay: the open links among live peers. */
import { grown, lowerBound } from '../src/columns.ts';
import { FROM_SLOT, KIND_AND_HOP, ROW_WORDS, TO_GENERATION, TO_SLOT } from './event-rows.ts';
import type { Network } from './network.ts';
import type { Shard } from './shard.ts';
import type { Meeting, RowsReader } from './shard-links.ts';
import type { RowsIn } from './shard-rows.ts';

/** Links that a peer dialled; some have more. */
const LINKS_EXPECTED = 4;

// Kinds of rows between threads.
/** Asks whether this end of a link is there; `FROM_SLOT`: the number of the link. */
const QUESTION = 111;
/** It is not. */
const ABSENT = 112;

/** The links that live peers of this thread dialled and whose other end is there: the dialler, then the other, by dialler. */
export function* dialledLinks(network: Network): Meeting<Uint32Array> {
  const { names, tcp, shard } = network;
  let links = new Uint32Array(2 * LINKS_EXPECTED * names.peerCount);
  let end = 0;
  for (let peer = 0; peer < names.peerCount; peer++) {
    network.peer(peer)?.eachDialledLink((link) => {
      const other = tcp.otherNode(link);
      const [slot, generation] = [tcp.otherSlot(link), tcp.otherGeneration(link)];
      if (!network.isHere(other)) ask(shard as Shard, other, slot, generation, end);
      else if (!tcp.isThere(slot, generation)) return;
      if (end === links.length) links = grown(links, new Uint32Array(2 * end));
      links[end++] = peer;
      links[end++] = other;
    });
  }
  const found = links.subarray(0, end);
  return shard === undefined ? found : yield* withoutAbsent(found, network, shard);
}

/** The overlay of all dialled links, two numbers each. Of two links of a pair, which a moment later would be one, the dial of the smaller peer counts. */
export function overlayLinks(links: Uint32Array, peerCount: number): Uint32Array {
  const keyOf = (smaller: number, larger: number) => smaller * peerCount + larger;
  // Most peers dial older ones, so these are few.
  const bySmaller: number[] = [];
  for (let i = 0; i < links.length; i += 2) {
    if (links[i] < links[i + 1]) bySmaller.push(keyOf(links[i], links[i + 1]));
  }
  const keys = Float64Array.from(bySmaller).sort();
  const isAmongThem = (key: number) => keys[lowerBound(keys, key)] === key;
  const counts = (i: number) => links[i] < links[i + 1] || !isAmongThem(keyOf(links[i + 1], links[i]));
  for (let i = 0; i < links.length; i += 2) {
    if (!counts(i)) return links.filter((_, at) => counts(at - (at % 2)));
  }
  return links;
}

function ask(
  { shards, links }: Shard,
  other: number,
  slot: number,
  generation: number,
  number: number,
): void {
  const out = links.to(shards.of(other));
  const at = ROW_WORDS * out.append();
  out.words[at + KIND_AND_HOP] = QUESTION;
  out.words[at + TO_SLOT] = slot;
  out.words[at + TO_GENERATION] = generation;
  out.words[at + FROM_SLOT] = number;
}

function* withoutAbsent(links: Uint32Array, { tcp }: Network, shard: Shard): Meeting<Uint32Array> {
  const absent = new Set<number>();
  const reader: RowsReader = {
    take({ words, first, end }: RowsIn, from: number): void {
      const answers = shard.links.to(from);
      for (let at = ROW_WORDS * first; at < ROW_WORDS * end; at += ROW_WORDS) {
        const number = words[at + FROM_SLOT];
        const kind = words[at + KIND_AND_HOP];
        if (kind === ABSENT) absent.add(number);
        if (kind !== QUESTION || tcp.isThere(words[at + TO_SLOT], words[at + TO_GENERATION])) continue;
        const answer = ROW_WORDS * answers.append();
        answers.words[answer + KIND_AND_HOP] = ABSENT;
        answers.words[answer + FROM_SLOT] = number;
      }
    },
  };
  yield* shard.links.exchange([], reader);
  yield* shard.links.exchange([], reader);
  return absent.size === 0 ? links : links.filter((_, i) => !absent.has(i - (i % 2)));
}
