/**
 * How late the event loop of this process is, over the last 15 to 30 s. Whoever looks changes nothing, unlike with the metrics of
 * prom-client, which begin anew at each look, so that one reader hides a stall from another.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { MeasuredState } from './measured-states.ts';

/** How long a window is; what is told is of the last whole one and of the one that runs. Source: ours, a usual scrape interval. */
const WINDOW_MS = 15_000;

/** Between two looks of the monitor, which measures the time from one to the next. Source: ours. */
const RESOLUTION_MS = 10;

/** Shares of the turns of the loop, as labels of quantiles are written. */
const QUANTILES = ['0.5', '0.99', '1'] as const;

type Lag = Readonly<Record<(typeof QUANTILES)[number], number>>;

const NO_LAG: Lag = { '0.5': 0, '0.99': 0, '1': 0 };

export class EventLoopLag {
  readonly #monitor: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #lastWindow = NO_LAG;

  constructor() {
    this.#monitor.enable();
    this.#timer = setInterval(() => this.#turn(), WINDOW_MS).unref();
  }

  /** Seconds, by quantile: the larger of the two windows. */
  get seconds(): Lag {
    const now = this.#running;
    const larger = QUANTILES.map((quantile) => [
      quantile,
      Math.max(now[quantile], this.#lastWindow[quantile]),
    ]);
    return Object.fromEntries(larger) as Lag;
  }

  get state(): MeasuredState<unknown> {
    return {
      name: 'event_loop_lag_seconds',
      help: 'Delay of turns of the event loop over the last 15 to 30 s; quantile 1 is the longest.',
      label: 'quantile',
      of: () => this.seconds,
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#monitor.disable();
  }

  get #running(): Lag {
    if (this.#monitor.count === 0) return NO_LAG;
    const lag = (turnNs: number) => Math.max(0, turnNs / 1e9 - RESOLUTION_MS / 1e3);
    return {
      '0.5': lag(this.#monitor.percentile(50)),
      '0.99': lag(this.#monitor.percentile(99)),
      '1': lag(this.#monitor.max),
    };
  }

  #turn(): void {
    this.#lastWindow = this.#running;
    this.#monitor.reset();
  }
}
