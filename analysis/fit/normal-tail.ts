/** The upper tail of the normal distribution, to nearly all digits however far out. */

/**
 * (1 - Phi(z)) exp(z^2/2) for z >= 0: the series of Phi near zero, Laplace's continued fraction beyond (Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 1964, 26.2.11 and 26.2.14).
 */
export function scaledUpperTail(z: number): number {
  if (z < SERIES_BELOW) {
    let [term, sum] = [z, z];
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return Math.exp((z * z) / 2) / 2 - sum / ROOT_TWO_PI;
  }
  let fraction = z;
  for (let k = Math.ceil(25 + 360 / (z * z)); k >= 1; k--) fraction = z + k / fraction;
  return 1 / (ROOT_TWO_PI * fraction);
}

/** Probability that a standard normal variable is at least as far from zero as z. */
export function normalP(z: number): number {
  return 2 * scaledUpperTail(Math.abs(z)) * Math.exp((-z * z) / 2);
}

export const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

const SERIES_BELOW = 1.5;
