/** Measures one whole simulation, on any number of threads. */
import { simulateOnThreads } from '../cli/sim-threads.ts';
import { simulate } from '../sim/simulate.ts';
import { RANDOM_SEED, type SimulationPlan, scenarioOf } from './simulation.ts';

export interface ThreadsPlan extends SimulationPlan {
  readonly threads: number;
}

export interface ThreadsRun {
  readonly traceHash: string;
  /** Wall-clock seconds of all: threads, joins, and the result put together. */
  readonly seconds: number;
  readonly events: number;
  readonly eventsByThread: readonly number[];
}

export async function measureThreads({
  peers,
  publishers,
  durationS,
  threads,
}: ThreadsPlan): Promise<ThreadsRun> {
  const scenario = { ...scenarioOf(peers, publishers), durationS };
  const startMs = performance.now();
  if (threads === 1) {
    const { traceHash, simulated } = simulate(scenario, RANDOM_SEED);
    const { events } = simulated;
    return { traceHash, seconds: (performance.now() - startMs) / 1000, events, eventsByThread: [events] };
  }
  const { result, eventsByThread } = await simulateOnThreads(scenario, RANDOM_SEED, threads, () => {});
  const { traceHash, simulated } = result;
  return {
    traceHash,
    seconds: (performance.now() - startMs) / 1000,
    events: simulated.events,
    eventsByThread,
  };
}
