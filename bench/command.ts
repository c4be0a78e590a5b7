/** The command `npm run bench`: which benchmarks, how often, and in what form. */
import { benchCapacity, CAPACITY_PLAN, type CapacityPlan, capacityText } from './capacity.ts';
import { type Baseline, CHECK_SIZES, checkFloor, type FloorCheck, recordedBaseline } from './floor-check.ts';
import type { Measure } from './jobs.ts';
import type { PingsPlan } from './pinging.ts';
import { benchPings, PINGS_PLAN, pingsText } from './pings.ts';
import { machine, machineText } from './resources.ts';
import { benchRuntime, RUNTIME_SIZES, type RuntimeSizes, runtimeText } from './runtime.ts';
import { benchSimulator, SIMULATOR_SIZES, type SimulatorSizes, simulatorText } from './simulator.ts';
import { benchThreads, THREADS_SIZES, type ThreadsSizes, threadsText } from './threads.ts';

/** `floor` is no benchmark but a check, and is only done when it is named. */
const BENCHMARKS = ['simulator', 'threads', 'runtime', 'pings', 'capacity', 'floor'] as const;
const ALL: readonly Benchmark[] = ['simulator', 'threads', 'runtime', 'pings', 'capacity'];
type Benchmark = (typeof BENCHMARKS)[number];

const RUNS_DEFAULT = 5;
const RUNS_MAX = 100;

export interface Surroundings {
  readonly measure: Measure;
  readonly sizes: SimulatorSizes;
  readonly threadsSizes: ThreadsSizes;
  readonly runtimeSizes: RuntimeSizes;
  readonly pingsPlan: PingsPlan;
  readonly capacityPlan: CapacityPlan;
  readonly checkSizes: SimulatorSizes;
  readonly baseline: Baseline;
  /** Takes the figures. */
  readonly print: (text: string) => void;
  /** Takes a line about what is going on. */
  readonly note: (line: string) => void;
}

export const SIZES = {
  sizes: SIMULATOR_SIZES,
  threadsSizes: THREADS_SIZES,
  runtimeSizes: RUNTIME_SIZES,
  pingsPlan: PINGS_PLAN,
  capacityPlan: CAPACITY_PLAN,
  checkSizes: CHECK_SIZES,
  baseline: recordedBaseline(),
};

interface Options {
  readonly benchmarks: readonly Benchmark[];
  readonly runs: number;
  readonly json: boolean;
}

/** Does what the words say. Returns the exit code. */
export async function runBench(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = optionsOf(words);
  if (typeof options === 'string') {
    surroundings.note(`bench: ${options}`);
    return 2;
  }
  const { print } = surroundings;
  const { benchmarks, json } = options;
  if (!json) print(`${machineText(machine())}\n\n`);
  const figures: Record<string, unknown> = { machine: machine() };
  let passed = true;
  for (const benchmark of benchmarks) {
    const [raw, text] = await measured(benchmark, options, surroundings);
    figures[benchmark] = raw;
    if (!json) print(`${text}\n`);
    if (benchmark === 'floor') passed = (raw as FloorCheck).passed;
  }
  if (json) print(`${JSON.stringify(figures, null, 2)}\n`);
  return passed ? 0 : 1;
}

/** The raw figures of one benchmark, and those in words. */
async function measured(
  benchmark: Benchmark,
  { runs }: Options,
  surroundings: Surroundings,
): Promise<[unknown, string]> {
  const { measure, sizes, threadsSizes, runtimeSizes, pingsPlan, capacityPlan, note } = surroundings;
  if (benchmark === 'simulator') {
    const figures = await benchSimulator(measure, sizes, runs, note);
    return [figures, simulatorText(figures)];
  }
  if (benchmark === 'floor') {
    const { checkSizes, baseline } = surroundings;
    const check = await checkFloor(measure, checkSizes, baseline, runs, note);
    return [check, check.text];
  }
  if (benchmark === 'threads') {
    const figures = await benchThreads(measure, threadsSizes, runs, note);
    return [figures, threadsText(figures)];
  }
  if (benchmark === 'pings') {
    const figures = await benchPings(measure, pingsPlan, runs, note);
    return [figures, pingsText(pingsPlan, figures)];
  }
  if (benchmark === 'capacity') {
    const figures = await benchCapacity(measure, capacityPlan, runs, note);
    return [figures, capacityText(capacityPlan, figures)];
  }
  const figures = await benchRuntime(measure, runtimeSizes, runs, note);
  return [figures, runtimeText(runtimeSizes, figures)];
}

/** The options, or a sentence about what is wrong with them. */
function optionsOf(words: readonly string[]): Options | string {
  const benchmarks = new Set<Benchmark>();
  let runs = RUNS_DEFAULT;
  let json = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const benchmark = BENCHMARKS.find((each) => each === word);
    if (benchmark !== undefined) benchmarks.add(benchmark);
    else if (word === '--json') json = true;
    else if (word === '--runs') {
      const count = words[++i] ?? '';
      runs = /^\d{1,3}$/.test(count) ? Number(count) : 0;
      if (runs < 1 || runs > RUNS_MAX) {
        return `--runs is "${count}"; expected a whole number from 1 to ${RUNS_MAX}.`;
      }
    } else {
      return `"${word}" is unknown; expected ${BENCHMARKS.join(', ')} (all but floor unless named), --runs N or --json.`;
    }
  }
  return { benchmarks: benchmarks.size === 0 ? ALL : [...benchmarks], runs, json };
}
