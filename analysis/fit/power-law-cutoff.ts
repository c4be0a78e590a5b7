/**
 * The power law with exponential cut-off, p(x) proportional to x^-alpha e^(-lambda x) from xmin on. It lies between the power law
 * (lambda 0) and the exponential (alpha 0), and contains both.
 */
import { geometricRate } from './exponential.ts';
import { minimise } from './minimise.ts';
import { meanOf, type Tail } from './tail.ts';

export interface PowerLawCutoff {
  readonly alpha: number;
  readonly lambda: number;
}

/**
 * The law of largest likelihood, which is concave in both parameters: for each lambda there is one best alpha, which falls from that
 * of the power law, `alphaMax`, to 0 at the rate of the exponential.
 */
export function fitPowerLawCutoff(tail: Tail, alphaMax: number): PowerLawCutoff {
  const meanLogarithm = meanOf(tail, tail.logarithms) - Math.log(tail.xmin);
  const meanExcess = meanOf(tail, tail.values) - tail.xmin;
  const bestAlpha = (lambda: number) =>
    minimise(
      (alpha) => Math.log(scaledSum(alpha, lambda, tail.xmin)) + alpha * meanLogarithm + lambda * meanExcess,
      0,
      alphaMax,
      1e-9 * alphaMax,
    );
  const lambdaMax = geometricRate(tail);
  const rate = (lnShare: number) => lambdaMax * Math.exp(lnShare);
  const lambda = rate(minimise((lnShare) => bestAlpha(rate(lnShare)).value, LN_SHARE_MIN, 0, 1e-6).at);
  return { alpha: bestAlpha(lambda).at, lambda };
}

/** ln p of each distinct value of the tail. */
export function cutoffLogarithms(tail: Tail, { alpha, lambda }: PowerLawCutoff): Float64Array {
  const { xmin, values, logarithms } = tail;
  const whole = Math.log(scaledSum(alpha, lambda, xmin));
  const lnXmin = Math.log(xmin);
  return values.map((x, i) => -alpha * (logarithms[i] - lnXmin) - lambda * (x - xmin) - whole);
}

/** ln of the least cut-off that is looked for, as a share of the exponential's rate. */
const LN_SHARE_MIN = Math.log(1e-9);
/** Terms summed one by one, before the sum is taken for an integral. */
const DIRECT_TERMS = 60;

/** Sum over k >= 0 of (1 + k/q)^-a e^(-lambda k), for lambda > 0. */
export function scaledSum(a: number, lambda: number, q: number): number {
  let sum = 0;
  for (let k = 0; k < DIRECT_TERMS; k++) {
    const term = Math.exp(-a * Math.log1p(k / q) - lambda * k);
    sum += term;
    if (term < 1e-18 * sum * Math.min(1, lambda)) return sum;
  }
  // The rest by the midpoint form of Euler-Maclaurin, which starts half a step before the first term left out.
  const start = q + DIRECT_TERMS - 0.5;
  const first = Math.exp(-a * Math.log(start / q) - lambda * (start - q));
  const slope = -(a / start + lambda);
  const bend = a / (start * start);
  const third = slope * slope * slope + 3 * slope * bend - (2 * bend) / start;
  return sum + first * (start * integral(a, lambda * start) + slope / 24 - (7 * third) / 5760);
}

/** Nodes and weights of Gauss and Legendre's rule with eight points, the positive half. */
const GAUSS: readonly (readonly [number, number])[] = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
];
/** Where e^-x counts for nothing. */
const EXPONENT_MAX = 45;

/** Integral over t >= 1 of t^-a e^(-rate (t-1)), as one over s = ln t. */
function integral(a: number, rate: number): number {
  const exponent = (s: number) => (a - 1) * s + rate * Math.expm1(s);
  let end = Math.log1p(EXPONENT_MAX / rate);
  // With a below 1 the integrand first grows.
  while (exponent(end) < EXPONENT_MAX) end *= 1.2;
  if (a > 1) end = Math.min(end, EXPONENT_MAX / (a - 1));
  const panels = Math.ceil(2 * end) + 8;
  const half = end / (2 * panels);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = (2 * panel + 1) * half;
    for (const [node, weight] of GAUSS) {
      sum += weight * (Math.exp(-exponent(middle - node * half)) + Math.exp(-exponent(middle + node * half)));
    }
  }
  return half * sum;
}
