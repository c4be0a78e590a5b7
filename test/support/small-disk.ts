/** A file system of a few pages in a mount namespace of its own, so that a disk can be full and nothing of the machine is touched. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGE_BYTES = 4096;

/** Whether this machine and user can make one. */
export function smallDisksPossible(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

export class SmallDisk {
  /** Where this process sees it. */
  readonly path: string;
  readonly #mountPoint: string;
  /** Holds the namespace. */
  readonly #holder: ChildProcess;

  private constructor(mountPoint: string, holder: ChildProcess) {
    this.#mountPoint = mountPoint;
    this.#holder = holder;
    this.path = `/proc/${holder.pid}/root${mountPoint}`;
  }

  static async mount(sizeKiB: number): Promise<SmallDisk> {
    const mountPoint = mkdtempSync(join(tmpdir(), 'hearsay-disk-'));
    const script = `mount -t tmpfs -o size=${sizeKiB}k tmpfs "$1" && echo mounted && read end`;
    const holder = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', mountPoint], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise((resolve, reject) => {
      holder.stdout.once('data', resolve);
      holder.once('exit', () => reject(new Error('no tmpfs was mounted')));
    });
    return new SmallDisk(mountPoint, holder);
  }

  /** Takes all the room that is left but for what its files have in their last pages. */
  fill(): void {
    const descriptor = openSync(this.#filler, 'w');
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(PAGE_BYTES));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Gives it back. */
  free(): void {
    rmSync(this.#filler);
  }

  /** It is gone once its files are closed. */
  async remove(): Promise<void> {
    const exited = new Promise((resolve) => this.#holder.once('exit', resolve));
    this.#holder.stdin?.end();
    await exited;
    rmSync(this.#mountPoint, { recursive: true });
  }

  get #filler(): string {
    return join(this.path, 'filler');
  }
}
