/** Curves over time with fewer points. */
import type { Points } from '../degrees.ts';

/**
 * At most so many points of a curve that rises with time: the last of each of as many equal spans of its time. The last point
 * of the curve stays.
 */
export function thinned(points: Points, pointsMax: number): Points {
  if (points.length <= pointsMax) return points;
  const first = points[0][0];
  const span = (points[points.length - 1][0] - first) / pointsMax;
  const spanOf = (time: number) => Math.min(pointsMax - 1, Math.floor((time - first) / span));
  return points.filter(([time], i) => i === points.length - 1 || spanOf(time) !== spanOf(points[i + 1][0]));
}
