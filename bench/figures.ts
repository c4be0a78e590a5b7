/** Figures of several runs, and tables of them. */

/** The middle of several runs, and how far they lie apart. */
export interface Range {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Of at least one value. */
export function rangeOf(values: readonly number[]): Range {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, least: sorted[0], most: sorted[sorted.length - 1] };
}

/** `1,230 (1,200-1,310)`, or `1,230` where all runs agree. */
export function rangeText(values: readonly number[]): string {
  const { median, least, most } = rangeOf(values);
  const [from, to] = [figureText(least), figureText(most)];
  return from === to ? from : `${figureText(median)} (${from}-${to})`;
}

/** Three digits that mean something. */
function figureText(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** Thousands separated, in full. */
export function countText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Rows of cells in columns, the first aligned left; the first row is the head. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('   ');
  const rule = widths.map((width) => '-'.repeat(width)).join('   ');
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].map((each) => `${each}\n`).join('');
}
