/** Small peer lists for tests. */
import { type Address, address } from '../../src/address.ts';
import type { PeerList } from '../../src/peer-list.ts';

/** One entry of a list. */
export interface PeerListEntry {
  readonly address: Address;
  readonly ageMs: number;
  readonly additions: boolean;
}

/** A list over a plain array, which must not change afterwards. */
export class ArrayPeerList implements PeerList {
  readonly storage = undefined;
  readonly #entries: readonly PeerListEntry[];

  constructor(entries: readonly PeerListEntry[]) {
    this.#entries = entries;
  }

  get length(): number {
    return this.#entries.length;
  }

  at(i: number): Address {
    return this.#entries[i].address;
  }

  ageMs(i: number): number {
    return this.#entries[i].ageMs;
  }

  additions(i: number): boolean {
    return this.#entries[i].additions;
  }

  indexOf(address: Address): number {
    return this.#entries.findIndex((entry) => entry.address.text === address.text);
  }
}

/** The address of peer i, 0 <= i < 256. Their order as texts is not that of i. */
export function peerAddress(i: number): Address {
  return address(`10.0.0.${i}`, 6000);
}

/** `entry(3, 500)`: peer 3, registered 500 ms ago. */
export function entry(peer: number, ageMs = 0, additions = true): PeerListEntry {
  return { address: peerAddress(peer), ageMs, additions };
}

export function listOf(...entries: readonly PeerListEntry[]): PeerList {
  return new ArrayPeerList(entries);
}

/** What a list says, read entry by entry. */
export function entriesOf(list: PeerList): PeerListEntry[] {
  return Array.from({ length: list.length }, (_, i) => ({
    address: list.at(i),
    ageMs: list.ageMs(i),
    additions: list.additions(i),
  }));
}

/** The peers of a list, by the number given to `peerAddress`. */
export function peersOf(list: PeerList): number[] {
  return entriesOf(list).map((each) => Number(each.address.host.split('.')[3]));
}
