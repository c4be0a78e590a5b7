/**
 * Peer lists: who is registered, oldest registration first. A list is an immutable view, so that a seed can hand out its
 * registry without copying it and a joiner can look at a few ranks of a million.
 */
import type { Address } from './address.ts';
import type { GrowingStorage } from './growing-storage.ts';

export interface PeerList {
  readonly length: number;
  /** The entry of rank i, 0 <= i < length. */
  at(i: number): Address;
  /** Milliseconds since this entry registered, when the list was made; 0 when the list has no ages. */
  ageMs(i: number): number;
  /** Whether this entry has the additions. */
  additions(i: number): boolean;
  /** The rank of this address, or -1. */
  indexOf(address: Address): number;
  /** When the list is the first entries of a storage that only grows, oldest first, and that other lists share: that storage. */
  readonly storage: GrowingStorage | undefined;
}

/** The first `length` entries of a list. */
export function prefix(list: PeerList, length: number): PeerList {
  return length === list.length ? list : new PrefixView(list, length);
}

/** The list without some of its entries; the others close ranks. O(excluded) memory, whatever the length of the list. */
export function without(list: PeerList, excluded: readonly Address[]): PeerList {
  const gaps: number[] = [];
  for (const address of excluded) {
    const rank = list.indexOf(address);
    if (rank >= 0) gaps.push(rank);
  }
  return gaps.length === 0
    ? list
    : new GapView(
        list,
        [...new Set(gaps)].sort((a, b) => a - b),
      );
}

class PrefixView implements PeerList {
  readonly storage = undefined;
  readonly #list: PeerList;
  readonly length: number;

  constructor(list: PeerList, length: number) {
    this.#list = list;
    this.length = length;
  }

  at(i: number): Address {
    return this.#list.at(i);
  }

  ageMs(i: number): number {
    return this.#list.ageMs(i);
  }

  additions(i: number): boolean {
    return this.#list.additions(i);
  }

  indexOf(address: Address): number {
    const rank = this.#list.indexOf(address);
    return rank < this.length ? rank : -1;
  }
}

class GapView implements PeerList {
  readonly storage = undefined;
  readonly #list: PeerList;
  /** Ranks of the list left out, ascending. */
  readonly #gaps: readonly number[];

  constructor(list: PeerList, gaps: readonly number[]) {
    this.#list = list;
    this.#gaps = gaps;
  }

  get length(): number {
    return this.#list.length - this.#gaps.length;
  }

  at(i: number): Address {
    return this.#list.at(this.#under(i));
  }

  ageMs(i: number): number {
    return this.#list.ageMs(this.#under(i));
  }

  additions(i: number): boolean {
    return this.#list.additions(this.#under(i));
  }

  indexOf(address: Address): number {
    const rank = this.#list.indexOf(address);
    const before = this.#gapsBelow(rank);
    return rank < 0 || this.#gaps[before] === rank ? -1 : rank - before;
  }

  /** The rank in the list below that has rank i here: gap j moves every rank i with gaps[j] - j <= i. */
  #under(i: number): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#gaps[middle] - middle <= i) low = middle + 1;
      else high = middle;
    }
    return i + low;
  }

  #gapsBelow(rank: number): number {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#gaps[middle] < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
