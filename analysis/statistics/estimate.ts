/**
 * What a sample says of a mean: Student's t interval (Gosset 1908). Sums run in the order of the sample, with operations that are
 * exact in IEEE 754, so that equal samples give equal bytes.
 */
import { studentT } from './student.ts';

/** From and to. */
export type Interval = readonly [low: number, high: number];

export interface Estimate {
  /** How many values there are. */
  readonly n: number;
  /** Null without values. */
  readonly mean: number | null;
  readonly median: number | null;
  /** Of the mean, 95 %; null for fewer than two values. */
  readonly interval95: Interval | null;
}

/** Count, mean, median and 95 % interval of the mean. */
export function estimateOf(values: readonly number[]): Estimate {
  return {
    n: values.length,
    mean: values.length === 0 ? null : meanOf(values),
    median: medianOf(values),
    interval95: meanInterval(values, 0.95),
  };
}

/** The interval that holds the mean of normal values with this confidence; null for fewer than two values. */
export function meanInterval(values: readonly number[], confidence: number): Interval | null {
  const halfWidth = meanHalfWidth(values, confidence);
  if (halfWidth === null) return null;
  const mean = meanOf(values);
  return [mean - halfWidth, mean + halfWidth];
}

/** Half the width of that interval; null for fewer than two values. */
export function meanHalfWidth(values: readonly number[], confidence: number): number | null {
  if (values.length < 2) return null;
  return studentT(confidence, values.length - 1) * standardError(values);
}

/** NaN without values. */
export function meanOf(values: readonly number[]): number {
  const rough = total(values) / values.length;
  // The second pass takes off what rounding left, and makes the mean of equal values exact.
  return rough + total(values.map((value) => value - rough)) / values.length;
}

/** Of the mean: the standard deviation over n - 1, divided by the root of n. */
function standardError(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = total(values.map((value) => (value - mean) * (value - mean)));
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Of an even number, the mean of the two in the middle; null without values. */
function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
