/** Histogram of whole numbers for terminals: a bar a line, its length by the count. */
import type { ChartOptions } from './chart-axis.ts';
import { drawable } from './chart-axis.ts';
import type { Points } from './degrees.ts';

/** Eighths of a block. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A line of the chart: values from `first` to `last`, both counted. */
interface Bin {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/**
 * Draws `[value, count]`, values whole and ascending, in bins of one width, no more of them than the chart is high. What is not
 * whole, or has no positive count, is left out; without any other the chart is one line that says so.
 */
export function histogramChart(title: string, points: Points, options: ChartOptions): string {
  const { width, height, unicode } = drawable(options);
  const bins = binned(
    points.filter(([value, count]) => Number.isSafeInteger(value) && Number.isFinite(count) && count > 0),
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
    const bar = barOf((count / most) * Math.max(1, barWidth), unicode);
    return `${labels[index].padStart(labelWidth)} ${unicode ? '┤' : '|'}${bar} ${shares[index]}`.trimEnd();
  });
  return [title, ...lines].join('\n');
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
