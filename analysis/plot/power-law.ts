/** Tails of discrete distributions for comparison in figures: power law, Barabasi-Albert, uniform choice. */
import type { Points } from '../degrees.ts';

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

/**
 * Share of peers with an in-degree of at least x in a Barabasi-Albert graph with m links a peer, without end.
 * Source: from P(k) = 2m(m+1)/(k(k+1)(k+2)), Dorogovtsev, Mendes, Samukhin, PRL 85, 4633, 2000, with k = in-degree + m.
 */
export function barabasiAlbertTail(m: number, x: number): number {
  return (m * (m + 1)) / ((x + m) * (x + m + 1));
}

/** The same for uniform choice among all: in-degrees are Poisson around the mean. `[x, share]` down to `shareMin`. */
export function uniformChoiceTail(mean: number, shareMin: number): Points {
  const points: [number, number][] = [];
  let term = Math.exp(-mean);
  let tail = 1 - term;
  for (let x = 1; tail >= shareMin; x++) {
    points.push([x, tail]);
    term *= mean / x;
    tail -= term;
  }
  return points;
}
