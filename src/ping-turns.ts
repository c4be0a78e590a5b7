/**
 * Turns for the pings of peers that may have many neighbours: at most so many in a ping interval, evenly spaced. Whoever finds
 * none free takes the next one, so everybody comes in turn.
 */
import type { NodeState, Quantity } from './node-state.ts';

export class PingTurns {
  readonly #spacingMs: number;
  readonly #nextAtMs: Quantity;

  constructor(state: NodeState, intervalMs: number, perInterval: number) {
    this.#nextAtMs = state.number();
    this.#spacingMs = intervalMs / perInterval;
  }

  /** How long it is until the next free turn. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#nextAtMs.value - nowMs);
  }

  /** When the next free turn is, now or later; it is taken. */
  take(nowMs: number): number {
    const atMs = Math.max(nowMs, this.#nextAtMs.value);
    this.#nextAtMs.value = atMs + this.#spacingMs;
    return atMs;
  }
}
