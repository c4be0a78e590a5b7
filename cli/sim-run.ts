/** What `hearsay sim` does: from flags and files to a run, and from its result to files and words. */
import { randomBytes } from 'node:crypto';
import type { Scenario } from '../sim/scenario.ts';
import { ScenarioError } from '../sim/scenario-error.ts';
import { parseScenario } from '../sim/scenario-schema.ts';
import { simulate } from '../sim/simulate.ts';
import type { Progress } from '../sim/simulation.ts';
import { OverlayExports } from './export.ts';
import { jsonOf } from './json-file.ts';
import { LineFile, OutputFile } from './output-file.ts';
import { FROM_SOURCES, packageVersion, planetlabRttTenthsMs } from './package-files.ts';
import { reportText } from './report.ts';
import type { Manifest } from './run-manifest.ts';
import { simFindings } from './sim-findings.ts';
import { type OptionValues, scenarioFlags, scenarioWords } from './sim-flags.ts';
import { documentText, edgesText, statsText } from './sim-output.ts';
import { PhaseClock, ProgressBar } from './sim-progress.ts';
import { announcementOf, forecastFor, rerunWithHeapFor } from './sim-resources.ts';
import { summaryText } from './sim-summary.ts';
import { simulateOnThreads, type ThreadedRun } from './sim-threads.ts';
import type { Terminal } from './terminal.ts';
import { shellWord } from './text.ts';
import { UsageError } from './usage-error.ts';

/** Source: ours; address space is set aside for each pair of threads. */
const WORKERS_MAX = 64;

/**
 * Runs the command with its options as commander read them.
 * @throws UsageError for bad options, a bad scenario, or files that cannot be read or written
 */
export async function runSim(values: OptionValues, terminal: Terminal): Promise<void> {
  const scenario = refusingBadScenarios(() => scenarioOf(values));
  if (values.printScenario) terminal.print(`${JSON.stringify(scenario, null, 2)}\n`);
  else await runScenario(scenario, values, terminal);
}

async function runScenario(scenario: Scenario, values: OptionValues, terminal: Terminal): Promise<void> {
  const workers = workersOf(values);
  const forecast = forecastFor(scenario);
  const exitCode = rerunWithHeapFor(forecast);
  if (exitCode !== undefined) {
    process.exitCode = exitCode;
    return;
  }
  const clock = new PhaseClock();
  const files = outputFilesOf(values);
  const trace = files.trace && new LineFile(files.trace);
  const randomSeed = randomSeedOf(values, terminal);
  const announcement = announcementOf(forecast);
  if (announcement !== undefined && !values.quiet) terminal.note(announcement);
  const manifest: Manifest = { version: packageVersion(), randomSeed, parameters: scenario };
  clock.report('preparation');
  const { result, eventsByThread } = await watchedRun(manifest, workers, terminal, values, clock, trace);
  const told = values.json === true || values.quiet !== true || files.report !== undefined;
  const findings = told ? simFindings(manifest, result, values.null === true) : undefined;
  clock.report('measurement');
  const report =
    findings &&
    files.report &&
    reportText(manifest, result, documentText(findings), commandOf(values, randomSeed));
  const exported = files.exports.overlayOf(manifest, `hearsay ${commandOf(values, randomSeed)}`, result);
  withoutInterruption(() => {
    trace?.finish();
    files.edges?.writeText(edgesText(manifest, `hearsay ${commandOf(values, randomSeed)}`, result.overlay));
    if (exported !== undefined) files.exports.write(exported);
    if (report !== undefined) files.report?.writeText(report);
    clock.report('output');
    files.stats?.writeText(statsText(manifest, clock.secondsByPhase, result, eventsByThread));
  });
  if (findings === undefined) return;
  if (values.json) terminal.print(documentText(findings));
  else if (values.quiet !== true) terminal.print(summaryText(findings, terminal));
}

/**
 * The scenario that the options and the file they name describe.
 * @throws ScenarioError when it cannot run
 */
