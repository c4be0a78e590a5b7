/** One simulated run on several threads, each with a shard of the nodes. */
import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import {
  MessageChannel,
  type MessagePort,
  type TransferListItem,
  type Worker,
  type WorkerOptions,
} from 'node:worker_threads';
import type { SimulationResult } from '../sim/result.ts';
import type { Scenario } from '../sim/scenario.ts';
import { resultOf, type ShardFindings } from '../sim/shard-findings.ts';
import type { Progress } from '../sim/simulation.ts';
import { Barrier } from './barrier.ts';
import { startThread } from './start-thread.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly scenario: Scenario;
  readonly randomSeed: string;
  readonly self: number;
  readonly count: number;
  /** To the other threads; none to itself. */
  readonly ports: readonly (MessagePort | undefined)[];
  readonly barrier: SharedArrayBuffer;
  /** There are more threads than cores. */
  readonly crowded: boolean;
}

/** What a thread says: the first how far it is, each in the end what it found. */
export type ThreadReport = { readonly progress: Progress } | { readonly findings: ShardFindings };

export interface ThreadedRun {
  readonly result: SimulationResult;
  /** Events that each thread ran. */
  readonly eventsByThread: readonly number[];
}

/** Gives the same result as `simulate`, for any number of threads. */
export async function simulateOnThreads(
  scenario: Scenario,
  randomSeed: string,
  count: number,
  onProgress: (progress: Progress) => void,
): Promise<ThreadedRun> {
  const ports = portsBetween(count);
  const barrier = Barrier.buffer();
  const crowded = count > availableParallelism();
  const workers = ports.map((own, self) =>
    startShard({ scenario, randomSeed, self, count, ports: own, barrier, crowded }),
  );
  try {
    const findings = await Promise.all(workers.map((worker) => findingsOf(worker, onProgress)));
    return { result: resultOf(scenario, findings), eventsByThread: findings.map(({ events }) => events) };
  } finally {
    // After an error the others would wait for ever.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startShard(start: ThreadStart): Worker {
  const options: WorkerOptions = {
    workerData: start,
    transferList: start.ports.filter((port) => port !== undefined) as TransferListItem[],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(getHeapStatistics().heap_size_limit / 2 ** 20) },
  };
  return startThread('sim-thread', options);
}

function findingsOf(worker: Worker, onProgress: (progress: Progress) => void): Promise<ShardFindings> {
  return new Promise((resolve, reject) => {
    worker.on('message', (report: ThreadReport) => {
      if ('progress' in report) onProgress(report.progress);
      else resolve(report.findings);
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`a thread of the simulation ended early, with code ${code}`)),
    );
  });
}

/** A channel for each pair: by thread, its ends. */
function portsBetween(count: number): (MessagePort | undefined)[][] {
  const ports: (MessagePort | undefined)[][] = Array.from({ length: count }, () =>
    new Array(count).fill(undefined),
  );
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const { port1, port2 } = new MessageChannel();
      ports[a][b] = port1;
      ports[b][a] = port2;
    }
  }
  return ports;
}
