/** Where a power law starts: the xmin whose fit is nearest to the sample (Clauset, Shalizi, Newman 2009, section 3.3). */
import { distanceOf, exponentOf, fitFrom, type PowerLawFit } from './power-law.ts';
import type { Sample } from './sample.ts';

/**
 * The fit with the smallest Kolmogorov-Smirnov distance, of equals the one with the smallest xmin. Every distinct value but the
 * largest may be xmin, or the one that is given. Undefined when no tail holds two distinct values.
 */
export function nearestFit(sample: Sample, xmin?: number): PowerLawFit | undefined {
  const { values } = sample;
  if (xmin !== undefined) return sample.startOf(xmin) < values.length - 1 ? fitFrom(sample, xmin) : undefined;
  let nearest = Number.POSITIVE_INFINITY;
  let best: { readonly xmin: number; readonly alpha: number } | undefined;
  let alpha: number | undefined;
  for (const candidate of values.subarray(0, -1)) {
    // The exponent changes little from one value to the next.
    alpha = exponentOf(sample, candidate, alpha);
    // A distance that reaches the nearest is not computed to its end: it can only lose.
    const distance = distanceOf(sample, candidate, alpha, nearest);
    if (distance < nearest) {
      nearest = distance;
      best = { xmin: candidate, alpha };
    }
  }
  return best && fitFrom(sample, best.xmin, best.alpha);
}

/** The fit for every xmin there can be, ascending: a law that holds has the same exponent over a range of them. */
export function allFits(sample: Sample): PowerLawFit[] {
  const fits: PowerLawFit[] = [];
  for (const xmin of sample.values.subarray(0, -1)) fits.push(fitFrom(sample, xmin, fits.at(-1)?.alpha));
  return fits;
}
