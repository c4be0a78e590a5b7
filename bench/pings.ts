/** The benchmark of pings: what a node that watches many hosts costs, with its helper and the programs. */
import { rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import type { PingsFigures, PingsPlan } from './pinging.ts';

export const PINGS_PLAN: PingsPlan = { targets: 1_000, intervalMs: 13_000, intervals: 2 };

/** @param note Told what is being measured. */
export async function benchPings(
  measure: Measure,
  plan: PingsPlan,
  runCount: number,
  note: (words: string) => void,
): Promise<PingsFigures[]> {
  const runs: PingsFigures[] = [];
  while (runs.length < runCount) {
    note(`pings: run ${runs.length + 1} of ${runCount}`);
    runs.push(await measure('pings', plan));
  }
  return runs;
}

export function pingsText({ targets, intervalMs }: PingsPlan, runs: readonly PingsFigures[]): string {
  const cell = (of: (run: PingsFigures) => number) => rangeText(runs.map(of));
  const percent = (of: (run: PingsFigures) => number) => cell((run) => (100 * of(run)) / run.seconds);
  return [
    `PINGS: ${targets} hosts, each every ${intervalMs / 1000} s; median of ${runs.length} (least-most)`,
    tableText([
      [
        '% of a core',
        'all',
        'node',
        'helper',
        'ping programs',
        'stall p99 ms',
        'stall max ms',
        'pings/s',
        'failed',
      ],
      [
        '',
        percent((run) => run.nodeCpuS + run.helperCpuS + run.programsCpuS),
        percent((run) => run.nodeCpuS),
        percent((run) => run.helperCpuS),
        percent((run) => run.programsCpuS),
        cell((run) => run.stallP99Ms),
        cell((run) => run.stallMaxMs),
        cell((run) => run.pings / run.seconds),
        cell((run) => run.failures),
      ],
    ]),
  ].join('\n\n');
}
