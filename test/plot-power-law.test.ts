/** The tail of a power law as figures draw it, against known values of zeta. */
import { describe, expect, it } from 'vitest';
import { powerLawTail } from '../analysis/plot/power-law-tail.ts';

describe('the tail of a power law', () => {
  it('is 1 at its start', () => {
    expect(powerLawTail(2.5, 6, 6)).toBe(1);
  });

  // zeta(2) = pi^2/6, and zeta(2, 2) is that less 1; the same for 4 with pi^4/90.
  it.each<[number, number, number]>([
    [2, 2, 1 - 6 / Math.PI ** 2],
    [2, 3, 1 - 7.5 / Math.PI ** 2],
    [4, 2, 1 - 90 / Math.PI ** 4],
  ])('with exponent %d from 1 on is at %d what is left of zeta', (exponent, x, expected) => {
    expect(powerLawTail(exponent, 1, x)).toBeCloseTo(expected, 8);
  });
});
