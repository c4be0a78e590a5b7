/** What the spread of messages comes to: counts and sums, so that those of several threads add up to those of the run. */
import type { PerShare, SpreadFindings } from './result.ts';

/** Width of a bin of the curve of infected peers. */
export const BIN_US = 10_000;

/** A coverage of 1: 2^32. */
export const COVERAGE_UNIT = 4_294_967_296;

/** Shares of the group whose times are taken. */
export const PERCENTS = [50, 90, 99, 100] as const;

export interface SpreadTally {
  published: number;
  /** First receipts at other peers. */
  deliveries: number;
  copies: number;
  duplicates: number;
  shed: number;
  /** Over messages with a group, in `COVERAGE_UNIT`ths: integers, so that no order of addition shows. */
  coverageSum: bigint;
  coveredCount: number;
  /** Hops of the last delivery, over messages that were delivered. */
  hopSum: number;
  hopMax: number;
  deliveredCount: number;
  /** By `PERCENTS`: over the messages that got there. */
  readonly timeSumsUs: number[];
  readonly reachedCounts: number[];
  readonly deliveriesByBin: number[];
  groupSum: number;
}

export function emptyTally(): SpreadTally {
  return {
    published: 0,
    deliveries: 0,
    copies: 0,
    duplicates: 0,
    shed: 0,
    coverageSum: 0n,
    coveredCount: 0,
    hopSum: 0,
    hopMax: 0,
    deliveredCount: 0,
    timeSumsUs: PERCENTS.map(() => 0),
    reachedCounts: PERCENTS.map(() => 0),
    deliveriesByBin: [],
    groupSum: 0,
  };
}

/** The tally of all threads together. */
export function spreadOf(tallies: readonly SpreadTally[]): SpreadTally {
  const all = emptyTally();
  for (const tally of tallies) {
    all.published += tally.published;
    all.deliveries += tally.deliveries;
    all.copies += tally.copies;
    all.duplicates += tally.duplicates;
    all.shed += tally.shed;
    all.coverageSum += tally.coverageSum;
    all.coveredCount += tally.coveredCount;
    all.hopSum += tally.hopSum;
    all.hopMax = Math.max(all.hopMax, tally.hopMax);
    all.deliveredCount += tally.deliveredCount;
    all.groupSum += tally.groupSum;
    addTo(all.timeSumsUs, tally.timeSumsUs);
    addTo(all.reachedCounts, tally.reachedCounts);
    addTo(all.deliveriesByBin, tally.deliveriesByBin);
  }
  return all;
}

/** @param livePeerCount peers at the end */
export function spreadFindings(tally: SpreadTally, livePeerCount: number): SpreadFindings {
  const { published, copies, coveredCount, deliveredCount } = tally;
  const perMessage = published * (livePeerCount - 1);
  const [p50, p90, p99, p100] = tally.reachedCounts.map((count, i) =>
    count === 0 ? null : tally.timeSumsUs[i] / count / 1000,
  );
  return {
    published,
    deliveries: tally.deliveries,
    coverage: coveredCount === 0 ? null : Number(tally.coverageSum) / COVERAGE_UNIT / coveredCount,
    copies,
    duplicates: tally.duplicates,
    shed: tally.shed,
    redundancy: perMessage > 0 ? copies / perMessage - 1 : null,
    lastDeliveryHop: {
      mean: deliveredCount === 0 ? null : tally.hopSum / deliveredCount,
      max: deliveredCount === 0 ? null : tally.hopMax,
    },
    timeToMs: { p50, p90, p99, p100 },
  };
}

/** How many messages got to each share of their group. */
export function reachedOf({ reachedCounts }: SpreadTally): PerShare<number> {
  const [p50, p90, p99, p100] = reachedCounts;
  return { p50, p90, p99, p100 };
}

/** `[milliseconds since publish, share of the group]`, over all messages; a point at the end of each bin with deliveries. */
export function infectedShareOf({ deliveriesByBin, groupSum }: SpreadTally): [number, number][] {
  const points: [number, number][] = [];
  let total = 0;
  deliveriesByBin.forEach((count, bin) => {
    if (count === 0) return;
    total += count;
    if (groupSum > 0) points.push([((bin + 1) * BIN_US) / 1000, total / groupSum]);
  });
  return points;
}

function addTo(sums: number[], more: readonly number[]): void {
  for (let i = sums.length; i < more.length; i++) sums[i] = 0;
  more.forEach((number, i) => {
    sums[i] += number;
  });
}
