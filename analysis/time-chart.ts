/** Charts of a share over time, for terminals: peers that have a message, deliveries. Drawn by asciichart. */
import { type PlotConfig, plot } from 'asciichart';
import { type ChartOptions, drawable, horizontalAxis, type Tick } from './chart-axis.ts';
import type { Points } from './degrees.ts';

/** `100 %` */
const LABEL_WIDTH = 5;
/** asciichart's own symbols, but for the cross that it puts at the wrong end of the axis; and the same in ASCII. */
const UNICODE_SYMBOLS: Symbols = ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];
const ASCII_SYMBOLS: Symbols = ['|', '|', '-', '-', '-', '`', '.', '.', "'", '|'];
type Symbols = NonNullable<PlotConfig['symbols']>;

/** The words of a chart. */
export interface TimeChartWords {
  readonly title: string;
  /** Of the time axis; its unit is added. */
  readonly time: string;
  /** The whole chart when there is no point later than a microsecond. */
  readonly nothing: string;
}

/** Draws `[time in ms, share]`, ascending in time, as a curve from time 0 to the last point. Points that are not finite are left out. */
export function timeChart(points: Points, words: TimeChartWords, options: ChartOptions): string {
  const { width, height, unicode } = drawable(options);
  const finite = points.filter(([timeMs, share]) => Number.isFinite(timeMs) && Number.isFinite(share));
  const lastMs = finite.reduce((last, [timeMs]) => Math.max(last, timeMs), 0);
  if (lastMs < 0.001) return words.nothing;
  // asciichart draws between samples, and puts a space and the axis after the label.
  const margin = LABEL_WIDTH + 1;
  const columns = width - margin - 1;
  const labelEvery = Math.max(1, Math.round(height / 5));
  const curve = plot(sampled(finite, lastMs, columns + 1), {
    height,
    min: 0,
    max: 100,
    format: (percent, row) =>
      (row % labelEvery === 0 || row === height ? `${Math.round(percent)} %` : '').padStart(LABEL_WIDTH),
    symbols: unicode ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
  });
  const scale = timeScale(lastMs, columns);
  return [
    words.title,
    ...curve.split('\n').map((line) => line.trimEnd()),
    ...horizontalAxis(scale.ticks, `${words.time} (${scale.unit})`, margin, columns, unicode),
  ].join('\n');
}
/** The share, in percent, at evenly spaced times from 0 to `lastMs`: what the last point up to then says. */
function sampled(points: Points, lastMs: number, count: number): number[] {
  let next = 0;
  let percent = 0;
  return Array.from({ length: count }, (_, sample) => {
    const timeMs = (lastMs * sample) / (count - 1);
    for (; next < points.length && points[next][0] <= timeMs; next++) percent = 100 * points[next][1];
    return Math.min(100, Math.max(0, percent));
  });
}

/** Ticks at round times, far enough apart for their labels. */
function timeScale(lastMs: number, columns: number): { unit: string; ticks: Tick[] } {
  const [unit, unitMs] = lastMs < 10_000 ? ['ms', 1] : ['s', 1000];
  const last = lastMs / unitMs;
  const ticksMax = Math.max(2, Math.floor(columns / 9));
  const decade = 10 ** Math.floor(Math.log10(last / ticksMax));
  const step = [1, 2, 5, 10].map((factor) => factor * decade).find((each) => last / each <= ticksMax)!;
  const count = Math.floor(last / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => ({
    column: Math.min(columns - 1, Math.round((index * step * columns) / last)),
    label: String(Number((index * step).toPrecision(6))),
  }));
  return { unit, ticks };
}
