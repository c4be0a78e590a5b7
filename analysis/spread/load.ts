/** How evenly a load lies on those that carry it. */
import type { Points } from '../degrees.ts';
import { maxOf, quantile, totalOf } from './distribution.ts';

/** Of those that carry most. */
const TOP = 0.01;

export interface LoadMeasures {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** Share of the whole load on the top 1 % of carriers, one at least; null without any load. */
  readonly topShare: number | null;
  /** 0: all carry the same; towards 1: one carries all (Gini, 1912); null without any load. */
  readonly gini: number | null;
}

/**
 * Measures of a load.
 * @param counts `[load, carriers of so much]`, ascending; null when nobody carries
 */
export function loadMeasures(counts: Points): LoadMeasures | null {
  const carriers = totalOf(counts);
  if (carriers === 0) return null;
  const load = counts.reduce((sum, [value, count]) => sum + value * count, 0);
  const at = (share: number) => quantile(counts, share) as number;
  return {
    mean: load / carriers,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: maxOf(counts) as number,
    topShare: load === 0 ? null : topLoad(counts, Math.ceil(TOP * carriers)) / load,
    gini: load === 0 ? null : giniOf(counts, carriers, load),
  };
}

/** What the so many carriers with the largest load carry. */
function topLoad(counts: Points, carriers: number): number {
  let left = carriers;
  let load = 0;
  for (let i = counts.length - 1; left > 0; i--) {
    const [value, count] = counts[i];
    load += value * Math.min(left, count);
    left -= count;
  }
  return load;
}

/** sum of (2 rank - n - 1) load / (n times the whole load), ranks ascending from 1; equals share the mean of their ranks. */
function giniOf(counts: Points, carriers: number, load: number): number {
  let below = 0;
  let sum = 0;
  for (const [value, count] of counts) {
    sum += value * count * (2 * below + count - carriers);
    below += count;
  }
  return sum / (carriers * load);
}
