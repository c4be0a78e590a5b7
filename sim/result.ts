/** What a simulated run gives. All of it is a pure function of (version, scenario, random seed). */

import type { Counts } from './counts.ts';

/** Times in simulated milliseconds. */
export interface SimulationResult {
  /** 16 hexadecimal digits: what happened at every node, see `trace-hash.ts`. */
  readonly traceHash: string;
  readonly simulated: { readonly durationMs: number; readonly events: number };
  readonly registration: {
    readonly seeds: number;
    readonly quorum: number;
    /** Live peers that at least a quorum of seeds list at the end. */
    readonly registeredPeers: number;
  };
  readonly overlay: Overlay;
  readonly spread: SpreadFindings;
  readonly spreadCounts: SpreadCounts;
  /** How many messages got to this share of their group. */
  readonly reached: PerShare<number>;
  /** Mean share of the group that had a message, by milliseconds since its publish, ascending in time, ending at the last delivery. */
  readonly infectedShare: readonly (readonly [number, number])[];
  readonly liveness: LivenessFindings;
}

/** Open links among live peers at the end; peers numbered from 0 in the order they started. */
export interface Overlay {
  /** The live peers, ascending. */
  readonly peers: Uint32Array;
  /** Two numbers a link: the peer that dialled, then the other. Each unordered pair once. */
  readonly links: Uint32Array;
}

export interface SpreadFindings {
  readonly published: number;
  /** First receipts at other peers. */
  readonly deliveries: number;
  /** Mean over messages: share of the peers alive from publish to the end, without the publisher, that delivered it; null without messages. */
  readonly coverage: number | null;
  /** Gossip messages sent. */
  readonly copies: number;
  readonly duplicates: number;
  readonly shed: number;
  /** copies / (published (n-1)) - 1, n the peers of the overlay. */
  readonly redundancy: number | null;
  /** Hops of each message's last delivery: mean and maximum over messages. */
  readonly lastDeliveryHop: { readonly mean: number | null; readonly max: number | null };
  /** From publish until this share of the group had it: mean over the messages that got there, null when none did. */
  readonly timeToMs: PerShare<number | null>;
}

/** What the spread of messages is told from, as whole numbers: `analysis/spread/` makes sense of it. */
export interface SpreadCounts {
  /** By peer of the scenario, alive or not: the copies it sent. */
  readonly copiesByPeer: Uint32Array;
  /** Both directions of the links that are open at the end, by the copies that the link carried that way. */
  readonly directionsByCopies: Counts;
  /** Deliveries by the links that the copy had crossed since publish. */
  readonly deliveriesByHop: Counts;
  /** Messages that were delivered, by the hops of the last delivery. */
  readonly messagesByLastHop: Counts;
  /** Deliveries by microseconds since publish, rounded up to four significant digits. */
  readonly latenciesUs: Counts;
  /** For shares of the group: the messages that got there, by microseconds since publish, rounded up likewise. */
  readonly timesToShare: readonly { readonly percent: number; readonly timesUs: Counts }[];
  /** Messages that had a group. */
  readonly covered: number;
}

/** One value for each share of the group, in percent. */
export interface PerShare<Value> {
  readonly p50: Value;
  readonly p90: Value;
  readonly p99: Value;
  readonly p100: Value;
}

export interface LivenessFindings {
  readonly pings: number;
  readonly failedPings: number;
  /** Verdicts of monitors. */
  readonly reports: number;
  /** Verdicts about a peer whose process lived. */
  readonly falseReports: number;
  /** Peers that no reachable seed lists any more. */
  readonly removed: number;
  /** From crash to verdict, over all monitors; null without any. */
  readonly detectionMs: { readonly mean: number | null; readonly max: number | null };
  /** From crash to the first verdict on each peer. */
  readonly firstDetectionMs: { readonly mean: number | null; readonly max: number | null };
}
