/** How evenly a load lies on those that carry it. */
import type { Points } from '../degrees.ts';
import { gini, topShare } from '../inequality.ts';
import { maxOf, quantile, totalOf } from './distribution.ts';

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
    topShare: load === 0 ? null : topShare(counts),
    gini: load === 0 ? null : gini(counts),
  };
}
