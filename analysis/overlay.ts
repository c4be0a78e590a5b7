/** Measures of an overlay: an undirected graph whose edges remember who dialled. */
import { componentSizes } from './components.ts';
import { degreesOf, histogram, inDegreesOf, type Points } from './degrees.ts';

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

/**
 * @param peers the peers that count, ascending: links are among them
 * @param links two peers a link, the one that dialled first
 */
export function measureOverlay(peers: Uint32Array, links: Uint32Array): OverlayMeasures {
  const places = new Uint32Array((peers.at(-1) ?? -1) + 1);
  peers.forEach((peer, place) => {
    places[peer] = place;
  });
  const edges = links.map((peer) => places[peer]);
  const degrees = degreesOf(peers.length, edges);
  const inDegrees = inDegreesOf(peers.length, edges);
  const sizes = componentSizes(peers.length, edges);
  return {
    peers: peers.length,
    links: links.length / 2,
    components: sizes.length,
    largestComponent: sizes[0] ?? 0,
    meanDegree: peers.length === 0 ? 0 : links.length / peers.length,
    maxDegree: maximum(degrees),
    maxInDegree: maximum(inDegrees),
    degreeHistogram: histogram(degrees),
    inDegreeHistogram: histogram(inDegrees),
  };
}

function maximum(values: Uint32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
