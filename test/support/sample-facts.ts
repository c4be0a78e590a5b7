/** One example of every fact that nodes tell. */
import { address } from '../../src/address.ts';
import { gossip } from '../../src/messages.ts';
import type { PeerObserver, SeedObserver } from '../../src/observer.ts';

export const PEER = address('10.0.0.2', 6000);
export const SEED = address('10.0.0.1', 5000);
export const GOSSIP = gossip('1700000000.5:10.0.0.2:1', 'aGk');
const NAMES = { addressAt: () => PEER };

/** Facts that are no events of the log. */
export const UNTOLD: readonly string[] = ['duplicate', 'pinged'];

export const OF_PEER: { readonly [Fact in keyof PeerObserver]: Parameters<PeerObserver[Fact]> } = {
  registered: [SEED, 1, 2],
  registrationFailed: [SEED, 'refused', 0, 2],
  listReceived: [SEED, 7],
  neighboursChosen: [7, 2],
  linkUp: [PEER, true, false],
  dialFailed: [PEER, 'timeout'],
  linkDown: [PEER, 'dead'],
  neighbourRefused: [PEER],
  published: [GOSSIP],
  delivered: [GOSSIP, 7, NAMES],
  duplicate: [GOSSIP, 7, NAMES],
  throttled: [GOSSIP, 7, NAMES],
  untimely: [GOSSIP, 7, NAMES],
  copied: [GOSSIP, 7, NAMES],
  shed: [GOSSIP, 7, NAMES],
  pinged: [PEER],
  pingFailed: [PEER, 2],
  pingUnable: [PEER],
  declaredDead: [PEER, 3, true],
  reportSent: [PEER, SEED, true],
  neighbourLeft: [PEER],
  stopped: [2],
};

export const OF_SEED: { readonly [Fact in keyof SeedObserver]: Parameters<SeedObserver[Fact]> } = {
  peerRegistered: [PEER, 1],
  peerRenewed: [PEER],
  listServed: [PEER, 1],
  deathReported: [PEER, '10.0.0.3', true],
  checkStarted: [PEER],
  checkPassed: [PEER],
  peerRemoved: [PEER, 'dead', 0],
  registrationRefused: [PEER, SEED, 'rate'],
  dialledBack: [PEER, true],
  badRequest: [PEER],
  stopped: [0],
};
