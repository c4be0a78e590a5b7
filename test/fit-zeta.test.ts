/** The Hurwitz zeta function. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hurwitzZeta,
  scaledZeta,
  scaledZetaWithDerivatives,
  type WithDerivatives,
} from '../analysis/fit/hurwitz-zeta.ts';
import { dataPath } from './support/degree-data.ts';
import { holds } from './support/property.ts';

interface Vector {
  readonly s: number;
  readonly q: number;
  readonly zeta: string;
}

const { vectors } = JSON.parse(readFileSync(dataPath('hurwitz-zeta-vectors.json'), 'utf8')) as {
  readonly vectors: readonly Vector[];
};

/** a, q, and the first and second derivative of zeta(a, q) in a, by mpmath 1.3.0 with 30 digits. */
const DERIVATIVES: readonly (readonly [number, number, number, number])[] = [
  [1.05, 1, -399.927671191731, 15999.99020983521],
  [1.4, 3, -5.918547000149693, 31.05760781068632],
  [2.5, 1, -0.38734195032621, 0.5819689270420682],
  [2.5, 10, -0.06636313423253208, 0.2038476125640761],
  [3, 100, -0.0002575717736660731, 0.001326287270114201],
  [6, 2, -0.01285216513179573, 0.00993972873414422],
  [12, 7, -1.82170106595565e-10, 3.619337409839269e-10],
  [2, 1000000, -1.481551746572177e-5, 0.0002204994485273464],
];

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('zeta(a, q)', () => {
  it('is right to 1e-12 of itself', () => {
    expect(vectors).toHaveLength(34);
    for (const { s, q, zeta } of vectors) {
      expect(relative(hurwitzZeta(s, q).value, Number(zeta)), `zeta(${s}, ${q})`).toBeLessThan(1e-12);
    }
  });

  it.each(DERIVATIVES)('has its derivatives at %d, %d to 1e-12', (a, q, first, second) => {
    const zeta = hurwitzZeta(a, q);
    expect(relative(zeta.first, first)).toBeLessThan(1e-12);
    expect(relative(zeta.second, second)).toBeLessThan(1e-12);
  });
});

describe('q^a zeta(a, q)', () => {
  const exponents = fc.double({ min: 1.01, max: 40, noNaN: true });
  const starts = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10_000_000 }));

  it('loses its first term when q grows by one, and so do the derivatives', () => {
    holds(
      fc.property(exponents, starts, (a, q) => {
        const here = scaledZetaWithDerivatives(a, q);
        const next = scaledZetaWithDerivatives(a, q + 1);
        // (1 + 1/q)^-a, and its derivatives, turn the scale of q + 1 into that of q.
        const logarithm = Math.log1p(1 / q);
        const factor = Math.exp(-a * logarithm);
        const expected: WithDerivatives = {
          value: 1 + factor * next.value,
          first: factor * (next.first - logarithm * next.value),
          second: factor * (next.second - 2 * logarithm * next.first + logarithm ** 2 * next.value),
        };
        for (const part of ['value', 'first', 'second'] as const) {
          expect(relative(here[part], expected[part]), part).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it('is the same without its derivatives', () => {
    holds(
      fc.property(exponents, starts, (a, q) => {
        expect(relative(scaledZeta(a, q), scaledZetaWithDerivatives(a, q).value)).toBeLessThan(1e-14);
      }),
    );
  });

  it('neither over- nor underflows where the law is steep', () => {
    expect(scaledZeta(1e6, 1e6)).toBeCloseTo(1 / (1 - Math.exp(-1)), 5);
    expect(scaledZeta(1e4, 2)).toBe(1);
    expect(scaledZeta(1.5, Number.MAX_SAFE_INTEGER) / (2 * Number.MAX_SAFE_INTEGER)).toBeCloseTo(1, 12);
  });
});
