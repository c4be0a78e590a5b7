/** Something that changes, and whoever waits for it to be so: tests wait for events, not for time. */

const WAIT_MAX_MS = 60_000;

export class Watched {
  readonly #waiting = new Set<() => void>();

  /** To be called after every change. */
  protected changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves when the condition holds; fails with `what` and the state when it does not within a minute. */
  until(condition: () => boolean, what: string, waitMaxMs = WAIT_MAX_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited in vain until ${what}; state: ${this.describe()}`));
      }, waitMaxMs);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(timeout);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  protected describe(): string {
    return this.constructor.name;
  }
}
