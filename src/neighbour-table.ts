/**
 * The neighbours of one peer, by address and by link, in the order in which they came. A short table is searched in turn; a
 * hub's gets an index.
 */
import type { Address } from './address.ts';
import { AddressIndex } from './address-index.ts';
import { LISTED, type Neighbour, type NeighbourStore, NOBODY, WATCHED } from './neighbour-store.ts';
import type { Link } from './ports.ts';

/** Above this many entries a look-up goes through an index. Source: ours. */
const LINEAR_MAX = 16;

export class NeighbourTable {
  readonly store: NeighbourStore;
  /** The oldest; `store.next` leads on, to `NOBODY`. */
  first: Neighbour = NOBODY;
  #last: Neighbour = NOBODY;
  #count = 0;
  /** Rows of this peer that are not in use. */
  #free: Neighbour = NOBODY;
  #index: Index | undefined;

  constructor(store: NeighbourStore) {
    this.store = store;
  }

  /** All, as they are now. */
  all(): Neighbour[] {
    const all: Neighbour[] = [];
    for (let each = this.first; each !== NOBODY; each = this.store.next(each)) all.push(each);
    return all;
  }

  find(address: Address): Neighbour {
    if (this.#index !== undefined) return this.#index.byAddress.find(address);
    const { store } = this;
    let each = this.first;
    while (each !== NOBODY && !store.hasAddress(each, address)) each = store.next(each);
    return each;
  }

  /** Whose link this is, open or being dialled. */
  at(link: Link): Neighbour {
    if (this.#index !== undefined) return this.#index.byLink.get(link) ?? NOBODY;
    const { store } = this;
    let each = this.first;
    while (each !== NOBODY && store.link(each) !== link) each = store.next(each);
    return each;
  }

  /** A new neighbour, without a link; undefined: its address is not asked for yet. */
  add(address: Address | undefined, facts: number): Neighbour {
    const { store } = this;
    if (this.#free === NOBODY) this.#free = store.addChunk();
    const neighbour = this.#free;
    this.#free = store.next(neighbour);
    store.reset(neighbour, address, facts | LISTED);
    store.setNext(neighbour, NOBODY);
    store.setPrevious(neighbour, this.#last);
    if (this.#last === NOBODY) this.first = neighbour;
    else store.setNext(this.#last, neighbour);
    this.#last = neighbour;
    this.#count++;
    if (this.#index !== undefined) this.#index.add(store, neighbour);
    else if (this.#count > LINEAR_MAX) this.#index = new Index(store, this.all());
    return neighbour;
  }

  /** Its row is used again when no ping is due or under way. */
  remove(neighbour: Neighbour): void {
    const { store } = this;
    if (!store.is(neighbour, LISTED)) return;
    this.#index?.remove(store, neighbour);
    const [previous, next] = [store.previous(neighbour), store.next(neighbour)];
    if (previous === NOBODY) this.first = next;
    else store.setNext(previous, next);
    if (next === NOBODY) this.#last = previous;
    else store.setPrevious(next, previous);
    this.#count--;
    store.unmark(neighbour, LISTED);
    this.releaseUnused(neighbour);
  }

  /** To be called when one that may have been removed is no longer watched, or answered. */
  releaseUnused(neighbour: Neighbour): void {
    const { store } = this;
    if (store.is(neighbour, LISTED | WATCHED) || store.answersDue(neighbour) > 0) return;
    store.setNext(neighbour, this.#free);
    this.#free = neighbour;
  }

  /** The address of a neighbour is another one from now on. */
  rename(neighbour: Neighbour, address: Address): void {
    this.#index?.remove(this.store, neighbour);
    this.store.setAddress(neighbour, address);
    this.#index?.add(this.store, neighbour);
  }

  /** The link of a neighbour is another one from now on; -1: it has none. */
  relink(neighbour: Neighbour, link: Link): void {
    this.#index?.remove(this.store, neighbour);
    this.store.setLink(neighbour, link);
    this.#index?.add(this.store, neighbour);
  }

  /** The peer is gone: its rows are for others. */
  releaseAll(): void {
    for (const neighbour of this.all()) this.store.release(neighbour);
    for (let row = this.#free; row !== NOBODY; ) {
      const next = this.store.next(row);
      this.store.release(row);
      row = next;
    }
    this.first = NOBODY;
    this.#last = NOBODY;
    this.#count = 0;
    this.#free = NOBODY;
    this.#index = undefined;
  }
}

class Index {
  readonly byAddress: AddressIndex;
  readonly byLink = new Map<Link, Neighbour>();

  constructor(store: NeighbourStore, neighbours: readonly Neighbour[]) {
    // Only rows with an address are in it.
    this.byAddress = new AddressIndex((neighbour) => store.address(neighbour) as Address);
    for (const neighbour of neighbours) this.add(store, neighbour);
  }

  add(store: NeighbourStore, neighbour: Neighbour): void {
    const address = store.address(neighbour);
    if (address !== undefined) this.byAddress.set(address, neighbour);
    if (store.link(neighbour) >= 0) this.byLink.set(store.link(neighbour), neighbour);
  }

  remove(store: NeighbourStore, neighbour: Neighbour): void {
    const address = store.address(neighbour);
    if (address !== undefined) this.byAddress.delete(address);
    this.byLink.delete(store.link(neighbour));
  }
}
