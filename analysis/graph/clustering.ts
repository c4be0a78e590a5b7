/** Clustering: how many neighbours of a node are neighbours of each other. Watts and Strogatz, Nature 393, 440-442, 1998. */
import type { RandomSource } from '../random.ts';
import { areNeighbours, type CompressedRows } from './compressed-rows.ts';
import { type Estimate, estimateOf, sampleOf } from './sample.ts';

/**
 * The mean over the nodes of the share of the pairs of neighbours that are linked; 0 for nodes with fewer than two. Over all nodes
 * when there are at most `samplesMax`, else over so many drawn without replacement.
 */
export function averageClustering(graph: CompressedRows, samplesMax: number, random: RandomSource): Estimate {
  const marks = new Uint8Array(graph.nodeCount);
  const nodes = sampleOf(graph.nodeCount, samplesMax, random);
  const values = Float64Array.from(nodes, (node) => localClustering(graph, node, marks));
  return estimateOf(values, graph.nodeCount);
}

/** @param marks zero for every node, and left so */
function localClustering(graph: CompressedRows, node: number, marks: Uint8Array): number {
  const { offsets, neighbours } = graph;
  const [start, end] = [offsets[node], offsets[node + 1]];
  const degree = end - start;
  if (degree < 2) return 0;
  for (let at = start; at < end; at++) marks[neighbours[at]] = 1;
  // A look into the row of a hub would take long, so the few others are searched in it.
  const searchCost = degree * 32;
  let twice = 0;
  for (let at = start; at < end; at++) {
    const other = neighbours[at];
    if (offsets[other + 1] - offsets[other] > searchCost) {
      for (let i = start; i < end; i++) if (areNeighbours(graph, other, neighbours[i])) twice++;
    } else {
      for (let i = offsets[other]; i < offsets[other + 1]; i++) twice += marks[neighbours[i]];
    }
  }
  for (let at = start; at < end; at++) marks[neighbours[at]] = 0;
  return twice / (degree * (degree - 1));
}
