/** Deliberately wrong fits, given to the rows of `hearsay validate`: every row that depends on one must fail. */
import { describe, expect, it } from 'vitest';
import { Bootstrap } from '../analysis/fit/bootstrap.ts';
import { fitIntegers, type Integers } from '../analysis/fit/degree-fit.ts';
import { bootstrapRows, calibrationRows } from '../cli/validation/calibration.ts';
import { mobyDickRows } from '../cli/validation/word-counts.ts';
import { failing, ids, QUICK } from './support/validation.ts';

/** The approximation 1 + n / sum ln(x / (xmin - 1/2)), which is poor at a small xmin. */
function closedForm(integers: Integers, xmin?: number) {
  const found = fitIntegers(integers, xmin);
  const tail = integers.points.filter(([value]) => value >= found.xmin);
  const logarithms = tail.reduce((sum, [x, count]) => sum + count * Math.log(x / (found.xmin - 0.5)), 0);
  return { ...found, alpha: 1 + found.nTail / logarithms };
}

describe('fits', () => {
  it('of all words, rare ones too, are not those of the paper', () => {
    const rows = mobyDickRows(QUICK, (integers) => fitIntegers(integers, 1));
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('by the closed form are biased, and less exact than they say', () => {
    const rows = calibrationRows(QUICK, closedForm);
    expect(failing(rows)).toEqual(ids(rows));
  });

  it('with repetitions that are far from their law, and near to each other, say the wrong p and interval', () => {
    const rows = bootstrapRows(QUICK, (settings) => {
      const right = new Bootstrap(settings);
      return {
        run: (number) => {
          const { ks, alpha } = right.run(number);
          return { ks: 3 * ks, alpha: settings.fit.alpha + (alpha - settings.fit.alpha) / 4 };
        },
      };
    });
    expect(failing(rows)).toEqual(ids(rows));
  });
});
