/**
 * The messages that an application publishes. Each goes to the links at once; while all of them are full, or lost, messages wait here
 * and are tried again, in order.
 */
import type { Gossip } from '../../src/messages.ts';
import { Deferred } from './deferred.ts';
import { HearsayError } from './hearsay-error.ts';

/** Own messages that wait at most; then more are refused. Source: ours, 16 MiB of the largest. */
export const OUTBOX_MAX_COUNT = 256;

/** How soon full links are tried again. Source: ours, a link drains its 256 KiB in less. */
const RETRY_MS = 5;

/** The peer that publishes. */
export interface Publisher {
  message(payload: string | undefined): Gossip;
  /** False: no link took it. */
  publish(message: Gossip): boolean;
}

interface Waiting {
  readonly message: Gossip;
  readonly sent: Deferred<string>;
}

export class Outbox {
  readonly #publisher: Publisher;
  readonly #waiting: Waiting[] = [];
  #timeout: NodeJS.Timeout | undefined;

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  /**
   * Publishes; resolves to the id of the message.
   * @throws HearsayError when too many wait already.
   */
  publish(payload: string | undefined): Promise<string> {
    if (this.#waiting.length >= OUTBOX_MAX_COUNT) {
      throw new HearsayError(
        'BACKPRESSURE',
        `${OUTBOX_MAX_COUNT} messages wait to be sent already; await each publish before the next`,
      );
    }
    const message = this.#publisher.message(payload);
    const sent = new Deferred<string>();
    this.#waiting.push({ message, sent });
    if (this.#waiting.length === 1) this.#send();
    return sent.promise;
  }

  /** Whatever waits is not published. */
  stop(reason: unknown): void {
    clearTimeout(this.#timeout);
    for (const { sent } of this.#waiting.splice(0)) sent.reject(reason);
  }

  #send(): void {
    while (this.#waiting.length > 0) {
      const { message, sent } = this.#waiting[0];
      if (!this.#publisher.publish(message)) break;
      this.#waiting.shift();
      sent.resolve(message.text);
    }
    if (this.#waiting.length > 0) this.#timeout = setTimeout(() => this.#send(), RETRY_MS);
  }
}
