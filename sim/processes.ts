/**
 * Processes on virtual hosts, at most one a node, in columns by node. A restart makes a new process; what was armed for the old
 * one, or sent to it, reaches nobody. On several threads each knows those of its own nodes.
 */
import type { Acceptor } from '../src/ports.ts';

export class Processes {
  /** Starts and ends on each node: odd while a process runs, and then its number. */
  readonly #numbers: Int32Array;
  readonly #acceptors: (Acceptor | undefined)[];
  readonly #residents: (object | undefined)[];
  readonly #dialCounts: Uint32Array;

  constructor(nodeCount: number) {
    this.#numbers = new Int32Array(nodeCount);
    this.#acceptors = new Array(nodeCount).fill(undefined);
    this.#residents = new Array(nodeCount).fill(undefined);
    this.#dialCounts = new Uint32Array(nodeCount);
  }

  isRunning(node: number): boolean {
    return (this.#numbers[node] & 1) === 1;
  }

  /** Tells the process that runs on a node from those before and after it. */
  numberAt(node: number): number {
    return this.#numbers[node];
  }

  /** Whom incoming links are offered to, while the process listens. */
  acceptor(node: number): Acceptor | undefined {
    return this.#acceptors[node];
  }

  /** Who listened last in the process, and so handles most of its links. */
  resident(node: number): object | undefined {
    return this.#residents[node];
  }

  listen(node: number, acceptor: Acceptor): void {
    this.#acceptors[node] = acceptor;
    this.#residents[node] = acceptor;
  }

  unlisten(node: number): void {
    this.#acceptors[node] = undefined;
  }

  /** How many links the process has dialled. */
  dialCount(node: number): number {
    return this.#dialCounts[node];
  }

  countDial(node: number): void {
    this.#dialCounts[node]++;
  }

  /** A process starts on a node where none runs. */
  start(node: number): void {
    this.#numbers[node]++;
    this.#dialCounts[node] = 0;
  }

  end(node: number): void {
    this.#numbers[node]++;
    this.#acceptors[node] = undefined;
    this.#residents[node] = undefined;
  }
}
