/** The largest component of a graph, as a set of bits. */
import type { CompressedRows } from './compressed-rows.ts';

export interface Component {
  readonly size: number;
  /** One bit a node: whether it belongs to it. */
  readonly members: NodeSet;
}

/** Of several with the largest size, the one with the smallest node. */
export function largestComponent(graph: CompressedRows): Component {
  const { nodeCount } = graph;
  const queue = new Uint32Array(nodeCount);
  const seen = new NodeSet(nodeCount);
  let [size, start] = [0, 0];
  for (let node = 0; node < nodeCount; node++) {
    if (seen.has(node)) continue;
    const reached = flood(graph, node, seen, queue);
    if (reached > size) [size, start] = [reached, node];
  }
  if (size === nodeCount) return { size, members: seen };
  const members = new NodeSet(nodeCount);
  flood(graph, start, members, queue);
  return { size, members };
}

/** Adds whatever can be reached from a node. @returns how many that are */
function flood(
  { offsets, neighbours }: CompressedRows,
  start: number,
  seen: NodeSet,
  queue: Uint32Array,
): number {
  let count = 0;
  queue[count++] = start;
  seen.add(start);
  for (let next = 0; next < count; next++) {
    const node = queue[next];
    for (let at = offsets[node]; at < offsets[node + 1]; at++) {
      const other = neighbours[at];
      if (seen.has(other)) continue;
      seen.add(other);
      queue[count++] = other;
    }
  }
  return count;
}

/** A set of the nodes 0 to n-1. */
export class NodeSet {
  readonly #words: Int32Array;

  constructor(nodeCount: number) {
    this.#words = new Int32Array((nodeCount + 31) >>> 5);
  }

  has(node: number): boolean {
    return (this.#words[node >>> 5] & (1 << (node & 31))) !== 0;
  }

  add(node: number): void {
    this.#words[node >>> 5] |= 1 << (node & 31);
  }
}
