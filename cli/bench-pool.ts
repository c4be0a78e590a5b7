/** Threads that share a list of runs: each takes the next when it is done with one. */
import { availableParallelism, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import type { Forecast } from '../sim/forecast.ts';
import type { PlannedRun } from './bench-configuration.ts';
import type { BenchKind, MetricValues } from './bench-metrics.ts';
import { HEAP_SLACK, MEMORY_SHARE } from './sim-resources.ts';
import { startThread } from './start-thread.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly kind: BenchKind;
}

/** What a run gave. */
export interface RunOutcome {
  readonly id: string;
  readonly traceHash: string;
  readonly metrics: MetricValues;
}

/** How many runs may go on at once: as many as were asked for, or one a core, and no more than fit into memory. */
export function threadCount(asked: number | undefined, largest: Forecast, memoryBytes = totalmem()): number {
  const fitting = Math.floor((MEMORY_SHARE * memoryBytes) / largest.bytes);
  return Math.max(1, Math.min(asked ?? availableParallelism(), fitting));
}

export class RunPool {
  readonly #kind: BenchKind;
  readonly #heapMegabytes: number;
  readonly #threads: Worker[] = [];
  #closed = false;

  /** @param largest the forecast of the largest run, for the heap of each thread */
  constructor(kind: BenchKind, largest: Forecast) {
    this.#kind = kind;
    const heapBytes = Math.max(getHeapStatistics().heap_size_limit, HEAP_SLACK * largest.heapBytes);
    this.#heapMegabytes = Math.ceil(heapBytes / 2 ** 20);
  }

  /**
   * Does all runs, so many at once, and gives the outcome of each as it ends, in no particular order.
   * Rejects when a run fails and when the pool is closed before the end.
   */
  async run(runs: readonly PlannedRun[], count: number, onEnd: (outcome: RunOutcome) => void): Promise<void> {
    const waiting = runs.values();
    while (this.#threads.length < Math.min(count, runs.length)) this.#threads.push(this.#start());
    await Promise.all(
      this.#threads.map(async (thread) => {
        for (const next of waiting) {
          if (this.#closed) return;
          onEnd(await outcomeOf(thread, next));
        }
      }),
    );
    if (this.#closed) throw new Error('the runs were stopped');
  }

  /** Stops whatever is going on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #start(): Worker {
    return startThread('bench-thread', {
      workerData: { kind: this.#kind } satisfies ThreadStart,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#heapMegabytes },
    });
  }
}

function outcomeOf(thread: Worker, run: PlannedRun): Promise<RunOutcome> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number) =>
      reject(new Error(`a thread of the bench ended early, with code ${code}`));
    const settle = <Value>(how: (value: Value) => void) => {
      return (value: Value) => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        how(value);
      };
    };
    const onMessage = settle(resolve);
    const onError = settle(reject);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(run);
  });
}
