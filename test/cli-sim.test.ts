import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hearsay } from './support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-sim-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A run that takes little time. */
const SMALL = ['--peers', '30', '--publishers', '2', '--messages', '2'];

/** Runs `hearsay sim` in this process, as if its output were piped. */
const sim = (...words: string[]) => hearsay('sim', ...words);

function freshFolder(): string {
  return mkdtempSync(join(folder, 'test-'));
}

/** The keys of a document, in order, with those of its objects. */
function keysOf(value: object): unknown[] {
  return Object.entries(value).map(([key, inner]) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? [key, keysOf(inner)] : key,
  );
}

describe('hearsay sim --json', () => {
  it('prints equal bytes for an equal run, and nothing else', async () => {
    const first = await sim(...SMALL, '--seed', 'a', '--json');
    const second = await sim(...SMALL, '--seed', 'a', '--json');
    expect(first).toEqual({ out: second.out, err: '', exitCode: undefined });
    expect(first.out).toMatch(/^\{.+\}\n$/);
  });

  it('prints another trace hash for another seed', async () => {
    const hashes = [];
    for (const seed of ['a', 'b'])
      hashes.push(JSON.parse((await sim(...SMALL, '--seed', seed, '--json')).out).traceHash);
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(hashes[1]).not.toBe(hashes[0]);
  });

  it('has its keys in the order of the specification, and all parameters', async () => {
    const { manifest, ...rest } = JSON.parse((await sim(...SMALL, '--seed', 'a', '--json')).out);
    const scenario = JSON.parse((await sim(...SMALL, '--print-scenario')).out);
    expect(keysOf(manifest)).toEqual(['version', 'randomSeed', ['parameters', keysOf(scenario)]]);
    expect(manifest.parameters).toEqual(scenario);
    expect(keysOf(rest)).toEqual([
      'schemaVersion',
      'traceHash',
      ['simulated', ['durationMs', 'events']],
      ['registration', ['seeds', 'quorum', 'registeredPeers']],
      [
        'overlay',
        [
          ...'peers links components largestComponent meanDegree maxDegree maxInDegree degreeHistogram'.split(
            ' ',
          ),
          ...'inDegreeHistogram clustering clusteringError assortativity meanDistance meanDistanceError'.split(
            ' ',
          ),
          ...'diameter diameterBounds topShare topLinkShare giniDegree exact'.split(' '),
          ['robustness', ['attack', 'reranked', 'random']],
        ],
      ],
      [
        'spread',
        [
          ...'published deliveries coverage copies duplicates shed redundancy'.split(' '),
          ['lastDeliveryHop', ['mean', 'max', 'histogram']],
          ['timeToMs', ['p50', 'p90', 'p99', 'p100']],
          'copiesPerDelivery',
          ['hops', ['mean', 'max', 'histogram']],
          ...'timesToShareMs infectedShare'.split(' '),
          ['latencyMs', ['p50', 'p90', 'p99', 'max', 'cdf']],
          ['peerLoad', ['mean', 'p50', 'p90', 'p99', 'max', 'topShare', 'gini']],
          ['linkLoad', ['mean', 'p50', 'p90', 'p99', 'max', 'topShare', 'gini']],
        ],
      ],
      'theory',
      [
        'liveness',
        [
          ...'pings failedPings reports falseReports removed'.split(' '),
          ['detectionMs', ['mean', 'max']],
          ['firstDetectionMs', ['mean', 'max']],
        ],
      ],
      [
        'degreeLaw',
        [
          ...'predictedGamma n zeros alpha sigma xmin nTail ks logLikelihood nTailShare pValue bootstraps interval95'.split(
            ' ',
          ),
          'decades',
          ['comparisons', ['exponential', 'lognormal', 'cutoff'].map((law) => [law, ['ratio', 'z', 'p']])],
          'verdict',
          'sentence',
          ['hubs', ['peers', 'copyShare']],
        ],
      ],
    ]);
  });
});

