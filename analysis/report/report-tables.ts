/** The tables of a report, in HTML. */
import type { Points } from '../degrees.ts';
import type { Chart } from './report-charts.ts';
import type { RunDocument } from './report-data.ts';
import { countText, durationText, escaped, percentText, shortPercentText, shortText } from './report-text.ts';

/** Of a curve so many points are listed at most; all are in the data. */
const CURVE_ROWS_MAX = 24;

/** A table with a caption and a heading for each column. Cells are text. */
export function tableHtml(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = headings.map((heading) => `<th scope="col">${escaped(heading)}</th>`).join('');
  const body = rows.map(([first, ...others]) => {
    const cells = others.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr><th scope="row">${escaped(first)}</th>${cells}</tr>`;
  });
  return (
    `<div class="table"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  );
}

/** The numbers behind a chart. */
export function curveTables({ series, xName, yName, xShare }: Chart): string {
  const tables = series.map(({ name, points }) => {
    const listed = thinned(points, CURVE_ROWS_MAX);
    const caption =
      listed.length < points.length
        ? `${name}, ${listed.length} of ${countText(points.length)} points`
        : name;
    const rows = listed.map(([x, y]) => [xShare ? percentText(x) : shortText(x), shortPercentText(y)]);
    return tableHtml(caption, [xName, yName], rows);
  });
  return tables.join('');
}

/** How the messages spread, in figures. */
export function spreadTable({ spread }: RunDocument): string {
  if (spread.published === 0) return '';
  const times = (['p50', 'p90', 'p99', 'p100'] as const).map((share) => {
    const timeMs = spread.timeToMs[share];
    return [
      `time to ${share.slice(1)} % of the peers`,
      timeMs === null ? 'not reached' : durationText(timeMs),
    ];
  });
  const { mean, max } = spread.lastDeliveryHop;
  return tableHtml(
    'Spread',
    ['figure', 'value'],
    [
      ['messages', countText(spread.published)],
      ['coverage', spread.coverage === null ? '–' : percentText(spread.coverage)],
      ...times,
      ['deliveries', countText(spread.deliveries)],
      ['copies sent', countText(spread.copies)],
      ['relative message redundancy', optional(spread.redundancy, 3)],
      ['duplicates', countText(spread.duplicates)],
      ['shed', countText(spread.shed)],
      ['last delivery hop, mean', optional(mean, 2)],
      ['last delivery hop, most', optional(max)],
    ],
  );
}

/** How messages differ in their times; nothing when there is one only. */
export function timeTable({ spread }: RunDocument): string {
  const times = spread.timesToShareMs ?? [];
  if (times.length === 0 || spread.published < 2) return '';
  const timeText = (timeMs: number | null) => (timeMs === null ? 'not reached' : durationText(timeMs));
  return tableHtml(
    'Time to a share of the peers, percentiles over all messages',
    ['share', 'messages', '5 %', '50 %', '95 %'],
    times.map(({ share, messages, p5, p50, p95 }) => [
      percentText(share),
      countText(messages),
      ...[p5, p50, p95].map(timeText),
    ]),
  );
}

/** Who carries the copies. */
export function loadTable({ spread }: RunDocument): string {
  const rows = [
    ['copies sent by a peer', spread.peerLoad] as const,
    ['copies on a link, one way', spread.linkLoad] as const,
  ].flatMap(([name, load]) =>
    load === undefined || load === null
      ? []
      : [
          [
            name,
            ...[load.mean, load.p50, load.p99, load.max].map((value) => countText(value, 1)),
            load.topShare === null ? '–' : percentText(load.topShare, 1),
            optional(load.gini, 2),
          ],
        ],
  );
  if (rows.length === 0) return '';
  return tableHtml('Load', ['load', 'mean', '50 %', '99 %', 'most', 'on the top 1 %', 'Gini'], rows);
}

/** The power law that is nearest to the in-degrees. */
export function lawTable({ degreeLaw }: RunDocument): string {
  const { predictedGamma = null, fit = null } = degreeLaw ?? {};
  if (fit === null) return '';
  const { n, alpha, sigma, xmin, nTail, ks, pValue, decades } = fit;
  return tableHtml(
    'Degree law (Clauset, Shalizi, Newman 2009)',
    ['figure', 'value'],
    [
      ['exponent that the choice of neighbours predicts', optional(predictedGamma, 3)],
      ['fitted exponent', `${countText(alpha, 3)} ± ${countText(sigma, 3)}`],
      ['from so many links on', countText(xmin)],
      [
        'peers that the fit is about',
        `${countText(nTail)} of ${countText(n)} (${percentText(nTail / n, 1)})`,
      ],
      ['powers of ten covered', countText(decades, 2)],
      ['Kolmogorov-Smirnov distance', countText(ks, 4)],
      ['p-value; at most 0.1: not this law', optional(pValue, 3)],
    ],
  );
}

/** What theory expects beside what was measured. */
export function theoryTable({ theory = [] }: RunDocument): string {
  if (theory.length === 0) return '';
  return tableHtml(
    'Theory beside measurement',
    ['what', 'expected', 'measured', 'source'],
    theory.map(({ what, expected, measured, source }) => [
      what,
      ...[expected, measured].map(shortFigure),
      source,
    ]),
  );
}

/** How many peers have how many links; all or, of many, a part. */
export function degreeTable({ overlay }: RunDocument): string {
  const counts = new Map(overlay.inDegreeHistogram);
  const all = new Map(overlay.degreeHistogram);
  const degrees = [...new Set([...all.keys(), ...counts.keys()])].sort((a, b) => b - a);
  const rows = degrees
    .slice(0, CURVE_ROWS_MAX)
    .map((degree) => [
      countText(degree),
      countText(all.get(degree) ?? 0),
      countText(counts.get(degree) ?? 0),
    ]);
  const caption = rows.length < degrees.length ? `The ${rows.length} largest degrees` : 'Degrees';
  return tableHtml(caption, ['links', 'peers with so many', 'peers to whom so many were dialled'], rows);
}

/** Every parameter of the run. */
export function parameterTable({ manifest }: RunDocument): string {
  const rows = Object.entries(manifest.parameters).map(([name, value]) => [name, plainText(value)]);
  return tableHtml(
    'Parameters',
    ['parameter', 'value'],
    [['version', manifest.version], ['random seed', manifest.randomSeed], ...rows],
  );
}

/** Every single figure of the document by its name; lists are in the data. */
export function figureTable({ manifest: _, ...document }: RunDocument): string {
  const rows: string[][] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return;
    if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) visit(each, path === '' ? key : `${path}.${key}`);
    } else rows.push([path, plainText(value)]);
  };
  visit(document, '');
  return tableHtml('All figures, by their names in the data', ['name', 'value'], rows);
}

function optional(value: number | null, digits = 0): string {
  return value === null ? '–' : countText(value, digits);
}

function plainText(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function shortFigure(value: number): string {
  return Number.isInteger(value) ? countText(value) : shortText(value);
}

/** At most `max` points, evenly, the first and the last among them. */
function thinned(points: Points, max: number): Points {
  if (points.length <= max) return points;
  return Array.from({ length: max }, (_, i) => points[Math.round((i * (points.length - 1)) / (max - 1))]);
}
