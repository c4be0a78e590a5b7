/**
 * The protocol's numbers. Durations in milliseconds. Each default names its source: "specification", "reference"
 * (implementation), or "ours".
 */
import type { Address } from './address.ts';

/** How neighbours are watched. `icmp` sees hosts; `tcp` sees processes; `icmp+tcp` wants both alive. */
export type LivenessMode = 'icmp' | 'tcp' | 'icmp+tcp';

/** What rank 0 means: the oldest registration, the newest, or a list shuffled afresh by each peer. */
export type RankOrder = 'oldest' | 'newest' | 'shuffled';

/** When gossip starts: with the first link, so many milliseconds after start-up, or when `startGossip` is called. */
export type GossipStart = 'connected' | 'called' | number;

export interface PeerSettings {
  readonly seeds: readonly Address[];
  /** Exponent of the rank weight 1/(i+1)^alpha, i = 0 for the first of the list. */
  readonly alpha: number;
  /** Draws with replacement from a list of n; `auto`: max(1, min(n, floor(n^(1/alpha)))). */
  readonly links: number | 'auto';
  readonly rank: RankOrder;
  /** Neighbours chosen uniformly, besides the ranked ones. */
  readonly uniformLinks: number;
  /** With so many links a peer refuses more, and who is refused draws again; 0: no limit. */
  readonly linksMax: number;
  readonly gossipStart: GossipStart;
  readonly gossipIntervalMs: number;
  readonly gossipCount: number;
  /** Messages a second that one neighbour may pass on, and how many at once after a pause; 0: any number. */
  readonly gossipRate: number;
  readonly gossipBurst: number;
  /** Messages are remembered for at least this long (and a minute), and older ones go nowhere; 0: whatever their age. */
  readonly messageAgeMs: number;
  /** Messages dated further in the future go nowhere; 0: whatever their date. */
  readonly messageAheadMs: number;
  readonly liveness: LivenessMode;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  /**
   * Pings in one interval, of neighbours that have not just failed; the others come in turn, and of them whoever said something
   * counts as alive; with `tcp` whoever sent PING is not asked for an interval. 0: everybody is pinged in every interval.
   */
  readonly pingsPerInterval: number;
  /** Failures in a row before a neighbour is declared dead. */
  readonly pingFailuresMax: number;
  readonly renewIntervalMs: number;
  /** Back-off while fewer than a quorum of seeds hold this peer: from, doubling, up to. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  readonly dialTimeoutMs: number;
  /** How long the oldest peer waits to be dialled before it draws from all others. */
  readonly aloneMs: number;
  /** How long a graceful leave may take. */
  readonly leaveMs: number;
}

export interface SeedSettings {
  /** Remove on any report, unchecked: the literal rule. */
  readonly trustReports: boolean;
  /** Connection attempts of one check. */
  readonly checkTries: number;
  readonly checkTimeoutMs: number;
  /** One accused is checked at most once in this time, however many reports come. */
  readonly checkIntervalMs: number;
  /** An entry that was not renewed for this long is checked by the seed. */
  readonly staleMs: number;
  /** Entries of the registry in all, at least 1. */
  readonly entriesMax: number;
  /** Of one IP (a /64 of IPv6), and of one network (a /24, or a /48 of IPv6); 0: any number. */
  readonly entriesPerHost: number;
  readonly entriesPerNetwork: number;
  /** New registrations a second from one source, and how many at once after a pause; 0: any number. */
  readonly registrationRate: number;
  readonly registrationBurst: number;
  /** List whatever address a registration names, also another than that of its source: the literal rule. */
  readonly trustSources: boolean;
  /** A host is dialled back at most once in this time, however many requests name it. */
  readonly dialBackIntervalMs: number;
  /** Limits for one IP hold for loopback too. */
  readonly limitLoopback: boolean;
}

/** Limits of real connections; the virtual ones of the simulator say what they say whole. 0: no limit. */
export interface ConnectionLimits {
  /** In this time something whole must come of an accepted connection. */
  readonly firstLineMs: number;
  /** Connections of which nothing whole has come yet: in all, and from one IP. */
  readonly newcomersMax: number;
  readonly newcomersPerHost: number;
  /** A connection to a seed on which nothing was said for so long closes. */
  readonly idleMs: number;
  /** A link closes that is full and takes less than a buffer full in this time. */
  readonly stallMs: number;
  /** Limits for one IP hold for loopback too. */
  readonly limitLoopback: boolean;
}

export const PEER_DEFAULTS: Omit<PeerSettings, 'seeds'> = {
  alpha: 2.5, // specification
  links: 'auto', // reference
  rank: 'oldest', // ours: registration order gives hubs; see docs
  uniformLinks: 0, // ours; 2 in the hardened profile
  linksMax: 0, // ours: the specification has no limit
  gossipStart: 'connected', // specification
  gossipIntervalMs: 5_000, // specification
  gossipCount: 10, // specification
  gossipRate: 0, // ours: the specification has no limit
  gossipBurst: 20_000, // ours: ten seconds of the hardened rate
  messageAgeMs: 0, // ours: the specification has no limit
  messageAheadMs: 0, // ours: likewise
  liveness: 'icmp', // specification
  pingIntervalMs: 13_000, // specification
  pingTimeoutMs: 2_000, // ours
  pingsPerInterval: 0, // specification
  pingFailuresMax: 3, // specification
  renewIntervalMs: 60_000, // ours
  backoffMinMs: 1_000, // ours
  backoffMaxMs: 30_000, // ours
  dialTimeoutMs: 10_000, // ours: covers retried connection attempts after 1, 2 and 4 s
  aloneMs: 10_000, // ours
  leaveMs: 1_500, // ours: a graceful leave ends within 2 s
};

export const SEED_DEFAULTS: SeedSettings = {
  trustReports: false, // ours: one forged line must not remove anybody
  checkTries: 2, // ours
  checkTimeoutMs: 3_000, // ours
  checkIntervalMs: 13_000, // ours: one ping interval
  staleMs: 600_000, // ours
  entriesMax: 1_048_576, // ours: about as many as the longest list that a peer reads
  entriesPerHost: 0, // ours: the specification has no limit
  entriesPerNetwork: 0, // ours: likewise
  registrationRate: 0, // ours: likewise
  registrationBurst: 1_000, // ours: a rack that starts behind one address
  trustSources: true, // reference
  dialBackIntervalMs: 12_000, // ours: 5 a minute
  limitLoopback: false, // ours: tests and trials run many nodes there
};

export const CONNECTION_DEFAULTS: ConnectionLimits = {
  firstLineMs: 0, // ours: the specification has no limits of connections
  newcomersMax: 0,
  newcomersPerHost: 0,
  idleMs: 0,
  stallMs: 0,
  limitLoopback: false,
};

/** How many of n seeds must hold a peer. Source: specification. */
export function quorumOf(seedCount: number): number {
  return Math.floor(seedCount / 2) + 1;
}
