/** What the virtual network knows of one process on one host. */
import type { Acceptor } from '../src/ports.ts';

export class ProcessState {
  readonly node: number;
  alive = true;
  /** Whom its incoming links are offered to, while it listens. */
  acceptor: Acceptor | undefined;
  /** Who listened last, and so handles most of its links. */
  resident: object | undefined;
  /** How many links it dialled. */
  dialCount = 0;

  constructor(node: number) {
    this.node = node;
  }
}
