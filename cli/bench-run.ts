/** What `hearsay bench` does: from its flags to the files of a sweep, and its summary. */
import type { Forecast } from '../sim/forecast.ts';
import { type BenchConfiguration, pointLabel } from './bench-configuration.ts';
import { benchManifestOf, folderOf, workersOf } from './bench-flags.ts';
import { type BenchKind, mainMetricOf, metricsOf } from './bench-metrics.ts';
import { RunPool } from './bench-pool.ts';
import { SweepBar } from './bench-progress.ts';
import { summaryDocument, summaryTable } from './bench-summary.ts';
import { finishSweep, largestOf, type SweepProgress, type SweepResult } from './bench-sweep.ts';
import { Interruption } from './interruption.ts';
import { ResultsFolder } from './results-folder.ts';
import type { BenchManifest } from './results-manifest.ts';
import type { OptionValues } from './sim-flags.ts';
import { forecastFor } from './sim-resources.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText } from './text.ts';

/**
 * Runs the command with its options as commander read them.
 * @throws UsageError for bad options, a bad scenario, and a folder that cannot be used
 */
export async function runBench(kind: BenchKind, values: OptionValues, terminal: Terminal): Promise<void> {
  const workers = workersOf(values);
  const manifest = benchManifestOf(kind, values);
  const forecasts = forecastsOf(manifest.configuration);
  const folder = new ResultsFolder(folderOf(kind, values, manifest), manifest);
  const bar = terminal.interactive && !values.quiet ? new SweepBar() : undefined;
  const swept = await sweptOrInterrupted(manifest, folder, { forecasts, workers, bar });
  if (typeof swept === 'number') {
    terminal.note(`stopped; the runs that ended are kept in ${folder.path}, and the same command goes on\n`);
    process.exitCode = swept;
    return;
  }
  noteImprecise(manifest.configuration, swept, terminal);
  if (values.json) terminal.print(documentText(manifest, swept));
  else if (!values.quiet) terminal.print(summaryTable(manifest.configuration, swept.rows));
  const kept = swept.keptCount === 0 ? '' : `, ${countText(swept.keptCount)} of them there before`;
  if (!values.quiet) terminal.note(`${countOf(swept.records.length, 'run')} in ${folder.path}${kept}\n`);
}

/**
 * The forecast of each point.
 * @throws UsageError when this machine has too little memory for one
 */
export function forecastsOf({ points }: BenchConfiguration): Forecast[] {
  return points.map(({ scenario }) => forecastFor(scenario));
}

interface Means {
  readonly forecasts: readonly Forecast[];
  /** Threads asked for. */
  readonly workers: number | undefined;
  readonly bar: SweepBar | undefined;
}

/** The result of a sweep, or the exit code when a signal stopped it. */
export async function sweptOrInterrupted(
  { configuration, version }: BenchManifest,
  folder: ResultsFolder,
  { forecasts, workers, bar }: Means,
): Promise<SweepResult | number> {
  const pool = new RunPool(configuration.kind, largestOf(forecasts));
  const interruption = new Interruption(() => void pool.close());
  const onProgress = (progress: SweepProgress) => bar?.update(progress);
  try {
    return await finishSweep(configuration, version, folder, { pool, forecasts, workers, onProgress });
  } catch (error) {
    if (interruption.exitCode === undefined) throw error;
    return interruption.exitCode;
  } finally {
    bar?.stop();
    interruption.close();
    folder.close();
    await pool.close();
  }
}

/** Says which points did not get as precise as asked for. */
function noteImprecise(
  configuration: BenchConfiguration,
  { imprecise }: SweepResult,
  terminal: Terminal,
): void {
  if (imprecise.length === 0) return;
  const { kind, points, runsMax, untilPrecision } = configuration;
  const { label } = metricsOf(kind).find(({ name }) => name === mainMetricOf(kind))!;
  const which = imprecise.map((point) => pointLabel(points[point])).join('; ');
  terminal.note(
    `stopped at ${countOf(runsMax, 'run')} without a precision of ${untilPrecision} in the ${label}: ${which}\n`,
  );
}

function documentText(manifest: BenchManifest, { rows, imprecise }: SweepResult): string {
  const { environment, outputs, ...what } = manifest;
  const document = {
    schemaVersion: 1,
    manifest: what,
    ...summaryDocument(manifest.configuration, rows),
    imprecise,
  };
  return `${JSON.stringify(document)}\n`;
}
