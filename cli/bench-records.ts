/** A line of `runs.ndjson`: what one run gave. Nothing in it comes from the wall clock. */
import type { PlannedRun } from './bench-configuration.ts';
import { type BenchKind, type MetricValues, metricsOf } from './bench-metrics.ts';
import type { RunOutcome } from './bench-pool.ts';

export interface RunRecord {
  readonly point: number;
  readonly run: number;
  readonly id: string;
  readonly randomSeed: string;
  readonly traceHash: string;
  readonly metrics: MetricValues;
}

export function recordOf({ point, run, id, randomSeed }: PlannedRun, outcome: RunOutcome): RunRecord {
  return { point, run, id, randomSeed, traceHash: outcome.traceHash, metrics: outcome.metrics };
}

/** What a line says of a run; undefined when it is no such line. */
export function outcomeIn(line: string, kind: BenchKind): RunOutcome | undefined {
  try {
    const { id, traceHash, metrics } = JSON.parse(line) as Partial<RunRecord>;
    if (typeof id !== 'string' || typeof traceHash !== 'string' || typeof metrics !== 'object')
      return undefined;
    const isValue = (value: unknown) => value === null || typeof value === 'number';
    return metricsOf(kind).every(({ name }) => isValue(metrics[name]))
      ? { id, traceHash, metrics }
      : undefined;
  } catch {
    return undefined;
  }
}
