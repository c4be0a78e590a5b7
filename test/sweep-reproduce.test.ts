/** `hearsay reproduce`. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { folderMaker, hearsay } from './support/sweep-command.ts';

const freshFolder = folderMaker();
const original = join(freshFolder(), 'a');

beforeAll(async () => {
  const words = '--peers 20 --alpha 1,2 --links 3 --runs 3 --until-precision 0.1 --versus alpha=3'.split(' ');
  const parameters = ['--publishers', '1', '--messages', '1', '--latency', 'lognormal:60,0.5'];
  await hearsay(
    'bench',
    'spread',
    ...words,
    ...parameters,
    '--runs-max',
    '5',
    '--out',
    join(original, '..'),
    '--name',
    'a',
  );
});

/** A copy of the results with one file changed. */
function changed(name: string, change: (text: string) => string): string {
  const copy = join(freshFolder(), 'b');
  cpSync(original, copy, { recursive: true });
  const path = join(copy, name);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return copy;
}

describe('hearsay reproduce', () => {
  it('says that the files are equal, and leaves nothing behind', async () => {
    const scratch = freshFolder();
    vi.stubEnv('TMPDIR', scratch);
    expect(await hearsay('reproduce', original)).toEqual({
      out: 'runs.ndjson is equal\nsummary.csv is equal\n',
      err: '',
      exitCode: 0,
    });
    expect(readdirSync(scratch).filter((name) => name.startsWith('hearsay'))).toEqual([]);
    vi.unstubAllEnvs();
    const { out } = await hearsay('reproduce', original, '--json', '--workers', '2');
    expect(JSON.parse(out)).toMatchObject({ equal: true, files: [{ name: 'runs.ndjson', equal: true }, {}] });
  });

  it('names the first byte that differs', async () => {
    const copy = changed('runs.ndjson', (text) => {
      const lines = text.split('\n');
      lines[1] = lines[1].replace(/"copies":\d/, '"copies":x');
      return lines.join('\n');
    });
    const line = readFileSync(join(copy, 'runs.ndjson'), 'utf8').split('\n')[1];
    const { out, exitCode } = await hearsay('reproduce', copy);
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      new RegExp(
        `^runs.ndjson differs at line 2, column ${line.indexOf('x') + 1}: recorded ".*copies.*:x.*", now ".*copies.*:\\d.*"\nsummary.csv is equal\n$`,
      ),
    );
    expect(await hearsay('reproduce', copy, '--check')).toEqual({
      out: 'runs.ndjson has not the hash in the manifest\nsummary.csv has its hash\n',
      err: '',
      exitCode: 1,
    });
  });

  it('notices a file that ends early, and one that is gone', async () => {
    const short = changed('summary.csv', (text) => text.slice(0, -1));
    const first = await hearsay('reproduce', short);
    expect([first.out, first.exitCode]).toEqual([
      expect.stringMatching(/\nsummary.csv differs at line \d+, column \d+: /),
      1,
    ]);
    rmSync(join(short, 'summary.csv'));
    const second = await hearsay('reproduce', short, '--check');
    expect([second.out, second.exitCode]).toEqual(['runs.ndjson has its hash\nsummary.csv is missing\n', 1]);
  });

  it.each([
    ['another version', '"version": "', '"version": "9', 'these results are by version 9'],
    ['a changed configuration', '"runs": 3', '"runs": 2', 'its configuration is not as it was written'],
    ['no manifest', '{', '', 'expected the manifest of a folder that `hearsay bench` filled, found none'],
  ])('refuses %s', async (_, before, after, sentence) => {
    const copy = changed('manifest.json', (text) => text.replace(before, after));
    const { out, err, exitCode } = await hearsay('reproduce', copy);
    expect([out, exitCode]).toEqual(['', 2]);
    expect(err).toContain(`hearsay: ${join(copy, 'manifest.json')}: ${sentence}`);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
