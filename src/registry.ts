/**
 * A seed's registry: who is registered, oldest registration first. Lists are handed out as views on shared columns that only ever
 * grow at their end; a removal makes the next list start new columns, so views already handed out never change.
 */
import { type Address, sameAddress } from './address.ts';
import { AddressIndex } from './address-index.ts';
import { grown } from './columns.ts';
import type { GrowingStorage } from './growing-storage.ts';
import type { PeerList } from './peer-list.ts';
import { StorageView } from './storage-view.ts';

export class Registry {
  #entries = new Entries(this);
  /** Rows of `#entries` by address, of those that are not removed. */
  #rows = indexOf(this.#entries);
  #nextOrder = 0;
  #removedCount = 0;

  get size(): number {
    return this.#rows.size;
  }

  has(address: Address): boolean {
    return this.#rows.find(address) >= 0;
  }

  /** Adds a peer, or renews it in its place. True when it was added. */
  register(address: Address, additions: boolean, nowMs: number): boolean {
    const row = this.#rows.find(address);
    if (row < 0) {
      this.#rows.set(address, this.#entries.add(address, additions, this.#nextOrder++, nowMs));
      return true;
    }
    this.#entries.renew(row, nowMs);
    // Views share the columns, so what they show changes in new ones.
    if (this.#entries.additionsAt(row) !== additions) this.#startAnew(row);
    return false;
  }

  /** True when it was there. */
  remove(address: Address): boolean {
    const row = this.#rows.find(address);
    if (row < 0) return false;
    this.#rows.delete(address);
    this.#entries.remove(row);
    this.#removedCount++;
    return true;
  }

  /** The oldest `entriesMax` entries as they are now; the view never changes. */
  list(nowMs: number, entriesMax = Number.POSITIVE_INFINITY): PeerList {
    if (this.#removedCount > 0) this.#startAnew();
    return new StorageView(this.#entries, Math.min(entriesMax, this.#entries.length), nowMs);
  }

  /** Addresses not renewed for `staleMs`, oldest registration first, at most `count`. */
  stale(nowMs: number, staleMs: number, count: number): Address[] {
    const found: Address[] = [];
    const entries = this.#entries;
    for (let row = 0; row < entries.length && found.length < count; row++) {
      const stale = nowMs - entries.renewedAtMs(row) >= staleMs;
      if (stale && !entries.isRemoved(row)) found.push(entries.addressAt(row));
    }
    return found;
  }

  /** Where this address stands in the order of registrations, or -1. */
  orderOf(address: Address): number {
    const row = this.#rows.find(address);
    return row < 0 ? -1 : this.#entries.orderAt(row);
  }

  /** New columns without those that were removed. @param changed A row that has, or lacks, the additions from now on. */
  #startAnew(changed = -1): void {
    this.#entries = this.#entries.copy(changed);
    this.#rows = indexOf(this.#entries);
    this.#removedCount = 0;
  }
}

/** Marks of an entry. */
const ADDITIONS = 1;
const REMOVED = 2;

const ROWS_MIN = 16;

/** Entries as columns. `order` ascends, and an entry keeps it for ever. */
class Entries implements GrowingStorage {
  length = 0;
  readonly #registry: Registry;
  readonly #addresses: Address[] = [];
  #registeredAtMs = new Float64Array(ROWS_MIN);
  #renewedAtMs = new Float64Array(ROWS_MIN);
  #orders = new Float64Array(ROWS_MIN);
  #marks = new Uint8Array(ROWS_MIN);

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** The row of a new entry. */
  add(address: Address, additions: boolean, order: number, nowMs: number): number {
    const row = this.length++;
    if (row === this.#marks.length) this.#grow();
    this.#addresses.push(address);
    this.#registeredAtMs[row] = nowMs;
    this.#renewedAtMs[row] = nowMs;
    this.#orders[row] = order;
    this.#marks[row] = additions ? ADDITIONS : 0;
    return row;
  }

  renew(row: number, nowMs: number): void {
    this.#renewedAtMs[row] = nowMs;
  }

  remove(row: number): void {
    this.#marks[row] |= REMOVED;
  }

  isRemoved(row: number): boolean {
    return (this.#marks[row] & REMOVED) !== 0;
  }

  addressAt(row: number): Address {
    return this.#addresses[row];
  }

  registeredAtMs(row: number): number {
    return this.#registeredAtMs[row];
  }

  renewedAtMs(row: number): number {
    return this.#renewedAtMs[row];
  }

  additionsAt(row: number): boolean {
    return (this.#marks[row] & ADDITIONS) !== 0;
  }

  orderAt(row: number): number {
    return this.#orders[row];
  }

  /** Without those that were removed. @param changed This row changes whether it has the additions. */
  copy(changed: number): Entries {
    const copy = new Entries(this.#registry);
    for (let row = 0; row < this.length; row++) {
      if (this.isRemoved(row)) continue;
      const additions = this.additionsAt(row) !== (row === changed);
      const at = copy.add(this.#addresses[row], additions, this.#orders[row], this.#registeredAtMs[row]);
      copy.renew(at, this.#renewedAtMs[row]);
    }
    return copy;
  }

  /** Binary search by order of registration; an entry that registered anew since is looked for one by one. */
  indexOf(address: Address, length: number): number {
    const order = this.#registry.orderOf(address);
    let low = 0;
    let high = length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#orders[middle];
      if (found === order) return middle;
      if (found < order) low = middle + 1;
      else high = middle - 1;
    }
    const newest = length === 0 ? -1 : this.#orders[length - 1];
    if (order >= 0 && order <= newest) return -1;
    for (let row = 0; row < length; row++) if (sameAddress(this.#addresses[row], address)) return row;
    return -1;
  }

  #grow(): void {
    const rows = 2 * this.#marks.length;
    this.#registeredAtMs = grown(this.#registeredAtMs, new Float64Array(rows));
    this.#renewedAtMs = grown(this.#renewedAtMs, new Float64Array(rows));
    this.#orders = grown(this.#orders, new Float64Array(rows));
    this.#marks = grown(this.#marks, new Uint8Array(rows));
  }
}

/** An index of the rows of these entries that are not removed. */
function indexOf(entries: Entries): AddressIndex {
  const index = new AddressIndex((row) => entries.addressAt(row));
  for (let row = 0; row < entries.length; row++) {
    if (!entries.isRemoved(row)) index.set(entries.addressAt(row), row);
  }
  return index;
}
