/** The whole analysis of a list of integers: is it a power law, with which exponent, how sure is that, and what else could it be? */
import type { Points } from '../degrees.ts';
import type { Repetition } from './bootstrap.ts';
import { type Comparisons, compare } from './comparisons.ts';
import type { PowerLawFit } from './power-law.ts';
import { Sample } from './sample.ts';
import { sentenceOf, type Verdict, verdictOf } from './verdict.ts';
import { nearestFit } from './xmin-scan.ts';

/** What is known of a list of integers. */
export interface DegreeFit extends PowerLawFit {
  /** How many integers above 0 there are, and how many zeros besides, which no power law can hold. */
  readonly n: number;
  readonly zeros: number;
  readonly nTailShare: number;
  /** Share of samples of the fitted law that are at least as far from their own fit; null without bootstraps. */
  readonly pValue: number | null;
  readonly bootstraps: number;
  /** Of alpha, the choice of xmin included; null without bootstraps. */
  readonly interval95: readonly [number, number] | null;
  /** Powers of ten from xmin to the largest value. */
  readonly decades: number;
  readonly comparisons: Comparisons;
  readonly verdict: Verdict;
  readonly sentence: string;
}

/** Distinct values above 0 that a fit needs. */
export const DISTINCT_MIN = 3;

/** Integers as a fit takes them. */
export interface Integers {
  /** `[value, count]`, ascending, without zeros. */
  readonly points: Points;
  readonly zeros: number;
}

/** Takes the zeros out of a histogram. */
export function integersOf(histogram: Points): Integers {
  const zeros = histogram.find(([value]) => value === 0)?.[1] ?? 0;
  return { points: histogram.filter(([value]) => value > 0), zeros };
}

/**
 * The nearest power law.
 * @param xmin where it starts, when that is given
 * @throws RangeError with fewer than three distinct values, or fewer than two from xmin on
 */
export function fitIntegers({ points }: Integers, xmin?: number): PowerLawFit {
  const fit = points.length < DISTINCT_MIN ? undefined : nearestFit(new Sample(points), xmin);
  if (fit === undefined) throw new RangeError('there are too few distinct values to fit');
  return fit;
}

/** Puts a fit, and repetitions of it (see `bootstrap.ts`), together to what they mean. */
export function degreeFit(
  { points, zeros }: Integers,
  fit: PowerLawFit,
  repetitions: readonly Repetition[],
): DegreeFit {
  const sample = new Sample(points);
  const bootstraps = repetitions.length;
  const asFar = repetitions.filter(({ ks }) => ks >= fit.ks).length;
  const measured = {
    n: sample.size,
    zeros,
    ...fit,
    nTailShare: fit.nTail / sample.size,
    pValue: bootstraps === 0 ? null : asFar / bootstraps,
    bootstraps,
    interval95: bootstraps === 0 ? null : intervalOf(repetitions.map(({ alpha }) => alpha)),
    decades: Math.log10(sample.largest / fit.xmin),
    comparisons: compare(sample, fit),
  };
  return { ...measured, verdict: verdictOf(measured), sentence: sentenceOf(measured) };
}

/** From the 2.5th to the 97.5th percentile. */
function intervalOf(values: readonly number[]): [number, number] {
  const ascending = Float64Array.from(values).sort();
  return [quantile(ascending, 0.025), quantile(ascending, 0.975)];
}

/** Between two values in proportion (Hyndman and Fan 1996, definition 7). */
function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const next = ascending[Math.min(below + 1, ascending.length - 1)];
  return ascending[below] + (place - below) * (next - ascending[below]);
}
