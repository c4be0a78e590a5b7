/**
 * Which facts of a node are counted, as metrics of Prometheus: a row each. To count another fact, add a row here; `docs/OPERATIONS.md`
 * lists what there is. A label has few values, known beforehand; never an address.
 */
import type {
  LinkDownReason,
  PeerObserver,
  RefusalReason,
  RemovalReason,
  SeedObserver,
} from '../../src/observer.ts';
import type { CloseReason } from '../../src/ports.ts';
import { DIRECTIONS, directionOf } from './open-links.ts';

export interface CountedFact<Parts extends readonly unknown[]> {
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  readonly label?: CountedLabel<Parts>;
}

export interface CountedLabel<Parts extends readonly unknown[]> {
  readonly name: string;
  /** All it can be, so that each is there from the start, as 0. */
  readonly values: readonly string[];
  readonly of: (...parts: Parts) => string;
}

/** By the name of the fact. */
export type CountedFacts<Facts> = {
  readonly [Fact in keyof Facts]?: Facts[Fact] extends (...parts: infer Parts) => void
    ? CountedFact<Parts>
    : never;
};

const CLOSE_REASONS = Object.keys({
  closed: true,
  reset: true,
  refused: true,
  timeout: true,
  malformed: true,
  silent: true,
  stalled: true,
} satisfies Record<CloseReason, true>);

const LINK_DOWN_REASONS = [
  ...CLOSE_REASONS,
  ...Object.keys({
    left: true,
    dead: true,
    duplicate: true,
    stopped: true,
    full: true,
  } satisfies Record<Exclude<LinkDownReason, CloseReason>, true>),
];

const REMOVAL_REASONS = Object.keys({
  dead: true,
  trusted: true,
  left: true,
  stale: true,
} satisfies Record<RemovalReason, true>);

const REFUSAL_REASONS = Object.keys({
  full: true,
  host: true,
  network: true,
  rate: true,
  unreachable: true,
} satisfies Record<RefusalReason, true>);

export const COUNTED_PEER_FACTS: CountedFacts<PeerObserver> = {
  registered: { name: 'registered_total', help: 'Seeds that took this peer in; again after each loss.' },
  registrationFailed: {
    name: 'registration_failures_total',
    help: 'Calls of seeds that failed.',
    label: { name: 'reason', values: CLOSE_REASONS, of: (_seed, reason) => reason },
  },
  linkUp: {
    name: 'links_opened_total',
    help: 'Links to neighbours that opened.',
    label: { name: 'direction', values: DIRECTIONS, of: (_neighbour, dialled) => directionOf(dialled) },
  },
  linkDown: {
    name: 'links_closed_total',
    help: 'Links to neighbours that closed.',
    label: { name: 'reason', values: LINK_DOWN_REASONS, of: (_neighbour, reason) => reason },
  },
  dialFailed: {
    name: 'dials_failed_total',
    help: 'Dials that led to no link.',
    label: { name: 'reason', values: CLOSE_REASONS, of: (_neighbour, reason) => reason },
  },
  neighbourRefused: { name: 'links_refused_total', help: 'Links refused because this peer has its most.' },
  published: { name: 'published_total', help: 'Messages published by this peer.' },
  delivered: { name: 'deliveries_total', help: 'Messages received for the first time.' },
  duplicate: { name: 'duplicates_total', help: 'Messages received again.' },
  throttled: {
    name: 'throttled_total',
    help: 'Messages dropped because their neighbour passes on more than it may.',
  },
  untimely: { name: 'untimely_total', help: 'Messages ignored as too old, or from too far ahead.' },
  copied: { name: 'copies_total', help: 'Copies of messages handed to links.' },
  shed: { name: 'shed_total', help: 'Copies of messages not sent, because too much waited on the link.' },
  pinged: { name: 'pings_total', help: 'Pings of neighbours, over ICMP or TCP.' },
  pingFailed: { name: 'pings_failed_total', help: 'Pings that neighbours did not answer in time.' },
  pingUnable: { name: 'pings_unable_total', help: 'Pings that this host could not send.' },
  declaredDead: { name: 'neighbours_dead_total', help: 'Neighbours declared dead.' },
  reportSent: {
    name: 'reports_total',
    help: 'Reports of deaths to seeds.',
    label: {
      name: 'outcome',
      values: ['acknowledged', 'failed'],
      of: (_accused, _seed, acknowledged) => (acknowledged ? 'acknowledged' : 'failed'),
    },
  },
  neighbourLeft: { name: 'neighbours_left_total', help: 'Neighbours that said they leave.' },
};

export const COUNTED_SEED_FACTS: CountedFacts<SeedObserver> = {
  peerRegistered: { name: 'peers_registered_total', help: 'Peers that registered.' },
  peerRenewed: { name: 'renewals_total', help: 'Registrations renewed.' },
  listServed: { name: 'lists_served_total', help: 'Lists of peers sent.' },
  deathReported: {
    name: 'reports_received_total',
    help: 'Reports of deaths received.',
    label: {
      name: 'accused',
      values: ['registered', 'unknown'],
      of: (_accused, _reporter, listed) => (listed ? 'registered' : 'unknown'),
    },
  },
  checkStarted: { name: 'checks_total', help: 'Checks whether a peer listens.' },
  checkPassed: { name: 'checks_passed_total', help: 'Checks that the peer passed, and stayed.' },
  peerRemoved: {
    name: 'evictions_total',
    help: 'Peers removed from the registry.',
    label: { name: 'reason', values: REMOVAL_REASONS, of: (_peer, why) => why },
  },
  registrationRefused: {
    name: 'registrations_refused_total',
    help: 'New registrations not taken in.',
    label: { name: 'reason', values: REFUSAL_REASONS, of: (_peer, _from, why) => why },
  },
  dialledBack: {
    name: 'dial_backs_total',
    help: 'Addresses that a request named, and the seed dialled.',
    label: {
      name: 'outcome',
      values: ['reachable', 'unreachable'],
      of: (_peer, listening) => (listening ? 'reachable' : 'unreachable'),
    },
  },
  badRequest: { name: 'bad_requests_total', help: 'Requests that break the protocol.' },
};
