/** The charts of a report as data: a page lists their numbers, and its script draws them. */
import { ccdf, type Points } from '../degrees.ts';
import type { RunDocument } from './report-data.ts';

export interface Chart {
  readonly id: 'spread' | 'latency' | 'degrees' | 'robustness';
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  readonly xName: string;
  readonly yName: string;
  /** Shares are shown as percent. */
  readonly xShare: boolean;
  readonly logX: boolean;
  readonly logY: boolean;
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  /** `step`: the value holds until the next point. */
  readonly shape: 'line' | 'dashed' | 'step' | 'points';
  /** Ascending in x; y is a share. */
  readonly points: Points;
}

/** The charts for which the document has data. */
export function chartsOf(document: RunDocument): Chart[] {
  const charts = [
    spreadChart(document),
    latencyChart(document),
    degreeChart(document),
    robustnessChart(document),
  ];
  return charts
    .map((chart) => ({ ...chart, series: chart.series.filter(({ points }) => points.length > 1) }))
    .filter(({ series }) => series.length > 0);
}

function spreadChart({ spread }: RunDocument): Chart {
  return {
    id: 'spread',
    title: 'Peers that have a message',
    caption: 'Mean share of the peers that had a message, by the time since it was published.',
    xName: 'time since publish (ms)',
    yName: 'share of peers',
    xShare: false,
    logX: false,
    logY: false,
    series: [{ name: 'have it', shape: 'step', points: fromNothing(spread.infectedShare) }],
  };
}

function latencyChart({ spread }: RunDocument): Chart {
  return {
    id: 'latency',
    title: 'Delivery latency',
    caption: 'Share of all deliveries that took at most so long, from publish to first receipt.',
    xName: 'latency (ms)',
    yName: 'share of deliveries',
    xShare: false,
    logX: false,
    logY: false,
    series: [{ name: 'took at most this', shape: 'step', points: fromNothing(spread.latencyMs?.cdf) }],
  };
}

function degreeChart({ overlay }: RunDocument): Chart {
  const inDegrees = ccdf(overlay.inDegreeHistogram.filter(([degree]) => degree > 0));
  return {
    id: 'degrees',
    title: 'Degree distribution',
    caption:
      'Share of peers with at least so many links, on logarithmic axes: a power law is a straight line. The law is about ' +
      'links dialled to a peer; those that it dialled itself hide it. Peers that nobody dialled are left out.',
    xName: 'links',
    yName: 'share of peers with at least as many',
    xShare: false,
    logX: true,
    logY: true,
    series: [
      { name: 'dialled to a peer', shape: 'points', points: inDegrees },
      {
        name: 'all links',
        shape: 'points',
        points: ccdf(overlay.degreeHistogram.filter(([degree]) => degree > 0)),
      },
    ],
  };
}

function robustnessChart({ overlay }: RunDocument): Chart {
  const { attack = [], reranked = [], random = [] } = overlay.robustness ?? {};
  return {
    id: 'robustness',
    title: 'What remains when peers are removed',
    caption:
      'Size of the largest component, as a share of all peers, by the share of peers that were removed.',
    xName: 'share of peers removed',
    yName: 'largest component',
    xShare: true,
    logX: false,
    logY: false,
    series: [
      { name: 'most links first', shape: 'line', points: attack },
      { name: 'most links first, counted anew', shape: 'dashed', points: reranked },
      { name: 'at random', shape: 'line', points: random },
    ],
  };
}

/** A curve of shares over time from 0 on. */
function fromNothing(points: Points = []): Points {
  return points.length > 0 && points[0][0] > 0 ? [[0, 0], ...points] : points;
}
