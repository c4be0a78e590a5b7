/** The real Clock: `performance.now` for intervals, `setTimeout` for timers, the wall clock only for text. */
import type { Clock, Timer, TimerHandler } from '../src/ports.ts';

/** The longest delay that `setTimeout` takes; longer ones are slept in pieces. */
const DELAY_MAX_MS = 2 ** 31 - 1;

/** How much later a timer may be than asked for: a part of its delay, and never more. Source: ours. */
const LATE_PART_MAX = 1 / 16;
export const LATE_MAX_MS = 64;

/** Timers that may be less late than this are not late at all. Source: ours. */
const GRID_MIN_MS = 16;

export class RealClock implements Clock {
  now(): number {
    return performance.now();
  }

  wallTime(): number {
    return Date.now() / 1000;
  }

  timer(handler: TimerHandler): Timer {
    return new RealTimer(handler);
  }
}

class RealTimer implements Timer {
  readonly #handler: TimerHandler;
  #timeout: NodeJS.Timeout | undefined;
  #dueAtMs = 0;

  constructor(handler: TimerHandler) {
    this.#handler = handler;
  }

  arm(delayMs: number): void {
    clearTimeout(this.#timeout);
    this.#dueAtMs = performance.now() + delayMs;
    this.#sleep(delayMs);
  }

  disarm(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  #sleep(delayMs: number): void {
    // setTimeout counts whole milliseconds and may wake a fraction of one early.
    const wholeMs = Math.min(DELAY_MAX_MS, Math.max(1, Math.ceil(onGrid(performance.now(), delayMs))));
    this.#timeout = setTimeout(() => this.#wake(), wholeMs);
  }

  #wake(): void {
    const leftMs = this.#dueAtMs - performance.now();
    if (leftMs > 0) {
      this.#sleep(leftMs);
    } else {
      this.#timeout = undefined;
      this.#handler.onTimer();
    }
  }
}

/**
 * The delay, made longer so that the timers of all nodes of a process meet at the same moments: a turn of the event loop for each
 * would be most of what an idle node costs.
 */
function onGrid(nowMs: number, delayMs: number): number {
  const lateMaxMs = Math.min(LATE_MAX_MS, delayMs * LATE_PART_MAX);
  if (lateMaxMs < GRID_MIN_MS) return delayMs;
  // A power of two, so that coarse moments are among the fine ones.
  const gridMs = 2 ** Math.floor(Math.log2(lateMaxMs));
  return Math.ceil((nowMs + delayMs) / gridMs) * gridMs - nowMs;
}
