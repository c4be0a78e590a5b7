/** From the flags of `hearsay bench` to what decides a sweep, and where its results go. */
import { join } from 'node:path';
import type { BenchConfiguration } from './bench-configuration.ts';
import { FOLDER_DEFAULT, RANDOM_SEED_DEFAULT, RUNS_DEFAULT, RUNS_MAX_DEFAULT } from './bench-defaults.ts';
import { gridOf } from './bench-grid.ts';
import type { BenchKind } from './bench-metrics.ts';
import { packageVersion } from './package-files.ts';
import { type BenchManifest, manifestOf } from './results-manifest.ts';
import { type OptionValues, scenarioWords } from './sim-flags.ts';
import { countOf, countText, shellWord } from './text.ts';
import { UsageError } from './usage-error.ts';

/** Limits of what is accepted. Source: ours; the lines of all runs are one string in the end. */
const RUNS_MAX = 100_000;
const ALL_RUNS_MAX = 200_000;
const WORKERS_MAX = 256;

/**
 * What the flags ask for, with a command that asks for the same.
 * @throws UsageError for values that cannot be, and for a bad scenario
 */
export function benchManifestOf(kind: BenchKind, values: OptionValues): BenchManifest {
  const { points, comparisons, parameters } = gridOf(kind, values);
  const runs = wholeOf('--runs', values.runs ?? RUNS_DEFAULT, 1, RUNS_MAX);
  const untilPrecision = values.untilPrecision === undefined ? null : precisionOf(values.untilPrecision);
  const runsMax = runsMaxOf(values, runs, untilPrecision);
  const most = points.length * runsMax;
  if (most > ALL_RUNS_MAX) {
    throw new UsageError(
      `--runs: ${countOf(points.length, 'point')} would have ${countOf(most, 'run')}, and a sweep takes at most ${countOf(ALL_RUNS_MAX, 'run')}; give fewer values or runs`,
    );
  }
  const randomSeed = randomSeedOf(values);
  const versus = (values.versus as string | undefined)?.trim().replace(/\s+/g, ' ') ?? null;
  const configuration = { kind, randomSeed, runs, untilPrecision, runsMax, points, versus, comparisons };
  return manifestOf(packageVersion(), commandOf(kind, values, configuration), configuration, parameters);
}

/** A command line that gives the same files, in a folder of its own. */
function commandOf(
  kind: BenchKind,
  values: OptionValues,
  { randomSeed, runs, untilPrecision, runsMax }: BenchConfiguration,
): string {
  const scenario = values.scenario === undefined ? [] : ['--scenario', values.scenario as string];
  const versus = values.versus === undefined ? [] : ['--versus', values.versus as string];
  const precision =
    untilPrecision === null
      ? []
      : ['--until-precision', String(untilPrecision), '--runs-max', String(runsMax)];
  const words = ['--runs', String(runs), '--seed', randomSeed, ...versus, ...precision];
  return ['hearsay', 'bench', kind, ...scenario, ...scenarioWords(values), ...words].map(shellWord).join(' ');
}

/** Where the results go. */
export function folderOf(kind: BenchKind, values: OptionValues, manifest: BenchManifest): string {
  const { out = FOLDER_DEFAULT, name } = values as { out?: string; name?: string };
  if (out === '') throw new UsageError('--out: expected the name of a folder, found ""');
  if (name === undefined) {
    return join(out, `${kind}-${manifest.configurationHash.slice(0, NAME_HASH_LENGTH)}`);
  }
  if (!/^[\w-][\w.-]*$/.test(name)) {
    throw new UsageError(
      `--name: expected letters, digits, "_", "-" and ".", without a "." in front, found ${JSON.stringify(name)}`,
    );
  }
  return join(out, name);
}

const NAME_HASH_LENGTH = 8;

function randomSeedOf({ seed = RANDOM_SEED_DEFAULT }: OptionValues): string {
  const text = seed as string;
  if (text === '' || /\p{Cc}/u.test(text)) {
    throw new UsageError(`--seed: expected a text without control characters, found ${JSON.stringify(text)}`);
  }
  return text;
}

/** Without a precision to reach, the runs are as many as was said. */
function runsMaxOf({ runsMax }: OptionValues, runs: number, untilPrecision: number | null): number {
  if (untilPrecision !== null) {
    return wholeOf('--runs-max', runsMax ?? Math.max(runs, RUNS_MAX_DEFAULT), runs, RUNS_MAX);
  }
  if (runsMax === undefined) return runs;
  throw new UsageError('--runs-max: this limits --until-precision, which is not given; leave it out');
}

function precisionOf(given: unknown): number {
  const precision = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(given)) ? Number(given) : Number.NaN;
  if (precision > 0 && precision < 1) return precision;
  throw new UsageError(
    `--until-precision: expected a share of the mean above 0 and below 1, such as 0.02, found "${given}"`,
  );
}

function wholeOf(flag: string, given: unknown, min: number, max: number): number {
  const number = /^\d+$/.test(String(given)) ? Number(given) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(
    `${flag}: expected a whole number from ${countText(min)} to ${countText(max)}, found "${given}"`,
  );
}

/** How many threads were asked for. */
export function workersOf({ workers }: OptionValues): number | undefined {
  return workers === undefined ? undefined : wholeOf('--workers', workers, 1, WORKERS_MAX);
}
