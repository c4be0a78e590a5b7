/** A simple undirected graph as compressed sparse rows: the neighbours of all nodes in one array, node after node. */
import { histogram, type Points } from '../degrees.ts';

/** Nodes 0 to n-1. The neighbours of a node stand from `offsets[node]` to before `offsets[node + 1]`, ascending, no node twice. */
export interface CompressedRows {
  readonly nodeCount: number;
  /** `nodeCount + 1` numbers. */
  readonly offsets: Uint32Array;
  /** Each edge stands here twice, once for each end. */
  readonly neighbours: Uint32Array;
}

/**
 * The graph of these edges: two nodes each, in any order. Self-loops and repetitions, in either direction, are left out, so
 * `neighbours.length / 2` edges remain.
 * @throws RangeError for a node that is not among 0 to n-1
 */
export function graphOf(nodeCount: number, edges: Uint32Array): CompressedRows {
  const offsets = new Uint32Array(nodeCount + 1);
  for (const node of edges) {
    if (node >= nodeCount) throw new RangeError(`an edge ends at node ${node} of ${nodeCount}`);
    offsets[node]++;
  }
  // From the size of each row to where it ends; filling a row from its end leaves where it starts.
  for (let node = 1; node <= nodeCount; node++) offsets[node] += offsets[node - 1];
  const neighbours = new Uint32Array(edges.length);
  for (let i = 0; i < edges.length; i += 2) {
    neighbours[--offsets[edges[i]]] = edges[i + 1];
    neighbours[--offsets[edges[i + 1]]] = edges[i];
  }
  for (let node = 0; node < nodeCount; node++) sortRow(neighbours, offsets[node], offsets[node + 1]);
  return { nodeCount, offsets, neighbours: withoutRepetitions(offsets, neighbours) };
}

/** How many neighbours each node has. */
export function rowLengths({ nodeCount, offsets }: CompressedRows): Uint32Array {
  const lengths = new Uint32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) lengths[node] = offsets[node + 1] - offsets[node];
  return lengths;
}

/** How many nodes have each degree: `[degree, nodes]`, ascending. */
export function degreeCounts({ nodeCount, offsets }: CompressedRows): Points {
  return histogram(
    (function* degrees() {
      for (let node = 0; node < nodeCount; node++) yield offsets[node + 1] - offsets[node];
    })(),
  );
}

/** Whether two nodes are neighbours. */
export function areNeighbours(graph: CompressedRows, node: number, other: number): boolean {
  const place = placeOf(graph, node, other);
  return place < graph.offsets[node + 1] && graph.neighbours[place] === other;
}

/**
 * The edges without self-loops, and of each pair only the first, as it stands there.
 * @param graph the graph of these edges
 */
export function distinctEdges(graph: CompressedRows, edges: Uint32Array): Uint32Array {
  if (graph.neighbours.length === edges.length) return edges;
  const distinct = new Uint32Array(graph.neighbours.length);
  const taken = new Uint8Array(graph.neighbours.length);
  let length = 0;
  for (let i = 0; i < edges.length; i += 2) {
    const [from, to] = [edges[i], edges[i + 1]];
    const place = placeOf(graph, Math.min(from, to), Math.max(from, to));
    if (from === to || taken[place] === 1) continue;
    taken[place] = 1;
    distinct[length++] = from;
    distinct[length++] = to;
  }
  return distinct;
}

/** Where a neighbour stands in the row of a node, or would stand. */
function placeOf({ offsets, neighbours }: CompressedRows, node: number, other: number): number {
  let low = offsets[node];
  let high = offsets[node + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (neighbours[middle] < other) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows up to this length are sorted by insertion: a call of the engine's sort costs more. */
const INSERTION_MAX = 48;

function sortRow(values: Uint32Array, start: number, end: number): void {
  if (end - start > INSERTION_MAX) {
    values.subarray(start, end).sort();
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const value = values[i];
    let place = i;
    for (; place > start && values[place - 1] > value; place--) values[place] = values[place - 1];
    values[place] = value;
  }
}

/** Moves the rows together over what is left out of them, and corrects where they start. */
function withoutRepetitions(offsets: Uint32Array, neighbours: Uint32Array): Uint32Array {
  let kept = 0;
  let start = 0;
  for (let node = 0; node + 1 < offsets.length; node++) {
    const end = offsets[node + 1];
    const first = kept;
    for (let i = start; i < end; i++) {
      const other = neighbours[i];
      if (other !== node && (kept === first || neighbours[kept - 1] !== other)) neighbours[kept++] = other;
    }
    offsets[node] = first;
    start = end;
  }
  if (offsets.length > 0) offsets[offsets.length - 1] = kept;
  return neighbours.subarray(0, kept);
}
