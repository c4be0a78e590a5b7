/** Tails that figures show for comparison, against sums of the probabilities that they are the tails of. */
import { describe, expect, it } from 'vitest';
import { barabasiAlbertTail, uniformChoiceTail } from '../analysis/plot/null-tails.ts';

describe('the tail of Barabasi-Albert', () => {
  it('sums P(k) = 2m(m+1)/(k(k+1)(k+2)) from k = x + m on', () => {
    for (const m of [1, 3]) {
      let sum = 0;
      for (let k = 100_000; k >= 5 + m; k--) sum += (2 * m * (m + 1)) / (k * (k + 1) * (k + 2));
      expect(barabasiAlbertTail(m, 5)).toBeCloseTo(sum, 8);
      expect(barabasiAlbertTail(m, 0)).toBe(1);
    }
  });
});

describe('the tail of uniform choice', () => {
  it('is that of Poisson', () => {
    const tail = uniformChoiceTail(2, 1e-3);
    expect(tail[0]).toEqual([1, 1 - Math.exp(-2)]);
    expect(tail[1][1]).toBeCloseTo(1 - 3 * Math.exp(-2), 12);
    expect(tail.every(([, share], index) => index === 0 || share < tail[index - 1][1])).toBe(true);
    expect(tail.at(-1)?.[1]).toBeGreaterThanOrEqual(1e-3);
  });
});
