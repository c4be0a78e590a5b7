/** Whether a network is at rest: settled (its overlay stands) or quiet (nothing that would still change what a run gives). */
import type { Peer } from '../src/peer.ts';
import type { Network } from './network.ts';
import type { Meeting } from './shard-links.ts';

/**
 * Every peer of the scenario has started; every live one holds its quorum, has united its lists and has no request or dial
 * pending; no word that opens, names or closes a link between peers is in transit, so every link is open at both ends and no
 * pair has two.
 */
export function isSettled(network: Network): Meeting<boolean> {
  return nothingLeft(network, [linksChanging, unsettled]);
}

/** No gossip is in flight or due, and no join, report, check or repair is pending. */
export function isQuiet(network: Network): Meeting<boolean> {
  return nothingLeft(network, [copiesInFlight, linksChanging, unsettled, pending]);
}

type Count = (network: Network) => number;

/** Whether each of these is 0, summed over all threads. One thread alone looks no further than the first that is not. */
function* nothingLeft(network: Network, counts: readonly Count[]): Meeting<boolean> {
  const { shard } = network;
  if (shard === undefined) return counts.every((count) => count(network) === 0);
  const all = yield* shard.exchange(counts.map((count) => count(network)));
  return counts.every((_, i) => all.reduce((sum, each) => sum + each[i], 0) === 0);
}

function copiesInFlight({ memory }: Network): number {
  return memory.copiesInFlight;
}

function linksChanging({ engine }: Network): number {
  return engine.linkChangeCount;
}

function unsettled(network: Network): number {
  return everyPeer(network, (peer) => peer.settled) ? 0 : 1;
}

function pending(network: Network): number {
  if (!everyPeer(network, (peer) => !peer.gossipDue && peer.noticesPending === 0)) return 1;
  for (const seed of network.seeds) if ((seed?.checkCount ?? 0) > 0) return 1;
  return 0;
}

/** Whether this holds of every peer that runs on this thread. */
function everyPeer(network: Network, holds: (peer: Peer) => boolean): boolean {
  for (let node = 0; node < network.names.peerCount; node++) {
    const peer = network.peer(node);
    if (peer !== undefined && !holds(peer)) return false;
  }
  return true;
}
