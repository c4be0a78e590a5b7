/** An attack on the peers with the most links. */
import { componentSizes } from '../components.ts';
import { degreesOf } from '../degrees.ts';

/**
 * The share of the survivors in their largest component, when the `removed` peers with the most links (the older first among
 * equals) are gone and nobody has repaired anything yet.
 * @param edges two peers each, of the peers 0 to n-1
 */
export function largestShareAfterAttack(peerCount: number, edges: Uint32Array, removed: number): number {
  const degrees = degreesOf(peerCount, edges);
  const byDegree = Uint32Array.from({ length: peerCount }, (_, peer) => peer).sort(
    (a, b) => degrees[b] - degrees[a] || a - b,
  );
  const gone = new Uint8Array(peerCount);
  for (const peer of byDegree.subarray(0, removed)) gone[peer] = 1;
  const remaining = edges.filter((_, i) => gone[edges[i]] === 0 && gone[edges[i ^ 1]] === 0);
  return componentSizes(peerCount, remaining)[0] / (peerCount - removed);
}
