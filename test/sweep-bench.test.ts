/** `hearsay bench`: what it prints and what its folder holds. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitIntegers, integersOf } from '../analysis/fit/degree-fit.ts';
import { estimateOf } from '../analysis/statistics/estimate.ts';
import { threadCount } from '../cli/bench-pool.ts';
import { remainingText } from '../cli/bench-progress.ts';
import { bytesIn, folderMaker, hearsay, type Outcome } from './support/sweep-command.ts';

const freshFolder = folderMaker();

const SMALL = '--peers 20,30 --alpha 1 --links 3 --publishers 2 --messages 1 --publish when-settled'.split(
  ' ',
);

interface RecordLine {
  readonly point: number;
  readonly run: number;
  readonly id: string;
  readonly randomSeed: string;
  readonly traceHash: string;
  readonly metrics: Readonly<Record<string, number | null>>;
}

function recordsIn(folder: string): RecordLine[] {
  return bytesIn(folder)
    .runs.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function bench(out: string, ...words: string[]): Promise<Outcome> {
  return hearsay('bench', ...words, '--out', out, '--name', 'a');
}

describe('a sweep', () => {
  const out = freshFolder();
  const folder = join(out, 'a');
  const words = ['spread', ...SMALL, '--runs', '3', '--versus', 'alpha=2'];
  let first: Outcome;

  beforeAll(async () => {
    first = await bench(out, ...words, '--workers', '1', '--json');
  });

  it('has one line a run, by point and run, with common random numbers', () => {
    const records = recordsIn(folder);
    expect(records.map(({ point, run }) => [point, run])).toEqual(
      [0, 1, 2, 3].flatMap((point) => [0, 1, 2].map((run) => [point, run])),
    );
    for (const { run, randomSeed } of records) expect(randomSeed).toBe(`bench/${run}`);
    expect(new Set(records.map(({ id }) => id)).size).toBe(12);
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'runs.ndjson', 'summary.csv']);
  });

  it('has the figures that hearsay sim gives for the same scenario and random seed', async () => {
    const single = SMALL.map((word) => (word === '20,30' ? '30' : word));
    const { out } = await hearsay('sim', ...single, '--seed', 'bench/2', '--json');
    const { traceHash, spread } = JSON.parse(out);
    const record = recordsIn(folder).find(({ point, run }) => point === 1 && run === 2)!;
    expect(record.traceHash).toBe(traceHash);
    expect(record.metrics).toEqual({
      coverage: spread.coverage,
      timeTo50Ms: spread.timeToMs.p50,
      timeTo90Ms: spread.timeToMs.p90,
      timeTo99Ms: spread.timeToMs.p99,
      timeTo100Ms: spread.timeToMs.p100,
      lastDeliveryHop: spread.lastDeliveryHop.mean,
      copies: spread.copies,
      redundancy: spread.redundancy,
      duplicates: spread.duplicates,
    });
  });

  it('summarizes each point and metric, and each difference run by run', () => {
    const [header, ...lines] = bytesIn(folder).summary.trimEnd().split('\n');
    expect(header).toBe('point,peers,alpha,versus,metric,unit,n,mean,median,low95,high95');
    expect(lines).toHaveLength((4 + 2) * 9);
    const copies = (point: number) =>
      recordsIn(folder)
        .filter((record) => record.point === point)
        .map(({ metrics }) => metrics.copies!);
    const own = estimateOf(copies(1));
    const difference = estimateOf(copies(3).map((value, run) => value - copies(1)[run]));
    expect(lines).toContain(`1,30,1,,copies,messages,3,${own.mean},${own.median},${own.interval95!.join()}`);
    expect(lines).toContain(
      `1,30,1,3,copies,messages,3,${difference.mean},${difference.median},${difference.interval95!.join()}`,
    );
    const { points, comparisons } = JSON.parse(first.out);
    expect(points[1].metrics.copies).toEqual({ unit: 'messages', ...own });
    expect(comparisons[1]).toMatchObject({ first: 1, second: 3, differences: { copies: difference } });
  });

  it('prints one JSON document on request', () => {
    expect(first).toEqual({
      out: expect.stringMatching(/^\{.+\}\n$/),
      err: `12 runs in ${folder}\n`,
      exitCode: undefined,
    });
    const document = JSON.parse(first.out);
    expect(Object.keys(document)).toEqual([
      'schemaVersion',
      'manifest',
      'points',
      'comparisons',
      'imprecise',
    ]);
    expect(document.points[1]).toMatchObject({ point: 1, settings: { peers: '30', alpha: '1' } });
    expect(Object.keys(document.points[0].metrics.copies)).toEqual(
      'unit n mean median interval95'.split(' '),
    );
  });

  it('says in its manifest what the files are and how they came about', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(Object.keys(manifest)).toEqual(
      'schemaVersion version command configurationHash configuration parameters environment outputs'.split(
        ' ',
      ),
    );
    expect(manifest.command).toBe(
      `hearsay bench spread ${SMALL.join(' ')} --runs 3 --seed bench --versus alpha=2`,
    );
    expect(manifest.environment.node).toBe(process.version);
    for (const [name, hash] of Object.entries(manifest.outputs)) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ).toBe(hash);
    }
  });

  it('is the same on two threads', async () => {
    const other = freshFolder();
    expect((await bench(other, ...words, '--workers', '2', '--json')).out).toBe(first.out);
    expect(bytesIn(join(other, 'a'))).toEqual(bytesIn(folder));
  });

  it('is only read when it is there already, and shown as a table', async () => {
    const before = bytesIn(folder);
    const { out: table, err } = await bench(out, ...words);
    expect(err).toBe(`12 runs in ${folder}, 12 of them there before\n`);
    expect(bytesIn(folder)).toEqual(before);
    expect(table).toMatch(
      /^coverage, share +n +mean +95 % interval +median\n {2}peers=20 alpha=1 +3 +1 +1 to 1 +1\n/,
    );
    expect(table).toContain(
      '\n\nWith alpha=2, run by run: what it adds to each point.\nadded coverage, share ',
    );
  });

  it('refuses a folder of another configuration, and one that holds other things', async () => {
    const other = await bench(out, 'degree', ...SMALL);
    expect(other).toMatchObject({ out: '', exitCode: 2 });
    expect(other.err).toMatch(
      /^hearsay: .*: this folder holds the results of another configuration, "hearsay bench spread .*" by version .*; choose another --name, or remove the folder\n$/,
    );
    const strange = freshFolder();
    mkdirSync(join(strange, 'a'));
    writeFileSync(join(strange, 'a', 'letter.txt'), 'dear');
    const refused = await bench(strange, 'degree', ...SMALL);
    expect(refused.err).toBe(
      `hearsay: ${join(strange, 'a')}: this folder holds other files; choose another --name\n`,
    );
    expect(readdirSync(join(strange, 'a'))).toEqual(['letter.txt']);
  });

  it('refuses to go on from runs that somebody changed', async () => {
    const copy = freshFolder();
    cpSync(folder, join(copy, 'a'), { recursive: true });
    const path = join(copy, 'a', 'runs.ndjson');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"coverage":1', '"coverage":2'));
    const { err, exitCode } = await bench(copy, ...words);
    expect([err, exitCode]).toEqual([
      `hearsay: ${path}: this file is not as it was written; choose another --name, or remove the folder\n`,
      2,
    ]);
  });
});

describe('hearsay bench degree', () => {
  it('takes the figures of the overlay that hearsay sim gives; one run has no interval', async () => {
    const place = freshFolder();
    const parameters = '--peers 50 --alpha 1 --links 3'.split(' ');
    const { out } = await bench(place, 'degree', ...parameters, '--runs', '1', '--json');
    const words = ['sim', ...parameters, '--publishers', '0', '--seed', 'bench/0', '--json'];
    const { overlay } = JSON.parse((await hearsay(...words)).out);
    const { metrics } = recordsIn(join(place, 'a'))[0];
    expect(metrics).toEqual({
      links: overlay.links,
      meanDegree: overlay.meanDegree,
      maxDegree: overlay.maxDegree,
      maxInDegree: overlay.maxInDegree,
      components: overlay.components,
      largestComponentShare: overlay.largestComponent / 50,
      topHubShare: overlay.maxDegree / overlay.links,
      gamma: expect.closeTo(fitIntegers(integersOf(overlay.inDegreeHistogram)).alpha, 6),
    });
    const { n, mean, interval95 } = JSON.parse(out).points[0].metrics.links;
    expect([n, mean, interval95]).toEqual([1, overlay.links, null]);
  });
});

describe('--until-precision', () => {
  const words = ['degree', ...SMALL, '--runs', '2', '--until-precision', '0.15', '--json'];

  it('adds runs to the points that need them, the same for any number of threads', async () => {
    const outs = [freshFolder(), freshFolder()];
    const { out } = await bench(outs[0], ...words, '--workers', '1');
    await bench(outs[1], ...words, '--workers', '2');
    expect(bytesIn(join(outs[1], 'a'))).toEqual(bytesIn(join(outs[0], 'a')));
    const { points, imprecise } = JSON.parse(out);
    expect(imprecise).toEqual([]);
    for (const { metrics } of points) {
      const { n, mean, interval95 } = metrics.maxInDegree;
      expect(n).toBeGreaterThan(2);
      expect((interval95[1] - interval95[0]) / 2 / mean).toBeLessThanOrEqual(0.15);
    }
  });

  it('stops at the limit and says so', async () => {
    const { out, err, exitCode } = await bench(freshFolder(), ...words, '--runs-max', '3');
    expect(exitCode).toBe(undefined);
    const { points, imprecise } = JSON.parse(out);
    expect(points[imprecise[0]].metrics.maxInDegree.n).toBe(3);
    expect(err).toMatch(/^stopped at 3 runs without a precision of 0.15 in the largest in-degree: peers=\d0/);
  });
});

describe('the threads of a sweep', () => {
  it('are as many as were asked for, and no more than fit into memory', () => {
    const largest = { bytes: 2e9, heapBytes: 1e9, seconds: 1 };
    expect(threadCount(3, largest, 100e9)).toBe(3);
    expect(threadCount(3, largest, 5e9)).toBe(2);
    expect(threadCount(3, largest, 1e9)).toBe(1);
    expect(threadCount(undefined, largest, 1e12)).toBeGreaterThanOrEqual(1);
  });
});

describe('the remaining time', () => {
  it.each([
    [0, 0, 9, 'remaining time not known yet'],
    [1_000, 10, 90, 'about 9 s left'],
    [10_000, 1, 60, 'about 10 min left'],
    [60_000, 1, 330, 'about 5.5 h left'],
  ])('after %d ms for %d of work with %d to go: %s', (elapsedMs, doneS, remainingS, text) => {
    expect(remainingText(elapsedMs, doneS, remainingS)).toBe(text);
  });
});
