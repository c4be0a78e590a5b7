/** Charts of a share over time, for terminals: peers that have a message, deliveries. */
import { type ChartOptions, drawable, horizontalAxis, type Tick } from './chart-axis.ts';
import type { Points } from './degrees.ts';
import { SHARE_MARGIN, shareCurves } from './share-curves.ts';

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
  const columns = width - SHARE_MARGIN - 1;
  const curve = sampled(finite, lastMs, columns + 1);
  const scale = timeScale(lastMs, columns);
  return [
    words.title,
    ...shareCurves([curve], { height, unicode }),
    ...horizontalAxis(scale.ticks, `${words.time} (${scale.unit})`, SHARE_MARGIN, columns, unicode),
  ].join('\n');
}

/** The share at evenly spaced times from 0 to `lastMs`: what the last point up to then says. */
function sampled(points: Points, lastMs: number, count: number): number[] {
  let next = 0;
  let share = 0;
  return Array.from({ length: count }, (_, sample) => {
    const timeMs = (lastMs * sample) / (count - 1);
    for (; next < points.length && points[next][0] <= timeMs; next++) share = points[next][1];
    return share;
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
