/**
 * The bounded memory of messages: two generations of texts. New ones join the younger; when it is old or full, it becomes the
 * older, and what was the older is forgotten. This costs one look-up in two sets and no bookkeeping a message.
 */
import type { Gossip } from './messages.ts';
import type { Clock, Memory } from './ports.ts';

export interface SeenLimits {
  /** A generation takes new messages for this long. */
  readonly generationMs: number;
  /** Messages remembered, both generations together; at least 2. At the limit the older half is forgotten early. */
  readonly messagesMax: number;
}

export const SEEN_DEFAULTS: SeenLimits = {
  generationMs: 60_000, // ours: far above the time a flood takes to die out
  messagesMax: 1_000_000, // ours: about 80 MB when full of texts of 40 characters
};

/**
 * Remembers a message, by its text, for at least `generationMs` after its first sight (later sights do not prolong that), unless
 * `messagesMax / 2` newer ones force it out earlier.
 */
export class SeenMessages implements Memory {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #limits: SeenLimits;
  #younger = new Set<string>();
  #older = new Set<string>();
  #bornAtMs: number;
  /** What `isKnown` said yes to last, so that it is not looked up twice. */
  #justKnown: string | undefined;

  constructor(clock: Pick<Clock, 'now'>, limits: SeenLimits = SEEN_DEFAULTS) {
    this.#clock = clock;
    this.#limits = limits;
    this.#bornAtMs = clock.now();
  }

  /** Messages remembered now. */
  get size(): number {
    return this.#younger.size + this.#older.size;
  }

  /** True only if `firstTime` would answer false, even when a new generation begins in between. */
  isKnown(text: string): boolean {
    const known = this.#younger.has(text);
    if (known) this.#justKnown = text;
    return known;
  }

  firstTime(gossip: Gossip): boolean {
    if (gossip.text === this.#justKnown) {
      this.#justKnown = undefined;
      return false;
    }
    if (this.#clock.now() - this.#bornAtMs >= this.#limits.generationMs) this.#turn();
    if (this.#younger.has(gossip.text) || this.#older.has(gossip.text)) return false;
    if (this.#younger.size >= Math.floor(this.#limits.messagesMax / 2)) this.#turn();
    this.#younger.add(gossip.text);
    return true;
  }

  /** A new generation begins. */
  #turn(): void {
    this.#older = this.#younger;
    this.#younger = new Set();
    this.#bornAtMs = this.#clock.now();
  }
}
