/** Tails of in-degrees for comparison in figures: what overlays that know no rank have. */
import type { Points } from '../degrees.ts';

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
