/** The repetitions of a fit on several threads. Each repetition has its own random stream, so the threads do not change them. */
import type { Worker } from 'node:worker_threads';
import { SingleBar } from 'cli-progress';
import { Bootstrap, type BootstrapSettings, type Repetition } from '../analysis/fit/bootstrap.ts';
import { startThread } from './start-thread.ts';
import type { Terminal } from './terminal.ts';

/** What a thread is started with: it runs repetitions `self`, `self + threads` and so on, below `count`. */
export interface FitThreadStart {
  readonly settings: BootstrapSettings;
  readonly count: number;
  readonly self: number;
  readonly threads: number;
}

/** One repetition, as a thread tells of it. */
export interface NumberedRepetition extends Repetition {
  readonly number: number;
}

/** Repetitions 0 to `count` - 1, in this order. */
export async function bootstrapOnThreads(
  settings: BootstrapSettings,
  count: number,
  workers: number,
  terminal: Terminal,
): Promise<Repetition[]> {
  const threads = Math.min(workers, count);
  const repetitions = new Array<Repetition>(count);
  const bar = terminal.interactive ? new SingleBar(BAR_OPTIONS) : undefined;
  let done = 0;
  const keep = ({ number, ks, alpha }: NumberedRepetition) => {
    repetitions[number] = { ks, alpha };
    bar?.update(++done);
  };
  bar?.start(count, 0);
  try {
    if (threads <= 1) {
      for (const each of repetitionsOf({ settings, count, self: 0, threads: 1 })) keep(each);
    } else {
      const starts = Array.from({ length: threads }, (_, self) => ({ settings, count, self, threads }));
      await runThreads(starts, keep);
    }
  } finally {
    bar?.stop();
  }
  return repetitions;
}

/** The share of one thread. */
export function* repetitionsOf({
  settings,
  count,
  self,
  threads,
}: FitThreadStart): Generator<NumberedRepetition> {
  const bootstrap = new Bootstrap(settings);
  for (let number = self; number < count; number += threads) yield { number, ...bootstrap.run(number) };
}

const BAR_OPTIONS = {
  format: '{bar} {percentage} %  {value} of {total} repetitions, {eta_formatted} left',
  barsize: 24,
  linewrap: true,
  clearOnComplete: true,
};

type Keep = (repetition: NumberedRepetition) => void;

async function runThreads(starts: readonly FitThreadStart[], keep: Keep): Promise<void> {
  const workers = starts.map((start) => startThread('fit-thread', { workerData: start, execArgv: [] }));
  try {
    await Promise.all(workers.map((worker) => ended(worker, keep)));
  } finally {
    // After an error the others would go on.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ended(worker: Worker, keep: Keep): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', keep);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a thread of the fit ended early, with code ${code}`));
    });
  });
}
