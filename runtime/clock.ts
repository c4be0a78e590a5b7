/** The real Clock: `performance.now` for intervals, `setTimeout` for timers, the wall clock only for text. */
import type { Clock, Timer, TimerHandler } from '../src/ports.ts';

/** The longest delay that `setTimeout` takes; longer ones are slept in pieces. */
const DELAY_MAX_MS = 2 ** 31 - 1;

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
    const wholeMs = Math.min(DELAY_MAX_MS, Math.max(1, Math.ceil(delayMs)));
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
