/** Whoever is due, earliest first: a binary heap. */

export interface Due {
  /** When, in milliseconds. Must not change while it waits. */
  readonly dueAtMs: number;
}

export class DueQueue<Item extends Due> {
  readonly #heap: Item[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest, which stays. */
  get first(): Item | undefined {
    return this.#heap[0];
  }

  add(item: Item): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent].dueAtMs <= item.dueAtMs) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = item;
  }

  /** Removes the earliest; there must be one. */
  take(): Item {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop() as Item;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  /** Removes all, in no particular order. */
  takeAll(): Item[] {
    return this.#heap.splice(0);
  }

  #sink(item: Item): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1].dueAtMs < heap[child].dueAtMs) child++;
      if (item.dueAtMs <= heap[child].dueAtMs) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = item;
  }
}
