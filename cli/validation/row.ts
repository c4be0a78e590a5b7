/**
 * A row of `hearsay validate`: one number that the field knows, and the same number measured by what runs here. A row passes when
 * what is expected lies in the 99.9 % interval of what was measured. Where the field knows a number only for infinitely many
 * peers, up to a constant, or from a measurement of its own, the claim allows a distance, says why, and the interval is that much wider.
 */
import { shareInterval } from '../../analysis/statistics/binomial.ts';
import { type Interval, meanHalfWidth, meanOf } from '../../analysis/statistics/estimate.ts';

/** Of the intervals. Of a hundred rows one fails in ten random seeds although all is right; the default seed is fixed. */
const LEVEL = 0.999;

export interface Row {
  /** `family/row`. */
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly expected: number;
  readonly measured: number;
  readonly interval: Interval;
  readonly pass: boolean;
}

/** What the field knows. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly expected: number;
  readonly allowed?: { readonly distance: number; readonly why: string };
}

/** How much to measure, and with which draws. */
export interface Plan {
  readonly randomSeed: string;
  /** Smaller samples and networks, so wider intervals. */
  readonly quick: boolean;
}

/** The mean of independent values. */
export function meanRow(claim: Claim, values: readonly number[]): Row {
  return intervalRow(claim, meanOf(values), around(meanOf(values), halfWidth(values)));
}

/** The mean of independent values, when what is expected is itself a single such value: the interval has room for one more. */
export function singleRow(claim: Claim, values: readonly number[]): Row {
  return intervalRow(
    claim,
    meanOf(values),
    around(meanOf(values), halfWidth(values) * Math.sqrt(values.length + 1)),
  );
}

/** The difference of the means of two independent samples. */
export function differenceRow(claim: Claim, values: readonly number[], others: readonly number[]): Row {
  const difference = meanOf(values) - meanOf(others);
  const half = Math.sqrt(halfWidth(values) ** 2 + halfWidth(others) ** 2);
  return intervalRow(claim, difference, around(difference, half));
}

/** The share of hits in independent trials. */
export function shareRow(claim: Claim, hits: number, trials: number): Row {
  return intervalRow(claim, hits / trials, shareInterval(hits, trials, LEVEL));
}

/** A number on which no draw has any influence. */
export function exactRow(claim: Claim, measured: number): Row {
  return intervalRow(claim, measured, [measured, measured]);
}

/** A number with an interval of its own, at 99.9 %. */
export function intervalRow({ allowed, ...claim }: Claim, measured: number, interval: Interval): Row {
  const distance = allowed?.distance ?? 0;
  const [low, high] = [interval[0] - distance, interval[1] + distance];
  return {
    id: claim.id,
    claim: allowed ? `${claim.claim}; ±${Number(distance.toPrecision(3))}: ${allowed.why}` : claim.claim,
    source: claim.source,
    expected: claim.expected,
    measured,
    interval: [low, high],
    pass: low <= claim.expected && claim.expected <= high,
  };
}

function halfWidth(values: readonly number[]): number {
  const half = meanHalfWidth(values, LEVEL);
  if (half === null) throw new RangeError(`a mean needs two values, found ${values.length}`);
  return half;
}

function around(value: number, half: number): Interval {
  return [value - half, value + half];
}
