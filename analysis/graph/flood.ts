/** The connected components of a graph: how many there are, and which nodes the largest has. */
import type { CompressedRows } from './compressed-rows.ts';
import { NodeSet } from './node-set.ts';

export interface Component {
  readonly size: number;
  readonly members: NodeSet;
}

export interface Components {
  readonly count: number;
  /** Of several with the largest size, the one with the smallest node. */
  readonly largest: Component;
}

/** Floods the graph from every node that no flood has reached. */
export function componentsOf(graph: CompressedRows): Components {
  const { nodeCount } = graph;
  const queue = new Uint32Array(nodeCount);
  const seen = new NodeSet(nodeCount);
  let [count, size, start] = [0, 0, 0];
  for (let node = 0; node < nodeCount; node++) {
    if (seen.has(node)) continue;
    count++;
    const reached = flood(graph, node, seen, queue);
    if (reached > size) [size, start] = [reached, node];
  }
  if (size === nodeCount) return { count, largest: { size, members: seen } };
  const members = new NodeSet(nodeCount);
  flood(graph, start, members, queue);
  return { count, largest: { size, members } };
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
