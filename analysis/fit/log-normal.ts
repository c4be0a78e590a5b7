/**
 * The log-normal rounded to integers from xmin on: p(x) is what a normal variable gives to [ln(x-1/2), ln(x+1/2)], divided by what it
 * gives to all from ln(xmin-1/2) on. With mu towards minus infinity it becomes a power law, so mu is bounded.
 */
import { minimise } from './minimise.ts';
import { ROOT_TWO_PI, scaledUpperTail } from './normal-tail.ts';
import { meanOf, type Tail } from './tail.ts';

/** Source: Clauset, Shalizi, Newman 2009 bound it too; the number is ours. */
const MU_MIN = -50;
/** From this value on the density times the width is as good as the difference. */
const DENSITY_FROM = 100_000;

export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/**
 * The log-normal of largest likelihood. For each mu the likelihood has one maximum in sigma, and those maxima have one in mu,
 * because it is concave in 1/sigma^2 and mu/sigma^2.
 */
export function fitLogNormal(tail: Tail): LogNormal {
  const bestSigma = (mu: number) => {
    const meanSquare = meanOf(
      tail,
      tail.logarithms.map((logarithm) => (logarithm - mu) ** 2),
    );
    const centre = Math.log(meanSquare) / 2;
    const cost = (lnSigma: number) => -likelihood(tail, { mu, sigma: Math.exp(lnSigma) });
    return minimise(cost, centre - SPREAD_BELOW, centre + SPREAD_ABOVE, 1e-8);
  };
  // A normal variable cut off below has a larger mean than mu.
  const muMax = meanOf(tail, tail.logarithms);
  const mu = minimise((each) => bestSigma(each).value, MU_MIN, muMax, 1e-6).at;
  return { mu, sigma: Math.exp(bestSigma(mu).at) };
}

/** Bounds of ln sigma around that of the root mean square distance from mu. */
const SPREAD_BELOW = 8;
const SPREAD_ABOVE = 1;

/** ln p of each distinct value of the tail. */
export function logNormalLogarithms(
  { xmin, values, logarithms }: Tail,
  { mu, sigma }: LogNormal,
): Float64Array {
  const whole = lnUpperTail((Math.log(xmin - 0.5) - mu) / sigma);
  return values.map((x, i) => {
    if (x >= DENSITY_FROM) {
      const z = (logarithms[i] - mu) / sigma;
      return (-z * z) / 2 - Math.log(ROOT_TWO_PI * sigma) - logarithms[i] - whole;
    }
    const z = (Math.log(x - 0.5) - mu) / sigma;
    return lnBetween(z, Math.log1p(1 / (x - 0.5)) / sigma) - whole;
  });
}

function likelihood(tail: Tail, law: LogNormal): number {
  return tail.size * meanOf(tail, logNormalLogarithms(tail, law));
}

function lnUpperTail(z: number): number {
  if (z >= 0) return Math.log(scaledUpperTail(z)) - (z * z) / 2;
  return Math.log1p(-scaledUpperTail(-z) * Math.exp((-z * z) / 2));
}

/** ln of the probability between z and z + width. */
function lnBetween(z: number, width: number): number {
  const end = z + width;
  if (end <= 0) return lnBetween(-end, width);
  if (z < 0) {
    const [below, above] = [z, end].map(
      (each) => scaledUpperTail(Math.abs(each)) * Math.exp((-each * each) / 2),
    );
    return Math.log1p(-below - above);
  }
  const fall = Math.exp((-width * (z + end)) / 2);
  return Math.log(scaledUpperTail(z) - fall * scaledUpperTail(end)) - (z * z) / 2;
}
