/** A simple undirected graph as compressed sparse rows: the neighbours of all nodes in one array, node after node. */

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

/** Whether two nodes are neighbours, by binary search in the row of the first. */
export function areNeighbours({ offsets, neighbours }: CompressedRows, node: number, other: number): boolean {
  let low = offsets[node];
  let high = offsets[node + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (neighbours[middle] < other) low = middle + 1;
    else high = middle;
  }
  return low < offsets[node + 1] && neighbours[low] === other;
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
  return kept === neighbours.length ? neighbours : neighbours.slice(0, kept);
}
