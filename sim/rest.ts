/** Whether a network is at rest: settled (its overlay stands) or quiet (nothing that would still change what a run gives). */
import type { Network } from './network.ts';

/**
 * Every peer of the scenario has started; every live one holds its quorum, has united its lists and has no request or dial
 * pending; no word that opens, names or closes a link between peers is in transit, so every link is open at both ends and no
 * pair has two.
 */
export function isSettled(network: Network): boolean {
  return allSettled(network) && !linksChange(network);
}

/** No gossip is in flight or due, and no join, report, check or repair is pending. */
export function isQuiet(network: Network): boolean {
  if (network.memory.inFlightCount > 0) return false;
  for (const peer of network.peers) if (peer?.gossipDue || (peer?.noticesPending ?? 0) > 0) return false;
  for (const seed of network.seeds) if ((seed?.checkCount ?? 0) > 0) return false;
  return allSettled(network) && !linksChange(network);
}

function allSettled({ peers }: Network): boolean {
  return peers.every((peer) => peer?.settled !== false);
}

function linksChange({ engine }: Network): boolean {
  return engine.queue.linkChangeCount > 0;
}
