/** Lists that are views of a storage. */
import type { Address } from './address.ts';
import type { GrowingStorage } from './growing-storage.ts';
import type { PeerList } from './peer-list.ts';

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
