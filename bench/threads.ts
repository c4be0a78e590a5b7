/** The benchmark of threads: whole simulations, from the first join to the result, on one thread and on several. */
import { availableParallelism } from 'node:os';
import { rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import { title, type Work } from './simulator.ts';
import type { ThreadsRun } from './threaded-run.ts';

export interface ThreadsSizes {
  readonly works: readonly Work[];
  /** Numbers of threads, the first is 1. */
  readonly counts: readonly number[];
}

export const THREADS_SIZES: ThreadsSizes = {
  works: [
    { name: 'F1', peers: 1_000_000, publishers: 1, durationS: null },
    { name: 'P', peers: 100_000, publishers: 0, durationS: 300 },
  ],
  counts: [1, 2, 4, 8, 16, 32, 64].filter((count) => count <= Math.max(2, availableParallelism())),
};

export interface ThreadsFigures {
  readonly work: Work;
  /** By number of threads, then by run. */
  readonly runs: readonly { readonly threads: number; readonly runs: readonly ThreadsRun[] }[];
}

/**
 * @param note Told what is being measured.
 * @throws Error when two numbers of threads gave different results
 */
export async function benchThreads(
  measure: Measure,
  { works, counts }: ThreadsSizes,
  runCount: number,
  note: (words: string) => void,
): Promise<ThreadsFigures[]> {
  const figures: ThreadsFigures[] = [];
  for (const work of works) {
    const runs = counts.map((threads) => ({ threads, runs: [] as ThreadsRun[] }));
    for (let run = 1; run <= runCount; run++) {
      for (const { threads, runs: own } of runs) {
        note(`threads: ${title(work)} on ${threads}, run ${run} of ${runCount}`);
        own.push(await measure('threads', { ...work, threads }));
      }
    }
    const hashes = new Set(runs.flatMap((each) => each.runs.map(({ traceHash }) => traceHash)));
    if (hashes.size > 1) throw new Error(`the trace hash of ${title(work)} depends on the number of threads`);
    figures.push({ work, runs });
  }
  return figures;
}

export function threadsText(figures: readonly ThreadsFigures[]): string {
  const runCount = figures[0].runs[0].runs.length;
  const rows = figures.flatMap(({ work, runs }) =>
    runs.map(({ threads, runs: own }) => [
      title(work),
      String(threads),
      rangeText(own.map(({ seconds }) => seconds)),
      rangeText(own.map(({ seconds }, run) => runs[0].runs[run].seconds / seconds)),
      rangeText(own.map(({ events, seconds }) => events / seconds / 1e6)),
      rangeText(own.map(({ events, eventsByThread }) => (100 * Math.max(...eventsByThread)) / events)),
    ]),
  );
  return [`THREADS: whole runs, median of ${runCount} (least-most)`, '', tableText([HEAD, ...rows])].join(
    '\n',
  );
}

const HEAD = [
  'work, peers',
  'threads',
  'seconds',
  'speed-up',
  'M events/s',
  '% of the events on the busiest',
];
