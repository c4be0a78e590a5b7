/** The kinds of figures that `hearsay plot` draws, and the chart of each for a terminal. */
import type { ChartOptions } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import { histogramChart } from '../analysis/histogram-chart.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import { latencyChart } from '../analysis/latency-chart.ts';
import { degreeFigure, degreeSeries, linesOf } from '../analysis/plot/degree-figure.ts';
import type { Figure } from '../analysis/plot/figure.ts';
import type { Labels } from '../analysis/plot/labels.ts';
import { pointsAt, type ResultDocument } from '../analysis/plot/result-document.ts';
import { robustnessFigure, robustnessSeries } from '../analysis/plot/robustness-figure.ts';
import { stabilityFigure } from '../analysis/plot/stability-figure.ts';
import { latencyFigure, latencyPoints, spreadFigure, spreadPoints } from '../analysis/plot/time-figures.ts';
import { robustnessChart } from '../analysis/robustness-chart.ts';

export interface PlotKind {
  /** All results in one figure; `withNull`: with null models. */
  readonly figure: (documents: readonly ResultDocument[], labels: Labels, withNull: boolean) => Figure;
  /** One result; undefined when only a file can show it. */
  readonly chart: ((document: ResultDocument, options: ChartOptions) => string) | undefined;
}

/** By name. */
export const PLOT_KINDS: ReadonlyMap<string, PlotKind> = new Map<string, PlotKind>([
  [
    'degree',
    {
      figure: degreeFigure,
      chart: inDegreeChart,
    },
  ],
  [
    'spread',
    { figure: spreadFigure, chart: (document, options) => infectedChart(spreadPoints(document), options) },
  ],
  ['latency', { figure: latencyFigure, chart: latencyCharts }],
  [
    'robustness',
    {
      figure: robustnessFigure,
      chart: (document, options) => robustnessChart(robustnessSeries(document), options),
    },
  ],
  ['stability', { figure: stabilityFigure, chart: undefined }],
]);

/** The points, and the fitted law when the document has it. */
function inDegreeChart(document: ResultDocument, options: ChartOptions): string {
  const series = degreeSeries(document);
  const [end, share] = series.points[series.points.length - 1];
  const { fitted } = linesOf(series, end, share);
  const axis = series.linksPerPeer === undefined ? 'x' : 'x (links dialled to a peer)';
  return degreeChart(series.points, options, {
    title: `share of ${series.linksPerPeer === undefined ? 'values' : 'peers'} with at least x, log-log`,
    axis,
    line: fitted ?? [],
  });
}

/** The latencies, and the hops when the document has them. */
function latencyCharts(document: ResultDocument, options: ChartOptions): string {
  const curve = latencyChart(latencyPoints(document), options);
  const hops = pointsAt(document, 'spread.hops.histogram');
  return hops === undefined
    ? curve
    : `${curve}\n\n${histogramChart('deliveries by the links they had crossed', hops, options)}`;
}
