/**
 * Bounds of a diameter from the eccentricities of some nodes (Takes and Kosters, Algorithms 6, 100-118, 2013). The largest is a lower
 * bound. A node at distance d from one with eccentricity e is at most e + d from any other; the largest of these, each the least
 * over the known eccentricities, is an upper bound. Only nodes whose own upper bound is above the lower one can still matter.
 */
import type { CompressedRows } from './compressed-rows.ts';
import type { Component } from './flood.ts';
import { NodeSet } from './node-set.ts';
import { type ParallelSearch, type Reached, SOURCES_MAX } from './parallel-search.ts';

/** Searches before the pace is judged. */
const TRIES = 8;

export class DiameterBounds {
  readonly #graph: CompressedRows;
  readonly #component: Component;
  /** The nodes whose eccentricity is known, by eccentricity. */
  readonly #searched: number[][] = [];
  #lower = 0;
  #upper = Number.POSITIVE_INFINITY;
  /** For each search, a node as far away as any. */
  readonly #farthest = new Set<number>();

  constructor(graph: CompressedRows, component: Component) {
    this.#graph = graph;
    this.#component = component;
  }

  /** The diameter is one of these, or between them. */
  get range(): readonly [number, number] {
    return [this.#lower, this.#upper];
  }

  /** Takes in a search from nodes of the component. */
  add(sources: ArrayLike<number>, { eccentricities, farthest }: Reached): void {
    for (let i = 0; i < sources.length; i++) {
      const eccentricity = eccentricities[i];
      this.#searched[eccentricity] ??= [];
      this.#searched[eccentricity].push(sources[i]);
      this.#farthest.add(farthest[i]);
      this.#lower = Math.max(this.#lower, eccentricity);
    }
  }

  /** When every node of the component was searched. */
  close(): void {
    this.#upper = this.#lower;
  }

  /** Searches on, until the bounds meet or about `entriesMax` entries of rows were looked at; the first search is free. */
  tighten(search: ParallelSearch, entriesMax: number): void {
    const { nodeCount, neighbours } = this.#graph;
    const ends = [...this.#farthest].slice(0, SOURCES_MAX);
    this.add(ends, search.from(ends));
    const queue = new Uint32Array(this.#component.size);
    const [entriesEach, openAtStart] = [nodeCount + neighbours.length, this.#bound(queue)];
    let open = openAtStart;
    for (let searches = 1; open > 0 && searches * entriesEach <= entriesMax; searches++) {
      const next = this.#promising(queue.subarray(queue.length - open));
      this.add(next, search.from(next));
      open = this.#bound(queue);
      // Without hope to get through at this pace, stop.
      const searchesLeft = (open * searches) / Math.max(openAtStart - open, 1);
      if (searches >= TRIES && (searches + searchesLeft) * entriesEach > entriesMax) return;
    }
  }

  /**
   * Finds the upper bound of every node, and so that of the diameter.
   * @param queue becomes the nodes of the component, by their upper bound
   * @returns how many of these, at its end, have one above the lower bound of the diameter: the open ones
   */
  #bound(queue: Uint32Array): number {
    const { offsets, neighbours, nodeCount } = this.#graph;
    const bounded = new NodeSet(nodeCount);
    let [count, next, settled, bound] = [0, 0, 0, 0];
    const take = (node: number) => {
      if (bounded.has(node)) return;
      bounded.add(node);
      queue[count++] = node;
    };
    for (; count < queue.length || next < count; bound++) {
      const end = count;
      for (const node of this.#searched[bound] ?? []) take(node);
      for (; next < end; next++) {
        const node = queue[next];
        for (let at = offsets[node]; at < offsets[node + 1]; at++) take(neighbours[at]);
      }
      if (bound <= this.#lower) settled = count;
      if (count === queue.length) break;
    }
    this.#upper = Math.max(bound, this.#lower);
    return count - settled;
  }

  /**
   * Up to 32 nodes that were not searched: open ones with the largest upper bounds, which may raise the lower one, and those with the
   * most open neighbours, which may settle with them.
   * @param open the open nodes, by their upper bound
   */
  #promising(open: Uint32Array): number[] {
    const { offsets, neighbours, nodeCount } = this.#graph;
    const openAround = new Uint32Array(nodeCount);
    for (const node of open) {
      openAround[node]++;
      for (let at = offsets[node]; at < offsets[node + 1]; at++) openAround[neighbours[at]]++;
    }
    const found = [...open.subarray(-SOURCES_MAX / 2)];
    for (const node of [...this.#searched.flat(), ...found]) openAround[node] = 0;
    const first = found.length;
    for (let node = 0; node < nodeCount; node++) {
      const count = openAround[node];
      if (count === 0) continue;
      let place = found.length;
      while (place > first && openAround[found[place - 1]] < count) place--;
      if (place === SOURCES_MAX) continue;
      found.splice(place, 0, node);
      found.length = Math.min(found.length, SOURCES_MAX);
    }
    return found;
  }
}
