/**
 * Breadth-first search from up to 32 nodes at a time, one bit each, so that one look at an edge serves all of them (Then et al.,
 * "The more the merrier: efficient multi-source graph traversal", PVLDB 8, 449-460, 2014). Levels that reach few nodes push from
 * those; the others pull into every node that misses something (Beamer, Asanović, Patterson, SC 2012).
 */
import type { CompressedRows } from './compressed-rows.ts';

/** Sources of one search. */
export const SOURCES_MAX = 32;

/** A level pushes while at most one in so many nodes was just reached. */
const PUSH_SHARE = 16;
const PUSH_MIN = 64;

/** What a search found: one value for each source, in their order. Distances are counted in edges. */
export interface Reached {
  /** Nodes reached, the source included. */
  readonly counts: Float64Array;
  /** Sum of the distances to them. */
  readonly distanceSums: Float64Array;
  /** The largest of these distances. */
  readonly eccentricities: Uint32Array;
  /** A node that far away. */
  readonly farthest: Uint32Array;
}

/** A searcher of one graph; its memory, 12 bytes a node, serves all its searches. */
export class ParallelSearch {
  readonly #graph: CompressedRows;
  readonly #seen: Int32Array;
  /** Bits that reached a node in the level before, and in this one. */
  #last: Int32Array;
  #next: Int32Array;
  /** The nodes with bits in `#last`, unless there are more of them than it holds. */
  #reached: Uint32Array;
  #reachedNext: Uint32Array;
  readonly #perSource: Uint32Array = new Uint32Array(SOURCES_MAX);

  constructor(graph: CompressedRows) {
    this.#graph = graph;
    const listed = Math.max(PUSH_MIN, Math.ceil(graph.nodeCount / PUSH_SHARE));
    this.#seen = new Int32Array(graph.nodeCount);
    this.#last = new Int32Array(graph.nodeCount);
    this.#next = new Int32Array(graph.nodeCount);
    this.#reached = new Uint32Array(listed);
    this.#reachedNext = new Uint32Array(listed);
  }

  /** @param sources at most 32 different nodes */
  from(sources: ArrayLike<number>): Reached {
    const found: Reached = {
      counts: new Float64Array(sources.length).fill(1),
      distanceSums: new Float64Array(sources.length),
      eccentricities: new Uint32Array(sources.length),
      farthest: Uint32Array.from(sources),
    };
    for (const bits of [this.#seen, this.#last, this.#next]) bits.fill(0);
    for (let source = 0; source < sources.length; source++) {
      this.#seen[sources[source]] = this.#last[sources[source]] = 1 << source;
      this.#reached[source] = sources[source];
    }
    const all = sources.length === SOURCES_MAX ? -1 : (1 << sources.length) - 1;
    let count = sources.length;
    for (let distance = 1; count > 0; distance++) {
      count = count <= this.#reached.length ? this.#push(count, found) : this.#pull(all, found);
      this.#account(distance, found);
      [this.#last, this.#next] = [this.#next, this.#last];
      [this.#reached, this.#reachedNext] = [this.#reachedNext, this.#reached];
    }
    return found;
  }

  /** One level, from the nodes reached in the last. @returns how many nodes it reached */
  #push(count: number, { farthest }: Reached): number {
    const { offsets, neighbours } = this.#graph;
    const [seen, last, next, list] = [this.#seen, this.#last, this.#next, this.#reachedNext];
    let found = 0;
    for (let i = 0; i < count; i++) {
      const node = this.#reached[i];
      const bits = last[node];
      last[node] = 0;
      for (let at = offsets[node]; at < offsets[node + 1]; at++) {
        const other = neighbours[at];
        const added = bits & ~seen[other];
        if (added === 0) continue;
        if (next[other] === 0 && found++ < list.length) list[found - 1] = other;
        next[other] |= added;
      }
    }
    if (found <= list.length) {
      for (let i = 0; i < found; i++) this.#settle(list[i], next[list[i]], farthest);
    } else {
      for (let node = 0; node < next.length; node++) {
        if (next[node] !== 0) this.#settle(node, next[node], farthest);
      }
    }
    return found;
  }

  /** The same from the side of the nodes that some source has not reached. */
  #pull(all: number, { farthest }: Reached): number {
    const { offsets, neighbours } = this.#graph;
    const [seen, last, next, list] = [this.#seen, this.#last, this.#next, this.#reachedNext];
    let found = 0;
    for (let node = 0; node < seen.length; node++) {
      const missing = all & ~seen[node];
      if (missing === 0) continue;
      let bits = 0;
      for (let at = offsets[node]; at < offsets[node + 1] && (bits & missing) !== missing; at++) {
        bits |= last[neighbours[at]];
      }
      bits &= missing;
      if (bits === 0) continue;
      next[node] = bits;
      if (found++ < list.length) list[found - 1] = node;
      this.#settle(node, bits, farthest);
    }
    last.fill(0);
    return found;
  }

  #settle(node: number, bits: number, farthest: Uint32Array): void {
    this.#seen[node] |= bits;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const source = 31 - Math.clz32(rest & -rest);
      this.#perSource[source]++;
      farthest[source] = node;
    }
  }

  #account(distance: number, { counts, distanceSums, eccentricities }: Reached): void {
    for (let source = 0; source < counts.length; source++) {
      const count = this.#perSource[source];
      if (count === 0) continue;
      counts[source] += count;
      distanceSums[source] += count * distance;
      eccentricities[source] = distance;
      this.#perSource[source] = 0;
    }
  }
}
