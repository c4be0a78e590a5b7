/**
 * The neighbours of each peer, by address and by link, in the order in which they came. A short table is searched in turn; a
 * hub's gets an index.
 */
import type { Address } from './address.ts';
import { AddressIndex } from './address-index.ts';
import { LISTED, type Neighbour, type NeighbourStore, NOBODY, WATCHED } from './neighbour-store.ts';
import type { Count, NodeState, Thing } from './node-state.ts';
import type { Link } from './ports.ts';

/** Above this many entries a look-up goes through an index. Source: ours. */
const LINEAR_MAX = 16;

export class NeighbourTable {
  readonly store: NeighbourStore;
  readonly #first: Count;
  readonly #last: Count;
  readonly #count: Count;
  /** Rows of a peer that are not in use. */
  readonly #free: Count;
  /** Of a peer with more than `LINEAR_MAX` neighbours. */
  readonly #indices: Thing<Index>;

  constructor(store: NeighbourStore, state: NodeState) {
    this.store = store;
    this.#first = state.count(NOBODY);
    this.#last = state.count(NOBODY);
    this.#count = state.count();
    this.#free = state.count(NOBODY);
    this.#indices = state.thing();
  }

  /** The oldest; `store.next` leads on, to `NOBODY`. */
  get first(): Neighbour {
    return this.#first.value;
  }

  /** The oldest of another peer. */
  firstOf(peer: number): Neighbour {
    return this.#first.of(peer);
  }

  get #index(): Index | undefined {
    return this.#count.value > LINEAR_MAX ? this.#indices.value : undefined;
  }

  /** All, as they are now. */
  all(): Neighbour[] {
    const all: Neighbour[] = [];
    for (let each = this.first; each !== NOBODY; each = this.store.next(each)) all.push(each);
    return all;
  }

  find(address: Address): Neighbour {
    const index = this.#index;
    if (index !== undefined) return index.byAddress.find(address);
    const { store } = this;
    let each = this.first;
    while (each !== NOBODY && !store.hasAddress(each, address)) each = store.next(each);
    return each;
  }

  /** Whose link this is, open or being dialled. */
  at(link: Link): Neighbour {
    const index = this.#index;
    if (index !== undefined) return index.byLink.get(link) ?? NOBODY;
    const { store } = this;
    let each = this.first;
    while (each !== NOBODY && store.link(each) !== link) each = store.next(each);
    return each;
  }

  /** A new neighbour, without a link; undefined: its address is not asked for yet. */
  add(address: Address | undefined, facts: number): Neighbour {
    const { store } = this;
    if (this.#free.value === NOBODY) this.#free.value = store.addChunk();
    const neighbour = this.#free.value;
    this.#free.value = store.next(neighbour);
    store.reset(neighbour, address, facts | LISTED);
    store.setNext(neighbour, NOBODY);
    const last = this.#last.value;
    store.setPrevious(neighbour, last);
    if (last === NOBODY) this.#first.value = neighbour;
    else store.setNext(last, neighbour);
    this.#last.value = neighbour;
    if (++this.#count.value === LINEAR_MAX + 1) this.#indices.value = new Index(store, this.all());
    else this.#index?.add(store, neighbour);
    return neighbour;
  }

  /** Its row is used again when no ping is due or under way. */
  remove(neighbour: Neighbour): void {
    const { store } = this;
    if (!store.is(neighbour, LISTED)) return;
    this.#index?.remove(store, neighbour);
    const [previous, next] = [store.previous(neighbour), store.next(neighbour)];
    if (previous === NOBODY) this.#first.value = next;
    else store.setNext(previous, next);
    if (next === NOBODY) this.#last.value = previous;
    else store.setPrevious(next, previous);
    if (this.#count.value-- === LINEAR_MAX + 1) this.#indices.drop();
    store.unmark(neighbour, LISTED);
    this.releaseUnused(neighbour);
  }

  /** To be called when one that may have been removed is no longer watched, or answered. */
  releaseUnused(neighbour: Neighbour): void {
    const { store } = this;
    if (store.is(neighbour, LISTED | WATCHED) || store.answersDue(neighbour) > 0) return;
    store.setNext(neighbour, this.#free.value);
    this.#free.value = neighbour;
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

  /** The peer is gone, and its state: its rows are for others. */
  releaseAll(): void {
    for (const neighbour of this.all()) this.store.release(neighbour);
    for (let row = this.#free.value; row !== NOBODY; ) {
      const next = this.store.next(row);
      this.store.release(row);
      row = next;
    }
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
