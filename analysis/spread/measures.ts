/** What the counts of a spread say: latencies, hops, times to shares of the peers, and who carries the load. */
import { histogram, type Points } from '../degrees.ts';
import { thinned } from './curve.ts';
import { cdfOf, maxOf, meanOf, quantile, totalOf } from './distribution.ts';
import { type LoadMeasures, loadMeasures } from './load.ts';

const CDF_POINTS_MAX = 200;
const CURVE_POINTS_MAX = 400;

/** Counts: `[value, how often]`, ascending in the value. */
export interface SpreadInput {
  readonly copies: number;
  /** By peer: the copies it sent. */
  readonly copiesByPeer: Uint32Array;
  /** Directions of links by the copies carried. */
  readonly directionsByCopies: Points;
  readonly deliveriesByHop: Points;
  readonly messagesByLastHop: Points;
  /** Deliveries by microseconds since publish. */
  readonly latenciesUs: Points;
  /** For shares, messages by the microseconds until this share of the peers had them. */
  readonly timesToShare: readonly { readonly percent: number; readonly timesUs: Points }[];
  /** Messages that there was somebody to deliver to. */
  readonly covered: number;
  /** `[ms since publish, share of the peers]`. */
  readonly infectedShare: Points;
}

export interface HopMeasures {
  readonly mean: number | null;
  readonly max: number | null;
  /** `[hops, how many]`, ascending. */
  readonly histogram: Points;
}

/** When so many percent of all messages had got to a share of the peers; null: fewer ever did. */
export interface TimeToShare {
  readonly share: number;
  /** That got there. */
  readonly messages: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface SpreadMeasures {
  readonly copiesPerDelivery: number | null;
  /** Links that a delivered copy had crossed. */
  readonly hops: HopMeasures;
  /** Of the last delivery of each message. */
  readonly lastDeliveryHop: HopMeasures;
  readonly timesToShareMs: readonly TimeToShare[];
  readonly infectedShare: Points;
  /** From publish to each delivery; null without any. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
    /** `[ms, share of the deliveries up to it]`. */
    readonly cdf: Points;
  } | null;
  /** Copies that a peer sent. */
  readonly peerLoad: LoadMeasures | null;
  /** Copies that a link carried in one direction. */
  readonly linkLoad: LoadMeasures | null;
}

export function measureSpread(spread: SpreadInput): SpreadMeasures {
  const deliveries = totalOf(spread.latenciesUs);
  return {
    copiesPerDelivery: deliveries === 0 ? null : spread.copies / deliveries,
    hops: hopMeasures(spread.deliveriesByHop),
    lastDeliveryHop: hopMeasures(spread.messagesByLastHop),
    timesToShareMs: spread.timesToShare.map(({ percent, timesUs }) => {
      const at = (share: number) => milliseconds(quantile(timesUs, share, spread.covered));
      return {
        share: percent / 100,
        messages: totalOf(timesUs),
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
      };
    }),
    infectedShare: thinned(spread.infectedShare, CURVE_POINTS_MAX),
    latencyMs: latencyMeasures(spread.latenciesUs),
    peerLoad: loadMeasures(histogram(spread.copiesByPeer)),
    linkLoad: loadMeasures(spread.directionsByCopies),
  };
}

function hopMeasures(counts: Points): HopMeasures {
  return { mean: meanOf(counts), max: maxOf(counts), histogram: counts };
}

function latencyMeasures(counts: Points): SpreadMeasures['latencyMs'] {
  if (counts.length === 0) return null;
  const at = (share: number) => milliseconds(quantile(counts, share)) as number;
  return {
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
    cdf: cdfOf(counts, CDF_POINTS_MAX).map(([us, share]) => [us / 1000, share] as const),
  };
}

function milliseconds(us: number | null): number | null {
  return us === null ? null : us / 1000;
}
