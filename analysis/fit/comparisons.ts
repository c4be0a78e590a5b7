/**
 * The fitted power law against other laws fitted to the same tail, by likelihood ratio (Vuong, Econometrica 57, 307, 1989; Clauset,
 * Shalizi, Newman 2009, section 5). |z| below 1.96 decides nothing.
 */
import { geometricLogarithms, geometricRate } from './exponential.ts';
import { fitLogNormal, logNormalLogarithms } from './log-normal.ts';
import { normalP } from './normal-tail.ts';
import type { PowerLawFit } from './power-law.ts';
import { cutoffLogarithms, fitPowerLawCutoff } from './power-law-cutoff.ts';
import type { Sample } from './sample.ts';
import { meanOf, type Tail, tailFrom } from './tail.ts';

export interface Comparison {
  /** ln of the likelihood of the power law over that of the other: positive speaks for the power law. */
  readonly ratio: number;
  /** The ratio in standard deviations of what chance alone makes of it. */
  readonly z: number;
  /** How often chance alone gives a z at least as far from zero. */
  readonly p: number;
}

export interface Comparisons {
  readonly exponential: Comparison;
  readonly lognormal: Comparison;
  readonly cutoff: Comparison;
}

/** From this |z| on a comparison is decided, at 5 %. */
export const Z_DECIDES = 1.96;

export function compare(sample: Sample, fit: PowerLawFit): Comparisons {
  const tail = tailFrom(sample, fit.xmin);
  const normaliser = fit.logLikelihood / fit.nTail + fit.alpha * meanOf(tail, tail.logarithms);
  const ours = tail.logarithms.map((logarithm) => normaliser - fit.alpha * logarithm);
  return {
    exponential: vuong(tail, ours, geometricLogarithms(tail, geometricRate(tail))),
    lognormal: vuong(tail, ours, logNormalLogarithms(tail, fitLogNormal(tail))),
    cutoff: nested(tail, ours, cutoffLogarithms(tail, fitPowerLawCutoff(tail, fit.alpha))),
  };
}

/** Two laws of which none is a case of the other: z is the sum of differences over its standard deviation. */
function vuong(tail: Tail, ours: Float64Array, theirs: Float64Array): Comparison {
  const differences = ours.map((each, i) => each - theirs[i]);
  const mean = meanOf(tail, differences);
  const variance = meanOf(
    tail,
    differences.map((each) => (each - mean) ** 2),
  );
  const z = variance === 0 ? 0 : mean / Math.sqrt(variance / tail.size);
  return { ratio: mean * tail.size, z, p: normalP(z) };
}

/**
 * The power law is a case of the other law, which therefore is never worse. Twice the ratio then follows chi-square with one degree
 * of freedom (Wilks), that is the square of a normal z.
 */
function nested(tail: Tail, ours: Float64Array, theirs: Float64Array): Comparison {
  const mean = meanOf(
    tail,
    ours.map((each, i) => each - theirs[i]),
  );
  const ratio = Math.min(0, mean * tail.size);
  const z = -Math.sqrt(-2 * ratio);
  return { ratio, z, p: normalP(z) };
}
