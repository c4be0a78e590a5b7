/** Tells of refusals without letting whoever is refused fill the log: of each reason the first at once, the rest once a minute. */

/** Source: ours. */
const TOLD_EVERY_MS = 60_000;

interface Untold {
  count: number;
  last: string;
  timeout: NodeJS.Timeout;
}

export class RefusalLog {
  readonly #write: (words: string) => void;
  /** By reason, those that were told of within the last minute. */
  readonly #untold = new Map<string, Untold>();

  constructor(write: (words: string) => void) {
    this.#write = write;
  }

  /** @param why One of few: each is counted for itself. */
  tell(who: string, why: string): void {
    const untold = this.#untold.get(why);
    if (untold === undefined) {
      this.#write(`refuses a connection with ${who}: ${why}`);
      this.#begin(why);
    } else {
      untold.count++;
      untold.last = who;
    }
  }

  /** Tells what is untold, and no more after that. */
  stop(): void {
    for (const [why, untold] of this.#untold) {
      clearTimeout(untold.timeout);
      this.#tellCount(why, untold);
    }
    this.#untold.clear();
  }

  #begin(why: string): void {
    const timeout = setTimeout(() => this.#onMinute(why), TOLD_EVERY_MS).unref();
    this.#untold.set(why, { count: 0, last: '', timeout });
  }

  #onMinute(why: string): void {
    const untold = this.#untold.get(why) as Untold;
    this.#untold.delete(why);
    if (this.#tellCount(why, untold)) this.#begin(why);
  }

  #tellCount(why: string, { count, last }: Untold): boolean {
    if (count > 0) this.#write(`refused ${count} more within a minute, the last with ${last}: ${why}`);
    return count > 0;
  }
}
