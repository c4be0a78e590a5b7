/** Observers of one node: several, told one after another, or one that wants to know of some facts only. */
import type { PeerObserver, SeedObserver } from '../src/observer.ts';

/** Every fact of a peer; the compiler holds it complete. */
const PEER_FACTS: Readonly<Record<keyof PeerObserver, true>> = {
  registered: true,
  registrationFailed: true,
  listReceived: true,
  neighboursChosen: true,
  linkUp: true,
  dialFailed: true,
  linkDown: true,
  neighbourRefused: true,
  published: true,
  delivered: true,
  duplicate: true,
  throttled: true,
  untimely: true,
  copied: true,
  shed: true,
  pinged: true,
  pingFailed: true,
  pingUnable: true,
  declaredDead: true,
  reportSent: true,
  neighbourLeft: true,
  stopped: true,
};

const SEED_FACTS: Readonly<Record<keyof SeedObserver, true>> = {
  peerRegistered: true,
  peerRenewed: true,
  listServed: true,
  deathReported: true,
  checkStarted: true,
  checkPassed: true,
  peerRemoved: true,
  registrationRefused: true,
  dialledBack: true,
  badRequest: true,
  stopped: true,
};

/** Tells each fact of a peer to all of these, in this order. */
export function combinedPeerObserver(observers: readonly PeerObserver[]): PeerObserver {
  return combined(observers, PEER_FACTS);
}

/** Tells each fact of a seed to all of these, in this order. */
export function combinedSeedObserver(observers: readonly SeedObserver[]): SeedObserver {
  return combined(observers, SEED_FACTS);
}

/** Told of these facts; all others are of no interest. */
export function partialPeerObserver(told: Partial<PeerObserver>): PeerObserver {
  return partial(told, PEER_FACTS);
}

/** The same for a seed. */
export function partialSeedObserver(told: Partial<SeedObserver>): SeedObserver {
  return partial(told, SEED_FACTS);
}

type Told = (a: unknown, b: unknown, c: unknown, d: unknown) => void;

function combined<Facts extends object>(
  observers: readonly Facts[],
  facts: Readonly<Record<keyof Facts & string, true>>,
): Facts {
  if (observers.length === 1) return observers[0];
  const all: Record<string, Told> = {};
  for (const fact in facts) {
    all[fact] = (a, b, c, d) => {
      // No fact has more than four parts; rest parameters would cost an array for every message.
      for (const observer of observers) (observer[fact as keyof Facts] as Told).call(observer, a, b, c, d);
    };
  }
  return all as Facts;
}

function partial<Facts extends object>(
  told: Partial<Facts>,
  facts: Readonly<Record<keyof Facts & string, true>>,
): Facts {
  const all: Record<string, unknown> = {};
  for (const fact in facts) all[fact] = told[fact as keyof Facts] ?? nothing;
  return all as Facts;
}

function nothing(): void {}
