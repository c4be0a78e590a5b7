/** From the flags of `hearsay bench` to its points. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointLabel } from '../cli/bench-configuration.ts';
import { gridOf } from '../cli/bench-grid.ts';
import type { OptionValues } from '../cli/sim-flags.ts';
import { UsageError } from '../cli/usage-error.ts';
import { SCENARIO_DEFAULTS } from '../sim/scenario.ts';
import { folderMaker, hearsay } from './support/sweep-command.ts';

const freshFolder = folderMaker();

function labels(values: OptionValues): string[] {
  return gridOf('spread', values).points.map(pointLabel);
}

describe('the points of a sweep', () => {
  it('are all combinations, the last flag fastest', () => {
    const { points, comparisons } = gridOf('spread', { alpha: '2,3', peers: '10,20', links: '5' });
    expect(points.map(pointLabel)).toEqual([
      'peers=10 alpha=2',
      'peers=10 alpha=3',
      'peers=20 alpha=2',
      'peers=20 alpha=3',
    ]);
    expect(points[2].scenario).toEqual({ ...SCENARIO_DEFAULTS, peers: 20, alpha: 2, links: 5 });
    expect(comparisons).toEqual([]);
  });

  it('are one without lists', () => {
    expect(labels({ peers: '10' })).toEqual(['all runs']);
  });

  it('publish nothing for degrees, unless told to', () => {
    expect(gridOf('degree', {}).points[0].scenario.publishers).toBe(0);
    expect(gridOf('degree', { publishers: '3' }).points[0].scenario.publishers).toBe(3);
  });

  it('keep the comma of a latency model', () => {
    expect(labels({ latency: 'lognormal:60,0.5,constant:50, uniform:10-100,planetlab' })).toEqual(
      ['lognormal:60,0.5', 'constant:50', 'uniform:10-100', 'planetlab'].map((model) => `latency=${model}`),
    );
  });

  it('may be without a fault that others have; a fault given twice is two', () => {
    const { points } = gridOf('spread', { crash: ['none,0.1@30', '0.2@60'] });
    expect(points.map(pointLabel)).toEqual(['crash=none', 'crash=0.1@30']);
    expect(points.map(({ scenario }) => scenario.faults.map(({ at }) => at))).toEqual([[60], [30, 60]]);
  });

  it('say where each parameter came from', () => {
    const document = join(freshFolder(), 'a.json');
    writeFileSync(document, '{"seeds": 2, "loss": 0.1, "faults": [{"at": 1, "kind": "heal"}]}');
    const { parameters, points } = gridOf('degree', {
      scenario: document,
      peers: '10,20',
      loss: '0',
      kill: ['0.5@9,none'],
    });
    expect(parameters.peers).toEqual({ values: [10, 20], from: '--peers' });
    expect(parameters.seeds).toEqual({ values: [2], from: `--scenario ${document}` });
    expect(parameters.loss).toEqual({ values: [0], from: '--loss' });
    expect(parameters.alpha).toEqual({ values: [2.5], from: 'default' });
    expect(parameters.publishers).toEqual({ values: [0], from: 'default of this command' });
    expect(parameters.faults.from).toBe(`--scenario ${document} and --kill`);
    expect(parameters.faults.values).toHaveLength(2);
    expect(Object.keys(parameters)).toEqual(Object.keys(points[0].scenario));
  });
});

describe('--versus', () => {
  it('gives each point a partner with other settings', () => {
    const { points, comparisons } = gridOf('spread', { peers: '10,20', versus: 'alpha=3 uniform-links=2' });
    expect(points.map(pointLabel)).toEqual([
      'peers=10 alpha=2.5 uniform-links=0',
      'peers=20 alpha=2.5 uniform-links=0',
      'peers=10 alpha=3 uniform-links=2',
      'peers=20 alpha=3 uniform-links=2',
    ]);
    expect(comparisons).toEqual([
      { first: 0, second: 2 },
      { first: 1, second: 3 },
    ]);
  });

  it('takes a point of the sweep as the partner where it is one, and compares none with itself', () => {
    const { points, comparisons } = gridOf('spread', { alpha: '2,3,4', versus: 'alpha=3' });
    expect(points).toHaveLength(3);
    expect(comparisons).toEqual([
      { first: 0, second: 1 },
      { first: 2, second: 1 },
    ]);
  });

  it('may set switches and faults', () => {
    const { points } = gridOf('spread', { crash: ['0.1@5'], versus: 'crash=none kill=0.2@5 trust-reports' });
    expect(points.map(pointLabel)).toEqual([
      'crash=0.1@5 kill=none trust-reports=false',
      'crash=none kill=0.2@5 trust-reports=true',
    ]);
    expect(points.map(({ scenario }) => scenario.faults.map(({ kind }) => kind))).toEqual([
      ['crash'],
      ['kill'],
    ]);
  });
});

describe('hearsay bench refuses', () => {
  it.each<[string, OptionValues, string]>([
    [
      'an empty value',
      { peers: '10,,20' },
      '--peers: expected values between commas, found an empty one in "10,,20"',
    ],
    ['no number', { peers: '10,many' }, '--peers: expected a whole number from 1 to 1,000,000, found "many"'],
    [
      'a value twice',
      { loss: '0.1,0.10' },
      'two points of this sweep are the same scenario: loss=0.1 and loss=0.10; give each value once',
    ],
    [
      'too many points',
      {
        peers: Array.from({ length: 101 }, (_, i) => i + 1).join(),
        seeds: Array.from({ length: 100 }, (_, i) => i + 1).join(),
      },
      'the values of the flags give 10,100 combinations, and a sweep takes at most 10,000; give fewer values',
    ],
    [
      'an empty --versus',
      { versus: ' ' },
      '--versus: expected settings such as "alpha=1 links=5", found none',
    ],
    [
      'an unknown flag in --versus',
      { versus: 'alfa=1' },
      '--versus: expected flags of the scenario, such as "alpha=1 links=5", found "alfa=1"',
    ],
    [
      'several values in --versus',
      { versus: 'peers=1,2' },
      '--versus: expected one value, such as "peers=1", found "peers=1,2"',
    ],
    [
      'no value in --versus',
      { versus: 'peers' },
      '--versus: expected one value, such as "peers=1", found "peers"',
    ],
    [
      'no truth in --versus',
      { versus: 'trust-reports=maybe' },
      '--versus: expected true or false, found "trust-reports=maybe"',
    ],
    [
      'the same in --versus',
      { versus: 'alpha=2.5' },
      '--versus: this changes nothing; name a setting that differs from the sweep',
    ],
  ])('%s', (_, values, sentence) => {
    expect(() => gridOf('spread', values)).toThrow(new UsageError(sentence));
  });

  it.each([
    [['--runs', '0'], '--runs: expected a whole number from 1 to 100,000, found "0"'],
    [['--runs-max', '9'], '--runs-max: this limits --until-precision, which is not given; leave it out'],
    [
      ['--runs', '20', '--until-precision', '0.1', '--runs-max', '9'],
      '--runs-max: expected a whole number from 20 to 100,000, found "9"',
    ],
    [
      ['--until-precision', '2'],
      '--until-precision: expected a share of the mean above 0 and below 1, such as 0.02, found "2"',
    ],
    [['--workers', 'all'], '--workers: expected a whole number from 1 to 256, found "all"'],
    [['--seed', ''], '--seed: expected a text without control characters, found ""'],
    [
      ['--name', '../a'],
      '--name: expected letters, digits, "_", "-" and ".", without a "." in front, found "../a"',
    ],
    [['--out', ''], '--out: expected the name of a folder, found ""'],
    [
      ['--out', '/dev/null', '--name', 'a'],
      '/dev/null/a: this folder cannot be made or read (ENOTDIR); choose another --out or --name',
    ],
    [
      ['--runs', '100000', '--peers', '1,2,3'],
      '--runs: 3 points would have 300,000 runs, and a sweep takes at most 200,000 runs; give fewer values or runs',
    ],
  ])('%j', async (words, sentence) => {
    const { out, err, exitCode } = await hearsay('bench', 'spread', ...words);
    expect({ out, err, exitCode }).toEqual({ out: '', err: `hearsay: ${sentence}\n`, exitCode: 2 });
  });
});
