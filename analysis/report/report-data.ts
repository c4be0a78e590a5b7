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
  readonly overlay: OverlayMeasures & OverlayShape;
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
  readonly latencyMs?: { readonly cdf?: Points } | null;
  /** `[hops, deliveries]` */
  readonly hops?: { readonly histogram?: Points };
  /** Percentiles over the messages. */
  readonly timesToShareMs?: readonly TimeToShare[];
  readonly peerLoad?: Load | null;
  readonly linkLoad?: Load | null;
}

export interface TimeToShare {
  readonly share: number;
  readonly messages: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Copies, and how evenly they lie on those that send or carry them. */
export interface Load {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly topShare: number | null;
  readonly gini: number | null;
}

/** Measures of the overlay as a graph. */
export interface OverlayShape {
  readonly clustering?: number;
  readonly assortativity?: number | null;
  readonly meanDistance?: number | null;
  readonly diameter?: number | null;
  readonly topShare?: number;
  readonly topLinkShare?: number;
  readonly giniDegree?: number;
  /** Nothing was sampled. */
  readonly exact?: boolean;
  readonly robustness?: Robustness;
}

/** Size of the largest component, as a share of all peers, by the share that was removed. */
export interface Robustness {
  readonly attack?: Points;
  readonly reranked?: Points;
  readonly random?: Points;
}

/** The fit of the in-degrees above 0; without `alpha` there are too few distinct ones. */
export interface DegreeLaw {
  readonly predictedGamma: number | null;
  readonly sentence: string;
  readonly n?: number;
  readonly alpha?: number | null;
  readonly sigma?: number;
  readonly xmin?: number;
  readonly nTail?: number;
  readonly ks?: number;
  readonly pValue?: number | null;
  readonly interval95?: readonly [number, number] | null;
  readonly decades?: number;
  readonly comparisons?: Readonly<Record<string, Comparison>>;
}

/** Likelihood ratio against another law: a z above 0 speaks for the power law. */
export interface Comparison {
  readonly ratio: number;
  readonly z: number;
  readonly p: number;
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
  /** An identity, not an approximation. */
  readonly exact?: boolean;
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
  readonly message: PicturedMessage | null;
}

/** How one message came to the peers of a picture. */
export interface PicturedMessage {
  readonly name: string;
  /** Microseconds since publish; -1: it never came. */
  readonly timeUs: readonly number[];
  /** The place of whom it came from; -1: nobody, or a peer that is gone. */
  readonly parents: readonly number[];
  readonly hops: readonly number[];
}
