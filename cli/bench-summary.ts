/** The summary of a sweep: an estimate for each point and metric, as CSV, as a table and as JSON. */
import { type Estimate, estimateOf } from '../analysis/statistics/estimate.ts';
import { pairedDifferences } from '../analysis/statistics/paired.ts';
import { type BenchConfiguration, pointLabel } from './bench-configuration.ts';
import { type Metric, metricsOf } from './bench-metrics.ts';
import type { RunRecord } from './bench-records.ts';

export interface SummaryRow {
  readonly point: number;
  /** The point it is compared with: the estimate is of that one's value minus this one's; null: of this point's values. */
  readonly versus: number | null;
  readonly metric: Metric;
  readonly estimate: Estimate;
}

/** Points, then comparisons; of each, the metrics in their order. */
export function summaryRows(
  { kind, points, comparisons }: BenchConfiguration,
  records: readonly (readonly RunRecord[])[],
): SummaryRow[] {
  const valuesOf = (point: number, { name }: Metric) => records[point].map(({ metrics }) => metrics[name]);
  const own = points.flatMap((_, point) =>
    metricsOf(kind).map((metric): SummaryRow => {
      const values = valuesOf(point, metric).filter((value) => value !== null);
      return { point, versus: null, metric, estimate: estimateOf(values) };
    }),
  );
  const paired = comparisons.flatMap(({ first, second }) =>
    metricsOf(kind).map((metric): SummaryRow => {
      const differences = pairedDifferences(valuesOf(first, metric), valuesOf(second, metric));
      return { point: first, versus: second, metric, estimate: estimateOf(differences) };
    }),
  );
  return [...own, ...paired];
}

/** `summary.csv` (RFC 4180, with line feeds): numbers in full precision, an empty field for what there is not. */
export function summaryCsv({ points }: BenchConfiguration, rows: readonly SummaryRow[]): string {
  const names = Object.keys(points[0].settings);
  const header = ['point', ...names, 'versus', 'metric', 'unit', 'n', 'mean', 'median', 'low95', 'high95'];
  const lines = rows.map(({ point, versus, metric, estimate: { n, mean, median, interval95 } }) => [
    point,
    ...names.map((name) => points[point].settings[name]),
    versus,
    metric.name,
    metric.unit,
    n,
    mean,
    median,
    ...(interval95 ?? [null, null]),
  ]);
  return [header, ...lines].map((fields) => `${fields.map(csvField).join(',')}\n`).join('');
}

/** The parts of the JSON document that say what came out. */
export function summaryDocument(
  { kind, points, comparisons }: BenchConfiguration,
  rows: readonly SummaryRow[],
) {
  const count = metricsOf(kind).length;
  // As `summaryRows` orders them.
  const estimates = (group: number) =>
    Object.fromEntries(
      rows
        .slice(group * count, (group + 1) * count)
        .map(({ metric: { name, unit }, estimate }) => [name, { unit, ...estimate }]),
    );
  return {
    points: points.map(({ settings }, point) => ({ point, settings, metrics: estimates(point) })),
    comparisons: comparisons.map((comparison, i) => ({
      ...comparison,
      differences: estimates(points.length + i),
    })),
  };
}

/** The table for people: for each metric its points, then for each metric its differences. */
export function summaryTable({ points, versus }: BenchConfiguration, rows: readonly SummaryRow[]): string {
  const labelOf = ({ point }: SummaryRow) => pointLabel(points[point]);
  const own = tableOf(
    '',
    rows.filter((row) => row.versus === null),
    labelOf,
  );
  if (versus === null) return own;
  const paired = rows.filter((row) => row.versus !== null);
  const title = `With ${versus}, run by run: what it adds to each point.`;
  return `${own}\n${title}\n${tableOf('added ', paired, labelOf)}`;
}

const COLUMNS = ['n', 'mean', '95 % interval', 'median'] as const;

/** For each metric a line with its name and the columns, then a line a row. */
function tableOf(title: string, rows: readonly SummaryRow[], labelOf: (row: SummaryRow) => string): string {
  const lines: string[][] = [];
  for (const metric of new Set(rows.map((row) => row.metric))) {
    lines.push([`${title}${metric.label}, ${metric.unit}`, ...COLUMNS]);
    for (const row of rows.filter((each) => each.metric === metric)) {
      const { n, mean, median, interval95 } = row.estimate;
      const interval = interval95 === null ? '-' : interval95.map(figureText).join(' to ');
      lines.push([`  ${labelOf(row)}`, String(n), figureText(mean), interval, figureText(median)]);
    }
  }
  const widths = ['', ...COLUMNS].map((_, column) =>
    lines.reduce((width, line) => Math.max(width, line[column].length), 0),
  );
  const aligned = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))),
  );
  return aligned.map((cells) => `${cells.join('  ')}\n`).join('');
}

/** Four digits, and all of a whole number. */
function figureText(value: number | null): string {
  if (value === null) return '-';
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) {
    return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  }
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
