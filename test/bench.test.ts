/** That the benchmarks still run, on sizes that take no time. No time is asserted. */
import { expect, it } from 'vitest';
import type { CapacityRun } from '../bench/capacity.ts';
import { runBench } from '../bench/command.ts';
import type { ExchangePlan } from '../bench/exchange.ts';
import { type Measure, measureHere, measureInChild } from '../bench/jobs.ts';
import type { PingsFigures } from '../bench/pinging.ts';
import { benchRuntime, type RuntimeFigures } from '../bench/runtime.ts';
import type { SimulatorFigures } from '../bench/simulator.ts';
import type { ThreadsFigures } from '../bench/threads.ts';

const SIZES = {
  sizes: [
    { name: 'F1', peers: 200, publishers: 2, durationS: null },
    { name: 'P', peers: 50, publishers: 0, durationS: 30 },
  ],
  threadsSizes: { works: [{ name: 'F1', peers: 100, publishers: 1, durationS: null }], counts: [1, 2] },
  runtimeSizes: {
    nodes: 4,
    works: [
      { payloadBytes: 10, publishers: 2, atOnce: 2, apart: false },
      { payloadBytes: 10, publishers: 1, atOnce: 2, apart: true },
    ],
    messages: { bare: 4, hearsay: 4, logged: 4, gossipsub: 0, signed: 0 },
  },
  pingsPlan: { targets: 5, intervalMs: 1_000, intervals: 1 },
  capacityPlan: {
    latency: { nodes: 3, payloadBytes: 10, messagesPerS: 20, seconds: 2 },
    idle: { nodes: 2, settleS: 0, idleS: 1, liveness: 'icmp' as const },
    idleTcp: { nodes: 2, settleS: 0, idleS: 1, liveness: 'tcp' as const },
    crowd: { nodes: 4, settleS: 0, idleS: 0, liveness: 'tcp' as const },
    alone: false,
  },
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

it('measures the runtime: the floor, and peers with and without a log, in one process and in several', async () => {
  const { exitCode, printed } = await bench(['runtime', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const [together, apart] = JSON.parse(printed).runtime as RuntimeFigures[];
  for (const { runs, links } of [together, apart]) {
    expect(Object.keys(runs[0])).toEqual(['hearsay', 'bare', 'logged']);
    for (const figures of Object.values(runs[0])) {
      expect(figures).toMatchObject({ deliveries: 4 * 3, cpuS: expect.any(Number) });
      expect(figures.cpuS).toBeGreaterThan(0);
      expect(figures.links).toHaveLength(links);
    }
  }
  expect(apart.links).toBe(together.links);
});

it('leaves out of a run only a reference that loses messages', async () => {
  const [work] = SIZES.runtimeSizes.works;
  const messages = { bare: 4, hearsay: 4, logged: 4, gossipsub: 4, signed: 4 };
  const sizes = { nodes: 4, works: [work], messages };
  const losing = (loser: string): Measure =>
    (async (_name: string, { system }: ExchangePlan) => {
      if (system === loser) throw new Error('2 deliveries of a round did not come');
      return { links: [[1, 0]], deliveries: 4 * 3, cpuS: 1 };
    }) as Measure;
  const notes: string[] = [];
  const note = (line: string): unknown => notes.push(line);
  const [{ runs }] = await benchRuntime(losing('signed'), sizes, 1, note, true);
  expect(Object.keys(runs[0])).toEqual(['hearsay', 'bare', 'logged', 'gossipsub']);
  expect(notes.at(-1)).toBe(
    'runtime: signed has no figure in this run: 2 deliveries of a round did not come',
  );
  for (const ours of ['hearsay', 'bare', 'logged']) {
    await expect(benchRuntime(losing(ours), sizes, 1, note, true)).rejects.toThrow('2 deliveries');
  }
});

it('measures pings: each host is asked once an interval, and all CPU time is found', async () => {
  const { exitCode, printed } = await bench(['pings', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const [figures] = JSON.parse(printed).pings as PingsFigures[];
  expect(figures.failures).toBe(0);
  expect(figures.pings).toBeGreaterThanOrEqual(5);
  expect(figures.nodeCpuS + figures.helperCpuS + figures.programsCpuS).toBeGreaterThan(0);
});

it('measures what a process can carry', async () => {
  const { exitCode, printed } = await bench(['capacity', '--runs', '1', '--json']);
  expect(exitCode).toBe(0);
  const [{ latency, idle, crowd }] = JSON.parse(printed).capacity as CapacityRun[];
  expect(latency.lost).toBe(0);
  expect(latency.p50Ms).toBeGreaterThan(0);
  expect(latency.p99Ms).toBeGreaterThanOrEqual(latency.p50Ms);
  expect(idle.idleCpuPart).toBeGreaterThan(0);
  expect(crowd.links).toBeGreaterThanOrEqual(3);
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
  const { exitCode, printed, notes } = await bench(['simulator', 'threads', 'runtime', '--runs', '1']);
  expect(exitCode).toBe(0);
  expect(notes).toEqual([
    'simulator: F1, 200, run 1 of 1',
    'simulator: P, 50, run 1 of 1',
    'threads: F1, 100 on 1, run 1 of 1',
    'threads: F1, 100 on 2, run 1 of 1',
    'runtime: gossipsub is left out, since it is not installed here: `npm ci --prefix bench/gossipsub` installs it.',
    'runtime: 10 B, 2, run 1 of 1',
    'runtime: 10 B, 1, processes, run 1 of 1',
  ]);
  for (const row of ['F1, 200', 'P, 50', '10 B, 2', '10 B, 1, processes']) {
    expect(printed).toMatch(new RegExp(`^${row} .*\\d`, 'm'));
  }
  expect(printed).not.toMatch(/NaN|Infinity|undefined/);
});

it.each([
  [
    ['speed'],
    '"speed" is unknown; expected simulator, threads, runtime, pings, capacity, floor (all but floor unless named), --runs N or --json.',
  ],
  [['runtime', '--runs', '0'], '--runs is "0"; expected a whole number from 1 to 100.'],
  [['--runs'], '--runs is ""; expected a whole number from 1 to 100.'],
])('refuses %j in a sentence', async (words, sentence) => {
  expect(await bench(words)).toEqual({ exitCode: 2, printed: '', notes: [`bench: ${sentence}`] });
});
