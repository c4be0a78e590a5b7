/** Histogram of whole numbers for terminals: a bar a line, its length by the count. */
import { type ChartOptions, drawable } from './chart-axis.ts';
import type { Points } from './degrees.ts';

/** Eighths of a block. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Larger values would leave no room for bars. */
const VALUE_MAX = 999_999_999;

/** A line of the chart: values from `first` to `last`, both counted. */
interface Bin {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/**
 * Draws `[value, count]`, ascending in the value, in bins of one width, no more of them than the chart is high. Values that are no
 * whole numbers from 0 to 999,999,999, and counts that are none from 1 on, are left out; without any other the chart is one
 * line that says so.
 */
export function histogramChart(title: string, points: Points, options: ChartOptions): string {
  const { width, height, unicode } = drawable(options);
  const bins = binned(
    points.filter(
      ([value, count]) => Number.isInteger(value) && value >= 0 && value <= VALUE_MAX && isCount(count),
    ),
    height,
  );
  if (bins.length === 0) return `${title}: nothing to draw`;
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const most = bins.reduce((max, { count }) => Math.max(max, count), 0);
  const labels = bins.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const shares = bins.map(({ count }) => `${((100 * count) / total).toFixed(1)} %`);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const barWidth = width - labelWidth - ' |'.length - ' 100.0 %'.length;
  const lines = bins.map(({ count }, index) => {
    const bar = barOf((count / most) * barWidth, unicode);
    return `${labels[index].padStart(labelWidth)} ${unicode ? '┤' : '|'}${bar} ${shares[index]}`.trimEnd();
  });
  return [title, ...lines].join('\n');
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count > 0;
}

function binned(points: Points, binsMax: number): Bin[] {
  if (points.length === 0) return [];
  const [least, most] = [points[0][0], points[points.length - 1][0]];
  const width = Math.ceil((most - least + 1) / binsMax);
  const counts = new Array<number>(Math.ceil((most - least + 1) / width)).fill(0);
  for (const [value, count] of points) counts[Math.floor((value - least) / width)] += count;
  return counts.map((count, index) => ({
    first: least + index * width,
    last: Math.min(most, least + (index + 1) * width - 1),
    count,
  }));
}

/** A bar of so many columns; what is not empty is seen. */
function barOf(columns: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(columns > 0 ? Math.max(1, Math.round(columns)) : 0);
  const eighths = columns > 0 ? Math.max(1, Math.round(8 * columns)) : 0;
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths % 8];
}
