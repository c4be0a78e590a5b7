/** The summary of a fit for people: figures, the laws it was compared with, a chart, and the verdict. */
import { CHART_WIDTH_MIN } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import { ccdf } from '../analysis/degrees.ts';
import { type Comparison, Z_DECIDES } from '../analysis/fit/comparisons.ts';
import type { DegreeFit, Integers } from '../analysis/fit/degree-fit.ts';
import { fittedLine, type PowerLawFit } from '../analysis/fit/power-law.ts';
import { packageVersion } from './package-files.ts';
import type { Terminal } from './terminal.ts';
import { countOf, countText, labelled, percentText } from './text.ts';

/** Lines longer than this are hard to read. */
const WIDTH_MAX = 100;
const LABEL_WIDTH = 16;
const CHART_HEIGHT = 14;
/** How many fits stand in the line of them, and the least values of such a fit. */
const STABILITY_MAX = 6;
const STABILITY_TAIL_MIN = 50;

export interface FitFindings {
  /** Of the file. */
  readonly name: string;
  readonly randomSeed: string;
  readonly integers: Integers;
  readonly report: DegreeFit;
  /** The start was given. */
  readonly fixedXmin: boolean;
  /** The fit for other starts, ascending. */
  readonly stability: readonly PowerLawFit[];
}

/** The whole summary, ending in a newline. */
export function fitSummaryText(
  findings: FitFindings,
  { columns, unicode }: Pick<Terminal, 'columns' | 'unicode'>,
): string {
  const { name, randomSeed, integers, report } = findings;
  const width = Math.max(CHART_WIDTH_MIN, Math.min(columns, WIDTH_MAX));
  const plain = (text: string) => (unicode ? text : text.replaceAll('±', '+-'));
  const chart = degreeChart(
    ccdf(integers.points),
    { width, height: CHART_HEIGHT, unicode },
    {
      title: `share of at least x, log-log; ${unicode ? '·' : '.'} the law`,
      axis: 'x',
      line: fittedLine(report, report.nTailShare, integers.points.at(-1)![0]),
    },
  );
  const lines = [
    labelled('', `hearsay ${packageVersion()}, fit of ${name}, random seed ${randomSeed}`, width),
    '',
    ...figures(findings).map(([label, words]) => labelled(label.padEnd(LABEL_WIDTH), plain(words), width)),
    '',
    ...comparisonRows(report),
    '',
    chart,
    '',
    labelled('', plain(report.sentence), width),
  ];
  return `${lines.join('\n')}\n`;
}

function figures({ report, fixedXmin, stability }: FitFindings): [string, string][] {
  const { n, zeros, alpha, sigma, xmin, nTail, nTailShare, decades, ks, logLikelihood } = report;
  const leftOut = zeros === 0 ? '' : ` above 0, ${countText(zeros)} of 0 left out`;
  return [
    ['values', `${countText(n)}${leftOut}`],
    ['exponent', `${alpha.toFixed(4)} ± ${sigma.toFixed(4)}${intervalText(report, fixedXmin)}`],
    [
      'starts at',
      `${countText(xmin)}: ${countOf(nTail, 'value')}, ${percentText(nTailShare)}, over ${decades.toFixed(1)} decades`,
    ],
    ['distance', `${ks.toFixed(5)} (Kolmogorov-Smirnov), ${chanceText(report)}`],
    ['log likelihood', countText(logLikelihood, 2)],
    ['by start', stabilityText(stability)],
  ];
}

function intervalText({ interval95 }: DegreeFit, fixedXmin: boolean): string {
  if (interval95 === null) return '';
  const [low, high] = interval95;
  const chosen = fixedXmin ? '' : ' with the choice of start';
  return `, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}${chosen}`;
}

function chanceText({ pValue, bootstraps }: DegreeFit): string {
  if (pValue === null) return 'no bootstraps';
  return `p = ${pValue.toFixed(3)} of ${countOf(bootstraps, 'bootstrap')}`;
}

/** The exponent for starts that are about a factor apart: near the same when the law holds. */
function stabilityText(stability: readonly PowerLawFit[]): string {
  const telling = stability.filter(({ nTail }, place) => place === 0 || nTail >= STABILITY_TAIL_MIN);
  const factor = telling.length ** (1 / (STABILITY_MAX - 1));
  const places = Array.from({ length: STABILITY_MAX }, (_, i) =>
    Math.min(Math.round(factor ** i), telling.length),
  );
  return [...new Set(places)]
    .map((place) => telling[place - 1])
    .map(({ xmin, alpha, nTail }) => `${alpha.toFixed(2)} from ${xmin} (${countText(nTail)})`)
    .join(', ');
}

function comparisonRows({ comparisons }: DegreeFit): string[] {
  const { exponential, lognormal, cutoff } = comparisons;
  return [
    `${'compared with'.padEnd(LABEL_WIDTH)}log ratio        z        p`,
    comparisonRow('exponential', exponential),
    comparisonRow('log-normal', lognormal),
    comparisonRow('with cut-off', cutoff),
  ];
}

function comparisonRow(label: string, { ratio, z, p }: Comparison): string {
  const meaning = Math.abs(z) < Z_DECIDES ? 'undecided' : z > 0 ? 'fits worse' : 'fits better';
  const numbers = [ratio.toFixed(2).padStart(9), z.toFixed(2).padStart(9), pText(p).padStart(9)];
  return `${label.padEnd(LABEL_WIDTH)}${numbers.join('')}  ${meaning}`;
}

function pText(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
