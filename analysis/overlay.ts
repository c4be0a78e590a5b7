/** Measures of an overlay: an undirected graph whose edges remember who dialled. */
import { componentSizes } from './components.ts';
import { degreesOf, histogram, inDegreesOf, type Points } from './degrees.ts';
import { distinctEdges, graphOf } from './graph/compressed-rows.ts';
import { type GraphMeasures, measureGraph } from './graph/measures.ts';
import { barabasiAlbert, uniformChoice } from './graph/null-models.ts';
import { randomStream } from './random.ts';

export interface OverlayMeasures {
  readonly peers: number;
  /** Unordered pairs. */
  readonly links: number;
  readonly components: number;
  readonly largestComponent: number;
  readonly meanDegree: number;
  readonly maxDegree: number;
  readonly maxInDegree: number;
  /** `[degree, count]`, ascending. */
  readonly degreeHistogram: Points;
  /** In-degree: links dialled to a peer, zeros included. `[inDegree, count]`, ascending. */
  readonly inDegreeHistogram: Points;
}

/** All that is measured of an overlay. */
export interface OverlayFindings extends OverlayMeasures, GraphMeasures {}

/** What random overlays of the same size are like. */
export interface NullModels {
  /** Each peer draws its links uniformly among all others. */
  readonly uniform: OverlayFindings;
  readonly barabasiAlbert: OverlayFindings;
}

/**
 * The counts.
 * @param peers the peers that count, ascending: links are among them
 * @param links two peers a link, the one that dialled first
 */
export function measureOverlay(peers: Uint32Array, links: Uint32Array): OverlayMeasures {
  return countsOf(peers.length, edgesAmong(peers, links));
}

/** The counts, and the measures of the graph, which take seconds for a million peers. Parameters: see `measureOverlay`. */
export function overlayFindings(peers: Uint32Array, links: Uint32Array): OverlayFindings {
  return findingsOf(peers.length, edgesAmong(peers, links));
}

/** The same of any edges among the nodes 0 to n-1; self-loops and all but the first edge of a pair are left out. */
export function findingsOf(nodeCount: number, edges: Uint32Array): OverlayFindings {
  const graph = graphOf(nodeCount, edges);
  return { ...countsOf(nodeCount, distinctEdges(graph, edges)), ...measureGraph(graph) };
}

/** Null models with so many peers and, nearly, so many links; the same in every run. */
export function nullModels({ peers, links }: OverlayMeasures): NullModels {
  const uniform = uniformChoice(peers, links, randomStream('overlay', 'null/uniform'));
  const preferential = barabasiAlbert(peers, links, randomStream('overlay', 'null/Barabasi-Albert'));
  return { uniform: findingsOf(peers, uniform), barabasiAlbert: findingsOf(peers, preferential) };
}

function countsOf(nodeCount: number, edges: Uint32Array): OverlayMeasures {
  const degrees = degreesOf(nodeCount, edges);
  const inDegrees = inDegreesOf(nodeCount, edges);
  const sizes = componentSizes(nodeCount, edges);
  return {
    peers: nodeCount,
    links: edges.length / 2,
    components: sizes.length,
    largestComponent: sizes[0] ?? 0,
    meanDegree: nodeCount === 0 ? 0 : edges.length / nodeCount,
    maxDegree: maximum(degrees),
    maxInDegree: maximum(inDegrees),
    degreeHistogram: histogram(degrees),
    inDegreeHistogram: histogram(inDegrees),
  };
}

/** The links as edges of the nodes 0 to n-1, the places of the peers. */
function edgesAmong(peers: Uint32Array, links: Uint32Array): Uint32Array {
  const last = peers.at(-1) ?? -1;
  // While all live they are their places, and the links of a million peers need no copy.
  if (last === peers.length - 1) return links;
  const places = new Uint32Array(last + 1);
  peers.forEach((peer, place) => {
    places[peer] = place;
  });
  return links.map((peer) => places[peer]);
}

function maximum(values: Uint32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
