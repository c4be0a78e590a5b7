/** Where entries of peer lists are kept, oldest registration first. */
import type { Address } from './address.ts';

/** Entries in their order; later ones are only ever added at the end, and none ever changes. */
export interface GrowingStorage {
  addressAt(i: number): Address;
  registeredAtMs(i: number): number;
  /** Whether this entry has the additions. */
  additionsAt(i: number): boolean;
  /** Where this address stands among the first `length` entries, or -1. */
  indexOf(address: Address, length: number): number;
}
