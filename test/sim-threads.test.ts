/** Real threads: what they give together, and that none waits for ever for one that failed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../cli/program.ts';
import { simulateOnThreads } from '../cli/sim-threads.ts';
import type { Progress } from '../sim/simulation.ts';
import { plain, run } from './support/sim-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCENARIO = plain({
  peers: 200,
  seeds: 2,
  publishers: 4,
  messages: 2,
  latency: 'planetlab',
  durationS: 30,
  faults: [
    { at: 12, kind: 'crash', who: { share: 0.1 } },
    { at: 15, kind: 'leave', who: { count: 5 } },
  ],
});

/** The output of `hearsay sim`. */
async function sim(...words: string[]): Promise<{ out: string; err: string; exitCode: number | undefined }> {
  let [out, err] = ['', ''];
  const print = (text: string) => {
    out += text;
  };
  const note = (text: string) => {
    err += text;
  };
  const terminal = { print, note, interactive: false, columns: 80, unicode: true };
  return { exitCode: await runCommandLine(['sim', ...words], terminal), out, err };
}

describe('threads', () => {
  it.each([2, 3, 4])('give what one gives: %i of them', async (count) => {
    const progress: Progress[] = [];
    const { result, eventsByThread } = await simulateOnThreads(SCENARIO, 'a', count, (each) =>
      progress.push(each),
    );
    const expected = run(SCENARIO);
    expect(result).toEqual(expected);
    expect(eventsByThread).toHaveLength(count);
    expect(eventsByThread.reduce((sum, events) => sum + events)).toBe(expected.simulated.events);
    expect(progress.at(-1)?.simulatedS).toBe(30);
  });

  it('end together when one fails', async () => {
    const broken = { ...SCENARIO, latency: 'telepathy' };
    await expect(simulateOnThreads(broken, 'a', 2, () => {})).rejects.toThrow(
      'no model is called "telepathy"',
    );
  });
});

describe('hearsay sim --workers', () => {
  const SMALL = ['--peers', '60', '--publishers', '2', '--messages', '2', '--seed', 'a', '--json'];

  it('prints the same document, and says in --stats what each thread did', async () => {
    const stats = join(folder, 'stats.json');
    const { out, exitCode } = await sim(...SMALL, '--workers', '2', '--stats', stats);
    expect(exitCode).toBe(undefined);
    expect(out).toBe((await sim(...SMALL)).out);
    const { events, eventsByThread } = JSON.parse(readFileSync(stats, 'utf8'));
    expect(eventsByThread).toHaveLength(2);
    expect(Math.min(...eventsByThread)).toBeGreaterThan(0);
    expect(eventsByThread[0] + eventsByThread[1]).toBe(events);
  });

  it.each([
    [['--workers', '0'], '--workers: expected a whole number from 1 to 64, found "0"'],
    [['--workers', 'all'], '--workers: expected a whole number from 1 to 64, found "all"'],
    [
      ['--workers', '2', '--trace', join(folder, 'trace')],
      '--workers 2: --trace writes all events in one order, which takes one thread; leave one of the two out',
    ],
  ])('refuses %j', async (words, sentence) => {
    expect(await sim(...SMALL, ...words)).toEqual({
      out: '',
      err: expect.stringContaining(sentence),
      exitCode: 2,
    });
  });
});
