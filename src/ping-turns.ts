/**
 * Turns for the pings of a peer that may have many neighbours: at most so many in a ping interval, evenly spaced. Whoever finds none
 * free takes the next one, so everybody comes in turn.
 */
export class PingTurns {
  readonly #spacingMs: number;
  #nextAtMs = 0;

  constructor(intervalMs: number, perInterval: number) {
    this.#spacingMs = intervalMs / perInterval;
  }

  /** How long it is until the next free turn. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#nextAtMs - nowMs);
  }

  /** When the next free turn is, now or later; it is taken. */
  take(nowMs: number): number {
    const atMs = Math.max(nowMs, this.#nextAtMs);
    this.#nextAtMs = atMs + this.#spacingMs;
    return atMs;
  }
}
