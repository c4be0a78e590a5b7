/** Means, medians, intervals and their precision: known values, and what must hold of every sample. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../analysis/random.ts';
import { estimateOf, meanInterval } from '../analysis/statistics/estimate.ts';
import { pairedDifferences } from '../analysis/statistics/paired.ts';
import { nextRunCount, preciseEnough } from '../analysis/statistics/precision.ts';
import { studentT } from '../analysis/statistics/student.ts';
import { holds } from './support/property.ts';
import { P_MIN, proportionP } from './support/statistics.ts';

/** Computed with mpmath 1.3.0 at 60 digits: the root of 1 - I(v/(v+t^2); v/2, 1/2), the regularized incomplete beta function. */
const QUANTILES: readonly (readonly [confidence: number, degrees: number, t: number])[] = [
  [0.95, 1, 12.706204736174692],
  [0.95, 2, 4.302652729749462],
  [0.95, 3, 3.182446305283708],
  [0.95, 4, 2.7764451051977934],
  [0.95, 5, 2.5705818356363146],
  [0.95, 9, 2.262157162798205],
  [0.95, 10, 2.2281388519862744],
  [0.95, 19, 2.093024054408309],
  [0.95, 30, 2.0422724563012378],
  [0.95, 99, 1.9842169515864172],
  [0.95, 1000, 1.962339080826408],
  [0.999, 1, 636.6192487687191],
  [0.999, 2, 31.599054576443606],
  [0.999, 3, 12.92397863668748],
  [0.999, 4, 8.610301581379273],
  [0.999, 9, 4.780912585931138],
  [0.999, 30, 3.6459586350420214],
  [0.999, 1000, 3.3002826484239125],
  [0.5, 1, 1],
  [0.5, 2, 0.816496580927726],
  [0.5, 3, 0.7648923284043453],
  [0.5, 10, 0.6998120613124317],
  [0.5, 99, 0.6769759855461527],
];

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x + 0);

describe('the quantiles of Student', () => {
  it.each(QUANTILES)('%d with %d degrees of freedom: %d', (confidence, degrees, t) => {
    expect(Math.abs(studentT(confidence, degrees) / t - 1)).toBeLessThan(2e-12);
  });

  it('fall with the degrees of freedom, towards the normal 1.959964', () => {
    const quantiles = [1, 2, 3, 4, 5, 10, 100, 9_999].map((degrees) => studentT(0.95, degrees));
    expect(quantiles).toEqual([...quantiles].sort((a, b) => b - a));
    expect(quantiles.at(-1)).toBeGreaterThan(1.959964);
    expect(quantiles.at(-1)).toBeLessThan(1.9603);
  });

  it.each([
    [0, 1],
    [1, 1],
    [Number.NaN, 1],
    [0.95, 0],
    [0.95, 1.5],
    [0.95, Number.POSITIVE_INFINITY],
  ])('are none for confidence %d and %d degrees', (confidence, degrees) => {
    expect(() => studentT(confidence, degrees)).toThrow(RangeError);
  });
});

/** Extra hours of sleep of ten patients with two drugs (Student 1908); the intervals are those of scipy 1.17.1. */
const SLEEP_FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SLEEP_SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('an estimate', () => {
  it("has the interval of Student's own data", () => {
    const { n, mean, median, interval95 } = estimateOf(SLEEP_SECOND);
    expect([n, mean, median]).toEqual([10, 2.33, 1.75]);
    expect(interval95![0]).toBeCloseTo(0.8976775, 6);
    expect(interval95![1]).toBeCloseTo(3.7623225, 6);
  });

  it('of one value has no interval, of none has nothing', () => {
    expect(estimateOf([3])).toEqual({ n: 1, mean: 3, median: 3, interval95: null });
    expect(estimateOf([])).toEqual({ n: 0, mean: null, median: null, interval95: null });
  });

  it('of equal values is exactly that value', () => {
    holds(
      fc.property(value, fc.integer({ min: 2, max: 50 }), (x, n) => {
        const values = new Array<number>(n).fill(x);
        expect(estimateOf(values)).toEqual({ n, mean: x, median: x, interval95: [x, x] });
      }),
    );
  });

  it('does not sort its input, and takes the median between the two in the middle', () => {
    const values = [4, 1, 3, 2];
    expect(estimateOf(values).median).toBe(2.5);
    expect(values).toEqual([4, 1, 3, 2]);
  });

  it('lies within the sample, and its interval around the mean', () => {
    holds(
      fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), (values) => {
        const { mean, median, interval95 } = estimateOf(values);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        const slack = 1e-9 * (1 + Math.abs(least) + Math.abs(most));
        for (const middle of [mean!, median!]) {
          expect(middle).toBeGreaterThanOrEqual(least - slack);
          expect(middle).toBeLessThanOrEqual(most + slack);
        }
        expect(interval95![0]).toBeLessThanOrEqual(mean!);
        expect(interval95![1]).toBeGreaterThanOrEqual(mean!);
      }),
    );
  });

  it.each([0.95, 0.5])('with confidence %d covers the mean of normal values so often', (confidence) => {
    const random = randomStream('a', `coverage/${confidence}`);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let covered = 0;
    for (let trial = 0; trial < 4_000; trial++) {
      const [low, high] = meanInterval(Array.from({ length: 5 }, normal), confidence)!;
      if (low <= 0 && high >= 0) covered++;
    }
    expect(proportionP(covered, 4_000, confidence)).toBeGreaterThan(P_MIN);
  });
});

describe('paired differences', () => {
  it("have the interval of Student's own data", () => {
    const [low, high] = estimateOf(pairedDifferences(SLEEP_FIRST, SLEEP_SECOND)).interval95!;
    expect(low).toBeCloseTo(0.7001142, 6);
    expect(high).toBeCloseTo(2.4598858, 6);
  });

  it('are second minus first where both have a value', () => {
    expect(pairedDifferences([1, 2, null, 4, 5], [3, null, 3, 4.5])).toEqual([2, 0.5]);
  });

  it('have no spread when the second is the first and something more, however the first scatters', () => {
    holds(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 30 }), (first) => {
        const second = first.map((x) => x + 7);
        expect(estimateOf(pairedDifferences(first, second)).interval95).toEqual([7, 7]);
      }),
    );
  });
});

describe('the number of runs for a precision', () => {
  const scattered = (n: number) => Array.from({ length: n }, (_, i) => 100 + (i % 2 === 0 ? 10 : -10));

  it('stays when it is enough', () => {
    expect(preciseEnough([100, 100.1, 99.9], 0.02)).toBe(true);
    expect(nextRunCount([100, 100.1, 99.9], 0.02, 50)).toBe(3);
    expect(nextRunCount([0, 0], 0.02, 50)).toBe(2);
  });

  it('grows towards what the interval asks for, at most twofold, and not beyond the limit', () => {
    expect(preciseEnough(scattered(10), 0.02)).toBe(false);
    expect(nextRunCount(scattered(10), 0.02, 1_000)).toBe(20);
    // Half-width over mean is 0.0218 for these 84, so about (0.0218/0.02)^2 times as many are needed.
    expect(nextRunCount(scattered(84), 0.02, 1_000)).toBe(101);
    expect(nextRunCount(scattered(84), 0.02, 90)).toBe(90);
    expect(nextRunCount(scattered(90), 0.02, 90)).toBe(90);
  });

  it('doubles as long as there is no interval', () => {
    expect(nextRunCount([5], 0.02, 50)).toBe(2);
    expect(nextRunCount([null, null, null, 4], 0.02, 50)).toBe(8);
    expect(nextRunCount([null, null], 0.02, 3)).toBe(3);
  });
});
