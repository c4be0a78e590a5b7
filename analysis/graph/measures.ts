/**
 * What the shape of an overlay says of it: clustering, assortativity, distances, inequality of degrees, and what remains when peers are
 * removed. Exact in small graphs, sampled with a standard error in large ones; samples are the same in every run.
 */

import type { Points } from '../degrees.ts';
import { gini, topCount, topShare } from '../inequality.ts';
import { type RandomSource, randomStream } from '../random.ts';
import { assortativityOf } from './assortativity.ts';
import { averageClustering } from './clustering.ts';
import { type CompressedRows, degreeCounts } from './compressed-rows.ts';
import { distancesOf } from './distances.ts';
import { componentsOf } from './flood.ts';
import { NodeSet } from './node-set.ts';
import { type RobustnessCurves, robustnessOf } from './robustness.ts';

export interface GraphMeasures {
  /** Mean share of the pairs of a node's neighbours that are linked; nodes with fewer than two count as 0. */
  readonly clustering: number;
  /** Standard error of the sample; 0 when all nodes were looked at. */
  readonly clusteringError: number;
  /** Correlation of the degrees at the ends of a link; null when all are equal or there is no link. */
  readonly assortativity: number | null;
  /** In links, over the pairs of the largest component; null when it has no pair. */
  readonly meanDistance: number | null;
  readonly meanDistanceError: number | null;
  /** Of the largest component: the largest distance found, so the lower one of the bounds. */
  readonly diameter: number;
  /** The diameter is one of these or between them. */
  readonly diameterBounds: readonly [number, number];
  /** Share of all link ends at the 1 % of the nodes with the most links, rounded up. */
  readonly topShare: number;
  /** Share of the links with an end at one of these. */
  readonly topLinkShare: number;
  readonly giniDegree: number;
  /** Whether clustering, mean distance and diameter come from all nodes; nothing else is ever sampled. */
  readonly exact: boolean;
  readonly robustness: RobustnessCurves;
}

/** Up to so many nodes everything is exact. Source: our guess; about a second of work. */
export const EXACT_NODES_MAX = 10_000;
/** Up to so many nodes the search for the diameter goes on until it is known, or `DIAMETER_ENTRIES_MAX` is used up. */
const DIAMETER_NODES_MAX = 100_000;
const DIAMETER_ENTRIES_MAX = 100_000_000;
/** Of larger graphs. Source: ours, standard errors below 0.005 and about 0.01 in a few seconds for a million nodes. */
const CLUSTERING_SAMPLES = 20_000;
const DISTANCE_SOURCES = 128;

/** The measures of a graph, whose components may be known already. */
export function measureGraph(graph: CompressedRows, components = componentsOf(graph)): GraphMeasures {
  const exact = graph.nodeCount <= EXACT_NODES_MAX;
  const clustering = averageClustering(
    graph,
    exact ? EXACT_NODES_MAX : CLUSTERING_SAMPLES,
    stream('clustering'),
  );
  const effort = {
    sourcesMax: exact ? EXACT_NODES_MAX : DISTANCE_SOURCES,
    entriesMax: graph.nodeCount <= DIAMETER_NODES_MAX ? DIAMETER_ENTRIES_MAX : 0,
  };
  const { mean, diameterBounds } = distancesOf(graph, components.largest, effort, stream('distances'));
  const degrees = degreeCounts(graph);
  return {
    clustering: clustering.mean,
    clusteringError: clustering.standardError,
    assortativity: assortativityOf(graph),
    meanDistance: mean?.mean ?? null,
    meanDistanceError: mean?.standardError ?? null,
    diameter: diameterBounds[0],
    diameterBounds,
    topShare: topShare(degrees),
    topLinkShare: topLinkShare(graph, degrees),
    giniDegree: gini(degrees),
    exact,
    robustness: robustnessOf(graph, RANDOM_SEED),
  };
}

/** One for all graphs, so that equal graphs have equal measures. */
const RANDOM_SEED = 'overlay';

function stream(label: string): RandomSource {
  return randomStream(RANDOM_SEED, label);
}

/** Links that touch the top: their ends, less those that were counted from both sides. */
function topLinkShare(graph: CompressedRows, degrees: Points): number {
  const { offsets, neighbours } = graph;
  if (neighbours.length === 0) return 0;
  const top = topNodes(graph, degrees);
  let ends = 0;
  let inner = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!top.has(node)) continue;
    ends += offsets[node + 1] - offsets[node];
    for (let at = offsets[node]; at < offsets[node + 1]; at++) if (top.has(neighbours[at])) inner++;
  }
  return (ends - inner / 2) / (neighbours.length / 2);
}

/** The 1 % with the most links; among equals, the smaller numbers. */
function topNodes({ nodeCount, offsets }: CompressedRows, degrees: Points): NodeSet {
  // All above the smallest degree that still belongs to the top do, and so many of those that have it.
  let place = degrees.length - 1;
  let equal = topCount(nodeCount);
  for (; degrees[place][1] < equal; place--) equal -= degrees[place][1];
  const top = new NodeSet(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const degree = offsets[node + 1] - offsets[node];
    if (degree > degrees[place][0] || (degree === degrees[place][0] && equal-- > 0)) top.add(node);
  }
  return top;
}
