/** `hearsay validate`: its table, document, exit codes and errors; and the arithmetic of its rows. */
import { describe, expect, it } from 'vitest';
import { runValidate, type ValidateOptions } from '../cli/validate-run.ts';
import type { Family } from '../cli/validation/families.ts';
import {
  type Claim,
  differenceRow,
  exactRow,
  intervalRow,
  meanRow,
  type Plan,
  shareRow,
  singleRow,
} from '../cli/validation/row.ts';
import { hearsay } from './support/command.ts';

const CLAIM: Claim = { id: 'a/one', claim: 'one is one', source: 'Peano 1889', expected: 1 };
const PLAIN: ValidateOptions = { quick: false, seed: 'validate', json: false };

const FAMILIES: readonly Family[] = [
  {
    name: 'a',
    rows: () => [exactRow(CLAIM, 1), exactRow({ ...CLAIM, id: 'a/two', claim: 'one is two' }, 2)],
  },
  { name: 'b', rows: () => [exactRow({ ...CLAIM, id: 'b/one' }, 1)] },
];

/** @param ids what `--only` says */
function validate(ids?: string, changes: Partial<ValidateOptions> = {}, families = FAMILIES) {
  const options: ValidateOptions = ids === undefined ? PLAIN : { ...PLAIN, only: ids };
  let [out, err] = ['', ''];
  const print = (text: string) => {
    out += text;
  };
  const note = (text: string) => {
    err += text;
  };
  const terminal = { print, note, interactive: false, columns: 60, unicode: true };
  const exitCode = runValidate({ ...options, ...changes }, terminal, families);
  return { out, err, exitCode };
}

describe('the table', () => {
  it('has a row a number, its claim and its source, and fails when one does', () => {
    const { out, err, exitCode } = validate();
    expect(out).toBe(
      [
        '      row    expected  measured  99.9 % interval',
        'pass  a/one  1         1         1 - 1',
        '      one is one (Peano 1889)',
        'FAIL  a/two  1         2         2 - 2',
        '      one is two',
        'pass  b/one  1         1         1 - 1',
        '      one is one',
        '1 of 3 rows fail: a/two',
        '',
      ].join('\n'),
    );
    expect(err).toBe('validating 1/2: a\nvalidating 2/2: b\n');
    expect(exitCode).toBe(1);
  });

  it('ends well when all rows pass', () => {
    const { out, exitCode } = validate('a/one,b');
    expect(out).toContain('all of 2 rows pass\n');
    expect(exitCode).toBe(0);
  });
});

describe('--only', () => {
  it('measures the families that it names, and shows their rows or those it names', () => {
    const idsOf = (ids: string) =>
      JSON.parse(validate(ids, { json: true }).out).rows.map(({ id }: { id: string }) => id);
    expect(idsOf('b')).toEqual(['b/one']);
    expect(idsOf('a/two')).toEqual(['a/two']);
    expect(idsOf('b,a/one')).toEqual(['a/one', 'b/one']);
    expect(validate('b').err).toBe('validating 1/1: b\n');
  });

  it.each([
    ['c', '--only: expected ids of rows, or of a, b; found "c"'],
    ['a,', '--only: expected ids of rows, or of a, b; found ""'],
    ['a/three', '--only: expected a/one, a/two; found "a/three"'],
  ])('%s is refused', (ids, message) => {
    expect(() => validate(ids)).toThrow(message);
  });
});

describe('--json', () => {
  it('is one document of rows', () => {
    const { out, exitCode } = validate('a/two', { json: true });
    expect(JSON.parse(out)).toEqual({
      rows: [{ ...CLAIM, id: 'a/two', claim: 'one is two', measured: 2, interval: [2, 2], pass: false }],
    });
    expect(exitCode).toBe(1);
  });
});

describe('the random seed and the size', () => {
  it('reach the measurement', () => {
    const plans: Plan[] = [];
    const rows = (plan: Plan) => {
      plans.push(plan);
      return [exactRow(CLAIM, 1)];
    };
    validate(undefined, { quick: true, seed: 'x' }, [{ name: 'a', rows }]);
    expect(plans).toEqual([{ quick: true, randomSeed: 'x' }]);
  });

  it('must not be empty', () => {
    expect(() => validate(undefined, { seed: '' })).toThrow('--seed: expected a text, found ""');
  });
});

describe('hearsay validate', () => {
  const words = ['validate', '--quick', '--json', '--only', 'maelstrom,attack,push-pull'];

  it('gives the same bytes every time, and others for another random seed', async () => {
    const [first, again, other] = [
      await hearsay(...words),
      await hearsay(...words),
      await hearsay(...words, '--seed', 'other'),
    ];
    expect(first.exitCode).toBe(0);
    expect(first.out).toBe(again.out);
    expect(first.out).not.toBe(other.out);
    expect(JSON.parse(first.out).rows).toHaveLength(8);
  });

  it('refuses what it does not know with exit code 2', async () => {
    expect(await hearsay('validate', '--only', 'nothing')).toMatchObject({ out: '', exitCode: 2 });
    expect(await hearsay('validate', '--fast')).toMatchObject({ out: '', exitCode: 2 });
  });
});

describe('a row', () => {
  it('of a mean has its 99.9 % interval', () => {
    // Student's t with two degrees of freedom: 31.599; standard error 1/sqrt(3).
    const { measured, interval, pass } = meanRow({ ...CLAIM, expected: 20 }, [1, 2, 3]);
    expect(measured).toBe(2);
    expect(interval[0]).toBeCloseTo(2 - 31.599 / Math.sqrt(3), 3);
    expect(interval[1]).toBeCloseTo(2 + 31.599 / Math.sqrt(3), 3);
    expect(pass).toBe(true);
  });

  it('of a single value has room for its own spread besides', () => {
    const [low, high] = singleRow(CLAIM, [1, 2, 3]).interval;
    expect((high - low) / 2).toBeCloseTo(31.599 * Math.sqrt(4 / 3), 2);
  });

  it('of a difference has the spread of both', () => {
    const { measured, interval } = differenceRow(CLAIM, [4, 5, 6], [1, 2, 3]);
    expect(measured).toBe(3);
    expect(interval[1] - 3).toBeCloseTo(31.599 * Math.sqrt(2 / 3), 2);
  });

  it('of a share has an exact interval', () => {
    const { measured, interval } = shareRow(CLAIM, 20, 20);
    expect(measured).toBe(1);
    expect(interval).toEqual([expect.closeTo(0.0005 ** (1 / 20), 9), 1]);
  });

  it('is wider by what its claim allows, and says so', () => {
    const allowed = { distance: 0.5, why: 'it rains' };
    expect(intervalRow({ ...CLAIM, allowed }, 2, [1.5, 2.5])).toEqual({
      ...CLAIM,
      claim: 'one is one; ±0.5: it rains',
      measured: 2,
      interval: [1, 3],
      pass: true,
    });
  });

  it('fails on either side of its interval', () => {
    expect(intervalRow(CLAIM, 2, [1.1, 3]).pass).toBe(false);
    expect(intervalRow(CLAIM, 0, [-1, 0.9]).pass).toBe(false);
    expect(exactRow(CLAIM, Number.NaN).pass).toBe(false);
  });
});
