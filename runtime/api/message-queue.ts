/** Messages that wait to be taken, oldest first. When too much waits, the oldest is dropped and counted: news is worth more. */
import { Deferred } from './deferred.ts';
import type { ReceivedMessage } from './received-message.ts';

/** Messages that wait at most. Source: ours. */
export const WAITING_MAX_COUNT = 1_024;

/** Their payloads, as the messages carry them. Source: ours, a quarter of as many of the largest. */
export const WAITING_MAX_BYTES = 16 * 1024 * 1024;

export class MessageQueue {
  droppedCount = 0;
  readonly #messages: ReceivedMessage[] = [];
  #waitingBytes = 0;
  /** Those who wait for a message, longest first. */
  readonly #takers: Deferred<ReceivedMessage | undefined>[] = [];
  #ended = false;

  push(message: ReceivedMessage): void {
    const taker = this.#takers.shift();
    if (taker !== undefined) return taker.resolve(message);
    this.#messages.push(message);
    this.#waitingBytes += message.sizeBytes;
    while (this.#messages.length > WAITING_MAX_COUNT || this.#waitingBytes > WAITING_MAX_BYTES) {
      this.#shift();
      this.droppedCount++;
    }
  }

  /** The next message, as soon as there is one; undefined: there will be none any more. */
  take(): Promise<ReceivedMessage | undefined> {
    if (this.#messages.length > 0 || this.#ended) return Promise.resolve(this.#shift());
    const taker = new Deferred<ReceivedMessage | undefined>();
    this.#takers.push(taker);
    return taker.promise;
  }

  /** No message comes any more; those that wait can still be taken. */
  end(): void {
    this.#ended = true;
    for (const taker of this.#takers.splice(0)) taker.resolve(undefined);
  }

  #shift(): ReceivedMessage | undefined {
    const message = this.#messages.shift();
    this.#waitingBytes -= message?.sizeBytes ?? 0;
    return message;
  }
}
