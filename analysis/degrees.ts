/** Degrees of a graph given as its edges: two nodes each, of the nodes 0 to n-1, one after another. */

/** `[value, count]` or `[value, share]`, ascending in the value. */
export type Points = readonly (readonly [number, number])[];

/** How many edges touch each node. A self-loop counts twice. */
export function degreesOf(nodeCount: number, edges: Uint32Array): Uint32Array {
  const degrees = new Uint32Array(nodeCount);
  for (const node of edges) degrees[node]++;
  return degrees;
}

/** How many edges end at each node: for edges that start at whoever dialled, the links dialled to it. */
export function inDegreesOf(nodeCount: number, edges: Uint32Array): Uint32Array {
  const inDegrees = new Uint32Array(nodeCount);
  for (let i = 1; i < edges.length; i += 2) inDegrees[edges[i]]++;
  return inDegrees;
}

/** How many edges start at each node. */
export function outDegreesOf(nodeCount: number, edges: Uint32Array): Uint32Array {
  const outDegrees = new Uint32Array(nodeCount);
  for (let i = 0; i < edges.length; i += 2) outDegrees[edges[i]]++;
  return outDegrees;
}

/** How often each value occurs: `[value, count]`, ascending in the value. */
export function histogram(values: Iterable<number>): [number, number][] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/**
 * The complementary cumulative distribution of an ascending histogram: `[value, share]`, the share of the counted that have at
 * least this value. It starts at 1 and falls.
 */
export function ccdf(counts: Points): [number, number][] {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  let remaining = total;
  return counts.map(([value, count]) => {
    const share = remaining / total;
    remaining -= count;
    return [value, share];
  });
}
