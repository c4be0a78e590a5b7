/** Observers of one node: several, told one after another, or one that wants to know of some facts only. */
import type { PeerObserver, SeedObserver } from '../src/observer.ts';

const nothing = (): void => {};

// Each observer made here is a copy of one of these: objects that are built key by key are large and slow to call.

/** Told of every fact of a peer, and does nothing. */
const SILENT_PEER: PeerObserver = {
  registered: nothing,
  registrationFailed: nothing,
  listReceived: nothing,
  neighboursChosen: nothing,
  linkUp: nothing,
  dialFailed: nothing,
  linkDown: nothing,
  neighbourRefused: nothing,
  published: nothing,
  delivered: nothing,
  duplicate: nothing,
  throttled: nothing,
  untimely: nothing,
  copied: nothing,
  shed: nothing,
  pinged: nothing,
  pingFailed: nothing,
  pingUnable: nothing,
  declaredDead: nothing,
  reportSent: nothing,
  neighbourLeft: nothing,
  stopped: nothing,
};

/** The same for a seed. */
const SILENT_SEED: SeedObserver = {
  peerRegistered: nothing,
  peerRenewed: nothing,
  listServed: nothing,
  deathReported: nothing,
  checkStarted: nothing,
  checkPassed: nothing,
  peerRemoved: nothing,
  registrationRefused: nothing,
  dialledBack: nothing,
  badRequest: nothing,
  stopped: nothing,
};

/** Tells each fact of a peer to all of these, in this order. */
export function combinedPeerObserver(observers: readonly PeerObserver[]): PeerObserver {
  return combined(observers, SILENT_PEER);
}

/** Tells each fact of a seed to all of these, in this order. */
export function combinedSeedObserver(observers: readonly SeedObserver[]): SeedObserver {
  return combined(observers, SILENT_SEED);
}

/** Told of these facts; all others are of no interest. */
export function partialPeerObserver(told: Partial<PeerObserver>): PeerObserver {
  return { ...SILENT_PEER, ...told };
}

/** The same for a seed. */
export function partialSeedObserver(told: Partial<SeedObserver>): SeedObserver {
  return { ...SILENT_SEED, ...told };
}

type Told = (a: unknown, b: unknown, c: unknown, d: unknown) => void;

function combined<Facts extends object>(observers: readonly Facts[], silent: Facts): Facts {
  if (observers.length === 1) return observers[0];
  const all = { ...silent } as Record<string, Told>;
  for (const fact in all) {
    all[fact] = (a, b, c, d) => {
      // No fact has more than four parts; rest parameters would cost an array for every message.
      for (const observer of observers) (observer[fact as keyof Facts] as Told).call(observer, a, b, c, d);
    };
  }
  return all as Facts;
}
