/**
 * The discrete power law p(x) = x^-alpha / zeta(alpha, xmin) for x >= xmin: exact maximum likelihood, its standard error, and
 * the distance from a sample (Clauset, Shalizi, Newman, SIAM Review 51, 661, 2009, sections 3 and appendix B).
 */
import { scaledZeta, scaledZetaWithDerivatives } from './hurwitz-zeta.ts';
import type { Sample } from './sample.ts';

/** A power law fitted to the part of a sample from `xmin` on. */
export interface PowerLawFit {
  readonly alpha: number;
  /** Standard error of alpha, xmin taken as known. */
  readonly sigma: number;
  readonly xmin: number;
  /** How many values are at least xmin. */
  readonly nTail: number;
  /** Kolmogorov-Smirnov distance, over all integers from xmin on. */
  readonly ks: number;
  readonly logLikelihood: number;
}

/** The exponent of largest likelihood for the tail from `xmin` on, which must hold two distinct values. */
export function exponentOf(sample: Sample, xmin: number, startAt?: number): number {
  const meanLogarithm = meanLogarithmOf(sample, xmin);
  let alpha = startAt ?? closedForm(meanLogarithm, xmin);
  for (let step = 0; step < STEPS_MAX; step++) {
    const { value, first, second } = scaledZetaWithDerivatives(alpha, xmin);
    const slope = first / value;
    const change = (slope + meanLogarithm) / (second / value - slope * slope);
    // The slope of the likelihood falls ever more slowly: from too large an exponent Newton may jump below 1.
    const next = alpha - change > 1 ? alpha - change : (1 + alpha) / 2;
    if (Math.abs(next - alpha) <= TOLERANCE * next) return next;
    alpha = next;
  }
  return alpha;
}

/** The fit of the tail from `xmin` on, which must hold two distinct values. */
export function fitFrom(sample: Sample, xmin: number, startAt?: number): PowerLawFit {
  const alpha = exponentOf(sample, xmin, startAt);
  const nTail = sample.tailCounts[sample.startOf(xmin)];
  const { value, first, second } = scaledZetaWithDerivatives(alpha, xmin);
  const slope = first / value;
  return {
    alpha,
    sigma: 1 / Math.sqrt(nTail * (second / value - slope * slope)),
    xmin,
    nTail,
    ks: farthestFrom(sample, xmin, alpha, Number.POSITIVE_INFINITY).distance,
    logLikelihood: -nTail * (Math.log(value) + alpha * meanLogarithmOf(sample, xmin)),
  };
}

/** The largest difference found between a tail and a law, and the index of the value at or before which it is. */
export interface Farthest {
  readonly distance: number;
  readonly place: number;
}

/**
 * The largest difference between the distribution of the tail and the law, over all integers from `xmin` on. The sample's is
 * flat between two values, so both ends of each gap count. The search stops at the first difference of `limit` or more.
 */
export function farthestFrom(sample: Sample, xmin: number, alpha: number, limit: number): Farthest {
  const { values, counts, logarithms } = sample;
  const start = sample.startOf(xmin);
  const nTail = sample.tailCounts[start];
  const lnXmin = Math.log(xmin);
  const whole = scaledZeta(alpha, xmin);
  let [distance, place] = [0, start];
  let seen = 0;
  // What the law gives to the integers below `reached`.
  let below = 0;
  let reached = xmin;
  for (let i = start; i < values.length && distance < limit; i++) {
    const power = Math.exp(-alpha * (logarithms[i] - lnXmin)) / whole;
    if (values[i] !== reached) below = 1 - power * scaledZeta(alpha, values[i]);
    const before = Math.abs(seen / nTail - below);
    seen += counts[i];
    below += power;
    reached = values[i] + 1;
    const after = Math.abs(seen / nTail - below);
    if (before > distance || after > distance) {
      distance = Math.max(before, after);
      place = i;
    }
  }
  return { distance, place };
}

/** The difference at one value and just before it: no more than the largest. */
export function distanceAt(sample: Sample, xmin: number, alpha: number, place: number): number {
  const { values, tailCounts } = sample;
  const nTail = tailCounts[sample.startOf(xmin)];
  const survival = survivalOf({ alpha, xmin }, values[place]);
  const next = survivalOf({ alpha, xmin }, values[place] + 1);
  const larger = tailCounts[place + 1] ?? 0;
  return Math.max(Math.abs(tailCounts[place] / nTail - survival), Math.abs(larger / nTail - next));
}

/** The law's share of integers that are at least x. */
export function survivalOf({ alpha, xmin }: Pick<PowerLawFit, 'alpha' | 'xmin'>, x: number): number {
  return (Math.exp(-alpha * Math.log(x / xmin)) * scaledZeta(alpha, x)) / scaledZeta(alpha, xmin);
}

/** Points of the fitted line for a chart, evenly spaced in ln x: `[x, share of all values that are at least x]`, from xmin to `last`. */
export function fittedLine(
  fit: Pick<PowerLawFit, 'alpha' | 'xmin'>,
  nTailShare: number,
  last: number,
): [number, number][] {
  return Array.from({ length: LINE_POINTS + 1 }, (_, i) => {
    const x = fit.xmin * (last / fit.xmin) ** (i / LINE_POINTS);
    return [x, nTailShare * survivalOf(fit, x)];
  });
}

const LINE_POINTS = 400;
const STEPS_MAX = 200;
/** Newton doubles the digits at each step, so the exponent itself is good to the last ones. */
const TOLERANCE = 1e-10;

/** Mean of ln(x / xmin) over the tail. */
function meanLogarithmOf(sample: Sample, xmin: number): number {
  const start = sample.startOf(xmin);
  return sample.tailLogarithms[start] / sample.tailCounts[start] - Math.log(xmin);
}

/** 1 + n / sum ln(x / (xmin - 1/2)): where the search starts. */
function closedForm(meanLogarithm: number, xmin: number): number {
  return 1 + 1 / (meanLogarithm - Math.log1p(-0.5 / xmin));
}
