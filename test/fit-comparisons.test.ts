/** The laws that a power law is compared with. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../analysis/degrees.ts';
import { compare } from '../analysis/fit/comparisons.ts';
import { geometricLogarithms, geometricRate } from '../analysis/fit/exponential.ts';
import { fitLogNormal, logNormalLogarithms } from '../analysis/fit/log-normal.ts';
import { minimise } from '../analysis/fit/minimise.ts';
import { normalP, scaledUpperTail } from '../analysis/fit/normal-tail.ts';
import { fitFrom } from '../analysis/fit/power-law.ts';
import { cutoffLogarithms, fitPowerLawCutoff, scaledSum } from '../analysis/fit/power-law-cutoff.ts';
import { PowerLawDraws } from '../analysis/fit/power-law-draws.ts';
import { Sample } from '../analysis/fit/sample.ts';
import { meanOf, type Tail, tailFrom } from '../analysis/fit/tail.ts';
import { randomStream } from '../analysis/random.ts';
import { holds } from './support/property.ts';

/** z, and (1 - Phi(z)) exp(z^2/2), by mpmath 1.3.0 with 30 digits. */
const UPPER_TAILS: readonly (readonly [number, number])[] = [
  [0, 0.5],
  [0.5, 0.349618834720398],
  [1.5, 0.205780666977395],
  [2, 0.168102001223171],
  [5, 0.0769193049750063],
  [20, 0.019897615648327],
  [70, 0.00569801304865334],
];

/** Every integer from xmin to `last` once. */
function integersFrom(xmin: number, last: number): Tail {
  const values = Array.from({ length: last - xmin + 1 }, (_, i) => xmin + i);
  return tailFrom(new Sample(histogram(values)), xmin);
}

const total = (logarithms: Float64Array) => logarithms.reduce((sum, each) => sum + Math.exp(each), 0);

const likelihood = (tail: Tail, logarithms: Float64Array) => tail.size * meanOf(tail, logarithms);

/** `size` integers drawn by inversion of a law that is given by its survival function. */
function drawn(size: number, label: string, next: (uniform: number) => number): Sample {
  const random = randomStream('comparisons', label);
  return new Sample(histogram(Array.from({ length: size }, () => next(random()))));
}

const POWER_LAW = new PowerLawDraws({ alpha: 2.2, xmin: 1 });
const powerLawSample = drawn(3000, 'power law', (uniform) => POWER_LAW.draw(() => uniform));
const geometricSample = drawn(
  3000,
  'geometric',
  (uniform) => 1 + Math.floor(Math.log1p(-uniform) / Math.log(0.9)),
);

