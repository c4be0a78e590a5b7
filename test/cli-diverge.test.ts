/** `hearsay diverge`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hearsay } from './support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-diverge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SMALL = ['--peers', '20', '--publishers', '1', '--messages', '1', '--json'];

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function documentOf(name: string, ...words: string[]): Promise<string> {
  return write(name, (await hearsay('sim', ...SMALL, ...words)).out);
}

let a = '';
let crash = '';

beforeAll(async () => {
  a = await documentOf('a.json', '--seed', 'a');
  crash = await documentOf('crash.json', '--seed', 'a', '--crash', '0.1@5');
});

describe('hearsay diverge', () => {
  it('says so of one run', async () => {
    expect(await hearsay('diverge', a, a)).toEqual({ out: 'the runs are the same\n', err: '', exitCode: 0 });
  });

  it('names the first event at which two runs part, with the events around it', async () => {
    const { out, err, exitCode } = await hearsay('diverge', a, crash);
    expect([err, exitCode]).toEqual(['', 1]);
    const [title, , ...lines] = out.split('\n');
    expect(title).toMatch(/^the runs part after \d+ events$/);
    const common = lines.slice(0, lines.indexOf(''));
    expect(common).toHaveLength(5);
    for (const line of common) expect(Number(line.trim().split(' ')[0])).toBeLessThan(5);
    // Before anything else of that microsecond.
    const [, , first] = lines.slice(lines.indexOf(`B: ${crash}`) - 1);
    expect(first).toMatch(/^B {6,}5\.000000 peer\/\d+ +is struck by a fault$/);
    const ours = lines[lines.indexOf(`A: ${a}`) + 1];
    expect(ours).toMatch(/^A {6,}\d+\.\d{6} (peer|seed)\/\d+ +\w/);
  });

  it('says when this build does not give the trace hash of a document', async () => {
    const forged = JSON.parse((await hearsay('sim', ...SMALL, '--seed', 'a')).out);
    const path = write('forged.json', JSON.stringify({ ...forged, traceHash: '0123456789abcdef' }));
    const { out, err, exitCode } = await hearsay('diverge', a, path);
    expect([out, exitCode]).toEqual(['the runs are the same\n', 1]);
    expect(err).toBe(
      `${path} says trace hash 0123456789abcdef, which this build does not give for its manifest\n`,
    );
  });

  it.each([
    ['a file that does not exist', undefined, 'this file does not exist'],
    ['no JSON', 'no', 'expected a JSON document, found'],
    ['another document', '[1]', 'expected the document that `hearsay sim --json` prints, with its manifest'],
    [
      'a run of another version',
      '{"traceHash":"0","manifest":{"version":"0.0.1","randomSeed":"a","parameters":{}}}',
      'this run is by version 0.0.1, and this is version',
    ],
  ])('refuses %s in a sentence', async (_, text, sentence) => {
    const path = text === undefined ? join(folder, 'none.json') : write('bad.json', text);
    const { out, err, exitCode } = await hearsay('diverge', a, path);
    expect([out, exitCode]).toEqual(['', 2]);
    expect(err).toContain(`hearsay: ${path}: ${sentence}`);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
