/** Degree assortativity: whether hubs are linked with hubs. Newman, PRL 89, 208701, 2002. */
import type { CompressedRows } from './compressed-rows.ts';

/**
 * The correlation of the degrees at the two ends of an edge, from -1 (hubs with leaves) to 1; null when all ends have the same degree,
 * or there is no edge.
 */
export function assortativityOf(graph: CompressedRows): number | null {
  const { offsets, neighbours, nodeCount } = graph;
  const degreeOf = (node: number) => offsets[node + 1] - offsets[node];
  // A node with degree d stands at the ends of d edges. Centred first, so that large degrees do not cancel each other.
  let squares = 0;
  for (let node = 0; node < nodeCount; node++) squares += degreeOf(node) * degreeOf(node);
  const mean = squares / neighbours.length;
  let variance = 0;
  let covariance = 0;
  for (let node = 0; node < nodeCount; node++) {
    let others = 0;
    for (let at = offsets[node]; at < offsets[node + 1]; at++) others += degreeOf(neighbours[at]) - mean;
    const own = degreeOf(node) - mean;
    variance += degreeOf(node) * own * own;
    covariance += own * others;
  }
  return variance > 0 ? covariance / variance : null;
}
