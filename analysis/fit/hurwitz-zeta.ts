/**
 * Hurwitz zeta, zeta(a, q) = sum over k >= 0 of (q+k)^-a, and its derivatives in a, by Euler-Maclaurin summation (Edwards,
 * Riemann's Zeta Function, 1974, section 6.4). The work is done on q^a zeta(a, q), which neither over- nor underflows.
 */

/** A function of the exponent a, and its first and second derivative in a. */
export interface WithDerivatives {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/**
 * zeta(a, q), to 1e-12 of its value.
 * @param a above 1
 * @param q above 0
 */
export function hurwitzZeta(a: number, q: number): WithDerivatives {
  const scale = q ** -a;
  const lnQ = Math.log(q);
  const { value, first, second } = scaledZetaWithDerivatives(a, q);
  return {
    value: scale * value,
    first: scale * (first - lnQ * value),
    second: scale * (second - 2 * lnQ * first + lnQ * lnQ * value),
  };
}

/** q^a zeta(a, q), the sum over k >= 0 of (1 + k/q)^-a. */
export function scaledZeta(a: number, q: number): number {
  const terms = directTerms(a, q);
  let sum = 0;
  for (let k = 0; k < terms; k++) {
    const term = Math.exp(-a * Math.log1p(k / q));
    sum += term;
    if (term * (q + k) < NEGLIGIBLE * sum) return sum;
  }
  const start = q + terms;
  const power = terms === 0 ? 1 : Math.exp(-a * Math.log(start / q));
  let correction = start / (a - 1) + 0.5;
  let factor = a / start;
  for (let j = 0; j < BERNOULLI.length; j++) {
    const term = BERNOULLI[j] * factor;
    correction += term;
    if (Math.abs(term) < NEGLIGIBLE * correction) break;
    factor *= ((a + 2 * j + 1) * (a + 2 * j + 2)) / (start * start);
  }
  return sum + power * correction;
}

/** q^a zeta(a, q) with its derivatives in a. */
export function scaledZetaWithDerivatives(a: number, q: number): WithDerivatives {
  const terms = directTerms(a, q);
  let [value, first, second] = [0, 0, 0];
  const add = (term: number, slope: number, bend: number) => {
    value += term;
    first += term * slope;
    second += term * (slope * slope + bend);
  };
  for (let k = 0; k < terms; k++) {
    const logarithm = Math.log1p(k / q);
    const term = Math.exp(-a * logarithm);
    add(term, -logarithm, 0);
    if (k > 0 && term * (q + k) < NEGLIGIBLE * -first) return { value, first, second };
  }
  const start = q + terms;
  const logarithm = Math.log(start / q);
  const power = Math.exp(-a * logarithm);
  const pole = 1 / (a - 1);
  add(power * start * pole, -pole - logarithm, pole * pole);
  add(power / 2, -logarithm, 0);
  // Each further term is a product of a, a+1, ...: the logarithm of the product has the derivative `slope`.
  let [factor, slope, bend] = [(power * a) / start, 1 / a - logarithm, -1 / (a * a)];
  for (let j = 0; j < BERNOULLI.length; j++) {
    add(BERNOULLI[j] * factor, slope, bend);
    const [odd, even] = [a + 2 * j + 1, a + 2 * j + 2];
    factor *= (odd * even) / (start * start);
    slope += 1 / odd + 1 / even;
    bend -= 1 / (odd * odd) + 1 / (even * even);
  }
  return { value, first, second };
}

/** Below this share of the whole, what follows cannot change a double. */
const NEGLIGIBLE = 1e-17;

/** B_2j / (2j)! for j = 1, 2, ... */
const BERNOULLI: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30_240,
  -1 / 1_209_600,
  1 / 47_900_160,
  -691 / 1_307_674_368_000,
  1 / 74_724_249_600,
  -3617 / 10_670_622_842_880_000,
];

/** How many terms to sum before the asymptotic series of the rest is good to the last digits. */
function directTerms(a: number, q: number): number {
  return Math.max(0, Math.ceil(12 + a - q));
}
