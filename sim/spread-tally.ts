/** What the spread of messages comes to: counts and sums, so that those of several threads add up to those of the run. */
import { addCounter, type Counter, countsOf, countsOfColumn } from './counts.ts';
import type { PerShare, SpreadCounts, SpreadFindings } from './result.ts';
import { TIME_BINS, timeOfBin, timesOf } from './time-bins.ts';

/** Width of a bin of the curve of infected peers. */
export const BIN_US = 10_000;

/** A coverage of 1: 2^32. */
export const COVERAGE_UNIT = 4_294_967_296;

/** Shares of the group whose times are taken. */
export const PERCENTS = [
  5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 99, 100,
] as const;

export interface SpreadTally {
  published: number;
  /** First receipts at other peers. */
  deliveries: number;
  duplicates: number;
  shed: number;
  /** Over messages with a group, in `COVERAGE_UNIT`ths: integers, so that no order of addition shows. */
  coverageSum: bigint;
  coveredCount: number;
  /** By peer: the copies it sent. */
  readonly copiesByPeer: Uint32Array;
  /** By copies sent: how many ends of links, open at the end of the run, have sent so many. */
  readonly endsByCopies: number[];
  /** By hops: the deliveries after so many, and the messages whose last delivery had so many. */
  readonly deliveriesByHop: number[];
  readonly messagesByLastHop: number[];
  /** By bin of the time since publish, see `time-bins.ts`. */
  readonly deliveriesByTime: Uint32Array;
  /** By `PERCENTS`, over the messages that got there: the sum of their times, and how often each bin was met. */
  readonly timeSumsUs: number[];
  readonly timeBins: readonly Counter[];
  readonly reachedCounts: number[];
  readonly deliveriesByBin: number[];
  groupSum: number;
}

export function emptyTally(peerCount: number): SpreadTally {
  return {
    published: 0,
    deliveries: 0,
    duplicates: 0,
    shed: 0,
    coverageSum: 0n,
    coveredCount: 0,
    copiesByPeer: new Uint32Array(peerCount),
    endsByCopies: [],
    deliveriesByHop: [],
    messagesByLastHop: [],
    deliveriesByTime: new Uint32Array(TIME_BINS),
    timeSumsUs: PERCENTS.map(() => 0),
    timeBins: PERCENTS.map(() => new Map()),
    reachedCounts: PERCENTS.map(() => 0),
    deliveriesByBin: [],
    groupSum: 0,
  };
}

/** The tally of all threads together; at least one. */
export function spreadOf(tallies: readonly SpreadTally[]): SpreadTally {
  const all = emptyTally(tallies[0].copiesByPeer.length);
  for (const tally of tallies) {
    all.published += tally.published;
    all.deliveries += tally.deliveries;
    all.duplicates += tally.duplicates;
    all.shed += tally.shed;
    all.coverageSum += tally.coverageSum;
    all.coveredCount += tally.coveredCount;
    all.groupSum += tally.groupSum;
    addTo(all.copiesByPeer, tally.copiesByPeer);
    addTo(all.endsByCopies, tally.endsByCopies);
    addTo(all.deliveriesByHop, tally.deliveriesByHop);
    addTo(all.messagesByLastHop, tally.messagesByLastHop);
    addTo(all.deliveriesByTime, tally.deliveriesByTime);
    addTo(all.timeSumsUs, tally.timeSumsUs);
    all.timeBins.forEach((counter, i) => {
      addCounter(counter, tally.timeBins[i]);
    });
    addTo(all.reachedCounts, tally.reachedCounts);
    addTo(all.deliveriesByBin, tally.deliveriesByBin);
  }
  return all;
}

/** @param livePeerCount peers at the end */
export function spreadFindings(tally: SpreadTally, livePeerCount: number): SpreadFindings {
  const { published, coveredCount } = tally;
  const copies = tally.copiesByPeer.reduce((sum, each) => sum + each, 0);
  const perMessage = published * (livePeerCount - 1);
  return {
    published,
    deliveries: tally.deliveries,
    coverage: coveredCount === 0 ? null : Number(tally.coverageSum) / COVERAGE_UNIT / coveredCount,
    copies,
    duplicates: tally.duplicates,
    shed: tally.shed,
    redundancy: perMessage > 0 ? copies / perMessage - 1 : null,
    lastDeliveryHop: meanAndMax(tally.messagesByLastHop),
    timeToMs: perShare((i) => {
      const count = tally.reachedCounts[i];
      return count === 0 ? null : tally.timeSumsUs[i] / count / 1000;
    }),
  };
}

export function spreadCounts(tally: SpreadTally): SpreadCounts {
  return {
    copiesByPeer: tally.copiesByPeer,
    directionsByCopies: countsOfColumn(tally.endsByCopies),
    deliveriesByHop: countsOfColumn(tally.deliveriesByHop),
    messagesByLastHop: countsOfColumn(tally.messagesByLastHop),
    latenciesUs: timesOf(tally.deliveriesByTime),
    timesToShare: PERCENTS.map((percent, i) => ({
      percent,
      timesUs: countsOf(tally.timeBins[i]).map(([bin, count]) => [timeOfBin(bin), count] as const),
    })),
    covered: tally.coveredCount,
  };
}

/** How many messages got to each share of their group. */
export function reachedOf({ reachedCounts }: SpreadTally): PerShare<number> {
  return perShare((i) => reachedCounts[i]);
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

/** @param valueAt by place in `PERCENTS` */
function perShare<Value>(valueAt: (place: number) => Value): PerShare<Value> {
  const at = (percent: (typeof PERCENTS)[number]) => valueAt(PERCENTS.indexOf(percent));
  return { p50: at(50), p90: at(90), p99: at(99), p100: at(100) };
}

function meanAndMax(countByValue: readonly number[]): { mean: number | null; max: number | null } {
  let count = 0;
  let sum = 0;
  countByValue.forEach((times, value) => {
    count += times;
    sum += times * value;
  });
  return count === 0 ? { mean: null, max: null } : { mean: sum / count, max: countByValue.length - 1 };
}

/** Adds up columns, which may have holes; those of a fixed size have the same. */
function addTo<Column extends number[] | Uint32Array>(sums: Column, more: Column): void {
  for (let i = sums.length; i < more.length; i++) sums[i] = 0;
  more.forEach((number, i) => {
    sums[i] += number;
  });
}
