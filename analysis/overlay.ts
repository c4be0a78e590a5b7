/** Measures of an overlay: an undirected graph whose edges remember who dialled. */
import { componentSizes } from './components.ts';
import { degreesOf, histogram, inDegreesOf, type Points } from './degrees.ts';
import { degreeCounts, distinctEdges, graphOf } from './graph/compressed-rows.ts';
import { componentsOf } from './graph/flood.ts';
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
  const count = peers.length;
  const edges = edgesAmong(peers, links);
  const sizes = componentSizes(count, edges);
  return countsOf(
    count,
    edges.length / 2,
    [sizes.length, sizes[0] ?? 0],
    histogram(degreesOf(count, edges)),
    histogram(inDegreesOf(count, edges)),
  );
}

/** The counts, and the measures of the graph, which take seconds for a million peers. Parameters: see `measureOverlay`. */
export function overlayFindings(peers: Uint32Array, links: Uint32Array): OverlayFindings {
  return findingsOf(peers.length, edgesAmong(peers, links));
}

/** The same of any edges among the nodes 0 to n-1; self-loops and all but the first edge of a pair are left out. */
export function findingsOf(nodeCount: number, edges: Uint32Array): OverlayFindings {
  const graph = graphOf(nodeCount, edges);
  const components = componentsOf(graph);
  const inDegrees = histogram(inDegreesOf(nodeCount, distinctEdges(graph, edges)));
  const sizes = [components.count, components.largest.size] as const;
  const counts = countsOf(nodeCount, graph.neighbours.length / 2, sizes, degreeCounts(graph), inDegrees);
  return { ...counts, ...measureGraph(graph, components) };
}

/** Null models with so many peers and, nearly, so many links; the same in every run. */
export function nullModels({ peers, links }: OverlayMeasures): NullModels {
  const uniform = uniformChoice(peers, links, randomStream('overlay', 'null/uniform'));
  const preferential = barabasiAlbert(peers, links, randomStream('overlay', 'null/Barabasi-Albert'));
  return { uniform: findingsOf(peers, uniform), barabasiAlbert: findingsOf(peers, preferential) };
}

function countsOf(
  peers: number,
  links: number,
  [components, largestComponent]: readonly [number, number],
  degreeHistogram: Points,
  inDegreeHistogram: Points,
): OverlayMeasures {
  return {
    peers,
    links,
    components,
    largestComponent,
    meanDegree: peers === 0 ? 0 : (2 * links) / peers,
    maxDegree: degreeHistogram.at(-1)?.[0] ?? 0,
    maxInDegree: inDegreeHistogram.at(-1)?.[0] ?? 0,
    degreeHistogram,
    inDegreeHistogram,
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
