/** Fitting a discrete power law: likelihood, distance, where it starts, and random integers from it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../analysis/degrees.ts';
import { hurwitzZeta } from '../analysis/fit/hurwitz-zeta.ts';
import { distanceAt, farthestFrom, fitFrom, fittedLine, survivalOf } from '../analysis/fit/power-law.ts';
import { PowerLawDraws } from '../analysis/fit/power-law-draws.ts';
import { Sample } from '../analysis/fit/sample.ts';
import { nearestFit, stabilityFits } from '../analysis/fit/xmin-scan.ts';
import { randomStream } from '../analysis/random.ts';
import { holds } from './support/property.ts';
import { chiSquareP, P_MIN } from './support/statistics.ts';

/** Integers with a few large ones and gaps between them, of which two or more are distinct. */
const samples = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 })), { minLength: 2 })
  .filter((values) => new Set(values).size >= 2);

const sampleOf = (values: readonly number[]) => new Sample(histogram(values));

/** ln of the likelihood of the values from xmin on, summed one by one. */
function likelihood(values: readonly number[], xmin: number, alpha: number): number {
  const { value } = hurwitzZeta(alpha, xmin);
  return values.filter((x) => x >= xmin).reduce((sum, x) => sum - alpha * Math.log(x) - Math.log(value), 0);
}

/** The distance, by looking at every integer up to well above the largest value. */
function distanceByCounting(values: readonly number[], xmin: number, alpha: number): number {
  const tail = values.filter((x) => x >= xmin);
  const whole = hurwitzZeta(alpha, xmin).value;
  let distance = 0;
  let law = 0;
  for (let x = xmin; x <= Math.max(...tail) + 5; x++) {
    law += x ** -alpha / whole;
    distance = Math.max(distance, Math.abs(tail.filter((each) => each <= x).length / tail.length - law));
  }
  return distance;
}

