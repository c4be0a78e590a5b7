/** The exponent that is fitted from each xmin on: a power law shows a level stretch. */
import * as Plot from '@observablehq/plot';
import { extentOf, linearAxis, logAxis, plainNumber } from './axes.ts';
import { type Figure, lineLook } from './figure.ts';
import { type Labels, labelsOf } from './labels.ts';
import { LOOKS } from './palette.ts';
import { missing, numberAt, type ResultDocument, rowsAt } from './result-document.ts';

/** A fit from one xmin on; `alpha` is the exponent. */
export interface StabilityRow {
  readonly xmin: number;
  readonly alpha: number;
  readonly sigma: number;
}

/** Tails with fewer values say nothing; their exponents would only stretch the axis. */
const TAIL_MIN = 10;
/** Of the xmin of neighbouring symbols, at least. */
const SYMBOL_RATIO = 1.1;

/** @throws FigureError when a document has no fits by xmin */
export function stabilityRows(document: ResultDocument): readonly StabilityRow[] {
  const rows = rowsAt<StabilityRow & { readonly nTail: number }>(
    document,
    'stability',
    ({ xmin, alpha, sigma, nTail }) => [xmin, alpha, sigma, nTail].every(Number.isFinite) && xmin! > 0,
    'numbers xmin, alpha, sigma and nTail',
  );
  const told = rows?.filter(({ nTail }) => nTail >= TAIL_MIN);
  if (told === undefined || told.length === 0)
    throw missing(document, 'fits by xmin', '`hearsay fit --json`');
  return told;
}

export function stabilityFigure(
  documents: readonly ResultDocument[],
  labels: Labels = labelsOf(documents),
): Figure {
  const series = documents.map((document) => ({
    rows: stabilityRows(document),
    xmin: numberAt(document, 'xmin'),
  }));
  const rows = series.flatMap((each) => each.rows);
  const [low, high] = extentOf(rows.flatMap(({ alpha, sigma }) => [alpha - 2 * sigma, alpha + 2 * sigma]));
  return {
    title: 'Fitted exponent by the start of the tail',
    legend: [series.map((_, index) => ({ text: labels.names[index], line: true, ...LOOKS[index] }))],
    x: logAxis(
      rows.map(({ xmin }) => xmin),
      'xmin',
      plainNumber,
    ),
    y: linearAxis(Math.max(1, low - 0.05), high + 0.05, 'fitted exponent γ', plainNumber),
    marks: series.flatMap(({ rows, xmin }, index) => marksOf(rows, xmin, index)),
    caption: [
      ...labels.caption,
      `Bands: two standard errors. Vertical lines: the xmin with the least Kolmogorov-Smirnov distance. Tails of fewer than ${TAIL_MIN} values are left out.`,
    ],
  };
}

function marksOf(rows: readonly StabilityRow[], xmin: number | undefined, index: number): Plot.Markish[] {
  const { color, symbol } = LOOKS[index];
  const band = { x: 'xmin', y1: lowerOf, y2: upperOf, fill: color, fillOpacity: 0.15 };
  const chosen = rows.find((row) => row.xmin === xmin);
  return [
    Plot.areaY(rows, band),
    Plot.line(rows, { ...lineLook(color, undefined), x: 'xmin', y: 'alpha' }),
    Plot.dot(apart(rows), {
      stroke: color,
      fill: '#ffffff',
      symbol: symbol as Plot.SymbolType,
      r: 2.5,
      x: 'xmin',
      y: 'alpha',
    }),
    ...(chosen ? [Plot.ruleX([chosen.xmin], { stroke: color, strokeDasharray: '3 3' })] : []),
  ];
}

/** So many that their symbols do not cover each other on a logarithmic axis. */
function apart(rows: readonly StabilityRow[]): StabilityRow[] {
  let lastXmin = 0;
  return rows.filter(({ xmin }) => {
    if (xmin < SYMBOL_RATIO * lastXmin) return false;
    lastXmin = xmin;
    return true;
  });
}

function lowerOf({ alpha, sigma }: StabilityRow): number {
  return Math.max(1, alpha - 2 * sigma);
}

function upperOf({ alpha, sigma }: StabilityRow): number {
  return alpha + 2 * sigma;
}
