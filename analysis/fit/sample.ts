/** Positive integers as a fit needs them: distinct values, how often each occurs, and sums over all that are at least as large. */
import type { Points } from '../degrees.ts';

export class Sample {
  /** The distinct values, ascending, and their logarithms. */
  readonly values: Float64Array;
  readonly logarithms: Float64Array;
  readonly counts: Float64Array;
  /** By index: how many are at least this value, and the sum of their logarithms. */
  readonly tailCounts: Float64Array;
  readonly tailLogarithms: Float64Array;

  /** @param points `[value, count]`, ascending, values at least 1 */
  constructor(points: Points) {
    const length = points.length;
    this.values = new Float64Array(length);
    this.logarithms = new Float64Array(length);
    this.counts = new Float64Array(length);
    this.tailCounts = new Float64Array(length);
    this.tailLogarithms = new Float64Array(length);
    let [count, logarithms] = [0, 0];
    for (let i = length - 1; i >= 0; i--) {
      [this.values[i], this.counts[i]] = points[i];
      this.logarithms[i] = Math.log(this.values[i]);
      count += this.counts[i];
      logarithms += this.counts[i] * this.logarithms[i];
      this.tailCounts[i] = count;
      this.tailLogarithms[i] = logarithms;
    }
  }

  /** How many integers there are. */
  get size(): number {
    return this.tailCounts[0] ?? 0;
  }

  get largest(): number {
    return this.values[this.values.length - 1];
  }

  /** Index of the first value that is at least `xmin`; the number of values when there is none. */
  startOf(xmin: number): number {
    let [low, high] = [0, this.values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.values[middle] < xmin) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
