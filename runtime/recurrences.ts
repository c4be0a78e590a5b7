/** Tells of troubles that recur without letting whoever makes them fill the log: of each kind the first at once, the rest once a minute. */

/** Source: ours. */
const TOLD_EVERY_MS = 60_000;

/** Kinds told of in one minute; of others nothing is told. Source: ours. */
const KINDS_MAX = 1_024;

interface Untold {
  count: number;
  /** Of the last one. */
  words: (count: number) => string;
  timeout: NodeJS.Timeout;
}

export class Recurrences {
  readonly #write: (words: string) => void;
  /** By kind, those that were told of within the last minute. */
  readonly #untold = new Map<string, Untold>();

  /** @param write Writes an event. */
  constructor(write: (words: string) => void) {
    this.#write = write;
  }

  /**
   * It happened once more.
   * @param kind Each is counted for itself.
   * @param first Written now, unless this kind was told of within the last minute.
   * @param more Makes what is written later, of so many more.
   */
  tell(kind: string, first: string, more: (count: number) => string): void {
    const untold = this.#untold.get(kind);
    if (untold !== undefined) {
      untold.count++;
      untold.words = more;
    } else if (this.#untold.size < KINDS_MAX) {
      this.#write(first);
      this.#begin(kind, more);
    }
  }

  /** Tells what is untold. */
  stop(): void {
    for (const untold of this.#untold.values()) {
      clearTimeout(untold.timeout);
      this.#tellCount(untold);
    }
    this.#untold.clear();
  }

  #begin(kind: string, words: Untold['words']): void {
    const timeout = setTimeout(() => this.#onMinute(kind), TOLD_EVERY_MS).unref();
    this.#untold.set(kind, { count: 0, words, timeout });
  }

  #onMinute(kind: string): void {
    const untold = this.#untold.get(kind) as Untold;
    this.#untold.delete(kind);
    if (this.#tellCount(untold)) this.#begin(kind, untold.words);
  }

  #tellCount({ count, words }: Untold): boolean {
    if (count > 0) this.#write(words(count));
    return count > 0;
  }
}
