/** `hearsay plot`: from documents to files and charts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../cli/program.ts';
import { fitDocument, runDocument } from './support/result-documents.ts';
import { ROOT } from './tools/source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-plot-'));
afterAll(() => rmSync(folder, { recursive: true }));

const A = write('a.json', runDocument('a').content);
const B = write('b.json', runDocument('b', { alpha: 2.5 }).content);
const FIT = write('fit.json', fitDocument('fit').content);

function write(name: string, content: unknown): string {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
}

async function plot(...words: string[]) {
  let out = '';
  let err = '';
  const exitCode = await runCommandLine(['plot', ...words], {
    print: (text) => {
      out += text;
    },
    note: (text) => {
      err += text;
    },
    interactive: false,
    columns: 60,
    unicode: false,
  });
  return { out, err, exitCode };
}

const DONE = { out: '', err: '', exitCode: undefined };

describe('hearsay plot --output', () => {
  it.each([
    ['degree', A, B, '--null'],
    ['spread', A, B],
    ['latency', A],
    ['robustness', A, B],
    ['stability', FIT],
    ['degree', FIT, A],
  ])('%s writes an SVG, the same bytes each time', async (...words) => {
    const place = join(folder, 'figure.svg');
    expect(await plot(...words, '-o', place)).toEqual(DONE);
    const first = readFileSync(place, 'utf8');
    expect(first).toMatch(/^<svg [\s\S]+<\/svg>\n$/);
    await plot(...words, '-o', place);
    expect(readFileSync(place, 'utf8')).toBe(first);
  });

  it('writes a PNG of 1,900 pixels with the font of the package, the same bytes each time', async () => {
    const place = join(folder, 'figure.PNG');
    expect(await plot('degree', A, '-o', place)).toEqual(DONE);
    const first = readFileSync(place);
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    expect(first.readUInt32BE(16)).toBe(1900);
    await plot('degree', A, '-o', place);
    expect(readFileSync(place).equals(first)).toBe(true);
  });

  it('takes a title', async () => {
    const place = join(folder, 'titled.svg');
    await plot('spread', A, '-o', place, '--title', 'Fish & chips');
    expect(readFileSync(place, 'utf8')).toContain('<title>Fish &amp; chips</title>');
  });
});

describe('hearsay plot without a file', () => {
  it('draws in the terminal', async () => {
    const { out, err, exitCode } = await plot('latency', A);
    expect([err, exitCode]).toEqual(['', undefined]);
    expect(out).toMatch(/^share of deliveries that took no longer\n/);
    expect(out).toContain('deliveries by the links they had crossed\n1 |');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(out).toMatch(/^[\n -~]*$/);
  });

  it('draws degrees with the fitted law, and robustness', async () => {
    expect((await plot('degree', A)).out).toMatch(/^share of peers with at least x, log-log\n/);
    expect((await plot('degree', FIT)).out).toMatch(/^share of values with at least x, log-log\n/);
    expect((await plot('robustness', A)).out).toMatch(/^largest component, share of all\n/);
  });

  it('draws several results one after another, with their names', async () => {
    const { out } = await plot('spread', A, B);
    expect(out.match(/^alpha .*$/gm)).toEqual(['alpha 0.667', 'alpha 2.5']);
    expect(out.match(/^share of peers that have the message$/gm)?.length).toBe(2);
  });

  it('reads standard input', () => {
    const words = ['--import', 'tsx', join(ROOT, 'cli/main.ts'), 'plot', 'degree', '-'];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, {
      input: readFileSync(A),
      encoding: 'utf8',
      cwd: ROOT,
    });
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toContain('100 % ');
  });
});

describe('hearsay plot refuses', () => {
  const text = write('text.json', {});
  writeFileSync(text, 'not json');

  it.each<[string[], string]>([
    [['pie', A], 'plot: expected degree, spread, latency, robustness, stability, found "pie"'],
    [['degree', A, '-o', 'x.pdf'], '--output x.pdf: expected a name ending in .svg or .png'],
    [
      ['degree', A, '-o', `${folder}/none/x.svg`],
      `--output ${folder}/none/x.svg: the folder "${folder}/none" does not exist; make it first`,
    ],
    [['degree', `${folder}/none.json`], `${folder}/none.json: this file does not exist`],
    [['degree', text], `${text}: expected a JSON document, found `],
    [['spread', FIT], `${FIT} has no spread curve; it is a document of \`hearsay fit --json\`, and`],
    [['stability', A, '-o', `${folder}/x.svg`], `${A} has no fits by xmin;`],
    [
      ['spread', A, '-o', 'x.svg', '--null'],
      '--null: expected with `plot degree` or `plot robustness`, found with `plot spread`; leave it out',
    ],
    [['degree', A, '--null'], '--null: expected with --output FILE only; name one'],
    [['degree', A, '--title', 'x'], '--title: expected with --output FILE only; name one'],
    [['degree', A, A, A, A, A, A, A], 'plot: expected at most 6 results in one figure, found 7'],
    [['degree', '-', '-'], 'plot: standard input (-) can be read only once; name files for the others'],
    [
      ['stability', FIT],
      'plot stability: this is drawn to a file only; name one, such as --output stability.svg',
    ],
  ])('%j', async (words, sentence) => {
    const { out, err, exitCode } = await plot(...words);
    expect([out, exitCode]).toEqual(['', 2]);
    expect(err.startsWith(`hearsay: ${sentence}`), err).toBe(true);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('and leaves no file behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('x.'))).toEqual([]);
  });
});
