/** Overlays that are drawn, not grown: links as pairs of nodes, each pair once. */

export type Pair = readonly [number, number];

/** Whose links are the sides of a lattice of so many rows and columns. */
export function grid(rows: number, columns: number): Pair[] {
  const pairs: Pair[] = [];
  for (let node = 0; node < rows * columns; node++) {
    if ((node + 1) % columns !== 0) pairs.push([node, node + 1]);
    if (node + columns < rows * columns) pairs.push([node, node + columns]);
  }
  return pairs;
}

export function line(nodeCount: number): Pair[] {
  return grid(1, nodeCount);
}

/** Each node but the first hangs on one of the nodes before it, `children` on each. */
export function tree(nodeCount: number, children: number): Pair[] {
  return Array.from({ length: nodeCount - 1 }, (_, i) => [Math.floor(i / children), i + 1]);
}

/** Everybody with everybody. */
export function total(nodeCount: number): Pair[] {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  return nodes.flatMap((a) => nodes.slice(a + 1).map((b): Pair => [a, b]));
}
