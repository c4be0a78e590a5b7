/** Does the runs of a sweep that are still missing, and puts all of them together. */
import { nextRunCount, preciseEnough } from '../analysis/statistics/precision.ts';
import type { Forecast } from '../sim/forecast.ts';
import { type BenchConfiguration, type PlannedRun, plannedRun } from './bench-configuration.ts';
import { mainMetricOf } from './bench-metrics.ts';
import { type RunOutcome, type RunPool, threadCount } from './bench-pool.ts';
import { outcomeIn, type RunRecord, recordOf } from './bench-records.ts';
import { type SummaryRow, summaryCsv, summaryRows } from './bench-summary.ts';
import type { ResultsFolder } from './results-folder.ts';

/** How far a sweep is. */
export interface SweepProgress {
  readonly done: number;
  readonly planned: number;
  /** Of those, forecast wall-clock seconds on one core. */
  readonly doneS: number;
  readonly plannedS: number;
}

export interface SweepOptions {
  readonly pool: RunPool;
  /** Of each point. */
  readonly forecasts: readonly Forecast[];
  /** Threads asked for. */
  readonly workers: number | undefined;
  readonly onProgress: (progress: SweepProgress) => void;
}

export interface SweepResult {
  /** Sorted by point, then by run. */
  readonly records: readonly RunRecord[];
  readonly rows: readonly SummaryRow[];
  /** How many of the runs were in the folder already. */
  readonly keptCount: number;
  /** Points that have as many runs as allowed, and not the precision that was asked for. */
  readonly imprecise: readonly number[];
}

/**
 * Finishes a sweep in its folder. What it gives depends on version and configuration only.
 * Rejects when the pool is closed meanwhile; the runs that ended are then kept.
 */
export async function finishSweep(
  configuration: BenchConfiguration,
  version: string,
  folder: ResultsFolder,
  options: SweepOptions,
): Promise<SweepResult> {
  const { points, kind } = configuration;
  const outcomes = new Map<string, RunOutcome>();
  for (const line of folder.keptLines()) {
    const outcome = outcomeIn(line, kind);
    if (outcome !== undefined) outcomes.set(outcome.id, outcome);
  }
  const kept = new Set(outcomes.keys());
  const planned = points.map((): PlannedRun[] => []);
  const recorded = (): RunRecord[][] =>
    planned.map((runs) => runs.map((run) => recordOf(run, outcomes.get(run.id) as RunOutcome)));
  let counts = points.map(() => configuration.runs);
  for (let last: readonly number[] = []; !sameNumbers(counts, last); ) {
    planned.forEach((runs, point) => {
      while (runs.length < counts[point]) {
        runs.push(plannedRun(configuration, version, point, runs.length));
      }
    });
    await doMissing(planned, outcomes, folder, options);
    [last, counts] = [counts, nextCounts(configuration, recorded())];
  }
  const byPoint = recorded();
  const rows = summaryRows(configuration, byPoint);
  const records = byPoint.flat();
  folder.finish({
    'runs.ndjson': records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    'summary.csv': summaryCsv(configuration, rows),
  });
  return {
    records,
    rows,
    keptCount: records.filter(({ id }) => kept.has(id)).length,
    imprecise: impreciseOf(configuration, byPoint),
  };
}

async function doMissing(
  planned: readonly (readonly PlannedRun[])[],
  outcomes: Map<string, RunOutcome>,
  folder: ResultsFolder,
  { pool, forecasts, workers, onProgress }: SweepOptions,
): Promise<void> {
  const all = planned.flat();
  const byId = new Map(all.map((run) => [run.id, run]));
  // Run after run, so that after an interruption every point has something.
  const missing = all
    .filter(({ id }) => !outcomes.has(id))
    .sort((a, b) => a.run - b.run || a.point - b.point);
  if (missing.length === 0) return;
  const seconds = (runs: readonly PlannedRun[]) =>
    runs.reduce((sum, { point }) => sum + forecasts[point].seconds, 0);
  const plannedS = seconds(all);
  let [done, doneS] = [all.length - missing.length, plannedS - seconds(missing)];
  const report = () => onProgress({ done, planned: all.length, doneS, plannedS });
  report();
  await pool.run(missing, threadCount(workers, largestOf(forecasts)), (outcome) => {
    const run = byId.get(outcome.id) as PlannedRun;
    outcomes.set(outcome.id, outcome);
    folder.keep(JSON.stringify(recordOf(run, outcome)));
    done++;
    doneS += forecasts[run.point].seconds;
    report();
  });
}

/** The forecast that takes most memory. */
export function largestOf(forecasts: readonly Forecast[]): Forecast {
  return forecasts.reduce((largest, each) => (each.bytes > largest.bytes ? each : largest));
}

/** How many runs each point should have, seen from those it has. Points that are compared get equally many. */
function nextCounts(
  { kind, untilPrecision, runsMax, comparisons }: BenchConfiguration,
  records: readonly (readonly RunRecord[])[],
): number[] {
  if (untilPrecision === null) return records.map(({ length }) => length);
  const counts = records.map((runs) => {
    const values = runs.map(({ metrics }) => metrics[mainMetricOf(kind)]);
    return nextRunCount(values, untilPrecision, runsMax);
  });
  return comparisons.length === 0 ? counts : counts.map(() => Math.max(...counts));
}

function impreciseOf(
  { kind, untilPrecision }: BenchConfiguration,
  records: readonly (readonly RunRecord[])[],
): number[] {
  if (untilPrecision === null) return [];
  return [...records.keys()].filter((point) => {
    const values = records[point].map(({ metrics }) => metrics[mainMetricOf(kind)]);
    const present = values.filter((value) => value !== null);
    return !preciseEnough(present, untilPrecision);
  });
}

function sameNumbers(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((number, i) => number === second[i]);
}
