/** Loss of single one-way messages, drawn from the stream of the sender. */
import type { NodeStreams } from './streams.ts';

export class Loss {
  readonly #probability: number;
  readonly #streams: NodeStreams;

  constructor(probability: number, streams: NodeStreams) {
    this.#probability = probability;
    this.#streams = streams;
  }

  /** Whether what this node sends now is lost. */
  strikes(sender: number): boolean {
    return this.#probability > 0 && this.#streams.next(sender) < this.#probability;
  }
}
