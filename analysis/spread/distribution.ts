/** Distributions told by counts: `[value, how often]`, ascending in the value. */
import type { Points } from '../degrees.ts';

/** How many were counted. */
export function totalOf(counts: Points): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** Null when nothing was counted. */
export function meanOf(counts: Points): number | null {
  const total = totalOf(counts);
  return total === 0 ? null : counts.reduce((sum, [value, count]) => sum + value * count, 0) / total;
}

/** The largest value; null when nothing was counted. */
export function maxOf(counts: Points): number | null {
  return counts.at(-1)?.[0] ?? null;
}

/**
 * The least value that at least this share of `total` does not exceed (nearest rank); null when fewer were counted.
 * @param total more than were counted, when others never got a value
 */
export function quantile(counts: Points, share: number, total = totalOf(counts)): number | null {
  const rank = Math.max(1, Math.ceil(share * total - 1e-9));
  let counted = 0;
  for (const [value, count] of counts) {
    counted += count;
    if (counted >= rank) return value;
  }
  return null;
}

/**
 * The cumulative distribution: `[value, share of the counted up to it]`, at most so many points, the last at the largest value
 * with share 1. Of more values those stay that come first past each of evenly spaced shares.
 */
export function cdfOf(counts: Points, pointsMax: number): [number, number][] {
  const total = totalOf(counts);
  const points: [number, number][] = [];
  let counted = 0;
  let level = counts.length <= pointsMax ? 0 : 1;
  for (const [value, count] of counts) {
    counted += count;
    if (level > 0 && counted * pointsMax < level * total) continue;
    points.push([value, counted / total]);
    if (level > 0) level = Math.floor((counted * pointsMax) / total) + 1;
  }
  return points;
}
