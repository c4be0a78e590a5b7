/**
 * In which order nodes are removed from a graph. An order is given from its end: the node that goes last stands first, because
 * the curve of what remains is made by putting the nodes back one by one (`robustness.ts`).
 */
import { type CompressedRows, rowLengths } from './compressed-rows.ts';

/** Nodes, the last to be removed first. */
export type RemovalOrder = Uint32Array;

/** Those with the most neighbours go first; among equals, the smaller number. */
export function byDegree(graph: CompressedRows): RemovalOrder {
  return sortedByDegree(graph).nodes;
}

/**
 * The same, by how many neighbours a node still has when it is its turn. Buckets by degree in one array, as in the core
 * decomposition of Batagelj and Zaversnik (arXiv cs/0310049, 2003): time in proportion to the edges. Among equals it is
 * the order of these buckets that decides.
 */
export function byRemainingDegree(graph: CompressedRows): RemovalOrder {
  const { offsets, neighbours, nodeCount } = graph;
  const degrees = rowLengths(graph);
  const { nodes, starts } = sortedByDegree(graph);
  const places = new Uint32Array(nodeCount);
  for (let place = 0; place < nodeCount; place++) places[nodes[place]] = place;
  for (let end = nodeCount - 1; end > 0; end--) {
    const node = nodes[end];
    for (let at = offsets[node]; at < offsets[node + 1]; at++) {
      const other = neighbours[at];
      const place = places[other];
      if (place >= end) continue;
      // To the start of its bucket, which then begins behind it: so it is the last of the bucket below.
      const start = starts[degrees[other]--]++;
      const first = nodes[start];
      nodes[start] = other;
      nodes[place] = first;
      places[other] = start;
      places[first] = place;
    }
  }
  return nodes;
}

/** Nodes by degree, ascending, equal ones by number, descending; `starts[d]`: where those with degree d begin. */
function sortedByDegree({ offsets, nodeCount }: CompressedRows): { nodes: Uint32Array; starts: Uint32Array } {
  const degreeOf = (node: number) => offsets[node + 1] - offsets[node];
  let largest = 0;
  for (let node = 0; node < nodeCount; node++) largest = Math.max(largest, degreeOf(node));
  const starts = new Uint32Array(largest + 1);
  for (let node = 0; node < nodeCount; node++) starts[degreeOf(node)]++;
  for (let degree = 1; degree <= largest; degree++) starts[degree] += starts[degree - 1];
  const nodes = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) nodes[--starts[degreeOf(node)]] = node;
  return { nodes, starts };
}
