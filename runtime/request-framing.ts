/**
 * The seed's side of a conversation. A request ends in a newline; or, from a reference peer, when its bytes form a whole request
 * and nothing has followed for 100 ms.
 */
import { decodeLine, decodePlainRequest } from '../src/codec/decode.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { LineReader } from '../src/codec/line-reader.ts';
import type { Message } from '../src/messages.ts';
import type { Channel, Framing } from './framing.ts';

/** How long a whole request without a newline waits for more. Source: wire compatibility with reference nodes. */
const PLAIN_PAUSE_MS = 100;

export class RequestFraming implements Framing {
  readonly #channel: Channel;
  readonly #reader = new LineReader(lineBytesMax('requests'));
  readonly #onLine = (line: Uint8Array): void => this.#deliver(decodeLine('requests', line));
  #pause: NodeJS.Timeout | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  receive(chunk: Uint8Array): boolean {
    clearTimeout(this.#pause);
    if (!this.#reader.push(chunk, this.#onLine)) return false;
    if (this.#reader.rest().length > 0) {
      this.#pause = setTimeout(() => this.#deliver(decodePlainRequest(this.#reader.rest())), PLAIN_PAUSE_MS);
    }
    return true;
  }

  receiveEnd(): void {
    clearTimeout(this.#pause);
    const rest = this.#reader.rest();
    if (rest.length > 0) this.#deliver(decodePlainRequest(rest));
  }

  silent(): void {}

  send(message: Message): boolean {
    this.#channel.write(this.#channel.encode(message));
    return true;
  }

  stop(): boolean {
    clearTimeout(this.#pause);
    this.#reader.stop();
    return true;
  }

  discard(): void {
    this.stop();
  }

  #deliver(request: Message | undefined): void {
    if (request !== undefined) this.#channel.deliver(request);
  }
}