describe('the exponent', () => {
  it('is the one of largest likelihood', () => {
    holds(
      fc.property(samples, (values) => {
        const xmin = Math.min(...values);
        const { alpha, logLikelihood } = fitFrom(sampleOf(values), xmin);
        expect(logLikelihood).toBeCloseTo(likelihood(values, xmin, alpha), 6);
        for (const other of [1 + 0.999 * (alpha - 1), alpha * 1.001]) {
          expect(likelihood(values, xmin, other)).toBeLessThan(logLikelihood);
        }
      }),
    );
  });

  it('does not depend on where the search starts', () => {
    holds(
      fc.property(samples, fc.double({ min: 1.0001, max: 80, noNaN: true }), (values, startAt) => {
        const sample = sampleOf(values);
        const xmin = Math.min(...values);
        const { alpha } = fitFrom(sample, xmin);
        expect(Math.abs(fitFrom(sample, xmin, startAt).alpha / alpha - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('is that of the same values twice, with an error smaller by the root of two', () => {
    holds(
      fc.property(samples, (values) => {
        const xmin = Math.min(...values);
        const [once, twice] = [values, [...values, ...values]].map((each) => fitFrom(sampleOf(each), xmin));
        expect(twice.alpha).toBeCloseTo(once.alpha, 9);
        expect(twice.ks).toBeCloseTo(once.ks, 9);
        expect(once.sigma / twice.sigma).toBeCloseTo(Math.SQRT2, 6);
      }),
    );
  });

  it('has the standard error of the curvature of the likelihood', () => {
    const values = [1, 1, 1, 2, 2, 3, 5, 9, 40];
    const { alpha, sigma } = fitFrom(sampleOf(values), 1);
    const at = (shift: number) => likelihood(values, 1, alpha + shift);
    const step = 1e-3;
    expect(1 / sigma ** 2).toBeCloseTo((2 * at(0) - at(step) - at(-step)) / step ** 2, 3);
  });

  it('is found where it is near 1, and where it is steep', () => {
    expect(fitFrom(sampleOf([1, 2 ** 50, 2 ** 53 - 1]), 1).alpha).toBeCloseTo(1.04, 2);
    const steep = fitFrom(sampleOf([...new Array<number>(999).fill(1_000_000), 1_000_001]), 1_000_000).alpha;
    expect(steep / (1e6 * Math.log(1000))).toBeCloseTo(1, 2);
  });
});

describe('the distance', () => {
  const farthest = (values: readonly number[], xmin: number, alpha: number) =>
    farthestFrom(sampleOf(values), xmin, alpha, Number.POSITIVE_INFINITY);

  it('is the largest over all integers, at both ends of each gap', () => {
    const starts = fc.integer({ min: 1, max: 9 });
    const exponents = fc.double({ min: 1.05, max: 6, noNaN: true });
    holds(
      fc.property(samples, starts, exponents, (values, xmin, alpha) => {
        fc.pre(values.some((x) => x >= xmin));
        const { distance, place } = farthest(values, xmin, alpha);
        expect(distance).toBeCloseTo(distanceByCounting(values, xmin, alpha), 10);
        expect(distanceAt(sampleOf(values), xmin, alpha, place)).toBeCloseTo(distance, 10);
      }),
    );
  });

  it('counts the gap before the first value, and the one before the last', () => {
    const law = { alpha: 2, xmin: 1 };
    const early = farthest([50, 50, 51], 1, 2).distance;
    expect(early).toBeCloseTo(1 - survivalOf(law, 50), 12);
    const late = farthest([1, 100], 1, 2).distance;
    expect(late).toBeCloseTo(0.5 - survivalOf(law, 100), 12);
  });
});

describe('where the law starts', () => {
  it('is at the least distance of all, the smallest of equals', () => {
    holds(
      fc.property(samples, (values) => {
        const sample = sampleOf(values);
        const all = stabilityFits(sample);
        expect(all.map(({ xmin }) => xmin)).toEqual([...sample.values.subarray(0, -1)]);
        const least = Math.min(...all.map(({ ks }) => ks));
        const nearest = nearestFit(sample)!;
        expect(nearest.ks).toBeCloseTo(least, 9);
        expect(nearest.xmin).toBeLessThanOrEqual(all.find(({ ks }) => ks === least)!.xmin);
      }),
    );
  });

  it('is tried at no more than 500 values, the first and the last but one among them', () => {
    const sample = sampleOf(Array.from({ length: 3000 }, (_, i) => i + 1));
    const starts = stabilityFits(sample).map(({ xmin }) => xmin);
    expect(starts.length).toBeLessThanOrEqual(500);
    expect([starts[0], starts.at(-1)]).toEqual([1, 2999]);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  });

  it('may be given, also where no value is', () => {
    const values = [1, 4, 4, 5, 8, 13];
    expect(nearestFit(sampleOf(values), 3)).toEqual(fitFrom(sampleOf(values), 3));
    expect(nearestFit(sampleOf(values), 3)).toMatchObject({ xmin: 3, nTail: 5 });
    expect(nearestFit(sampleOf(values), 9)).toBeUndefined();
    expect(nearestFit(sampleOf([7, 7]))).toBeUndefined();
    expect(nearestFit(sampleOf([]))).toBeUndefined();
  });
});

describe('integers drawn from a law', () => {
  it.each([
    [2.5, 1],
    [1.6, 1],
    [3, 20],
  ])('with exponent %d from %d on are spread like it', (alpha, xmin) => {
    const draws = new PowerLawDraws({ alpha, xmin });
    const random = randomStream('draws', `${alpha}/${xmin}`);
    const values = Array.from({ length: 50_000 }, () => draws.draw(random));
    const edges = [0, 1, 2, 3, 5, 10, 30, 100, 1000, 20_000].map((more) => xmin + more);
    const cell = (x: number) => edges.findLastIndex((edge) => x >= edge);
    const observed = edges.map(() => 0);
    for (const value of values) observed[cell(value)]++;
    const reached = edges.map((edge) => survivalOf({ alpha, xmin }, edge));
    const expected = edges.map((_, i) => 50_000 * (reached[i] - (reached[i + 1] ?? 0)));
    // Cells of less than five are put to the one before.
    while (expected[expected.length - 1] < 5) {
      expected[expected.length - 2] += expected.pop()!;
      observed[observed.length - 2] += observed.pop()!;
    }
    expect(chiSquareP(observed, expected)).toBeGreaterThan(P_MIN);
  });

  it('are the largest that as large a share of integers reach, inside and beyond the table', () => {
    const laws = fc.record({
      alpha: fc.double({ min: 1.3, max: 4, noNaN: true }),
      xmin: fc.integer({ min: 1, max: 500 }),
    });
    holds(
      fc.property(laws, fc.double({ min: 0, max: 0.9999, noNaN: true }), (law, uniform) => {
        const x = new PowerLawDraws(law).draw(() => uniform);
        fc.pre(x < 1e12);
        // Sums of thousands of terms are good to about 1e-13.
        expect(survivalOf(law, x)).toBeGreaterThan((1 - uniform) * (1 - 1e-9));
        expect(survivalOf(law, x + 1)).toBeLessThan((1 - uniform) * (1 + 1e-9));
      }),
    );
  });

  it('stay exact integers when hardly any law is left', () => {
    expect(new PowerLawDraws({ alpha: 1.01, xmin: 1 }).draw(() => 1 - 2 ** -32)).toBe(
      Number.MAX_SAFE_INTEGER,
    );
  });
});

describe('the line of a law', () => {
  it('starts with the share of the tail, and ends at the last value', () => {
    const law = { alpha: 2.5, xmin: 3 };
    const line = fittedLine(law, 0.2, 1000);
    expect(line[0]).toEqual([3, 0.2]);
    expect(line.at(-1)![0]).toBeCloseTo(1000, 9);
    expect(line.at(-1)![1]).toBeCloseTo(0.2 * survivalOf(law, 1000), 12);
  });
});
