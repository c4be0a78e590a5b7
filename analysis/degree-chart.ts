/** Chart of a degree distribution on logarithmic axes, on which a power law is a straight line. */
import { type ChartOptions, drawable, horizontalAxis } from './chart-axis.ts';
import type { Points } from './degrees.ts';

/** What else a chart shows than its points. */
export interface DegreeChartContent {
  readonly title: string;
  /** Of the horizontal axis. */
  readonly axis: string;
  /** A law, in points near each other; what lies outside the axes of the other points is not drawn. */
  readonly line: Points;
}

const CONTENT_DEFAULT: DegreeChartContent = {
  title: 'peers with at least x links, log-log',
  axis: 'x (links)',
  line: [],
};

/**
 * Draws `[degree, share of peers with at least this degree]`. Points that logarithms cannot show (degree or share not
 * positive, or not finite) are left out; without any other the chart is one line that says so.
 */
export function degreeChart(
  points: Points,
  options: ChartOptions,
  { title, axis, line }: DegreeChartContent = CONTENT_DEFAULT,
): string {
  const { width, height, unicode } = drawable(options);
  const logarithms = logarithmsOf(points);
  if (logarithms.length === 0) return 'nothing to draw: no peer has a link';
  const degrees = extent(logarithms.map(([degree]) => degree));
  const shares = extent(logarithms.map(([, share]) => share));
  // Each row of text holds two rows of points.
  const top = Math.ceil(shares.high);
  const vertical = new LogAxis(Math.min(shares.low, top - 1), top, 2 * height);
  const rowOf = (share: number) => 2 * height - 1 - vertical.cellOf(share);
  const labels = new Map(vertical.decades.map((decade) => [rowOf(decade) >> 1, percentText(decade)]));
  const margin = 1 + Math.max(...[...labels.values()].map((label) => label.length));
  const columns = width - margin - 1;
  const left = Math.floor(degrees.low);
  const horizontal = new LogAxis(left, Math.max(left + 1, degrees.high), columns);
  const dots = Array.from({ length: 2 * height }, () => new Uint8Array(columns));
  for (const [degree, share] of logarithms) dots[rowOf(share)][horizontal.cellOf(degree)] = POINT;
  for (const [degree, share] of logarithmsOf(line)) {
    const [row, column] = [rowOf(share), horizontal.cellOf(degree)];
    if (row >= 0 && row < 2 * height && column >= 0 && column < columns) dots[row][column] ||= LINE;
  }
  const ticks = horizontal.decades.map((decade) => ({
    column: horizontal.cellOf(decade),
    label: countText(decade),
  }));
  return [
    title,
    ...textRows(dots, labels, margin, unicode),
    ...horizontalAxis(ticks, axis, margin, columns, unicode),
  ].join('\n');
}

/** What a dot shows. */
const POINT = 1;
const LINE = 2;

function logarithmsOf(points: Points): (readonly [number, number])[] {
  return points
    .map(([degree, share]) => [Math.log10(degree), Math.log10(share)] as const)
    .filter((pair) => pair.every(Number.isFinite));
}

/** The plot with its vertical axis: a row of text for two rows of dots. */
function textRows(
  dots: readonly Uint8Array[],
  labels: ReadonlyMap<number, string>,
  margin: number,
  unicode: boolean,
): string[] {
  const [plain, ticked] = unicode ? ['│', '┤'] : ['|', '+'];
  return Array.from({ length: dots.length / 2 }, (_, row) => {
    const [upper, lower] = [dots[2 * row], dots[2 * row + 1]];
    const label = `${labels.get(row) ?? ''} `.padStart(margin);
    const cells = Array.from(upper, (dot, column) => marker(dot, lower[column], unicode));
    return (label + (labels.has(row) ? ticked : plain) + cells.join('')).trimEnd();
  });
}

/** A logarithmic axis of `cells` cells between two exponents of ten. */
class LogAxis {
  readonly #low: number;
  readonly #high: number;
  readonly #cells: number;

  constructor(low: number, high: number, cells: number) {
    this.#low = low;
    this.#high = high;
    this.#cells = cells;
  }

  /** The cell of a logarithm that lies on the axis. */
  cellOf(logarithm: number): number {
    return Math.round(((logarithm - this.#low) / (this.#high - this.#low)) * (this.#cells - 1));
  }

  /** The exponents of the powers of ten on the axis, ascending. */
  get decades(): number[] {
    const first = Math.ceil(this.#low);
    return Array.from({ length: Math.floor(this.#high) - first + 1 }, (_, index) => first + index);
  }
}

function extent(values: readonly number[]): { low: number; high: number } {
  return values.reduce(
    ({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }),
    { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
  );
}

/** A line is seen where no point is. */
function marker(upper: number, lower: number, unicode: boolean): string {
  const points = Number(upper === POINT) + 2 * Number(lower === POINT);
  if (points === 0) return upper === LINE || lower === LINE ? (unicode ? '·' : '.') : ' ';
  return unicode ? [' ', '▀', '▄', '█'][points] : '*';
}

function percentText(decade: number): string {
  return `${Number(`1e${decade + 2}`)} %`;
}

function countText(decade: number): string {
  return String(Number(`1e${decade}`));
}
