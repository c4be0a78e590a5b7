/** Connected components by union-find: union by size, paths halved (Tarjan and van Leeuwen, J. ACM 31, 245-281, 1984). */

/** The sizes of the connected components of a graph on nodes 0 to n-1, largest first. Edges: two nodes each, one after another. */
export function componentSizes(nodeCount: number, edges: Uint32Array): number[] {
  const parents = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) parents[node] = node;
  const sizes = new Uint32Array(nodeCount).fill(1);
  for (let i = 0; i < edges.length; i += 2) {
    const a = rootOf(parents, edges[i]);
    const b = rootOf(parents, edges[i + 1]);
    if (a === b) continue;
    const [small, large] = sizes[a] < sizes[b] ? [a, b] : [b, a];
    parents[small] = large;
    sizes[large] += sizes[small];
  }
  return Array.from(sizes.filter((_, node) => parents[node] === node).sort()).reverse();
}

function rootOf(parents: Uint32Array, node: number): number {
  let root = node;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]];
    root = parents[root];
  }
  return root;
}
