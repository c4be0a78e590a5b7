/** The parts of each fact by name, for logs that programs read. The compiler holds them complete. */
import type { Address } from '../src/address.ts';
import type { PeerObserver, SeedObserver } from '../src/observer.ts';

export type Fields = Readonly<Record<string, string | number | boolean>>;

/** By the name of the fact. */
export type EventFields<Facts> = {
  readonly [Fact in keyof Facts]: Facts[Fact] extends (...parts: infer Parts) => void
    ? (...parts: Parts) => Fields
    : never;
};

const neighbourOf = ({ text }: Address): Fields => ({ neighbour: text });
const peerOf = ({ text }: Address): Fields => ({ peer: text });
const accusedOf = ({ text }: Address): Fields => ({ accused: text });

export const PEER_EVENTS: EventFields<PeerObserver> = {
  registered: ({ text }, held, quorum) => ({ seed: text, held, quorum }),
  registrationFailed: ({ text }, reason, held, quorum) => ({ seed: text, reason, held, quorum }),
  listReceived: ({ text }, length) => ({ seed: text, length }),
  neighboursChosen: (candidates, chosen) => ({ candidates, chosen }),
  linkUp: ({ text }, dialled, reference) => ({ neighbour: text, dialled, reference }),
  dialFailed: ({ text }, reason) => ({ neighbour: text, reason }),
  linkDown: ({ text }, reason) => ({ neighbour: text, reason }),
  neighbourRefused: neighbourOf,
  published: ({ text }) => ({ message: text }),
  delivered: ({ text }, from, names) => ({ message: text, neighbour: names.addressAt(from).text }),
  duplicate: ({ text }, from, names) => ({ message: text, neighbour: names.addressAt(from).text }),
  throttled: ({ text }, from, names) => ({ message: text, neighbour: names.addressAt(from).text }),
  untimely: ({ text }, from, names) => ({ message: text, neighbour: names.addressAt(from).text }),
  copied: ({ text }, to, names) => ({ message: text, neighbour: names.addressAt(to).text }),
  shed: ({ text }, to, names) => ({ message: text, neighbour: names.addressAt(to).text }),
  pinged: neighbourOf,
  pingFailed: ({ text }, failures) => ({ neighbour: text, failures }),
  pingUnable: neighbourOf,
  declaredDead: ({ text }, failures, reported) => ({ neighbour: text, failures, reported }),
  reportSent: ({ text }, seed, acknowledged) => ({ accused: text, seed: seed.text, acknowledged }),
  neighbourLeft: neighbourOf,
  stopped: (abandoned) => ({ abandoned }),
};

export const SEED_EVENTS: EventFields<SeedObserver> = {
  peerRegistered: ({ text }, registered) => ({ peer: text, registered }),
  peerRenewed: peerOf,
  listServed: ({ text }, length) => ({ to: text, length }),
  deathReported: ({ text }, reporter, listed) => ({ accused: text, reporter, listed }),
  checkStarted: accusedOf,
  checkPassed: accusedOf,
  peerRemoved: ({ text }, reason, registered) => ({ peer: text, reason, registered }),
  registrationRefused: ({ text }, from, reason) => ({ peer: text, from: from.text, reason }),
  dialledBack: ({ text }, listening) => ({ peer: text, listening }),
  badRequest: ({ text }) => ({ from: text }),
  stopped: (abandoned) => ({ abandoned }),
};
