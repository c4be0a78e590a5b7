/**
 * Files that a run writes. They are checked before the run and appear whole after it: written under another name in the same
 * folder, then renamed.
 */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

export class OutputFile {
  readonly #path: string;
  /** False for a device, a pipe or standard output by its name, which are appended to directly. */
  readonly #replaceable: boolean;

  /**
   * `flag` is the option that named the file.
   * @throws UsageError when the file cannot be written
   */
  constructor(flag: string, path: string) {
    if (path === '') throw new UsageError(`${flag}: expected the name of a file, found ""`);
    const refuse = (says: string) => new UsageError(`${flag} ${path}: ${says}`);
    const present = statusOf(path);
    if (present?.isDirectory()) throw refuse('this is a folder; name a file in it');
    this.#replaceable = !path.startsWith('/dev/') && (present === undefined || present.isFile());
    // What a symbolic link names is replaced, not the link.
    this.#path = present !== undefined && this.#replaceable ? realpathSync(path) : path;
    const folder = dirname(this.#path);
    if (!statusOf(folder)?.isDirectory())
      throw refuse(`the folder "${folder}" does not exist; make it first`);
    if (present !== undefined && !writable(path)) throw refuse('this file may not be written; name another');
    if (this.#replaceable && !writable(folder)) {
      throw refuse(`no file may be made in the folder "${folder}"; name another`);
    }
  }

  /** The file by its own name, to see whether two are the same. */
  get path(): string {
    return this.#path;
  }

  /** Replaces the file by this text. */
  writeText(text: string): void {
    this.writeBytes(Buffer.from(text));
  }

  /** Replaces the file by these bytes. */
  writeBytes(bytes: Uint8Array): void {
    this.#write((descriptor) => writeFully(descriptor, bytes));
  }

  /** A descriptor to collect text during a run. It has no name, so that nothing is left when the process dies. */
  openScratch(): number {
    if (!this.#replaceable) return openSync(this.#path, 'a');
    const descriptor = openSync(this.#temporaryPath, 'wx+');
    unlinkSync(this.#temporaryPath);
    return descriptor;
  }

  /** Replaces the file by what the scratch descriptor holds, and closes that. */
  adopt(scratch: number): void {
    if (this.#replaceable) this.#write((descriptor) => copy(scratch, descriptor));
    closeSync(scratch);
  }

  get #temporaryPath(): string {
    return `${this.#path}.${process.pid}.tmp`;
  }

  #write(fill: (descriptor: number) => void): void {
    const path = this.#replaceable ? this.#temporaryPath : this.#path;
    const descriptor = openSync(path, this.#replaceable ? 'wx' : 'a');
    try {
      fill(descriptor);
      closeSync(descriptor);
      if (this.#replaceable) renameSync(path, this.#path);
    } catch (error) {
      if (this.#replaceable) unlinkSync(path);
      throw error;
    }
  }
}

/** Lines that come one by one during a run. */
export class LineFile {
  readonly #file: OutputFile;
  readonly #scratch: number;
  #lines: string[] = [];
  #length = 0;

  constructor(file: OutputFile) {
    this.#file = file;
    this.#scratch = file.openScratch();
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length > BUFFER_LENGTH) this.#flush();
  }

  /** Puts the file in its place. */
  finish(): void {
    this.#flush();
    this.#file.adopt(this.#scratch);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    writeFully(this.#scratch, Buffer.from(`${this.#lines.join('\n')}\n`));
    this.#lines = [];
    this.#length = 0;
  }
}

const BUFFER_LENGTH = 1 << 18;
const CHUNK_BYTES = 1 << 20;

/** Undefined when nothing is there, or nothing that this process may see. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

function copy(from: number, to: number): void {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  for (let position = 0; ; ) {
    const readBytes = readSync(from, chunk, 0, CHUNK_BYTES, position);
    if (readBytes === 0) return;
    writeFully(to, chunk.subarray(0, readBytes));
    position += readBytes;
  }
}
