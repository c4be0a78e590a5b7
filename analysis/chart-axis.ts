/** What the charts share: their options, and the horizontal axis. Charts are plain text, without colour. */

export interface ChartOptions {
  /** Columns of the widest line; at least `CHART_WIDTH_MIN` are used. */
  readonly width: number;
  /** Rows of the plot, without axis and titles; at least 4 are used. */
  readonly height: number;
  /** Box-drawing and block characters; false: ASCII only. */
  readonly unicode: boolean;
}

/** Columns below which labels would not fit. */
export const CHART_WIDTH_MIN = 40;

const HEIGHT_MIN = 4;

/** Options in range: whole numbers, at least the least that can be drawn. */
export function drawable({ width, height, unicode }: ChartOptions): ChartOptions {
  const atLeast = (min: number, value: number) => (value >= min ? Math.floor(value) : min);
  return { width: atLeast(CHART_WIDTH_MIN, width), height: atLeast(HEIGHT_MIN, height), unicode };
}

export interface Tick {
  /** Column of the plot, from 0. */
  readonly column: number;
  readonly label: string;
}

/** Axis line, labels and title, for a plot of `columns` columns after `margin` columns and the vertical axis. */
export function horizontalAxis(
  ticks: readonly Tick[],
  title: string,
  margin: number,
  columns: number,
  unicode: boolean,
): string[] {
  const [corner, line, mark] = unicode ? ['└', '─', '┬'] : ['+', '-', '+'];
  const axis = new Array<string>(columns).fill(line);
  const labels = new Array<string>(margin + 1 + columns).fill(' ');
  let free = 0;
  for (const { column, label } of ticks) {
    axis[column] = mark;
    const centred = margin + 1 + column - Math.floor(label.length / 2);
    const start = Math.min(centred, labels.length - label.length);
    if (start < free) continue;
    for (let i = 0; i < label.length; i++) labels[start + i] = label[i];
    free = start + label.length + 1;
  }
  const indent = margin + 1 + Math.max(0, Math.floor((columns - title.length) / 2));
  return [' '.repeat(margin) + corner + axis.join(''), labels.join('').trimEnd(), ' '.repeat(indent) + title];
}
