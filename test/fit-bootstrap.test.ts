/** Repetitions of a fit: they are what their number says, and what they give is calibrated. */
import { beforeAll, describe, expect, it } from 'vitest';
import { histogram } from '../analysis/degrees.ts';
import { Bootstrap } from '../analysis/fit/bootstrap.ts';
import { type DegreeFit, degreeFit, fitIntegers, integersOf } from '../analysis/fit/degree-fit.ts';
import { PowerLawDraws } from '../analysis/fit/power-law-draws.ts';
import { randomStream } from '../analysis/random.ts';

const INTEGERS = integersOf(histogram([1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 7, 7, 20]));

function bootstrapOf(integers: typeof INTEGERS, xmin?: number, randomSeed = 'a'): Bootstrap {
  const fit = fitIntegers(integers, xmin);
  return new Bootstrap({ points: integers.points, fit, fixedXmin: xmin !== undefined, randomSeed });
}

describe('a repetition', () => {
  it('depends on its number and the random seed, not on what ran before', () => {
    const all = bootstrapOf(INTEGERS);
    const [first, second] = [all.run(0), all.run(1)];
    expect(second).not.toEqual(first);
    expect(bootstrapOf(INTEGERS).run(1)).toEqual(second);
    expect(bootstrapOf(INTEGERS, undefined, 'b').run(1)).not.toEqual(second);
  });

  it('keeps an xmin that was given', () => {
    // With its own xmin, a resample is never farther from the law than with this one.
    const [free, fixed] = [bootstrapOf(INTEGERS), bootstrapOf(INTEGERS, 1)];
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const mean = (bootstrap: Bootstrap) =>
      numbers.reduce((sum, number) => sum + bootstrap.run(number).ks, 0) / 20;
    expect(mean(free)).toBeLessThan(mean(fixed));
  });

  it('draws again what holds nothing to fit', () => {
    const rare = integersOf([
      [1, 200],
      [2, 1],
      [3, 1],
    ]);
    const bootstrap = bootstrapOf(rare);
    for (let number = 0; number < 50; number++) {
      const { ks, alpha } = bootstrap.run(number);
      expect([Number.isFinite(ks), Number.isFinite(alpha)]).toEqual([true, true]);
    }
  });
});

describe('a report', () => {
  it('without repetitions has neither p-value nor interval', () => {
    const report = degreeFit(INTEGERS, fitIntegers(INTEGERS), []);
    expect(report).toMatchObject({ pValue: null, interval95: null, bootstraps: 0, verdict: 'undecided' });
  });

  it('counts repetitions at least as far, and takes percentiles of the exponents', () => {
    const fit = { ...fitIntegers(INTEGERS), ks: 0.05 };
    const repetitions = Array.from({ length: 41 }, (_, i) => ({ ks: i / 200, alpha: 3 - i / 40 }));
    const { pValue, interval95 } = degreeFit(INTEGERS, fit, repetitions);
    expect(pValue).toBe(31 / 41);
    expect(interval95![0]).toBeCloseTo(2.025, 12);
    expect(interval95![1]).toBeCloseTo(2.975, 12);
  });

  it('leaves zeros out', () => {
    const counts = histogram([0, 0, 0, 1, 1, 2, 5]);
    expect(integersOf(counts)).toEqual({ zeros: 3, points: counts.slice(1) });
    const report = degreeFit(integersOf(counts), fitIntegers(integersOf(counts)), []);
    expect([report.n, report.zeros]).toEqual([4, 3]);
  });

  it('needs three distinct values', () => {
    expect(() => fitIntegers(integersOf(histogram([0, 1, 2])))).toThrow('too few distinct values');
  });
});

/** Fits of samples of a power law with exponent 2.5 from 1 on. */
function reportsOfSamples(size: number, count: number, bootstraps: number): DegreeFit[] {
  const draws = new PowerLawDraws({ alpha: 2.5, xmin: 1 });
  return Array.from({ length: count }, (_, number) => {
    const random = randomStream('calibration', `${size}/${number}`);
    const integers = integersOf(histogram(Array.from({ length: size }, () => draws.draw(random))));
    const bootstrap = bootstrapOf(integers, undefined, `${number}`);
    const repetitions = Array.from({ length: bootstraps }, (_, each) => bootstrap.run(each));
    return degreeFit(integers, fitIntegers(integers), repetitions);
  });
}

// "95 % interval covers 93-97 %, |bias| <= 0.035 at n = 200 and <= 0.004 at n = 1,000; p under the null uniform."
describe('on samples of the law', () => {
  let reports: readonly DegreeFit[] = [];
  beforeAll(() => {
    reports = reportsOfSamples(200, 120, 80);
  });

  it('the interval covers the exponent about as often as it says', () => {
    const covered = reports.filter(({ interval95 }) => interval95![0] <= 2.5 && 2.5 <= interval95![1]).length;
    // 99.9 % of the binomial with 120 and 0.95.
    expect(covered).toBeGreaterThanOrEqual(105);
    expect(covered).toBeLessThanOrEqual(120);
  });

  it('the exponent is hardly biased', () => {
    const mean = reports.reduce((sum, { alpha }) => sum + alpha, 0) / reports.length;
    expect(Math.abs(mean - 2.5)).toBeLessThan(0.035 + 3 * (0.15 / Math.sqrt(reports.length)));
  });

  it('the p-value is uniform', () => {
    const values = reports.map(({ pValue }) => pValue!).sort((a, b) => a - b);
    const distance = Math.max(...values.map((p, i) => Math.abs(p - (i + 0.5) / values.length)));
    // 99.9 % of Kolmogorov's law, and half a step of the p-value.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(values.length) + 1 / 160);
  });
});
