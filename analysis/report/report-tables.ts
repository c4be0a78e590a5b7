/** The tables of a report, in HTML. */
import type { Points } from '../degrees.ts';
import type { Chart } from './report-charts.ts';
import type { RunDocument } from './report-data.ts';
import { countText, durationText, escaped, percentText, shortPercentText, shortText } from './report-text.ts';

/** Of a curve so many points are listed at most; all are in the data. */
const CURVE_ROWS_MAX = 24;
/** From this |z| on a comparison is decided, at 5 %. */
const Z_DECIDES = 1.96;

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

/** The power law that is nearest to the in-degrees, and how it compares with other laws. */
export function lawTables({ degreeLaw }: RunDocument): string {
  if (degreeLaw?.alpha == null) return '';
  const { predictedGamma, n, alpha, sigma, xmin, nTail, ks, pValue, interval95, decades } = degreeLaw;
  const share = nTail === undefined || n === undefined ? null : nTail / n;
  const interval = interval95?.map((end) => countText(end, 2)).join(' to ') ?? '–';
  const law = tableHtml(
    'Degree law (Clauset, Shalizi, Newman 2009)',
    ['figure', 'value'],
    [
      ['exponent that the choice of neighbours predicts', optional(predictedGamma, 3)],
      ['fitted exponent, and its standard error', `${countText(alpha, 3)} ± ${optional(sigma, 3)}`],
      ['95 % interval', interval],
      ['from so many links on', optional(xmin)],
      [
        'peers that the fit is about',
        `${optional(nTail)} of ${optional(n)} (${share === null ? '–' : percentText(share, 1)})`,
      ],
      ['powers of ten covered', optional(decades, 2)],
      ['Kolmogorov-Smirnov distance', optional(ks, 4)],
      ['p-value; at most 0.1: not this law', optional(pValue, 3)],
    ],
  );
  const comparisons = Object.entries(degreeLaw.comparisons ?? {});
  if (comparisons.length === 0) return law;
  return (
    law +
    tableHtml(
      'The power law against other laws (Vuong 1989)',
      ['other law', 'log likelihood ratio', 'z', 'p', 'speaks for'],
      comparisons.map(([name, { ratio, z, p }]) => [
        name,
        countText(ratio, 2),
        countText(z, 2),
        countText(p, 3),
        Math.abs(z) < Z_DECIDES ? 'undecided' : z > 0 ? 'the power law' : 'the other law',
      ]),
    )
  );
}

/** The overlay as a graph. */
export function shapeTable({ overlay }: RunDocument): string {
  const { clustering, assortativity, meanDistance, diameter, topShare, topLinkShare, giniDegree } = overlay;
  const share = (value: number | undefined) => (value === undefined ? '–' : percentText(value, 1));
  const measured =
    clustering === undefined
      ? []
      : [
          ['mean distance in the largest component', optional(meanDistance, 3)],
          ['diameter of the largest component', optional(diameter)],
          ['clustering, local average', optional(clustering, 4)],
          ['assortativity by degree', optional(assortativity, 3)],
          ['link ends at the top 1 % of peers', share(topShare)],
          ['links that touch the top 1 % of peers', share(topLinkShare)],
          ['Gini coefficient of the degrees', optional(giniDegree, 3)],
        ];
  const sampled = overlay.exact === false ? ', partly sampled' : '';
  return tableHtml(
    `Shape of the overlay${sampled}`,
    ['figure', 'value'],
    [
      ['peers', countText(overlay.peers)],
      ['links', countText(overlay.links)],
      ['components', countText(overlay.components)],
      ['peers in the largest', countText(overlay.largestComponent)],
      ['links a peer, mean', countText(overlay.meanDegree, 3)],
      ['links of a peer, most', countText(overlay.maxDegree)],
      ['links dialled to a peer, most', countText(overlay.maxInDegree)],
      ...measured,
    ],
  );
}

/** What theory expects beside what was measured. */
export function theoryTable({ theory = [] }: RunDocument): string {
  if (theory.length === 0) return '';
  return tableHtml(
    'Theory beside measurement',
    ['what', 'expected', 'measured', 'source'],
    theory.map(({ what, expected, measured, exact, source }) => [
      what,
      ...[expected, measured].map(shortFigure),
      exact === true ? `${source} (exact)` : source,
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

function optional(value: number | null | undefined, digits = 0): string {
  return value == null ? '–' : countText(value, digits);
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
