/**
 * The exact interval of a probability (Clopper and Pearson, Biometrika 26, 404, 1934), from the regularized incomplete beta
 * function: a continued fraction (Numerical Recipes, section 6.4).
 */
import type { Interval } from './estimate.ts';

/** The interval that holds, with this confidence, the probability of which `hits` in `trials` independent trials were seen. */
export function shareInterval(hits: number, trials: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  const misses = trials - hits;
  const low = hits === 0 ? 0 : solved((p) => incompleteBeta(p, hits, misses + 1), tail);
  const high = misses === 0 ? 1 : solved((p) => incompleteBeta(p, hits + 1, misses), 1 - tail);
  return [low, high];
}

/** Where an increasing function of [0, 1] takes this value. */
function solved(of: (x: number) => number, value: number): number {
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (of(middle) < value) low = middle;
    else high = middle;
  }
}

/** I(x; a, b), for 0 <= x <= 1 and positive a and b. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b));
  // The fraction converges quickly below the mean.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const TERMS_MAX = 100_000;
const TINY = 1e-300;

/** By the method of Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction;
}

/** Not zero. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Stirling's series, after shifting the argument above 10. */
function lnGamma(x: number): number {
  let [shifted, product] = [x, 1];
  for (; shifted < 10; shifted++) product *= shifted;
  const series = 1 / (12 * shifted) - 1 / (360 * shifted ** 3) + 1 / (1260 * shifted ** 5);
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
  );
}
