/** What `hearsay reproduce` does: from a results folder to its files made again, and to the first difference. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from './bench-configuration.ts';
import { workersOf } from './bench-flags.ts';
import { SweepBar } from './bench-progress.ts';
import { forecastsOf, sweptOrInterrupted } from './bench-run.ts';
import { packageVersion } from './package-files.ts';
import { contentOf, ResultsFolder } from './results-folder.ts';
import {
  type BenchManifest,
  isIntact,
  MANIFEST_FILE,
  manifestIn,
  OUTPUT_FILES,
  type OutputName,
} from './results-manifest.ts';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What came out for one file. */
interface Verdict {
  readonly name: OutputName;
  readonly equal: boolean;
  /** Whole, and different if the files are. */
  readonly sentence: string;
}

/**
 * Makes the files of a results folder again and says whether they are equal.
 * @returns the exit code: 0 equal, 1 different, or that of a signal
 * @throws UsageError for a folder without a finished manifest, or of another version
 */
export async function runReproduce(
  folder: string,
  values: OptionValues,
  terminal: Terminal,
): Promise<number> {
  const workers = workersOf(values);
  const manifest = finishedManifestIn(folder);
  const verdicts = values.check
    ? OUTPUT_FILES.map((name) => checked(folder, name, manifest))
    : await rerun(folder, manifest, workers, values, terminal);
  if (typeof verdicts === 'number') return verdicts;
  const equal = verdicts.every((verdict) => verdict.equal);
  if (values.json) {
    terminal.print(
      `${JSON.stringify({ schemaVersion: 1, version: manifest.version, equal, files: verdicts })}\n`,
    );
  } else if (!values.quiet) terminal.print(verdicts.map(({ sentence }) => `${sentence}\n`).join(''));
  return equal ? 0 : 1;
}

function finishedManifestIn(folder: string): BenchManifest {
  const path = join(folder, MANIFEST_FILE);
  const manifest = manifestIn(folder);
  if (manifest === undefined) {
    throw new UsageError(
      `${path}: expected the manifest of a folder that \`hearsay bench\` filled, found none`,
    );
  }
  if (manifest.version !== packageVersion()) {
    throw new UsageError(
      `${path}: these results are by version ${manifest.version}, and this is version ${packageVersion()}; only the same version gives the same bytes`,
    );
  }
  if (!isIntact(manifest)) {
    throw new UsageError(`${path}: its configuration is not as it was written, so nothing can be compared`);
  }
  if (!manifest.outputs) {
    throw new UsageError(`${path}: runs are missing; finish them first with ${manifest.command}`);
  }
  return manifest;
}

/** Of the folder's own file, by its hash. */
function checked(folder: string, name: OutputName, { outputs }: BenchManifest): Verdict {
  const content = contentOf(folder, name);
  if (content === undefined) return { name, equal: false, sentence: `${name} is missing` };
  const equal = sha256(content) === outputs?.[name];
  return {
    name,
    equal,
    sentence: equal ? `${name} has its hash` : `${name} has not the hash in the manifest`,
  };
}

async function rerun(
  folder: string,
  manifest: BenchManifest,
  workers: number | undefined,
  values: OptionValues,
  terminal: Terminal,
): Promise<Verdict[] | number> {
  const forecasts = forecastsOf(manifest.configuration);
  const scratch = mkdtempSync(join(tmpdir(), 'hearsay-reproduce-'));
  try {
    const bar = terminal.interactive && !values.quiet ? new SweepBar() : undefined;
    const results = new ResultsFolder(join(scratch, 'results'), { ...manifest, outputs: null });
    const swept = await sweptOrInterrupted(manifest, results, { forecasts, workers, bar });
    if (typeof swept === 'number') return swept;
    return OUTPUT_FILES.map((name) =>
      compared(name, contentOf(folder, name), contentOf(results.path, name)!),
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function compared(name: OutputName, recorded: Buffer | undefined, again: Buffer): Verdict {
  if (recorded === undefined) return { name, equal: false, sentence: `${name} is missing` };
  if (recorded.equals(again)) return { name, equal: true, sentence: `${name} is equal` };
  return { name, equal: false, sentence: `${name} differs ${differenceText(recorded, again)}` };
}

/** Where two texts part first, with some of both from there on. */
function differenceText(recorded: Buffer, again: Buffer): string {
  let at = 0;
  while (at < recorded.length && recorded[at] === again[at]) at++;
  const before = recorded.subarray(0, at).toString().split('\n');
  const column = before[before.length - 1].length;
  const from = at - Buffer.byteLength(before[before.length - 1].slice(-CONTEXT));
  const shown = (content: Buffer) => JSON.stringify(content.subarray(from, at + CONTEXT).toString());
  return `at line ${before.length}, column ${column + 1}: recorded ${shown(recorded)}, now ${shown(again)}`;
}

/** Bytes shown before and after. */
const CONTEXT = 24;
