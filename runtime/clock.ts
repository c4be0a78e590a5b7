/** The real Clock: `performance.now` for intervals, `setTimeout` for timers, the wall clock only for text. */
import type { Clock, Timer, TimerHandler } from '../src/ports.ts';

/** The longest delay that `setTimeout` takes; longer ones are slept in pieces. */
const DELAY_MAX_MS = 2 ** 31 - 1;

/** How much later a timer may be than asked for, unless its owner is more patient: a part of its delay, and never more. Source: ours. */
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

  timer(handler: TimerHandler, patienceMs = 0): Timer {
    return new RealTimer(handler, patienceMs);
  }
}

class RealTimer implements Timer {
  readonly #handler: TimerHandler;
  readonly #patienceMs: number;
  #timeout: NodeJS.Timeout | undefined;
  #meeting: Meeting | undefined;
  #dueAtMs = 0;

  constructor(handler: TimerHandler, patienceMs: number) {
    this.#handler = handler;
    this.#patienceMs = patienceMs;
  }

  arm(delayMs: number): void {
    this.disarm();
    const now = performance.now();
    this.#dueAtMs = now + delayMs;
    this.#sleep(now, delayMs);
  }

  disarm(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
    this.#meeting?.leave(this);
    this.#meeting = undefined;
  }

  wake(): void {
    this.#timeout = undefined;
    this.#meeting = undefined;
    const now = performance.now();
    const leftMs = this.#dueAtMs - now;
    if (leftMs > 0) this.#sleep(now, leftMs);
    else this.#handler.onTimer();
  }

  #sleep(nowMs: number, delayMs: number): void {
    const lateMaxMs = Math.max(this.#patienceMs, Math.min(LATE_MAX_MS, delayMs * LATE_PART_MAX));
    if (lateMaxMs >= GRID_MIN_MS && delayMs < DELAY_MAX_MS - lateMaxMs) {
      this.#meeting = Meeting.at(nowMs, delayMs, lateMaxMs);
      this.#meeting.join(this);
      return;
    }
    // setTimeout counts whole milliseconds and may wake a fraction of one early.
    const wholeMs = Math.min(DELAY_MAX_MS, Math.max(1, Math.ceil(delayMs)));
    this.#timeout = setTimeout(() => this.wake(), wholeMs);
  }
}

/**
 * A moment at which timers of all nodes of this process meet: a turn of the event loop for each would be most of what an idle node
 * costs.
 */
class Meeting {
  static readonly #byMoment = new Map<number, Meeting>();
  readonly #momentMs: number;
  readonly #timers = new Set<RealTimer>();
  readonly #timeout: NodeJS.Timeout;

  private constructor(momentMs: number, nowMs: number) {
    this.#momentMs = momentMs;
    this.#timeout = setTimeout(() => this.#hold(), Math.ceil(momentMs - nowMs));
  }

  /** The next one after the delay, in a grid of powers of two, so that coarse moments are among the fine ones. */
  static at(nowMs: number, delayMs: number, lateMaxMs: number): Meeting {
    const gridMs = 2 ** Math.floor(Math.log2(lateMaxMs));
    const momentMs = Math.ceil((nowMs + delayMs) / gridMs) * gridMs;
    let meeting = Meeting.#byMoment.get(momentMs);
    if (meeting === undefined) {
      meeting = new Meeting(momentMs, nowMs);
      Meeting.#byMoment.set(momentMs, meeting);
    }
    return meeting;
  }

  join(timer: RealTimer): void {
    this.#timers.add(timer);
  }

  leave(timer: RealTimer): void {
    this.#timers.delete(timer);
    if (this.#timers.size === 0) this.#end();
  }

  /** One that is disarmed by another meanwhile is no longer called. */
  #hold(): void {
    this.#end();
    for (const timer of this.#timers) {
      this.#timers.delete(timer);
      timer.wake();
    }
  }

  #end(): void {
    clearTimeout(this.#timeout);
    if (Meeting.#byMoment.get(this.#momentMs) === this) Meeting.#byMoment.delete(this.#momentMs);
  }
}
