/** Neighbours of one peer by when they are pinged next: a pairing heap (Fredman et al., Algorithmica 1, 111-129, 1986) in their rows. */
import { type Neighbour, type NeighbourStore, NOBODY, WATCHED } from './neighbour-store.ts';

export class PingQueue {
  readonly #store: NeighbourStore;
  /** The earliest, which stays; `NOBODY` when none waits. */
  first: Neighbour = NOBODY;

  constructor(store: NeighbourStore) {
    this.#store = store;
  }

  /** Its `dueAtMs` must not change while it waits. */
  add(neighbour: Neighbour): void {
    this.#store.mark(neighbour, WATCHED);
    this.#store.setChild(neighbour, NOBODY);
    this.#store.setSibling(neighbour, NOBODY);
    this.first = this.#meld(this.first, neighbour);
  }

  /** Removes the earliest; there must be one. */
  take(): Neighbour {
    const { first } = this;
    this.#store.unmark(first, WATCHED);
    this.first = this.#meldAll(this.#store.child(first));
    return first;
  }

  /** Removes all, in no particular order. */
  takeAll(): Neighbour[] {
    const all: Neighbour[] = [];
    while (this.first !== NOBODY) all.push(this.take());
    return all;
  }

  /** One heap of two, neither of which has siblings. */
  #meld(a: Neighbour, b: Neighbour): Neighbour {
    if (a === NOBODY) return b;
    if (b === NOBODY) return a;
    const store = this.#store;
    const [root, child] = store.dueAtMs(b) < store.dueAtMs(a) ? [b, a] : [a, b];
    store.setSibling(child, store.child(root));
    store.setChild(root, child);
    return root;
  }

  /** One heap of siblings: in pairs first, then the pairs from the last to the first. */
  #meldAll(siblings: Neighbour): Neighbour {
    const store = this.#store;
    let pairs = NOBODY;
    for (let rest = siblings; rest !== NOBODY; ) {
      const a = rest;
      const b = store.sibling(a);
      rest = b === NOBODY ? NOBODY : store.sibling(b);
      store.setSibling(a, NOBODY);
      if (b !== NOBODY) store.setSibling(b, NOBODY);
      const pair = this.#meld(a, b);
      store.setSibling(pair, pairs);
      pairs = pair;
    }
    let heap = NOBODY;
    while (pairs !== NOBODY) {
      const next = store.sibling(pairs);
      store.setSibling(pairs, NOBODY);
      heap = this.#meld(heap, pairs);
      pairs = next;
    }
    return heap;
  }
}
