/**
 * The asker's side of a conversation with a seed. An answer ends in a newline; or, from a reference seed, at the end of the
 * stream, because such a seed closes after each answer.
 */
import { AnswerReader } from '../src/codec/answers.ts';
import { LIST_BYTES_MAX } from '../src/codec/limits.ts';
import type { Message } from '../src/messages.ts';
import type { Channel, Framing } from './framing.ts';

const NEWLINE = 0x0a;

export class AnswerFraming implements Framing {
  readonly #channel: Channel;
  #reader = new AnswerReader();
  #stopped = false;
  #malformed = false;
  /** Asked in plain words for a list, which may be empty: no bytes at all. */
  #emptyListPossible = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  receive(chunk: Uint8Array): boolean {
    let start = 0;
    while (!this.#stopped) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 ? chunk.length : newline;
      if (this.#reader.sizeBytes + end - start > LIST_BYTES_MAX) {
        this.#refuse();
        break;
      }
      this.#reader.push(chunk, start, end);
      if (newline < 0) break;
      this.#onLine();
      start = newline + 1;
    }
    return !this.#malformed;
  }

  receiveEnd(): void {
    if (this.#reader.sizeBytes > 0 || this.#emptyListPossible) this.#channel.deliver(this.#reader.plain());
  }

  silent(): void {}

  send(message: Message): boolean {
    this.#emptyListPossible = message.kind === 'peerListRequest' && message.plain;
    this.#channel.write(this.#channel.encode(message));
    return true;
  }

  stop(): boolean {
    this.#stopped = true;
    this.#reader = new AnswerReader();
    return true;
  }

  discard(): void {
    this.stop();
  }

  #onLine(): void {
    this.#emptyListPossible = false;
    const answer = this.#reader.line();
    this.#reader = new AnswerReader();
    if (answer === undefined) this.#refuse();
    else this.#channel.deliver(answer);
  }

  #refuse(): void {
    this.#malformed = true;
    this.stop();
  }
}
