/**
 * The file of events, `outputfile.txt`. Several processes may append to one file: each append is one write to a file opened for
 * appending, so lines do not mix. A full file becomes `outputfile.txt.1`, that one `.2`, and so on, under a lock file; every writer
 * looks before each append whether its file is still the one of that name. What cannot be written is counted, never fatal.
 */
import { closeSync, fstatSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';

export interface LogFileLimits {
  /** A file this large is rotated before the next append. */
  readonly sizeMaxBytes: number;
  /** Files kept, the current one among them. */
  readonly filesMax: number;
  /** A lock file older than this was left behind, and is removed. */
  readonly lockMaxMs: number;
}

export const LOG_FILE_LIMITS: LogFileLimits = {
  sizeMaxBytes: 10 * 1024 * 1024, // ours
  filesMax: 5, // ours
  lockMaxMs: 10_000, // ours: a rotation takes a few milliseconds
};

export class LogFile {
  readonly #path: string;
  readonly #limits: LogFileLimits;
  readonly #complain: (sentence: string) => void;
  #descriptor: number | undefined;
  #complained = false;
  /** The last append was cut, so the file may end within a line. */
  #torn = false;

  /** `complain` is told once, at the first append that fails. */
  constructor(path: string, complain: (sentence: string) => void, limits: LogFileLimits = LOG_FILE_LIMITS) {
    this.#path = path;
    this.#complain = complain;
    this.#limits = limits;
  }

  /** Appends whole lines. False: they are lost. */
  append(lines: string): boolean {
    try {
      writeWhole(this.#openDescriptor(), this.#torn ? `\n${lines}` : lines);
      this.#torn = false;
      return true;
    } catch (error) {
      this.#torn = error instanceof CutShort || this.#torn;
      this.close();
      if (!this.#complained) {
        this.#complained = true;
        this.#complain(
          `Events cannot be written to ${this.#path} and are lost there: ${(error as Error).message}.`,
        );
      }
      return false;
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    try {
      closeSync(descriptor);
    } catch {
      // Some file systems report lost writes here: there is nothing left to do about them.
    }
  }

  /** The file of that name now, opened for appending and not full. */
  #openDescriptor(): number {
    const current = statSync(this.#path, { throwIfNoEntry: false });
    const full = current?.isFile() === true && current.size >= this.#limits.sizeMaxBytes;
    const rotated = full && this.#rotate();
    if (this.#descriptor !== undefined && (rotated || fstatSync(this.#descriptor).ino !== current?.ino))
      this.close();
    this.#descriptor ??= openSync(this.#path, 'a');
    return this.#descriptor;
  }

  /** Moves every file one number up. False: another process is at it, and this append goes where it can. */
  #rotate(): boolean {
    const lock = `${this.#path}.lock`;
    if (!takeLock(lock, this.#limits.lockMaxMs)) return false;
    try {
      // Another process may have rotated before the lock was had.
      if ((statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) < this.#limits.sizeMaxBytes)
        return true;
      for (let number = this.#limits.filesMax - 1; number > 0; number--) {
        moveIfThere(number === 1 ? this.#path : `${this.#path}.${number - 1}`, `${this.#path}.${number}`);
      }
      return true;
    } finally {
      unlinkSync(lock);
    }
  }
}

/** A write of which only a part was taken before the disk was full. */
class CutShort extends Error {}

function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  let writtenBytes = writeSync(descriptor, bytes);
  while (writtenBytes < bytes.length) {
    try {
      writtenBytes += writeSync(descriptor, bytes, writtenBytes);
    } catch (error) {
      throw new CutShort((error as Error).message);
    }
  }
}

/** False: somebody holds it. One that was left behind is removed, for the next try. */
function takeLock(path: string, lockMaxMs: number): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const held = statSync(path, { throwIfNoEntry: false });
  if (held !== undefined && Date.now() - held.mtimeMs > lockMaxMs) unlinkIfThere(path);
  return false;
}

function moveIfThere(from: string, to: string): void {
  ignoringAbsence(() => renameSync(from, to));
}

function unlinkIfThere(path: string): void {
  ignoringAbsence(() => unlinkSync(path));
}

function ignoringAbsence(task: () => void): void {
  try {
    task();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
