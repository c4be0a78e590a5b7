/**
 * A seed's registry: who is registered, oldest registration first. Lists are handed out as views on one shared array that only
 * ever grows at its end; a removal makes the next list start a new array, so views already handed out never change.
 */
import type { Address } from './address.ts';
import type { GrowingStorage } from './growing-storage.ts';
import type { PeerList } from './peer-list.ts';
import { StorageView } from './storage-view.ts';

interface Entry {
  readonly address: Address;
  readonly additions: boolean;
  /** Ascending along the list; survives renewals. */
  readonly order: number;
  readonly registeredAtMs: number;
  renewedAtMs: number;
  removed: boolean;
}

export class Registry {
  #entries = new Entries([], this);
  readonly #byText = new Map<string, Entry>();
  #nextOrder = 0;
  #removedCount = 0;

  get size(): number {
    return this.#byText.size;
  }

  has(address: Address): boolean {
    return this.#byText.has(address.text);
  }

  /** Adds a peer, or renews it in its place. True when it was added. */
  register(address: Address, additions: boolean, nowMs: number): boolean {
    const known = this.#byText.get(address.text);
    if (known !== undefined && known.additions === additions) {
      known.renewedAtMs = nowMs;
      return false;
    }
    if (known !== undefined) this.#replace(known, { ...known, additions, renewedAtMs: nowMs });
    else this.#append(address, additions, nowMs);
    return known === undefined;
  }

  /** True when it was there. */
  remove(address: Address): boolean {
    const entry = this.#byText.get(address.text);
    if (entry === undefined) return false;
    this.#byText.delete(address.text);
    entry.removed = true;
    this.#removedCount++;
    return true;
  }

  /** The oldest `entriesMax` entries as they are now; the view never changes. */
  list(nowMs: number, entriesMax = Number.POSITIVE_INFINITY): PeerList {
    if (this.#removedCount > 0) {
      this.#entries = new Entries(
        this.#entries.all.filter((entry) => !entry.removed),
        this,
      );
      this.#removedCount = 0;
    }
    return new StorageView(this.#entries, Math.min(entriesMax, this.#entries.length), nowMs);
  }

  /** Addresses not renewed for `staleMs`, oldest registration first, at most `count`. */
  stale(nowMs: number, staleMs: number, count: number): Address[] {
    const found: Address[] = [];
    for (const entry of this.#entries.all) {
      if (found.length === count) break;
      if (!entry.removed && nowMs - entry.renewedAtMs >= staleMs) found.push(entry.address);
    }
    return found;
  }

  /** Where this address stands in the order of registrations, or -1. */
  orderOf(address: Address): number {
    return this.#byText.get(address.text)?.order ?? -1;
  }

  #append(address: Address, additions: boolean, nowMs: number): void {
    const entry = {
      address,
      additions,
      order: this.#nextOrder++,
      registeredAtMs: nowMs,
      renewedAtMs: nowMs,
      removed: false,
    };
    this.#entries.all.push(entry);
    this.#byText.set(address.text, entry);
  }

  /** An entry changes in a new array: views share the old one. */
  #replace(old: Entry, entry: Entry): void {
    this.#entries = new Entries(
      this.#entries.all.map((each) => (each === old ? entry : each)),
      this,
    );
    this.#byText.set(entry.address.text, entry);
  }
}

class Entries implements GrowingStorage {
  readonly all: Entry[];
  readonly #registry: Registry;

  constructor(all: Entry[], registry: Registry) {
    this.all = all;
    this.#registry = registry;
  }

  get length(): number {
    return this.all.length;
  }

  addressAt(i: number): Address {
    return this.all[i].address;
  }

  registeredAtMs(i: number): number {
    return this.all[i].registeredAtMs;
  }

  additionsAt(i: number): boolean {
    return this.all[i].additions;
  }

  /** Binary search by order of registration; an entry that registered anew since is looked for one by one. */
  indexOf(address: Address, length: number): number {
    const order = this.#registry.orderOf(address);
    let low = 0;
    let high = length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = this.all[middle];
      if (entry.order === order) return middle;
      if (entry.order < order) low = middle + 1;
      else high = middle - 1;
    }
    const newest = length === 0 ? -1 : this.all[length - 1].order;
    if (order >= 0 && order <= newest) return -1;
    return this.all.findIndex((entry, i) => i < length && entry.address.text === address.text);
  }
}
