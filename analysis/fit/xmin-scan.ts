/** Where a power law starts: the xmin whose fit is nearest to the sample (Clauset, Shalizi, Newman 2009, section 3.3). */
import { distanceAt, exponentOf, farthestFrom, fitFrom, type PowerLawFit } from './power-law.ts';
import type { Sample } from './sample.ts';

/**
 * The fit with the smallest Kolmogorov-Smirnov distance, of equals the one with the smallest xmin. Every distinct value but the
 * largest may be xmin, or the one that is given. Undefined when no tail holds two distinct values.
 */
export function nearestFit(sample: Sample, xmin?: number): PowerLawFit | undefined {
  const { values } = sample;
  if (xmin !== undefined) return sample.startOf(xmin) < values.length - 1 ? fitFrom(sample, xmin) : undefined;
  let nearest = boundOf(sample);
  let best: { readonly xmin: number; readonly alpha: number } | undefined;
  let alpha: number | undefined;
  let place = 0;
  for (let start = 0; start < values.length - 1; start++) {
    const candidate = values[start];
    // The exponent changes little from one value to the next, nor does the place where the law is farthest.
    alpha = exponentOf(sample, candidate, alpha);
    if (place >= start && distanceAt(sample, candidate, alpha, place) > nearest * SLACK) continue;
    // A distance that reaches the nearest is not computed to its end: it can only lose.
    const farthest = farthestFrom(sample, candidate, alpha, nearest);
    place = farthest.place;
    if (farthest.distance < nearest) {
      nearest = farthest.distance;
      best = { xmin: candidate, alpha };
    }
  }
  return best && fitFrom(sample, best.xmin, best.alpha);
}

/** More than rounding can make of a distance. */
const SLACK = 1 + 1e-9;

/** A distance just above that of some candidates, each with half the tail of the one before, so that others can be left out early. */
function boundOf(sample: Sample): number {
  const { values, tailCounts } = sample;
  let bound = Number.POSITIVE_INFINITY;
  let tail = Number.POSITIVE_INFINITY;
  for (let start = 0; start < values.length - 1; start++) {
    if (tailCounts[start] > tail / 2) continue;
    tail = tailCounts[start];
    const alpha = exponentOf(sample, values[start]);
    bound = Math.min(bound, farthestFrom(sample, values[start], alpha, bound).distance);
  }
  return bound * SLACK;
}

/**
 * The fit for every xmin there can be, ascending; of more than 500 for those about a factor apart. A law that holds has the same
 * exponent over a range of them.
 */
export function stabilityFits(sample: Sample): PowerLawFit[] {
  const candidates = sample.values.subarray(0, -1);
  const fits: PowerLawFit[] = [];
  for (const place of spacedPlaces(candidates.length)) {
    fits.push(fitFrom(sample, candidates[place], fits.at(-1)?.alpha));
  }
  return fits;
}

/** Each fit looks at all larger values, so all of them together take time that grows with the square. */
const STABILITY_FITS_MAX = 500;

/** At most 500 of the places from 0 to `count` - 1: all, or evenly spaced in their logarithm. */
function spacedPlaces(count: number): number[] {
  if (count <= STABILITY_FITS_MAX) return Array.from({ length: count }, (_, place) => place);
  const factor = count ** (1 / (STABILITY_FITS_MAX - 1));
  return [...new Set(Array.from({ length: STABILITY_FITS_MAX }, (_, i) => Math.round(factor ** i) - 1))];
}
