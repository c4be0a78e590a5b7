/**
 * P-values for tests of random draws. Their random seeds are fixed, so a bound that holds once holds always; a p-value below
 * `P_MIN` says that a fair source would hardly ever look like this one.
 */

/** A fair source fails one test in ten thousand at this bound. */
export const P_MIN = 1e-4;

/** Probability that a fair source gives a chi-square at least this large. `expected` are counts or weights of the same cells. */
export function chiSquareP(observed: readonly number[], expected?: readonly number[]): number {
  const weights = expected ?? observed.map(() => 1);
  const scale = total(observed) / total(weights);
  const chiSquare = total(
    observed.map((count, i) => (count - weights[i] * scale) ** 2 / (weights[i] * scale)),
  );
  return gammaUpper((observed.length - 1) / 2, chiSquare / 2);
}

/** Probability that a standard normal variable is at least this far from zero. */
export function normalP(z: number): number {
  return gammaUpper(0.5, (z * z) / 2);
}

/** Two-sided p-value of `hits` in `trials` of probability `p`, by the normal approximation. */
export function proportionP(hits: number, trials: number, p: number): number {
  return normalP((hits - trials * p) / Math.sqrt(trials * p * (1 - p)));
}

/** Two-sided p-value of the correlation of two rows of independent numbers. */
export function correlationP(first: readonly number[], second: readonly number[]): number {
  const [x, y] = [centred(first), centred(second)];
  const covariance = total(x.map((value, i) => value * y[i]));
  const r = covariance / Math.sqrt(total(x.map((value) => value ** 2)) * total(y.map((value) => value ** 2)));
  return normalP(r * Math.sqrt(x.length));
}

/** How many of the numbers in [0, 1) fall into each of `cellCount` equal cells. */
export function histogram(numbers: Iterable<number>, cellCount: number): number[] {
  const counts = new Array<number>(cellCount).fill(0);
  for (const number of numbers) counts[Math.floor(number * cellCount)]++;
  return counts;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function centred(numbers: readonly number[]): number[] {
  const mean = total(numbers) / numbers.length;
  return numbers.map((number) => number - mean);
}

/** The regularized upper incomplete gamma function Q(a, x): series or continued fraction (Numerical Recipes, section 6.2). */
function gammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 10_000 && term > sum * 1e-15; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    b += 2;
    d = 1 / (b - n * (n - a) * d);
    c = b - (n * (n - a)) / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** Stirling's series, after shifting the argument above 10. */
function lnGamma(x: number): number {
  if (x < 10) return lnGamma(x + 1) - Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
