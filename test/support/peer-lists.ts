/** Small peer lists for tests. */
import { type Address, address } from '../../src/address.ts';
import { ArrayPeerList, type PeerList, type PeerListEntry } from '../../src/peer-list.ts';

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
