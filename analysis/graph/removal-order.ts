/**
 * In which order nodes are removed from a graph. An order is given from its end: the node that goes last stands first, because
 * the curve of what remains is made by putting the nodes back one by one (`robustness.ts`).
 */
import { type CompressedRows, rowLengths } from './compressed-rows.ts';

/** Nodes, the last to be removed first. */
export type RemovalOrder = Uint32Array;

/** Those with the most neighbours go first; among equals, the smaller number. */
export function byDegree(graph: CompressedRows): RemovalOrder {
  return sortedByDegree(rowLengths(graph)).nodes;
}

/**
 * The same, by how many neighbours a node still has when it is its turn. Buckets by degree in one array, as in the core
 * decomposition of Batagelj and Zaversnik (arXiv cs/0310049, 2003): time in proportion to the edges. Among equals it is
 * the order of these buckets that decides.
 */
export function byRemainingDegree(graph: CompressedRows): RemovalOrder {
  const { offsets, neighbours, nodeCount } = graph;
  const degrees = rowLengths(graph);
  const { nodes, starts } = sortedByDegree(degrees);
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
function sortedByDegree(degrees: Uint32Array): { nodes: Uint32Array; starts: Uint32Array } {
  const largest = degrees.reduce((most, degree) => Math.max(most, degree), 0);
  const starts = new Uint32Array(largest + 1);
  for (const degree of degrees) starts[degree]++;
  for (let degree = 1; degree <= largest; degree++) starts[degree] += starts[degree - 1];
  const nodes = new Uint32Array(degrees.length);
  for (let node = 0; node < degrees.length; node++) nodes[--starts[degrees[node]]] = node;
  return { nodes, starts };
}
