/** That the benchmarks still run, on sizes that take no time. No time is asserted. */
import { expect, it } from 'vitest';
import { runBench } from '../bench/command.ts';
import { measureHere, measureInChild } from '../bench/jobs.ts';
import type { RuntimeFigures } from '../bench/runtime.ts';
import type { SimulatorFigures } from '../bench/simulator.ts';
import type { ThreadsFigures } from '../bench/threads.ts';

const SIZES = {
  sizes: [
    { name: 'F1', peers: 200, publishers: 2, durationS: null },
    { name: 'P', peers: 50, publishers: 0, durationS: 30 },
  ],
  threadsSizes: { works: [{ name: 'F1', peers: 100, publishers: 1, durationS: null }], counts: [1, 2] },
  runtimeSizes: { peers: 5, messages: 3 },
  checkSizes: [{ name: 'F1', peers: 100, publishers: 1, durationS: null }],
  baseline: { 'F1, 100': 1e-9 },
};

/** What the command prints and notes, and its exit code. */
async function bench(words: readonly string[], baseline = SIZES.baseline) {
  let printed = '';
  const notes: string[] = [];
  const print = (text: string) => {
    printed += text;
  };
  const note = (line: string) => {
    notes.push(line);
  };
  const exitCode = await runBench(words, { ...SIZES, baseline, measure: measureHere, print, note });
  return { exitCode, printed, notes };
}

it('measures the simulator: floor and protocol do the same', async () => {
  const { exitCode, printed } = await bench(['simulator', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const [flood, timers] = JSON.parse(printed).simulator as SimulatorFigures[];
  const [{ floor, simulation }] = flood.runs;
  // Each peer sends a message to all its neighbours but the one it has it from.
  const work = { deliveries: 2 * (2 * flood.links - 199) };
  expect([floor, simulation]).toEqual(Array(2).fill(expect.objectContaining(work)));
  expect(flood.runs).toHaveLength(1);
  expect(timers.runs[0]).toMatchObject({ simulation: { deliveries: 0 } });
  expect(timers.runs[0].floor).toBeUndefined();
  for (const { events, joinS, runS } of [simulation, timers.runs[0].simulation]) {
    expect(Math.min(events, joinS, runS)).toBeGreaterThan(0);
  }
});

it('measures threads: any number of them gives the same', async () => {
  const { exitCode, printed } = await bench(['threads', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const [{ runs }] = JSON.parse(printed).threads as ThreadsFigures[];
  const [one, two] = runs.map((each) => each.runs[0]);
  expect(two.traceHash).toBe(one.traceHash);
  expect(two.eventsByThread).toHaveLength(2);
  expect(two.eventsByThread[0] + two.eventsByThread[1]).toBe(one.events);
});

it('measures the runtime: every message reaches every peer, with and without a log', async () => {
  const { exitCode, printed } = await bench(['runtime', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const { runs } = JSON.parse(printed).runtime as RuntimeFigures;
  const [{ floor, counting, logging }] = runs;
  const work = { deliveries: 5 * 3 * 4, copies: 5 * 3 * (2 * counting.links.length - 4), shed: 0 };
  expect([counting, logging]).toEqual([expect.objectContaining(work), expect.objectContaining(work)]);
  expect(logging.links).toEqual(counting.links);
  for (const { cpuS } of [floor, counting, logging]) expect(cpuS).toBeGreaterThan(0);
});

it('checks that the ratio to the floor did not fall far below the one that was recorded', async () => {
  const words = ['floor', '--runs', '1'];
  expect(await bench(words)).toMatchObject({ exitCode: 0, printed: expect.not.stringContaining('slower') });
  expect(await bench(words, { 'F1, 100': 1e9 })).toMatchObject({
    exitCode: 1,
    printed: expect.stringMatching(/^F1, 100 .*slower than it was$/m),
  });
});

it('measures in a process of its own', async () => {
  const plan = { peers: 50, publishers: 1, durationS: null };
  const [there, here] = [await measureInChild('simulation', plan), await measureHere('simulation', plan)];
  expect(there.flood).toEqual(here.flood);
  expect(there.figures.events).toBe(here.figures.events);
});

it('prints tables', async () => {
  const { exitCode, printed, notes } = await bench(['--runs', '1']);
  expect(exitCode).toBe(0);
  expect(notes).toEqual([
    'simulator: F1, 200, run 1 of 1',
    'simulator: P, 50, run 1 of 1',
    'threads: F1, 100 on 1, run 1 of 1',
    'threads: F1, 100 on 2, run 1 of 1',
    'runtime: run 1 of 1',
  ]);
  for (const row of ['F1, 200', 'P, 50', 'CPU microseconds a delivery']) {
    expect(printed).toMatch(new RegExp(`^${row} .*\\d`, 'm'));
  }
  expect(printed).not.toMatch(/NaN|Infinity|undefined/);
});

it.each([
  [
    ['speed'],
    '"speed" is unknown; expected simulator, threads, runtime, floor (all but floor unless named), --runs N or --json.',
  ],
  [['runtime', '--runs', '0'], '--runs is "0"; expected a whole number from 1 to 100.'],
  [['--runs'], '--runs is ""; expected a whole number from 1 to 100.'],
])('refuses %j in a sentence', async (words, sentence) => {
  expect(await bench(words)).toEqual({ exitCode: 2, printed: '', notes: [`bench: ${sentence}`] });
});
