/** Axes of figures: ticks where a reader expects them, whatever the values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearAxis, logAxis, percent, plainNumber } from '../analysis/plot/axes.ts';
import { holds } from './support/property.ts';

describe('a logarithmic axis', () => {
  it('labels each power of ten, with small ticks between', () => {
    const { domain, ticks, minorTicks } = logAxis([1, 1234], 'x', plainNumber);
    expect(domain).toEqual([0.8, 1542.5]);
    expect(ticks).toEqual([1, 10, 100, 1000]);
    expect(minorTicks.slice(0, 4)).toEqual([0.8, 0.9, 2, 3]);
    expect(minorTicks.length).toBe(2 + 3 * 8);
  });

  it('labels 2 and 5 too when it is short', () => {
    expect(logAxis([20, 300], 'x', plainNumber).ticks).toEqual([20, 50, 100, 200]);
  });

  it('holds all values, and at least two labels', () => {
    const values = fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 });
    holds(
      fc.property(values, (some) => {
        const { domain, ticks, minorTicks } = logAxis(some, 'x', plainNumber);
        for (const value of some) expect(value >= domain[0] && value <= domain[1]).toBe(true);
        for (const tick of [...ticks, ...minorTicks])
          expect(tick >= domain[0] && tick <= domain[1]).toBe(true);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
      }),
    );
  });
});

describe('a linear axis', () => {
  it.each<[number, number, number, number[]]>([
    [0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 1.03, 6, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 277, 9, [0, 50, 100, 150, 200, 250]],
    [1.93, 3.2, 8, [2, 2.2, 2.4, 2.6, 2.8, 3, 3.2]],
  ])('from %d to %d in at most %d parts', (low, high, partsMax, ticks) => {
    expect(linearAxis(low, high, 'x', plainNumber, partsMax).ticks).toEqual(ticks);
  });

  it('has ticks within its ends, few enough for their labels', () => {
    const ends = fc.tuple(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    );
    holds(
      fc.property(ends, ([low, length]) => {
        const { ticks } = linearAxis(low, low + length, 'x', plainNumber);
        expect(ticks.length).toBeLessThanOrEqual(9);
        for (const tick of ticks) expect(tick).toBeGreaterThanOrEqual(low - 1e-9 * (low + length));
      }),
    );
  });
});

describe('labels', () => {
  it.each<[number, string]>([
    [0.0001, '0.01 %'],
    [0.07, '7 %'],
    [1, '100 %'],
  ])('%d is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it.each<[number, string]>([
    [1_000_000, '1,000,000'],
    [0.667, '0.667'],
    [1234.5, '1,234.5'],
    [999, '999'],
  ])('%d is %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });
});
