/** `hearsay fit`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../cli/program.ts';
import { dataPath } from './support/degree-data.ts';
import { ROOT } from './tools/source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-fit-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function hearsayFit(...words: string[]) {
  let out = '';
  let err = '';
  const exitCode = await runCommandLine(['fit', ...words], {
    print: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    interactive: false,
    columns: 72,
    unicode: true,
  });
  return { out, err, exitCode };
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const SMALL = write('small.txt', '# by hand\n0\n1\n1\n1\n1\n2\n\n2\n3\n1\n5\n0\n9\n1\n2\n40\n');

describe('hearsay fit --json', () => {
  it('prints the document of the issue, then what there is to draw', async () => {
    const { out, err, exitCode } = await hearsayFit(SMALL, '--json', '--bootstrap', '20');
    expect([err, exitCode]).toEqual(['', undefined]);
    expect(out).toMatch(/^\{.+\}\n$/);
    const document = JSON.parse(out);
    expect(Object.keys(document).sort()).toEqual(
      [
        'n zeros alpha sigma xmin nTail ks logLikelihood pValue bootstraps interval95 decades comparisons verdict sentence',
        'nTailShare stability ccdf randomSeed',
      ]
        .join(' ')
        .split(' ')
        .sort(),
    );
    expect(document).toMatchObject({
      n: 13,
      zeros: 2,
      bootstraps: 20,
      randomSeed: 'fit',
      verdict: 'undecided',
    });
    expect(Object.keys(document.comparisons)).toEqual(['exponential', 'lognormal', 'cutoff']);
    for (const comparison of Object.values(document.comparisons)) {
      expect(Object.keys(comparison as object)).toEqual(['ratio', 'z', 'p']);
    }
    const [low, high] = document.interval95;
    expect(low).toBeLessThan(high);
    expect(document.stability.map(({ xmin }: { xmin: number }) => xmin)).toEqual([1, 2, 3, 5, 9]);
    expect(Object.keys(document.stability[0])).toEqual(['xmin', 'alpha', 'sigma', 'ks', 'nTail']);
    expect(document.ccdf.at(-1)).toEqual([40, 1 / 13]);
  });

  it('has no p-value without bootstraps', async () => {
    const document = JSON.parse((await hearsayFit(SMALL, '--json', '--bootstrap', '0')).out);
    expect(document).toMatchObject({ pValue: null, interval95: null, bootstraps: 0 });
  });

  it('prints equal bytes for any number of threads, other ones for another seed', async () => {
    const file = dataPath('zeta-a2.5-xmin1-n10000.txt');
    const words = [file, '--json', '--bootstrap', '24'];
    const [one, two, three, more, other] = [
      await hearsayFit(...words, '--workers', '1'),
      await hearsayFit(...words, '--workers', '2'),
      await hearsayFit(...words, '--workers', '3'),
      await hearsayFit(...words, '--workers', '5'),
      await hearsayFit(...words, '--workers', '1', '--seed', 'other'),
    ].map(({ out }) => out);
    expect(two).toBe(one);
    expect(three).toBe(one);
    expect(more).toBe(one);
    expect(JSON.parse(other).interval95).not.toEqual(JSON.parse(one).interval95);
    expect(JSON.parse(other).alpha).toBe(JSON.parse(one).alpha);
  });

  it('starts the law where it is told', async () => {
    const document = JSON.parse((await hearsayFit(SMALL, '--json', '--xmin', '2', '--bootstrap', '10')).out);
    expect(document).toMatchObject({ xmin: 2, nTail: 7 });
    const { out } = await hearsayFit(SMALL, '--xmin', '2', '--bootstrap', '10');
    expect(out).toMatch(/95 % interval [\d.]+ to [\d.]+\n/);
  });

  it('gives the known fit of a known set', async () => {
    const { own } = JSON.parse(readFileSync(dataPath('reference-fits.json'), 'utf8'))['words (Moby Dick)'];
    const document = JSON.parse((await hearsayFit(dataPath('words.txt'), '--json', '--bootstrap', '0')).out);
    expect(document.alpha).toBeCloseTo(own.alpha, 6);
    expect([document.xmin, document.nTail, document.n]).toEqual([own.xmin, own.ntail, own.n]);
  });
});

describe('an edge list', () => {
  // In-degrees 3 2 1 0 0 0, out-degrees 0 1 2 2 1 0.
  const edges = write('edges.txt', '# nodes 6\n1 0\n2 0\n3 0\n2 1\n3 1\n4 2\n');

  it.each([
    [[], 3, 3],
    [['--degree', 'in'], 3, 3],
    [['--degree', 'total'], 5, 1],
  ])('has degrees: %j', async (words, n, zeros) => {
    const { out } = await hearsayFit(edges, '--edges', '--json', '--bootstrap', '0', ...words);
    expect(JSON.parse(out)).toMatchObject({ n, zeros });
  });

  it('may have too few distinct ones', async () => {
    const { err, exitCode } = await hearsayFit(edges, '--edges', '--degree', 'out');
    expect(exitCode).toBe(2);
    expect(err).toBe(
      `hearsay: ${edges}: line 7: expected at least 3 distinct out-degrees above 0 up to the end of the file, found 2\n`,
    );
  });

  it('is what a simulation writes', async () => {
    const path = join(folder, 'simulated.txt');
    let out = '';
    const terminal = { interactive: false, columns: 80, unicode: true, note: () => {} };
    const print = (text: string) => {
      out += text;
    };
    const words = 'sim --peers 60 --publishers 0 --alpha 1 --links 5 --seed a --json --edges'.split(' ');
    await runCommandLine([...words, path], { ...terminal, print });
    const { degreeLaw } = JSON.parse(out);
    const document = JSON.parse((await hearsayFit(path, '--edges', '--json', '--bootstrap', '0')).out);
    expect(document.alpha).toBe(degreeLaw.alpha);
    expect(document.n).toBe(degreeLaw.n);
    expect(degreeLaw).toMatchObject({ predictedGamma: 2, bootstraps: 200 });
  });
});

describe('the summary', () => {
  it('reads well on a terminal of 72 columns', async () => {
    const { out } = await hearsayFit(
      dataPath('zeta-a2.5-xmin1-n10000.txt'),
      '--bootstrap',
      '40',
      '--workers',
      '1',
    );
    const [title, ...lines] = out.split('\n');
    expect(title).toMatch(/^hearsay \d\S+, fit of/);
    expect(lines.slice(lines.indexOf('') + 1).join('\n')).toMatchInlineSnapshot(`
      "values          10,000
      exponent        2.4908 ± 0.0168, 95 % interval 2.458 to 2.513 with the
                      choice of start
      starts at       1: 10,000 values, 100 %, over 2.4 decades
      distance        0.00260 (Kolmogorov-Smirnov), p = 0.450 of 40 bootstraps
      log likelihood  -10,237
      by start        2.49 from 1 (10,000), 2.47 from 2 (2,546), 2.47 from 3
                      (1,244), 2.58 from 6 (411), 2.46 from 11 (140), 2.46
                      from 21 (51)

      compared with   log ratio        z        p
      exponential       2936.31     8.73  2.6e-18  fits worse
      log-normal          -0.01    -0.00    0.997  undecided
      with cut-off        -0.15    -0.55    0.583  undecided

      share of at least x, log-log; · the law
       100 % ┤▀···
             │   ·····
             │       ·▀···
        10 % ┤           ·▀···▄
             │                ··▄·▄
             │                    ··▀·▄▄
         1 % ┤                         ·▀▄▄▄▄
             │                              ·▀▀▄▄▄
             │                                   ▀▀▀█▄·
             │                                        ▀▀▀▄▄▄▄
       0.1 % ┤                                              ▀▀·▄▄·
             │                                                  ▀····▀· ▄
             │                                                        ···▀··▄
      0.01 % ┤                                                             ··▄
             └┬─────────────────────────┬─────────────────────────┬───────────
              1                        10                        100
                                             x

      Strong: a power law with exponent 2.49 ± 0.02 from 1 on (all values, 2.4
      decades) is not ruled out (p = 0.45), and no other law tried fits
      better.
      "
    `);
  });

  it('says what was left out, and keeps to ASCII where it must', async () => {
    let out = '';
    await runCommandLine(['fit', SMALL, '--bootstrap', '0'], {
      print: (text) => {
        out += text;
      },
      note: () => {},
      interactive: false,
      columns: 60,
      unicode: false,
    });
    expect(out).toContain('13 above 0, 2 of 0 left out');
    expect(out).toContain('no bootstraps');
    expect(out).toMatch(/^[\n -~]*$/);
  });
});

describe('bad input is refused in one sentence', () => {
  it.each([
    ['1\n2\n-3\n', 'line 3: expected a whole number from 0 to 2^53 - 1, found "-3"'],
    ['1\n2.5\n', 'line 2: expected a whole number from 0 to 2^53 - 1, found "2.5"'],
    ['NaN\n', 'line 1: expected a whole number from 0 to 2^53 - 1, found "NaN"'],
    ['1\n\n# a\n2 3\n', 'line 4: expected a whole number from 0 to 2^53 - 1, found "2 3"'],
    ['1e3', 'line 1: expected a whole number from 0 to 2^53 - 1, found "1e3"'],
    ['9007199254740992', 'line 1: expected a whole number from 0 to 2^53 - 1, found "9007199254740992"'],
    [
      `x${'y'.repeat(99)}`,
      `line 1: expected a whole number from 0 to 2^53 - 1, found "x${'y'.repeat(39)}..."`,
    ],
    ['', 'line 1: expected at least 3 distinct values above 0 up to the end of the file, found 0'],
    ['0\n0\n', 'line 2: expected at least 3 distinct values above 0 up to the end of the file, found 0'],
    [
      '4\n4\n7\n0\n',
      'line 4: expected at least 3 distinct values above 0 up to the end of the file, found 2',
    ],
  ])('%j', async (text, sentence) => {
    const path = write('bad.txt', text);
    expect(await hearsayFit(path)).toEqual({ out: '', err: `hearsay: ${path}: ${sentence}\n`, exitCode: 2 });
  });

  it.each([
    [['--bootstrap', '-1'], '--bootstrap: expected a whole number from 0 to 1000000, found "-1"'],
    [['--bootstrap', '1e3'], '--bootstrap: expected a whole number from 0 to 1000000, found "1e3"'],
    [['--workers', '0'], '--workers: expected a whole number from 1 to 64, found "0"'],
    [['--xmin', '0'], '--xmin: expected a whole number from 1 to 9007199254740991, found "0"'],
    [
      ['--xmin', '10'],
      '--xmin 10: expected a start that at least two distinct values reach, found 1 value; choose at most 9',
    ],
    [['--seed', ''], '--seed: expected a text, found ""; leave the flag out for "fit"'],
    [['--degree', 'in'], '--degree: only an edge list has degrees; add --edges, or leave this out'],
    [['--edges', '--degree', 'up'], '--degree: expected in, out or total, found "up"'],
    [['--edges'], `${SMALL}: line 2: expected two node numbers such as "3 0", found "0"`],
  ])('%j', async (words, sentence) => {
    expect(await hearsayFit(SMALL, ...words)).toEqual({
      out: '',
      err: `hearsay: ${sentence}\n`,
      exitCode: 2,
    });
  });

  it('names a file that is not there', async () => {
    expect(await hearsayFit('/none')).toEqual({
      out: '',
      err: 'hearsay: /none: this file does not exist\n',
      exitCode: 2,
    });
  });
});

it('reads standard input', () => {
  const run = (words: readonly string[], input: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'cli/main.ts', 'fit', ...words], {
      cwd: ROOT,
      input,
      encoding: 'utf8',
    });
  const { stdout, stderr, status } = run(['-', '--json', '--bootstrap', '4'], readFileSync(SMALL, 'utf8'));
  expect([stderr, status]).toEqual(['', 0]);
  expect(JSON.parse(stdout)).toMatchObject({ n: 13, zeros: 2, bootstraps: 4 });
  const bad = run(['-'], 'a\n');
  expect([bad.stdout, bad.status]).toEqual(['', 2]);
  expect(bad.stderr).toMatch(/^hearsay: standard input: line 1: /);
});
