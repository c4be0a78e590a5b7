/** An attack on the peers with the most links. */
import { graphOf } from '../graph/compressed-rows.ts';
import { byDegree } from '../graph/removal-order.ts';
import { remainingSizes } from '../graph/robustness.ts';

/**
 * The share of the survivors in their largest component, when the `removed` peers with the most links (the older first among
 * equals) are gone and nobody has repaired anything yet.
 * @param edges two peers each, of the peers 0 to n-1
 */
export function largestShareAfterAttack(peerCount: number, edges: Uint32Array, removed: number): number {
  const graph = graphOf(peerCount, edges);
  const [largest] = remainingSizes(graph, byDegree(graph), [removed]);
  return largest / (peerCount - removed);
}
