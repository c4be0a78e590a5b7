/**
 * Bare gossip texts for a reference peer, which takes one read for one message: each goes out in a write of its own, with a pause
 * after it, so that two do not arrive in one read.
 */
import type { Channel } from './framing.ts';

/** Between two texts. Source: wire compatibility with reference nodes. */
const TEXT_GAP_MS = 20;

/** Texts that may wait, five seconds' worth; more are refused. Source: ours. */
const TEXTS_MAX = 256;

export class PacedTexts {
  readonly #channel: Channel;
  readonly #waiting: string[] = [];
  #gap: NodeJS.Timeout | undefined;
  #sentAny = false;
  #stopped = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Whether a text went out. */
  get sentAny(): boolean {
    return this.#sentAny;
  }

  /** Takes one text. False: not taken, too many wait. */
  push(text: string): boolean {
    if (this.#waiting.length >= TEXTS_MAX) return false;
    this.#waiting.push(text);
    if (this.#gap === undefined) this.#sendNext();
    return true;
  }

  /** Gives up pacing: what still waits is the caller's. */
  take(): string[] {
    clearTimeout(this.#gap);
    this.#gap = undefined;
    return this.#waiting.splice(0);
  }

  /** No more texts will come. False: some wait, and the channel is told when they are gone. */
  stop(): boolean {
    this.#stopped = true;
    return this.#waiting.length === 0;
  }

  #sendNext(): void {
    this.#gap = undefined;
    if (this.#waiting.length === 0) return;
    // While the other end reads nothing, nothing is handed over: the texts wait here, where they are counted.
    if (this.#channel.pendingBytes === 0) {
      this.#sentAny = true;
      this.#channel.writeAlone(this.#waiting.shift() as string);
      if (this.#stopped && this.#waiting.length === 0) {
        this.#channel.drained();
        return;
      }
    }
    this.#gap = setTimeout(() => this.#sendNext(), TEXT_GAP_MS);
  }
}
