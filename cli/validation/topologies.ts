/** Overlays that are drawn, not grown: links as pairs of nodes, each pair once. */
import type { RandomSource } from '../../analysis/random.ts';

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

/**
 * A random overlay in which each node has so many links: ends are paired at random, and a pair that cannot be (a node with itself,
 * or two nodes twice) exchanges its second end with that of another pair until it can.
 */
export function regular(nodeCount: number, degree: number, random: RandomSource): Pair[] {
  const ends = shuffled(
    Array.from({ length: nodeCount * degree }, (_, i) => i % nodeCount),
    random,
  );
  const pairCount = ends.length / 2;
  const counts = new Map<number, number>();
  const keyOf = (pair: number) => {
    const [a, b] = [ends[2 * pair], ends[2 * pair + 1]];
    return Math.min(a, b) * nodeCount + Math.max(a, b);
  };
  const count = (pair: number, change: number) =>
    counts.set(keyOf(pair), (counts.get(keyOf(pair)) ?? 0) + change);
  const isBad = (pair: number) => ends[2 * pair] === ends[2 * pair + 1] || counts.get(keyOf(pair))! > 1;
  for (let pair = 0; pair < pairCount; pair++) count(pair, 1);
  for (let pair = 0; pair < pairCount; pair++) {
    while (isBad(pair)) {
      const other = Math.floor(random() * pairCount);
      for (const each of [pair, other]) count(each, -1);
      [ends[2 * pair + 1], ends[2 * other + 1]] = [ends[2 * other + 1], ends[2 * pair + 1]];
      for (const each of [pair, other]) count(each, 1);
      // The other pair may have come before this one, and be bad now.
      if (other < pair && isBad(other)) pair = other;
    }
  }
  return Array.from({ length: pairCount }, (_, pair) => [ends[2 * pair], ends[2 * pair + 1]]);
}

function shuffled(values: number[], random: RandomSource): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}
