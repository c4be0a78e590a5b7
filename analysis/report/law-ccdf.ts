/** The line of a discrete power law in a chart of the complementary cumulative distribution. */
import { survivalOf } from '../fit/power-law.ts';

/** Points on the line, at whole numbers nearly even on a logarithmic axis. Source: ours. */
const POINTS_MAX = 40;

/**
 * `[x, share]` of what is at least x, from xmin to `last`.
 * @param gamma exponent, above 1
 * @param shareAtXmin share of all that is at least xmin
 */
export function lawCcdf(gamma: number, xmin: number, shareAtXmin: number, last: number): [number, number][] {
  const ratio = Math.log(last / xmin) / (POINTS_MAX - 1);
  const places = Array.from({ length: POINTS_MAX }, (_, i) => Math.round(xmin * Math.exp(i * ratio)));
  return [...new Set(places)].map((x) => [x, shareAtXmin * survivalOf({ alpha: gamma, xmin }, x)]);
}
