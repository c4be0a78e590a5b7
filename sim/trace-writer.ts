/** Lines of the readable trace: seconds, node, fact. */
import type { Address } from '../src/address.ts';
import type { Engine } from './engine.ts';
import type { NodeNames } from './node-names.ts';

const TIME_WIDTH = 11;
const NAME_WIDTH = 9;

export class TraceWriter {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #line: (line: string) => void;

  constructor(engine: Engine, names: NodeNames, line: (line: string) => void) {
    this.#engine = engine;
    this.#names = names;
    this.#line = line;
  }

  /** A line about the node that is being handled. */
  write(what: string): void {
    const { node, nowUs } = this.#engine;
    const seconds = (nowUs / 1e6).toFixed(6).padStart(TIME_WIDTH);
    this.#line(`${seconds} ${this.#names.nameOf(node).padEnd(NAME_WIDTH)} ${what}`);
  }

  /** The name of whoever has this address, or its text. */
  nameOf(address: Address): string {
    const node = this.#names.nodeAt(address);
    return node < 0 ? address.text : this.#names.nameOf(node);
  }
}
