/**
 * Distances within a component, in links: their mean, and the largest, the diameter. From every node in small graphs; in
 * larger ones from a sample of nodes, then from the nodes farthest from those (the double sweep of Magnien, Latapy, Habib, ACM JEA
 * 13, 10, 2009), then, for the diameter, from whatever nodes could still be farther apart.
 */
import type { RandomSource } from '../random.ts';
import type { CompressedRows } from './compressed-rows.ts';
import { DiameterBounds } from './diameter-bounds.ts';
import type { Component } from './flood.ts';
import { ParallelSearch, SOURCES_MAX } from './parallel-search.ts';
import { type Estimate, estimateOf, sampleOf } from './sample.ts';

export interface Distances {
  /** Over all pairs of the component; null when it has no pair. */
  readonly mean: Estimate | null;
  /** The diameter is one of these; equal when it is known. */
  readonly diameterBounds: readonly [number, number];
}

export interface DistanceEffort {
  /** Distances from so many nodes are enough: from all when there are no more. */
  readonly sourcesMax: number;
  /** How many entries of rows the search for the diameter may look at beyond that, about. */
  readonly entriesMax: number;
}

/** The distances in a component. */
export function distancesOf(
  graph: CompressedRows,
  component: Component,
  effort: DistanceEffort,
  random: RandomSource,
): Distances {
  if (component.size < 2) return { mean: null, diameterBounds: [0, 0] };
  const search = new ParallelSearch(graph);
  const sources = membersAt(component, graph, sampleOf(component.size, effort.sourcesMax, random));
  const bounds = new DiameterBounds(graph, component);
  const means = new Float64Array(sources.length);
  for (let first = 0; first < sources.length; first += SOURCES_MAX) {
    const batch = sources.subarray(first, first + SOURCES_MAX);
    const reached = search.from(batch);
    bounds.add(batch, reached);
    for (let i = 0; i < batch.length; i++) {
      means[first + i] = reached.distanceSums[i] / (component.size - 1);
    }
  }
  if (sources.length === component.size) bounds.close();
  else bounds.tighten(search, effort.entriesMax);
  return { mean: estimateOf(means, component.size), diameterBounds: bounds.range };
}

/** The members of the component at these ranks among them, which ascend. */
function membersAt(
  { members, size }: Component,
  { nodeCount }: CompressedRows,
  ranks: Uint32Array,
): Uint32Array {
  if (size === nodeCount) return ranks;
  const found = new Uint32Array(ranks.length);
  let rank = 0;
  let next = 0;
  for (let node = 0; next < ranks.length; node++) {
    if (members.has(node) && rank++ === ranks[next]) found[next++] = node;
  }
  return found;
}
