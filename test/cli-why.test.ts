/** `hearsay why`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notText } from '../cli/why-text.ts';
import type { WhyNot } from '../sim/why.ts';
import { hearsay } from './support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-why-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A chain of five, 50 ms a link; everybody publishes once when all have their links. */
const CHAIN = [
  ...['--peers', '5', '--seeds', '1', '--rank', 'newest', '--links', '1', '--alpha', '20'],
  ...['--latency', 'constant:50', '--messages', '1', '--publish', 'when-settled', '--seed', 'a'],
];

const run = join(folder, 'run.json');
beforeAll(async () => {
  writeFileSync(run, (await hearsay('sim', ...CHAIN, '--json')).out);
});

describe('hearsay why', () => {
  it('shows the path by which a peer got a message', async () => {
    const { out, err } = await hearsay('why', ...CHAIN, '--message', '1', '--peer', '3');
    expect(err).toBe('');
    expect(out).toMatchInlineSnapshot(`
      "message 1, "1767225609.000006000:10.0.0.2:1", published by peer/1 at 9.000000 s
      peer/3 got it after 100.000 ms and 2 hops

              0.000 ms  hop 0   peer/1
             50.000 ms  hop 1   peer/2        from peer/1, 50.000 ms
            100.000 ms  hop 2   peer/3        from peer/2, 50.000 ms
      "
    `);
  });

  it('takes the run from its document, and a peer by its name', async () => {
    const flags = ['--message', '1', '--peer'];
    const { out } = await hearsay('why', run, ...flags, 'peer/3');
    expect(out).toBe((await hearsay('why', ...CHAIN, ...flags, '3')).out);
  });

  it('says so of the publisher', async () => {
    const { out } = await hearsay('why', run, '--message', '3', '--peer', '3');
    expect(out).toMatch(/^message 3, ".+", published by peer\/3 at .+ s\npeer\/3 published it itself\n$/);
  });

  it('shows the reason why not', async () => {
    const { out } = await hearsay('why', run, '--duration', '9.12', '--message', '0', '--peer', '3');
    expect(out).toMatchInlineSnapshot(`
      "message 0, "1767225609.000006000:10.0.0.1:1", published by peer/0 at 9.000000 s
      peer/3 did not get it: the copy that peer/2 sent it 100.000 ms after publish did not arrive: it was on its way when the run was over, or its sender had ended
      "
    `);
  });

  it('prints one document with --json, of the same run', async () => {
    const { out } = await hearsay('why', run, '--message', '0', '--peer', '2', '--json');
    const { traceHash, manifest } = JSON.parse(readFileSync(run, 'utf8'));
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      manifest,
      traceHash,
      message: 0,
      publisher: 0,
      peer: 2,
      path: [{ peer: 0 }, { peer: 1 }, { peer: 2, parent: 1, afterUs: 100_000, hop: 2 }],
      whyNot: null,
    });
  });

  it('writes the tree of a message', async () => {
    const tree = join(folder, 'tree.json');
    expect((await hearsay('why', run, '--message', '2', '--tree', tree)).out).toBe('');
    const { publisher, nodes } = JSON.parse(readFileSync(tree, 'utf8'));
    expect(publisher).toBe(2);
    expect(nodes).toEqual([
      { peer: 2, parent: null, afterUs: 0, hop: 0 },
      { peer: 1, parent: 2, afterUs: 50_000, hop: 1 },
      { peer: 3, parent: 2, afterUs: 50_000, hop: 1 },
      { peer: 0, parent: 1, afterUs: 100_000, hop: 2 },
      { peer: 4, parent: 3, afterUs: 100_000, hop: 2 },
    ]);
  });

  it.each([
    [
      ['--message', '5', '--peer', '1', '--seed', 'a', ...CHAIN],
      '--message: expected the number of a message that this run publishes, 0 to 4, found "5"',
    ],
    [
      ['--message', 'x', '--peer', '1', ...CHAIN],
      '--message: expected the number of a message, from 0, found "x"',
    ],
    [
      ['--message', '0', '--peer', '5', ...CHAIN],
      '--peer: expected the number of a peer, from 0 to 4, found "5"',
    ],
    [['--message', '0', ...CHAIN], 'hearsay why: expected --peer N or --tree FILE, found neither'],
    [
      ['--message', '0', '--peer', '1'],
      'hearsay why: expected RUN.json or --seed, found neither; a run is repeated by its seed',
    ],
    [['--message', '0', '--peer', '1', '--seed', 'a', '--links', '-1'], '--links: expected'],
  ])('refuses %j', async (words, says) => {
    const { out, err, exitCode } = await hearsay('why', ...words);
    expect([out, exitCode]).toEqual(['', 2]);
    expect(err).toContain(`hearsay: ${says}`);
  });
});

describe('a reason in words', () => {
  const seen = { message: 0, publishedUs: 1e6, publisher: 1, text: 'm', receipts: [], lastCopyUs: 1_500_000 };
  const lost = { kind: 'lost', sender: 4, sentUs: 1_200_000 } as const;

  it.each<[WhyNot, string]>([
    [{ kind: 'neverStarted' }, 'its process never started'],
    [{ kind: 'down', sinceUs: 5e5 }, 'its process had ended at 0.500000 s'],
    [
      { kind: 'startedLater', startedUs: 2e6 },
      'its process started at 2.000000 s, after the last copy had arrived (1.500000 s)',
    ],
    [
      { ...lost, after: 'ended' },
      'the copy that peer/4 sent it 200.000 ms after publish did not arrive: its process ended',
    ],
    [
      { ...lost, after: 'apart' },
      'the copy that peer/4 sent it 200.000 ms after publish did not arrive: a partition cut it off',
    ],
    [
      { ...lost, after: 'linkDown' },
      'the copy that peer/4 sent it 200.000 ms after publish did not arrive: their link broke',
    ],
    [
      { kind: 'shed', sender: 4, atUs: 1_200_000 },
      'peer/4 shed its copy at 1.200000 s: its buffer for this peer was full',
    ],
    [{ kind: 'partitioned', sinceUs: 9e5 }, 'a partition had cut it off from the publisher at 0.900000 s'],
    [{ kind: 'noLink', linkedUs: undefined }, 'it had no link while copies were on their way, nor later'],
    [
      { kind: 'noLink', linkedUs: 2e6 },
      'its first link after that opened at 2.000000 s, when the last copy had arrived (1.500000 s)',
    ],
    [
      { kind: 'linkNotOpen', neighbour: 4, linkedUs: 1_300_000, passedOnUs: 1_200_000 },
      'peer/4 passed it on at 1.200000 s, when the link between them was not open (it opened at 1.300000 s)',
    ],
    [{ kind: 'neighboursWithout', neighbours: 1 }, 'its only neighbour did not get it'],
    [{ kind: 'neighboursWithout', neighbours: 3 }, 'none of its 3 neighbours got it'],
  ])('%j', (why, sentence) => {
    expect(notText(why, seen)).toBe(sentence);
  });
});
