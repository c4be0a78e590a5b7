/** The part of a sample from xmin on, as the laws need it that are compared there. */
import type { Sample } from './sample.ts';

export interface Tail {
  readonly xmin: number;
  readonly size: number;
  /** Distinct values, ascending, their logarithms, and how often each occurs. */
  readonly values: Float64Array;
  readonly logarithms: Float64Array;
  readonly counts: Float64Array;
}

export function tailFrom(sample: Sample, xmin: number): Tail {
  const start = sample.startOf(xmin);
  return {
    xmin,
    size: sample.tailCounts[start],
    values: sample.values.subarray(start),
    logarithms: sample.logarithms.subarray(start),
    counts: sample.counts.subarray(start),
  };
}

/** Mean over the tail of something known for each distinct value. */
export function meanOf({ counts, size }: Tail, each: ArrayLike<number>): number {
  return counts.reduce((sum, count, i) => sum + count * each[i], 0) / size;
}