describe('the tail of the normal distribution', () => {
  it.each(UPPER_TAILS)('at %d', (z, expected) => {
    expect(Math.abs(scaledUpperTail(z) / expected - 1)).toBeLessThan(1e-14 + 1e-15 / expected);
  });

  it('gives the usual p-values', () => {
    expect(normalP(0)).toBe(1);
    expect(normalP(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(normalP(-1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(normalP(40)).toBeLessThan(1e-300);
  });
});

describe('the minimum', () => {
  it('is found, inside and at an end', () => {
    const place = fc.double({ min: -3, max: 5, noNaN: true });
    holds(
      fc.property(place, fc.double({ min: 0.1, max: 9, noNaN: true }), (centre, power) => {
        const found = minimise((x) => Math.abs(x - centre) ** (1 + power / 9) + 7, -3, 5, 1e-7);
        expect(Math.abs(found.at - centre)).toBeLessThan(1e-5);
        expect(found.value).toBeCloseTo(7, 5);
      }),
    );
  });

  it('takes few steps on a parabola', () => {
    let calls = 0;
    const parabola = (x: number) => {
      calls++;
      return (x - 0.3) ** 2;
    };
    expect(minimise(parabola, -10, 10, 1e-6).at).toBeCloseTo(0.3, 6);
    expect(calls).toBeLessThan(15);
  });
});

describe('the exponential', () => {
  it('gives all integers from xmin on 1 together, and has the mean of the sample', () => {
    expect(total(geometricLogarithms(integersFrom(4, 2000), 0.1))).toBeCloseTo(1, 12);
    const tail = tailFrom(geometricSample, 1);
    expect(geometricRate(tail)).toBeCloseTo(-Math.log(0.9), 2);
    const rate = geometricRate(tail);
    const best = likelihood(tail, geometricLogarithms(tail, rate));
    for (const other of [0.99 * rate, 1.01 * rate]) {
      expect(likelihood(tail, geometricLogarithms(tail, other))).toBeLessThan(best);
    }
  });
});

describe('the log-normal', () => {
  it.each([
    [2, 0.8],
    [-3, 1.5],
    [-40, 4],
  ])('with mu %d, sigma %d gives all integers 1 together', (mu, sigma) => {
    // What is left above a million, by the density, is below 1e-4 in all cases.
    const sum = total(logNormalLogarithms(integersFrom(3, 300_000), { mu, sigma }));
    expect(sum).toBeGreaterThan(1 - 1e-4);
    expect(sum).toBeLessThan(1 + 1e-9);
  });

  it('is as smooth where density takes over from difference', () => {
    const tail = tailFrom(new Sample(histogram([99_998, 99_999, 100_000, 100_001])), 99_998);
    const logarithms = logNormalLogarithms(tail, { mu: 3, sigma: 2 });
    const steps = [1, 2, 3].map((i) => logarithms[i] - logarithms[i - 1]);
    expect(steps[1]).toBeCloseTo(steps[0], 8);
    expect(steps[2]).toBeCloseTo(steps[1], 8);
  });

  it('is the one of largest likelihood', () => {
    for (const sample of [powerLawSample, geometricSample]) {
      const tail = tailFrom(sample, 2);
      const law = fitLogNormal(tail);
      const best = likelihood(tail, logNormalLogarithms(tail, law));
      for (const other of [
        { ...law, mu: law.mu + 0.01 },
        { ...law, mu: law.mu - 0.01 },
        { ...law, sigma: law.sigma * 1.003 },
        { ...law, sigma: law.sigma * 0.997 },
      ]) {
        expect(likelihood(tail, logNormalLogarithms(tail, other))).toBeLessThan(best);
      }
    }
  });

  it('keeps mu above -50', () => {
    const steep = new Sample([2, 3, 4, 5, 8, 16, 64].map((x) => [x, Math.round(1e7 * x ** -3)] as const));
    expect(fitLogNormal(tailFrom(steep, 2)).mu).toBeGreaterThanOrEqual(-50);
  });
});

describe('the power law with cut-off', () => {
  it('is summed right', () => {
    const laws = fc.record({
      a: fc.double({ min: 0, max: 12, noNaN: true }),
      lambda: fc.double({ min: 0.003, max: 3, noNaN: true }),
      q: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2_000_000 })),
    });
    holds(
      fc.property(laws, ({ a, lambda, q }) => {
        let sum = 0;
        for (let k = 0; k * lambda < 40; k++) sum += Math.exp(-a * Math.log1p(k / q) - lambda * k);
        expect(Math.abs(scaledSum(a, lambda, q) / sum - 1)).toBeLessThan(1e-10);
      }),
      100,
    );
  });

  it('is the one of largest likelihood', () => {
    for (const sample of [powerLawSample, geometricSample]) {
      const tail = tailFrom(sample, 2);
      const law = fitPowerLawCutoff(tail, fitFrom(sample, 2).alpha);
      const best = likelihood(tail, cutoffLogarithms(tail, law));
      for (const other of [
        { ...law, alpha: law.alpha + 0.01 },
        { ...law, alpha: law.alpha - 0.01 },
        { ...law, lambda: law.lambda * 1.05 },
        { ...law, lambda: law.lambda * 0.95 },
      ]) {
        expect(likelihood(tail, cutoffLogarithms(tail, other))).toBeLessThan(best + 1e-9);
      }
    }
  });

  it('is never worse than the power law or the exponential, which it contains', () => {
    for (const sample of [powerLawSample, geometricSample]) {
      const { exponential, cutoff } = compare(sample, fitFrom(sample, 2));
      expect(cutoff.ratio).toBeLessThanOrEqual(0);
      expect(cutoff.ratio).toBeLessThan(exponential.ratio + 1e-3);
    }
  });
});

describe('the comparisons', () => {
  it('decide for the power law where it is true, and against it where another is', () => {
    const ours = compare(powerLawSample, fitFrom(powerLawSample, 1));
    expect(ours.exponential.z).toBeGreaterThan(3);
    expect(Math.abs(ours.cutoff.z)).toBeLessThan(1.96);
    const theirs = compare(geometricSample, fitFrom(geometricSample, 1));
    for (const { z } of Object.values(theirs)) expect(z).toBeLessThan(-3);
  });

  it('have a z and a p that belong together', () => {
    for (const { z, p } of Object.values(compare(geometricSample, fitFrom(geometricSample, 3)))) {
      expect(p).toBeCloseTo(normalP(z), 12);
    }
  });
});
