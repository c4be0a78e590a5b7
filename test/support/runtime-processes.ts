/** Real processes of the `hearsay` command, run from plain JavaScript made once, and what they print. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Address, address, parseAddress } from '../../src/address.ts';
import { BareSocket } from './runtime-recorder.ts';
import { Watched } from './runtime-watched.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The folders that seeds and peers are made of. */
const FOLDERS = ['src', 'runtime', 'cli'];

/** How a process is started: `ip netns exec NAME` goes before it. */
export interface StartOptions {
  readonly before?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A folder with the command in plain JavaScript, where the processes of one test file run. */
export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'hearsay-processes-'));
  readonly processes: NodeProcess[] = [];

  constructor() {
    for (const folder of FOLDERS) transpileFolder(join(ROOT, folder), join(this.directory, 'dist', folder));
    cpSync(join(ROOT, 'package.json'), join(this.directory, 'package.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
  }

  /** Writes config.txt. */
  configure(...lines: readonly string[]): void {
    writeFileSync(join(this.directory, 'config.txt'), `${lines.join('\n')}\n`);
  }

  /** What the log file holds. */
  get output(): string {
    return readFileSync(join(this.directory, 'outputfile.txt'), 'utf8');
  }

  /** Runs `hearsay` with these words. */
  run(words: readonly string[], options: StartOptions = {}): NodeProcess {
    const command = [
      ...(options.before ?? []),
      process.execPath,
      join(this.directory, 'dist', 'cli', 'main.js'),
      ...words,
    ];
    const child = spawn(command[0], command.slice(1), {
      cwd: this.directory,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new NodeProcess(child);
    this.processes.push(started);
    return started;
  }

  /** Runs a program of TypeScript that imports the package by its name. */
  runProgram(source: string, words: readonly string[] = []): NodeProcess {
    const path = join(this.directory, `program-${this.processes.length}.js`);
    writeFileSync(path, transpiled(source));
    const child = spawn(process.execPath, [path, ...words], {
      cwd: this.directory,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const started = new NodeProcess(child);
    this.processes.push(started);
    return started;
  }

  /** Starts a seed or peer and waits until it says its address. */
  async start(words: readonly string[], options?: StartOptions): Promise<NodeProcess> {
    const started = this.run(words, options);
    await started.addressKnown();
    return started;
  }

  /** Ends what still runs. */
  async endAll(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.kill('SIGKILL')));
    this.processes.length = 0;
    rmSync(join(this.directory, 'outputfile.txt'), { force: true });
  }

  async remove(): Promise<void> {
    await this.endAll();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** One process, and the lines it printed without their times. */
export class NodeProcess extends Watched {
  readonly lines: string[] = [];
  stderr = '';
  /** Undefined while it runs; null when a signal ended it. */
  exitCode: number | null | undefined;
  #self: Address | undefined;
  readonly #child: ChildProcess;
  #rest = '';

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.stdout?.on('data', (data: Buffer) => this.#onOutput(data.toString('latin1')));
    child.stderr?.on('data', (data: Buffer) => {
      this.stderr += data.toString('latin1');
    });
    child.on('close', (code) => {
      this.exitCode = code;
      this.changed();
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the process did not start');
    return this.#child.pid;
  }

  /** Writes a line to its standard input. */
  type(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Its standard input ends. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** Where it listens. */
  get self(): Address {
    if (this.#self === undefined) throw new Error('the process has not said its address yet');
    return this.#self;
  }

  async addressKnown(): Promise<void> {
    await this.until(() => this.#self !== undefined || this.exitCode !== undefined, 'the node started');
    if (this.#self === undefined) throw new Error(`the node ended: ${this.stderr}`);
  }

  /** Waits for a line that contains this. */
  async says(part: string | RegExp): Promise<void> {
    await this.until(() => this.said(part).length > 0, `it says ${part}`);
  }

  /** The lines so far that contain this. */
  said(part: string | RegExp): string[] {
    return this.lines.filter((line) => (typeof part === 'string' ? line.includes(part) : part.test(line)));
  }

  async exited(): Promise<number | null> {
    await this.until(() => this.exitCode !== undefined, 'it exits');
    return this.exitCode as number | null;
  }

  signal(name: NodeJS.Signals): void {
    if (this.exitCode === undefined) this.#child.kill(name);
  }

  /** Sends a signal and waits for the end. */
  kill(name: NodeJS.Signals): Promise<number | null> {
    this.signal(name);
    return this.exited();
  }

  protected override describe(): string {
    return `${this.lines.slice(-30).join('\n')}\n${this.stderr}`;
  }

  #onOutput(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() as string;
    for (const line of lines) this.lines.push(line.replace(/^\S+Z /, ''));
    this.#self ??= parseAddress(/^(?:seed|peer) (\S+) starts/.exec(this.lines[0] ?? '')?.[1] ?? '');
    this.changed();
  }
}

/** The peers a seed lists now, oldest first. */
export async function listOf(seed: Address): Promise<string[]> {
  const socket = await BareSocket.dial(seed);
  socket.write('GET_PEER_LIST\n');
  await socket.received('\n');
  socket.socket.destroy();
  return socket.text
    .trim()
    .split(',')
    .filter((entry) => entry !== '');
}

/** Asks until the lists of these seeds are as wanted. */
export async function untilLists(
  seeds: readonly Address[],
  wanted: (lists: string[][]) => boolean,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    const lists = await Promise.all(seeds.map(listOf));
    if (wanted(lists)) return;
    if (tries === 100) throw new Error(`the seeds still list ${JSON.stringify(lists)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** The address of loopback with this port. */
export function loopback(port: number): Address {
  return address('127.0.0.1', port);
}

function transpileFolder(from: string, to: string): void {
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const target = join(to, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpiled(readFileSync(join(from, name), 'utf8')));
  }
}

function transpiled(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
