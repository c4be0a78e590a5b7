/** Notices steps of the wall clock: it is compared with the monotonic clock again and again. */
import { type Finding, fault, ok, warning } from './finding.ts';

/** Steps larger than this are told. NTP slews smaller ones away. Source: ours. */
const STEP_MS = 50;

/** Before this version was made, no clock can be right. */
const EARLIEST_YEAR = 2026;

export class ClockWatch {
  readonly #wallMs: () => number;
  readonly #monotonicMs: () => number;
  readonly #startMs: number;
  #lastOffsetMs: number;
  #largestStepMs = 0;

  constructor(wallMs: () => number = Date.now, monotonicMs: () => number = () => performance.now()) {
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    this.#startMs = monotonicMs();
    this.#lastOffsetMs = this.#offsetMs;
  }

  /** Compares the clocks now. */
  look(): void {
    const offsetMs = this.#offsetMs;
    const stepMs = offsetMs - this.#lastOffsetMs;
    if (Math.abs(stepMs) > Math.abs(this.#largestStepMs)) this.#largestStepMs = stepMs;
    this.#lastOffsetMs = offsetMs;
  }

  get finding(): Finding {
    this.look();
    const year = new Date(this.#wallMs()).getUTCFullYear();
    if (year < EARLIEST_YEAR) {
      return fault(
        'clock',
        `the wall clock says ${year}, so others take messages of this node for old`,
        'set it, and keep it set (systemd-timesyncd, chrony)',
      );
    }
    const stepMs = Math.round(this.#largestStepMs);
    if (Math.abs(stepMs) > STEP_MS) {
      return warning(
        'clock',
        `the wall clock stepped by ${stepMs} ms while it was watched; timers do not mind, timestamps of messages do`,
        'let it be slewed, by one service only (systemd-timesyncd, chrony)',
      );
    }
    const watchedS = (this.#monotonicMs() - this.#startMs) / 1000;
    return ok('clock', `no step of the wall clock in ${watchedS.toFixed(1)} s`);
  }

  get #offsetMs(): number {
    return this.#wallMs() - this.#monotonicMs();
  }
}
