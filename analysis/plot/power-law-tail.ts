/** The tail of a discrete power law, to draw it. */

/** Terms that are added one by one before the rest is approximated. */
const TERMS = 20;

/**
 * The tail of a discrete power law, P(X >= x) given X >= xmin.
 * Source: Clauset, Shalizi, Newman, SIAM Review 51, 661, 2009, section 2.1.
 * @param exponent above 1
 */
export function powerLawTail(exponent: number, xmin: number, x: number): number {
  return hurwitz(exponent, x) / hurwitz(exponent, xmin);
}

/** The sum of (q+i)^-s over i from 0, s above 1, by Euler and Maclaurin: nine digits, enough to draw. */
function hurwitz(s: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < TERMS; i++) sum += (q + i) ** -s;
  const end = q + TERMS;
  return sum + end ** (1 - s) / (s - 1) + end ** -s / 2 + (s * end ** (-s - 1)) / 12;
}
