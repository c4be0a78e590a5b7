/** Runs `hearsay` for tests of sweeps, in this process or in one of its own, and reads the folders that it fills. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | undefined;
}

/** The command in this process, as if its output were piped. */
export async function hearsay(...words: string[]): Promise<Outcome> {
  let [out, err] = ['', ''];
  const print = (text: string) => {
    out += text;
  };
  const note = (text: string) => {
    err += text;
  };
  const before = process.exitCode;
  process.exitCode = undefined;
  const terminal = { print, note, interactive: false, columns: 80, unicode: true };
  const returned = await runCommandLine(words, terminal);
  const exitCode = returned ?? (process.exitCode as number | undefined);
  process.exitCode = before;
  return { out, err, exitCode };
}

/** The command in a process of its own. */
export function startedHearsay(...words: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...words], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Makes folders that are gone after the tests of this file. */
export function folderMaker(): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-sweep-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return () => mkdtempSync(join(folder, 'test-'));
}

/** The files of a results folder whose bytes must be repeatable. */
export function bytesIn(folder: string): { runs: string; summary: string } {
  const [runs, summary] = ['runs.ndjson', 'summary.csv'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  return { runs, summary };
}
