/** Chart of the share of nodes that still hang together, over the share that was removed: at random, and by an attack. */
import { type PlotConfig, plot } from 'asciichart';
import { type ChartOptions, drawable, horizontalAxis } from './chart-axis.ts';
import type { Points } from './degrees.ts';
import type { RobustnessCurves } from './graph/robustness.ts';

const TITLE = 'largest component, share of all';
/** `100 %` */
const LABEL_WIDTH = 5;
/** Percent of the nodes removed between two ticks. */
const TICK_PERCENT = 10;
/** asciichart's own symbols, but for the cross that it puts at the wrong end of the axis; and the same in ASCII. */
const UNICODE_SYMBOLS: Symbols = ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];
const ASCII_SYMBOLS: Symbols = ['|', '|', '-', '-', '-', '`', '.', '.', "'", '|'];
type Symbols = NonNullable<PlotConfig['symbols']>;

/** Draws two of the curves; of a graph without nodes there is one line that says so. */
export function robustnessChart(
  { attack, random }: Pick<RobustnessCurves, 'attack' | 'random'>,
  options: ChartOptions,
): string {
  const { width, height, unicode } = drawable(options);
  const last = attack.at(-1)?.[0] ?? 0;
  if (last === 0) return 'nothing to draw: nobody was removed';
  // asciichart draws between samples, and puts a space and the axis after the label.
  const margin = LABEL_WIDTH + 1;
  const columns = width - margin - 1;
  const labelEvery = Math.max(1, Math.round(height / 5));
  const curves = [random, attack].map((points) => sampled(points, last, columns + 1));
  const lines = plot(curves, {
    height,
    min: 0,
    max: 100,
    format: (percent, row) =>
      (row % labelEvery === 0 || row === height ? `${Math.round(percent)} %` : '').padStart(LABEL_WIDTH),
    symbols: unicode ? UNICODE_SYMBOLS : ASCII_SYMBOLS,
  });
  const ticks = Array.from({ length: Math.floor((100 * last) / TICK_PERCENT) + 1 }, (_, index) => ({
    column: Math.min(columns - 1, Math.round((index * TICK_PERCENT * columns) / (100 * last))),
    label: String(index * TICK_PERCENT),
  }));
  return [
    TITLE,
    ...lines.split('\n').map((line) => line.trimEnd()),
    ...horizontalAxis(ticks, 'removed (%)', margin, columns, unicode),
    'upper line: drawn at random; lower: those with the most links',
  ].join('\n');
}

/** In percent, at evenly spaced shares from 0 to `last`, straight between the points. */
function sampled(points: Points, last: number, count: number): number[] {
  let next = 1;
  return Array.from({ length: count }, (_, sample) => {
    const share = (last * sample) / (count - 1);
    while (next < points.length - 1 && points[next][0] < share) next++;
    const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
    return Math.min(100, Math.max(0, 100 * (y0 + ((y1 - y0) * (share - x0)) / (x1 - x0))));
  });
}
