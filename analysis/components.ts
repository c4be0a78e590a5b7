/** Connected components by union-find: union by size, paths halved (Tarjan and van Leeuwen, J. ACM 31, 245-281, 1984). */
import type { Edge } from './degrees.ts';

/** The sizes of the connected components of a graph on nodes 0 to n-1, largest first. */
export function componentSizes(nodeCount: number, edges: Iterable<Edge>): number[] {
  const parents = Uint32Array.from({ length: nodeCount }, (_, node) => node);
  const sizes = new Uint32Array(nodeCount).fill(1);
  for (const [u, v] of edges) {
    const a = rootOf(parents, u);
    const b = rootOf(parents, v);
    if (a === b) continue;
    const [small, large] = sizes[a] < sizes[b] ? [a, b] : [b, a];
    parents[small] = large;
    sizes[large] += sizes[small];
  }
  const roots = [...sizes.keys()].filter((node) => parents[node] === node);
  return roots.map((root) => sizes[root]).sort((a, b) => b - a);
}

function rootOf(parents: Uint32Array, node: number): number {
  let root = node;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}