describe('the random seed', () => {
  it('is drawn when none is given, and printed with the command that repeats the run', async () => {
    const { out, err } = await sim(...SMALL, '--latency', 'uniform:10-20', '--json');
    const [, seed, words] =
      /^random seed (\w{12}); to repeat this run: npm run hearsay -- sim (.+)\n$/.exec(err) ?? [];
    expect(words).toBe(`--peers 30 --publishers 2 --messages 2 --latency uniform:10-20 --seed ${seed}`);
    expect((await sim(...words.split(' '), '--json')).out).toBe(out);
  });

  it.each([
    ['', 'hearsay: --seed: expected a text, found ""; leave the flag out to draw one\n'],
    ['a\nb', 'hearsay: --seed: expected a text without control characters, found "a\\nb"\n'],
  ])('is refused when it is %j', async (seed, err) => {
    expect(await sim('--seed', seed)).toEqual({ out: '', err, exitCode: 2 });
  });
});

describe('the summary', () => {
  it('is printed by default, with both charts and what alpha means', async () => {
    const { out } = await sim(...SMALL, '--seed', 'a');
    expect(out).toMatch(/^hearsay \d+\.\d+\.\d+, random seed a\n30 peers, 3 seeds, alpha 2.5, /);
    expect(out).toMatch(/^share of peers that have the message\n100 % ┤/m);
    expect(out).toMatch(/^peers dialled by at least x; · the law\n100 % ┤/m);
    expect(out).toMatch(/^degree law {5}gamma 1 \+ 1\/alpha = 1\.4 predicted, /m);
    expect(out).toMatch(/^Not a power law with exponent 2\.5 /m);
  });

  it('is left out with --quiet', async () => {
    expect(await sim(...SMALL, '--seed', 'a', '--quiet')).toEqual({ out: '', err: '', exitCode: undefined });
  });
});

describe('--print-scenario', () => {
  it('prints what --scenario reads back', async () => {
    const file = join(freshFolder(), 'scenario.json');
    const { out } = await sim('--peers', '70', '--crash', '0.1@30', '--duration', '60', '--print-scenario');
    writeFileSync(file, out);
    expect((await sim('--scenario', file, '--print-scenario')).out).toBe(out);
    expect(JSON.parse(out)).toMatchObject({ peers: 70, faults: [{ at: 30, kind: 'crash' }], durationS: 60 });
  });

  it('shows that flags win over the file', async () => {
    const file = join(freshFolder(), 'scenario.json');
    writeFileSync(file, '{ "peers": 70, "seeds": 5 }');
    const { out } = await sim('--scenario', file, '--peers', '80', '--print-scenario');
    expect(JSON.parse(out)).toMatchObject({ peers: 80, seeds: 5 });
  });
});

