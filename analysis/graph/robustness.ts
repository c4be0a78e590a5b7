/**
 * What remains of a graph when nodes are removed: the size of the largest component, as a curve. Albert, Jeong, Barabási, Nature
 * 406, 378-382, 2000. Nodes are put back from the last removed to the first, into a union-find (Newman and Ziff, PRL 85, 4104,
 * 2000), so that a whole curve takes one pass over the edges.
 */
import type { Points } from '../degrees.ts';
import { randomStream } from '../random.ts';
import type { CompressedRows } from './compressed-rows.ts';
import { byDegree, byRemainingDegree, type RemovalOrder } from './removal-order.ts';
import { shuffledNumbers } from './sample.ts';

/** `[share of all nodes that was removed, share of all nodes in the largest component of the rest]`. */
export interface RobustnessCurves {
  /** Those with the most links at the start go first. */
  readonly attack: Points;
  /** Those with the most links left go first. */
  readonly reranked: Points;
  /** Uniformly drawn; the mean of several orders when there are few nodes. */
  readonly random: Points;
}

/** Where the curves have points, in per mille. Closer at the start: hubs are few. */
const REMOVED_PER_MILLE = [
  0, 1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 150, 200, 250, 300, 350, 400, 500, 600, 700, 800, 900,
];

/** Random orders are repeated so that together they place this many nodes, and at most `ORDERS_MAX` times. */
const PLACED_NODES = 200_000;
const ORDERS_MAX = 20;

/** The three curves. */
export function robustnessOf(graph: CompressedRows, randomSeed: string): RobustnessCurves {
  const { nodeCount } = graph;
  const removed = [
    ...new Set(REMOVED_PER_MILLE.map((perMille) => Math.round((perMille * nodeCount) / 1000))),
  ];
  const points = (sizes: readonly number[]) =>
    nodeCount === 0
      ? []
      : sizes.map((size, index) => [removed[index] / nodeCount, size / nodeCount] as const);
  const forest = new Forest(nodeCount);
  const sizesAfter = (order: RemovalOrder) => remainingSizes(graph, order, removed, forest);
  const attack = points(sizesAfter(byDegree(graph)));
  const reranked = points(sizesAfter(byRemainingDegree(graph)));
  const orderCount = Math.max(1, Math.min(ORDERS_MAX, Math.floor(PLACED_NODES / nodeCount)));
  const totals = new Array<number>(removed.length).fill(0);
  for (let repetition = 0; repetition < orderCount; repetition++) {
    const order = shuffledNumbers(nodeCount, randomStream(randomSeed, `random removal/${repetition}`));
    sizesAfter(order).forEach((size, index) => {
      totals[index] += size;
    });
  }
  return { attack, reranked, random: points(totals.map((total) => total / orderCount)) };
}

/** The size of the largest component after each of these numbers of removals, which ascend. A forest may serve several times. */
export function remainingSizes(
  graph: CompressedRows,
  order: RemovalOrder,
  removed: readonly number[],
  forest = new Forest(graph.nodeCount),
): number[] {
  const { offsets, neighbours, nodeCount } = graph;
  forest.clear();
  const sizes = new Array<number>(removed.length).fill(0);
  let placed = 0;
  for (let index = removed.length - 1; index >= 0; index--) {
    for (; placed < nodeCount - removed[index]; placed++) {
      const node = order[placed];
      forest.add(node);
      for (let at = offsets[node]; at < offsets[node + 1]; at++) {
        if (forest.has(neighbours[at])) forest.join(node, neighbours[at]);
      }
    }
    sizes[index] = forest.largest;
  }
  return sizes;
}

/** A union-find of nodes that come one by one: union by size, paths halved. One number a node: its parent, or minus the size of its tree. */
class Forest {
  /** How many nodes the largest tree has. */
  largest = 0;
  readonly #parents: Int32Array;

  constructor(nodeCount: number) {
    // Zero says that the node is not here yet, so parents are counted from 1.
    this.#parents = new Int32Array(nodeCount);
  }

  clear(): void {
    this.#parents.fill(0);
    this.largest = 0;
  }

  has(node: number): boolean {
    return this.#parents[node] !== 0;
  }

  add(node: number): void {
    this.#parents[node] = -1;
    this.largest = Math.max(this.largest, 1);
  }

  join(node: number, other: number): void {
    const [a, b] = [this.#rootOf(node), this.#rootOf(other)];
    if (a === b) return;
    const parents = this.#parents;
    const [small, large] = parents[a] > parents[b] ? [a, b] : [b, a];
    parents[large] += parents[small];
    parents[small] = large + 1;
    this.largest = Math.max(this.largest, -parents[large]);
  }

  #rootOf(node: number): number {
    const parents = this.#parents;
    let root = node;
    while (parents[root] > 0) {
      const parent = parents[root] - 1;
      if (parents[parent] > 0) parents[root] = parents[parent];
      root = parent;
    }
    return root;
  }
}
