/** The kinds of figures that `hearsay plot` draws, and the chart of each for a terminal. */
import type { ChartOptions } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import { histogramChart } from '../analysis/histogram-chart.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import { latencyChart } from '../analysis/latency-chart.ts';
import { degreeFigure, degreeSeries } from '../analysis/plot/degree-figure.ts';
import type { Figure } from '../analysis/plot/figure.ts';
import type { Labels } from '../analysis/plot/labels.ts';
import { pointsAt, type ResultDocument } from '../analysis/plot/result-document.ts';
import { robustnessFigure } from '../analysis/plot/robustness-figure.ts';
import { stabilityFigure } from '../analysis/plot/stability-figure.ts';
import { latencyFigure, latencyPoints, spreadFigure, spreadPoints } from '../analysis/plot/time-figures.ts';

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
      chart: (document, options) => degreeChart(degreeSeries(document).points, options),
    },
  ],
  [
    'spread',
    { figure: spreadFigure, chart: (document, options) => infectedChart(spreadPoints(document), options) },
  ],
  ['latency', { figure: latencyFigure, chart: latencyCharts }],
  ['robustness', { figure: robustnessFigure, chart: undefined }],
  ['stability', { figure: stabilityFigure, chart: undefined }],
]);

/** The latencies, and the hops when the document has them. */
function latencyCharts(document: ResultDocument, options: ChartOptions): string {
  const curve = latencyChart(latencyPoints(document), options);
  const hops = pointsAt(document, 'spread.hops.histogram');
  return hops === undefined
    ? curve
    : `${curve}\n\n${histogramChart('deliveries by the links they had crossed', hops, options)}`;
}
