/** The entries of peer lists that registered before a peer itself did. */
import type { Address } from './address.ts';
import { type PeerList, prefix } from './peer-list.ts';

/** All of them when the peer is not in the list. */
export function olderEntries(list: PeerList, self: Address): PeerList {
  const rank = list.indexOf(self);
  return rank < 0 ? list : prefix(list, rank);
}

/** Those of the list in which most are older; none when the peer comes first, or is missing, in each. */
export function mostOlderEntries(lists: readonly PeerList[], self: Address): PeerList | undefined {
  let most: PeerList | undefined;
  for (const list of lists) {
    const rank = list.indexOf(self);
    if (rank > (most?.length ?? 0)) most = prefix(list, rank);
  }
  return most;
}
