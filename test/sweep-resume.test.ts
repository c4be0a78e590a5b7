/** A sweep that is interrupted by a signal and goes on afterwards, in real processes. */
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ResultsFolder } from '../cli/results-folder.ts';
import { manifestOf } from '../cli/results-manifest.ts';
import { bytesIn, folderMaker, hearsay, startedHearsay } from './support/sweep-command.ts';

const freshFolder = folderMaker();

/** Some seconds of work in many runs. */
const SWEEP = 'bench degree --peers 150,200 --alpha 1 --links 4 --runs 15 --name a --workers 1'.split(' ');

const MANIFEST = manifestOf(
  '0',
  'hearsay bench degree',
  {
    kind: 'degree',
    randomSeed: 'a',
    runs: 1,
    untilPrecision: null,
    runsMax: 1,
    points: [],
    versus: null,
    comparisons: [],
  },
  {},
);

const JOURNAL = 'unfinished.ndjson';

function journalIn(folder: string): string {
  return readdirSync(folder).includes(JOURNAL) ? readFileSync(join(folder, JOURNAL), 'utf8') : '';
}

/** Starts the sweep, sends the signal once some runs are kept, and waits for the end. */
async function interrupted(out: string, name: 'SIGINT' | 'SIGTERM') {
  const folder = join(out, 'a');
  mkdirSync(folder);
  const watcher = watch(folder);
  const child = startedHearsay(...SWEEP, '--out', out);
  const closed = once(child, 'close');
  let err = '';
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  while (journalIn(folder).split('\n').length < 4) await once(watcher, 'change');
  watcher.close();
  child.kill(name);
  const [exitCode] = await closed;
  return { err, exitCode };
}

describe('an interrupted sweep', () => {
  const whole = freshFolder();

  beforeAll(async () => {
    await hearsay(...SWEEP, '--out', whole);
  });

  it('keeps its runs at SIGTERM', async () => {
    const out = freshFolder();
    expect((await interrupted(out, 'SIGTERM')).exitCode).toBe(143);
    expect(readdirSync(join(out, 'a')).sort()).toEqual(['manifest.json', JOURNAL]);
  });

  it('keeps its runs at Ctrl-C, and the same command gives the same files', async () => {
    const out = freshFolder();
    const folder = join(out, 'a');
    const { err, exitCode } = await interrupted(out, 'SIGINT');
    expect([err, exitCode]).toEqual([
      `stopped; the runs that ended are kept in ${folder}, and the same command goes on\n`,
      130,
    ]);
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', JOURNAL]);
    expect(await hearsay('reproduce', folder)).toMatchObject({
      err: expect.stringContaining(
        'manifest.json: runs are missing; finish them first with hearsay bench degree',
      ),
      exitCode: 2,
    });

    const keptCount = journalIn(folder).split('\n').length - 1;
    // As if the power had failed in the middle of a line, after one that is no record.
    appendFileSync(join(folder, JOURNAL), '{"id":"0"}\n{"point":1,"run":0,"id":"');
    const resumed = await hearsay(...SWEEP, '--out', out);
    expect(resumed.err).toBe(`30 runs in ${folder}, ${keptCount} of them there before\n`);
    expect(bytesIn(folder)).toEqual(bytesIn(join(whole, 'a')));
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'runs.ndjson', 'summary.csv']);
  });

  it('cuts off a torn line before it keeps more', () => {
    const folder = new ResultsFolder(join(freshFolder(), 'a'), MANIFEST);
    folder.keep('{"a":1}');
    appendFileSync(join(folder.path, JOURNAL), '{"torn');
    const resumed = new ResultsFolder(folder.path, MANIFEST);
    expect(resumed.keptLines()).toEqual(['{"a":1}']);
    resumed.keep('{"b":2}');
    expect(journalIn(folder.path)).toBe('{"a":1}\n{"b":2}\n');
    expect(resumed.keptLines()).toEqual(['{"a":1}', '{"b":2}']);
    folder.close();
    resumed.close();
  });
});
