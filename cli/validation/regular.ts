/** Flooding on an overlay where each peer has five links, the size of HyParView's active views. */
import { graphOf } from '../../analysis/graph/compressed-rows.ts';
import { measureGraph } from '../../analysis/graph/measures.ts';
import { randomStream } from '../../analysis/random.ts';
import { Dissemination } from '../../src/dissemination.ts';
import { type Claim, exactRow, meanRow, type Plan, type Row } from './row.ts';
import { regular } from './topologies.ts';
import { type Flooding, WiredOverlay } from './wired-overlay.ts';

const PEERS = 10_000;
const LINKS = 5;
const SOURCE =
  'HyParView, DSN 2007 (6.39 and 9.0 links, on its own overlay); numbers by an independent program';

/** @param draw gives the overlay */
export function regularRows(
  { randomSeed, quick }: Plan,
  draw = regular,
  flooding: Flooding = Dissemination,
): Row[] {
  const pairs = draw(PEERS, LINKS, randomStream(randomSeed, 'regular'));
  const graph = graphOf(PEERS, Uint32Array.from(pairs.flat()));
  const overlay = new WiredOverlay(PEERS, pairs, { latency: 'constant:50', randomSeed }, flooding);
  const floods = Array.from({ length: quick ? 40 : 100 }, (_, node) => overlay.flood(node * 97));
  const claim = (row: string, words: string, expected: number, distance: number): Claim => ({
    id: `regular/${row}`,
    claim: `${PEERS} peers with ${LINKS} links each: ${words}`,
    source: SOURCE,
    expected,
    allowed: { distance, why: 'as far as digits are given' },
  });
  return [
    exactRow(claim('distance', 'mean distance in links', 6.36, 0.005), measureGraph(graph).meanDistance ?? 0),
    meanRow(
      claim('redundancy', 'redundancy of a flood, copies/(n-1) - 1', 3, 0.001),
      floods.map(({ copies }) => copies / (PEERS - 1) - 1),
    ),
    meanRow(
      claim('last-hop', 'hops of the last delivery of a flood with equal delays', 8.2, 0.05),
      floods.map(({ lastHop }) => lastHop),
    ),
  ];
}
