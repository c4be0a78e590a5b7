/** Where entries of peer lists are kept, oldest registration first, and lists that are views of it. */
import type { Address } from './address.ts';
import type { PeerList } from './peer-list.ts';

/** Entries in their order; later ones are only ever added at the end, and none ever changes. */
export interface GrowingStorage {
  addressAt(i: number): Address;
  registeredAtMs(i: number): number;
  /** Whether this entry has the additions. */
  additionsAt(i: number): boolean;
  /** Where this address stands among the first `length` entries, or -1. */
  indexOf(address: Address, length: number): number;
}

/** The first entries of a storage, as a list made at this time. It never changes. */
export class StorageView implements PeerList {
  readonly storage: GrowingStorage;
  readonly length: number;
  readonly madeAtMs: number;

  constructor(storage: GrowingStorage, length: number, madeAtMs: number) {
    this.storage = storage;
    this.length = length;
    this.madeAtMs = madeAtMs;
  }

  at(i: number): Address {
    return this.storage.addressAt(i);
  }

  ageMs(i: number): number {
    return this.madeAtMs - this.storage.registeredAtMs(i);
  }

  additions(i: number): boolean {
    return this.storage.additionsAt(i);
  }

  indexOf(address: Address): number {
    return this.storage.indexOf(address, this.length);
  }
}
