/** Exact intervals of probabilities against closed forms and tables. */
import { describe, expect, it } from 'vitest';
import { incompleteBeta, shareInterval } from '../analysis/statistics/binomial.ts';

describe('the incomplete beta function', () => {
  // I(x; 1, b) = 1 - (1-x)^b, I(x; a, 1) = x^a, I(1/2; a, a) = 1/2.
  it.each([
    [0.3, 1, 4, 1 - 0.7 ** 4],
    [0.3, 4, 1, 0.3 ** 4],
    [0.5, 7, 7, 0.5],
    [0.5, 50_000, 50_000, 0.5],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('I(%d; %d, %d) = %d', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 9);
  });

  it('is a sum of binomial probabilities', () => {
    // P(X >= 3) for 5 trials of probability 0.4.
    expect(incompleteBeta(0.4, 3, 3)).toBeCloseTo(10 * 0.064 * 0.36 + 5 * 0.0256 * 0.6 + 0.01024, 10);
  });
});

describe('the interval of a share', () => {
  it('is that of Clopper and Pearson', () => {
    const [low, high] = shareInterval(5, 10, 0.95);
    expect(low).toBeCloseTo(0.187086, 6);
    expect(high).toBeCloseTo(0.812914, 6);
  });

  it('is closed where nothing or everything was hit', () => {
    expect(shareInterval(0, 20, 0.95)).toEqual([0, expect.closeTo(1 - 0.025 ** (1 / 20), 9)]);
    expect(shareInterval(20, 20, 0.95)).toEqual([expect.closeTo(0.025 ** (1 / 20), 9), 1]);
  });

  it('narrows with a million trials to the normal one', () => {
    const [low, high] = shareInterval(250_000, 1_000_000, 0.999);
    const half = 3.2905 * Math.sqrt((0.25 * 0.75) / 1e6);
    expect(low).toBeCloseTo(0.25 - half, 5);
    expect(high).toBeCloseTo(0.25 + half, 5);
  });
});
