/** What a report shows: the JSON document of `hearsay sim`, and the overlay with the path of one message. */
import type { Points } from '../degrees.ts';
import type { OverlayMeasures } from '../overlay.ts';

export interface ReportData {
  readonly document: RunDocument;
  /** The command line that gives an equal run. */
  readonly command: string;
  /** Null when there are more peers or links than can be drawn. */
  readonly picture: OverlayPicture | null;
}

/**
 * The document of `hearsay sim --json`, as far as the report has words for it; any other figure is listed by its name. What
 * is absent is left out of the report.
 */
export interface RunDocument {
  readonly manifest: {
    readonly version: string;
    readonly randomSeed: string;
    readonly parameters: Parameters;
  };
  readonly traceHash: string;
  readonly simulated: { readonly durationMs: number; readonly events: number };
  readonly registration: {
    readonly seeds: number;
    readonly quorum: number;
    readonly registeredPeers: number;
  };
  readonly overlay: OverlayMeasures & { readonly robustness?: Robustness };
  readonly spread: Spread;
  readonly liveness: Liveness;
  readonly degreeLaw?: DegreeLaw | null;
  readonly theory?: readonly TheoryRow[];
}

/** Those of the scenario that words are made of. */
export interface Parameters {
  readonly peers: number;
  readonly seeds: number;
  readonly alpha: number;
  readonly links: number | string;
  readonly rank: string;
  readonly latency: string;
  readonly loss: number;
  readonly faults: readonly unknown[];
}

export interface Spread {
  readonly published: number;
  readonly deliveries: number;
  readonly coverage: number | null;
  readonly copies: number;
  readonly duplicates: number;
  readonly shed: number;
  readonly redundancy: number | null;
  readonly lastDeliveryHop: { readonly mean: number | null; readonly max: number | null };
  readonly timeToMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'p100', number | null>>;
  /** `[ms since publish, mean share of peers]` */
  readonly infectedShare?: Points;
  readonly latencyMs?: { readonly cdf?: Points };
}

/** Size of the largest component, as a share of all peers, by the share that was removed. */
export interface Robustness {
  readonly attack?: Points;
  readonly reranked?: Points;
  readonly random?: Points;
}

export interface DegreeLaw {
  readonly predictedGamma?: number | null;
  readonly alpha?: number | null;
  readonly xmin?: number | null;
  readonly nTail?: number | null;
  readonly sentence?: string;
}

export interface Liveness {
  readonly pings: number;
  readonly failedPings: number;
  readonly reports: number;
  readonly falseReports: number;
  readonly removed: number;
}

export interface TheoryRow {
  readonly what: string;
  readonly expected: number;
  readonly measured: number;
  readonly source: string;
}

/** Peers in the order of the picture, each at its place in all lists. */
export interface OverlayPicture {
  /** Numbers of the peers, ascending. */
  readonly peers: readonly number[];
  /** Whole numbers from 0 to `LAYOUT_SIZE`. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** For each peer the places of those it dialled. */
  readonly dialled: readonly (readonly number[])[];
  /** Null when no message was followed. */
  readonly message: FollowedMessage | null;
}

/** How one message came to the peers of a picture. */
export interface FollowedMessage {
  readonly name: string;
  /** Microseconds since publish; -1: it never came. */
  readonly timeUs: readonly number[];
  /** The place of whom it came from; -1: nobody, or a peer that is gone. */
  readonly parents: readonly number[];
  readonly hops: readonly number[];
}
