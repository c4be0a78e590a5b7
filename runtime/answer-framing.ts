/**
 * The asker's side of a conversation with a seed. An answer ends in a newline; or, from a reference seed, at the end of the
 * stream, because such a seed closes after each answer.
 */
import { decodeLine, decodePlainAnswer } from '../src/codec/decode.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { LineReader } from '../src/codec/line-reader.ts';
import type { Message } from '../src/messages.ts';
import type { Channel, Framing } from './framing.ts';

export class AnswerFraming implements Framing {
  readonly #channel: Channel;
  readonly #reader = new LineReader(lineBytesMax('answers'));
  readonly #onLine = (line: Uint8Array): void => this.#onAnswer(line);
  #malformed = false;
  /** Asked in plain words for a list, which may be empty: no bytes at all. */
  #emptyListPossible = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  receive(chunk: Uint8Array): boolean {
    return this.#reader.push(chunk, this.#onLine) && !this.#malformed;
  }

  receiveEnd(): void {
    const rest = this.#reader.rest();
    if (rest.length > 0 || this.#emptyListPossible) this.#channel.deliver(decodePlainAnswer(rest));
  }

  silent(): void {}

  send(message: Message): boolean {
    this.#emptyListPossible = message.kind === 'peerListRequest' && message.plain;
    this.#channel.write(this.#channel.encode(message));
    return true;
  }

  stop(): boolean {
    this.#reader.stop();
    return true;
  }

  discard(): void {
    this.stop();
  }

  #onAnswer(line: Uint8Array): void {
    this.#emptyListPossible = false;
    const answer = decodeLine('answers', line);
    if (answer === undefined) {
      this.#malformed = true;
      this.#reader.stop();
    } else {
      this.#channel.deliver(answer);
    }
  }
}
