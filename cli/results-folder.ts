/**
 * The folder of one sweep, `results/<name>/`. Runs are kept in a journal as they end, so that an interrupted sweep goes on where it
 * stopped; the files for readers appear whole when all runs are there, and the journal goes.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './bench-configuration.ts';
import { OutputFile } from './output-file.ts';
import {
  type BenchManifest,
  MANIFEST_FILE,
  manifestIn,
  manifestText,
  OUTPUT_FILES,
  type OutputName,
} from './results-manifest.ts';
import { UsageError } from './usage-error.ts';

/** Runs that ended, a line each, in the order in which they ended. */
const JOURNAL_FILE = 'unfinished.ndjson';

export class ResultsFolder {
  readonly path: string;
  readonly #manifest: BenchManifest;
  /** The outputs that the folder already holds. */
  readonly #outputs: BenchManifest['outputs'];
  #journal: number | undefined;

  /**
   * Makes the folder, or takes up one that holds the same configuration.
   * @throws UsageError when it cannot be made, or holds something else
   */
  constructor(path: string, manifest: BenchManifest) {
    this.path = path;
    this.#manifest = manifest;
    makeFolder(path);
    const present = manifestIn(path);
    if (present === undefined) {
      if (readdirSync(path).length > 0) {
        throw new UsageError(`${path}: this folder holds other files; choose another --name`);
      }
      this.#write(MANIFEST_FILE, manifestText(manifest));
    } else if (present.configurationHash !== manifest.configurationHash) {
      throw new UsageError(
        `${path}: this folder holds the results of another configuration, "${present.command}" by version ${present.version}; choose another --name, or remove the folder`,
      );
    }
    this.#outputs = present?.outputs ?? null;
  }

  /**
   * The lines of the runs that are there already. A last line that is torn is cut off.
   * @throws UsageError when a finished file is not as it was written
   */
  keptLines(): string[] {
    if (this.#outputs !== null) return linesOf(this.#finished('runs.ndjson'));
    const journal = join(this.path, JOURNAL_FILE);
    if (!readdirSync(this.path).includes(JOURNAL_FILE)) return [];
    const bytes = readFileSync(journal);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    if (whole.length < bytes.length) truncateSync(journal, whole.length);
    return linesOf(whole.toString());
  }

  /** Keeps the line of a run that ended, on the disk before it returns. */
  keep(line: string): void {
    this.#journal ??= openSync(join(this.path, JOURNAL_FILE), 'a');
    const bytes = Buffer.from(`${line}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#journal, bytes, written);
    fsyncSync(this.#journal);
  }

  /** Puts the files of all runs in their places, the manifest last. */
  finish(texts: Readonly<Record<OutputName, string>>): void {
    for (const name of OUTPUT_FILES) this.#write(name, texts[name]);
    const outputs = {
      'runs.ndjson': sha256(texts['runs.ndjson']),
      'summary.csv': sha256(texts['summary.csv']),
    };
    this.#write(MANIFEST_FILE, manifestText({ ...this.#manifest, outputs }));
    this.close();
    rmSync(join(this.path, JOURNAL_FILE), { force: true });
  }

  /** Nothing more will be kept. */
  close(): void {
    if (this.#journal !== undefined) closeSync(this.#journal);
    this.#journal = undefined;
  }

  #finished(name: OutputName): string {
    const text = contentOf(this.path, name)?.toString();
    if (text === undefined || sha256(text) !== this.#outputs?.[name]) {
      throw new UsageError(
        `${join(this.path, name)}: this file is not as it was written; choose another --name, or remove the folder`,
      );
    }
    return text;
  }

  #write(name: string, text: string): void {
    new OutputFile('--name', join(this.path, name)).writeText(text);
  }
}

/** A file of a results folder; undefined when it cannot be read. */
export function contentOf(folder: string, name: string): Buffer | undefined {
  try {
    return readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    readdirSync(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${path}: this folder cannot be made or read (${code}); choose another --out or --name`,
    );
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