export function scenarioOf(values: OptionValues): Scenario {
  const path = values.scenario as string | undefined;
  const document = path === undefined ? {} : jsonOf(path, `--scenario ${path}`);
  return parseScenario(document, scenarioFlags(values), path);
}

/** A scenario that cannot run is bad input of the user. */
export function refusingBadScenarios<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message) : error;
  }
}

/** The seed of `--seed`, or one that is drawn and told. */
export function randomSeedOf(values: OptionValues, terminal: Terminal): string {
  const given = values.seed as string | undefined;
  if (given === undefined) {
    const drawn = randomBytes(6).toString('hex');
    const started = FROM_SOURCES ? 'npm run hearsay -- ' : 'hearsay ';
    terminal.note(`random seed ${drawn}; to repeat this run: ${started}${commandOf(values, drawn)}\n`);
    return drawn;
  }
  if (given === '') throw new UsageError('--seed: expected a text, found ""; leave the flag out to draw one');
  if (/\p{Cc}/u.test(given)) {
    throw new UsageError(
      `--seed: expected a text without control characters, found ${JSON.stringify(given)}`,
    );
  }
  return given;
}

function workersOf({ workers = '1', trace }: OptionValues): number {
  const count = Number(workers);
  if (!(Number.isInteger(count) && count >= 1 && count <= WORKERS_MAX)) {
    throw new UsageError(`--workers: expected a whole number from 1 to ${WORKERS_MAX}, found "${workers}"`);
  }
  if (count > 1 && trace !== undefined) {
    throw new UsageError(
      `--workers ${count}: --trace writes all events in one order, which takes one thread; leave one of the two out`,
    );
  }
  return count;
}

/** The command line, after `hearsay`, that gives an equal run. */
function commandOf(values: OptionValues, randomSeed: string): string {
  const scenario = values.scenario === undefined ? [] : ['--scenario', values.scenario as string];
  return ['sim', ...scenario, ...scenarioWords(values), '--seed', randomSeed].map(shellWord).join(' ');
}

interface OutputFiles {
  readonly trace: OutputFile | undefined;
  readonly edges: OutputFile | undefined;
  readonly report: OutputFile | undefined;
  readonly stats: OutputFile | undefined;
  readonly exports: OverlayExports;
}

function outputFilesOf(values: OptionValues): OutputFiles {
  const taken = new Map<string, string>();
  const openAt = (flag: string, path: string): OutputFile => {
    const file = new OutputFile(flag, path);
    const other = taken.get(file.path);
    if (other !== undefined)
      throw new UsageError(`${flag} ${path}: ${other} writes this file too; name another`);
    taken.set(file.path, flag);
    return file;
  };
  const open = (name: string) =>
    values[name] === undefined ? undefined : openAt(`--${name}`, values[name] as string);
  return {
    trace: open('trace'),
    edges: open('edges'),
    report: open('report'),
    stats: open('stats'),
    exports: new OverlayExports(values, (path) => openAt('--export', path)),
  };
}

async function watchedRun(
  { parameters, randomSeed }: Manifest,
  workers: number,
  terminal: Terminal,
  values: OptionValues,
  clock: PhaseClock,
  trace: LineFile | undefined,
): Promise<ThreadedRun> {
  const bar = terminal.interactive && !values.quiet && !values.json ? new ProgressBar(parameters) : undefined;
  const onProgress = (progress: Progress) => {
    clock.report(progress.phase);
    bar?.update(progress);
  };
  try {
    if (workers > 1) return await simulateOnThreads(parameters, randomSeed, workers, onProgress);
    const result = refusingBadScenarios(() =>
      simulate(parameters, randomSeed, {
        ...(parameters.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {}),
        onProgress,
        ...(trace === undefined ? {} : { trace: (line) => trace.add(line) }),
      }),
    );
    return { result, eventsByThread: [result.simulated.events] };
  } finally {
    bar?.stop();
  }
}

/** A signal that comes while files are written is ignored: they take their places, and the run is over anyway. */
function withoutInterruption(action: () => void): void {
  const ignore = () => {};
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  try {
    action();
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', ignore);
  }
}
