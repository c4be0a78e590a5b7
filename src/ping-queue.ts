/**
 * Neighbours of one peer by when they are pinged next: a pairing heap (Fredman, Sedgewick, Sleator, Tarjan, Algorithmica 1,
 * 111-129, 1986) that lies in their rows. Its owner holds the earliest; `NOBODY` when none waits.
 */
import { type Neighbour, type NeighbourStore, NOBODY, WATCHED } from './neighbour-store.ts';

/** The earliest when this one waits too. Its `dueAtMs` must not change while it waits. */
export function addedTo(store: NeighbourStore, earliest: Neighbour, neighbour: Neighbour): Neighbour {
  store.mark(neighbour, WATCHED);
  store.setChild(neighbour, NOBODY);
  store.setSibling(neighbour, NOBODY);
  return meld(store, earliest, neighbour);
}

/** The earliest of the others. */
export function withoutFirst(store: NeighbourStore, earliest: Neighbour): Neighbour {
  store.unmark(earliest, WATCHED);
  return meldAll(store, store.child(earliest));
}

/** All, in order. None of them waits any more. */
export function emptied(store: NeighbourStore, earliest: Neighbour): Neighbour[] {
  const all: Neighbour[] = [];
  for (let first = earliest; first !== NOBODY; first = withoutFirst(store, first)) all.push(first);
  return all;
}

/** One heap of two, neither of which has siblings. */
function meld(store: NeighbourStore, a: Neighbour, b: Neighbour): Neighbour {
  if (a === NOBODY) return b;
  if (b === NOBODY) return a;
  const aFirst = store.dueAtMs(a) <= store.dueAtMs(b);
  const root = aFirst ? a : b;
  const child = aFirst ? b : a;
  store.setSibling(child, store.child(root));
  store.setChild(root, child);
  return root;
}

/** One heap of siblings: in pairs first, then the pairs from the last to the first. */
function meldAll(store: NeighbourStore, siblings: Neighbour): Neighbour {
  let pairs = NOBODY;
  for (let rest = siblings; rest !== NOBODY; ) {
    const a = rest;
    const b = store.sibling(a);
    rest = b === NOBODY ? NOBODY : store.sibling(b);
    store.setSibling(a, NOBODY);
    if (b !== NOBODY) store.setSibling(b, NOBODY);
    const pair = meld(store, a, b);
    store.setSibling(pair, pairs);
    pairs = pair;
  }
  let heap = NOBODY;
  while (pairs !== NOBODY) {
    const next = store.sibling(pairs);
    store.setSibling(pairs, NOBODY);
    heap = meld(store, heap, pairs);
    pairs = next;
  }
  return heap;
}