describe('files', () => {
  it('hold the links, the events and the figures of the wall clock', async () => {
    const place = freshFolder();
    const path = (name: string) => join(place, name);
    const { out } = await sim(
      ...[...SMALL, '--seed', 'a b', '--json'],
      ...['--edges', path('edges'), '--trace', path('trace'), '--stats', path('stats')],
    );
    expect(readdirSync(place).sort()).toEqual(['edges', 'stats', 'trace']);
    const { manifest, overlay, simulated } = JSON.parse(out);

    const lines = readFileSync(path('edges'), 'utf8').trimEnd().split('\n');
    const header = lines.filter((line) => line.startsWith('#')).join('\n');
    expect(header).toContain(`hearsay ${manifest.version}, random seed "a b"`);
    expect(header).toContain("hearsay sim --peers 30 --publishers 2 --messages 2 --seed 'a b'");
    const edges = lines.filter((line) => /^\d+ \d+$/.test(line));
    expect(edges).toHaveLength(overlay.links);
    expect(header.split('\n')).toContain('# nodes 30');
    expect(lines).toHaveLength(overlay.links + header.split('\n').length);

    expect(readFileSync(path('trace'), 'utf8')).toContain('peer/0');

    const stats = JSON.parse(readFileSync(path('stats'), 'utf8'));
    expect(stats).toMatchObject({
      randomSeed: 'a b',
      events: simulated.events,
      nodeVersion: process.version,
    });
    expect(stats.deliveries).toBeGreaterThan(0);
    expect(stats.residentBytes).toBeGreaterThan(1_000_000);
    expect(stats.secondsByPhase).toHaveProperty('preparation');
  });

  it('that cannot be written are refused before the run', async () => {
    const place = freshFolder();
    const trace = join(place, 'trace');
    const edges = join(place, 'none', 'edges');
    expect(await sim(...SMALL, '--seed', 'a', '--trace', trace, '--edges', edges)).toEqual({
      out: '',
      err: `hearsay: --edges ${edges}: the folder "${join(place, 'none')}" does not exist; make it first\n`,
      exitCode: 2,
    });
    expect(readdirSync(place)).toEqual([]);
  });

  it('may not be one and the same', async () => {
    const file = join(freshFolder(), 'a');
    const { err, exitCode } = await sim(...SMALL, '--seed', 'a', '--trace', file, '--stats', file);
    expect([err, exitCode]).toEqual([
      `hearsay: --stats ${file}: --trace writes this file too; name another\n`,
      2,
    ]);
  });
});

describe('bad input ends with exit code 2 and a sentence', () => {
  const file = join(folder, 'bad.json');
  writeFileSync(file, '{ "peers": 10, }');

  it.each<[string[], string]>([
    [
      ['--peer', '3'],
      "error: unknown option '--peer'\n(Did you mean --peers?)\n(--help shows what there is)",
    ],
    [['here'], "error: too many arguments for 'sim'"],
    [['--peers'], "error: option '--peers <N>' argument missing"],
    [['--peers', 'many'], 'hearsay: --peers: expected a whole number from 1 to 1,000,000, found "many"'],
    [['--alpha', '1'], 'add --links 5'],
    [['--loss', '2', '--seeds', '0'], 'found 0\nhearsay: --loss: expected a probability from 0 to below 1'],
    [['--crash', '2@1'], 'hearsay: --crash 2@1: expected a share above 0 and up to 1, such as 0.1, found 2'],
    [['--scenario', `${folder}/none`], `hearsay: --scenario ${folder}/none: this file does not exist`],
    [['--scenario', folder], `hearsay: --scenario ${folder}: this is a folder; name a file in it`],
    [['--scenario', file], `hearsay: --scenario ${file}: expected a JSON document, found `],
  ])('%j', async (words, sentence) => {
    const { out, err, exitCode } = await sim(...words);
    expect(err).toContain(sentence);
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 2 });
  });
});

describe('the process', () => {
  function started(...words: string[]) {
    return spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...words], {
      cwd: new URL('..', import.meta.url),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  it('ends with exit code 2 for an unknown command', async () => {
    const child = started('sym');
    const [[error], [exitCode]] = await Promise.all([once(child.stderr, 'data'), once(child, 'close')]);
    expect([String(error), exitCode]).toEqual([expect.stringContaining('(Did you mean sim?)'), 2]);
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const child = started('sim', '--print-scenario');
    child.stdout.destroy();
    let error = '';
    child.stderr.on('data', (chunk) => {
      error += chunk;
    });
    const [exitCode] = await once(child, 'close');
    expect([error, exitCode]).toEqual(['', 0]);
  });

  it('is ended by Ctrl-C and leaves no file half written', async () => {
    const place = freshFolder();
    const child = started('sim', '--duration', '1000000', '--trace', join(place, 'trace'));
    // The drawn seed is printed when the run begins.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const [exitCode, signal] = await once(child, 'close');
    expect(signal === 'SIGINT' || exitCode === 130).toBe(true);
    expect(readdirSync(place)).toEqual([]);
  });
});
