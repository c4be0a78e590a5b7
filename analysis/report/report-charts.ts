/** The charts of a report as data: a page lists their numbers, and its script draws them. */
import { ccdf, type Points } from '../degrees.ts';
import { lawCcdf } from './law-ccdf.ts';
import type { RunDocument } from './report-data.ts';
import { countText } from './report-text.ts';

export interface Chart {
  readonly id: 'spread' | 'latency' | 'hops' | 'degrees' | 'robustness';
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  readonly xName: string;
  readonly yName: string;
  /** Shares are shown as percent. */
  readonly xShare: boolean;
  /** The axes are logarithmic at first. */
  readonly logarithmic: boolean;
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  /** `step`: the value holds until the next point. */
  readonly shape: 'line' | 'dashed' | 'step' | 'bars' | 'points';
  /** Ascending in x; y is a share. */
  readonly points: Points;
}

/** The charts for which the document has data. */
export function chartsOf(document: RunDocument): Chart[] {
  const charts = [spreadChart, latencyChart, hopChart, degreeChart, robustnessChart].map((make) =>
    make(document),
  );
  return charts
    .map((chart) => ({ ...chart, series: chart.series.filter(({ points }) => points.length > 1) }))
    .filter(({ series }) => series.length > 0);
}

function spreadChart({ spread }: RunDocument): Chart {
  const times = spread.published > 1 ? (spread.timesToShareMs ?? []) : [];
  const percentile = (key: 'p5' | 'p95') =>
    times.flatMap(({ share, [key]: timeMs }) => (timeMs === null ? [] : [[timeMs, share] as const]));
  return {
    id: 'spread',
    title: 'Peers that have a message',
    caption:
      'Mean share of the peers that had a message, by the time since it was published' +
      (times.length > 0 ? '; and when 5\u00a0% and 95\u00a0% of the messages had got so far.' : '.'),
    xName: 'time since publish (ms)',
    yName: 'share of peers',
    xShare: false,
    logarithmic: false,
    series: [
      { name: 'mean', shape: 'step', points: fromNothing(spread.infectedShare) },
      { name: '5 % of the messages', shape: 'dashed', points: percentile('p5') },
      { name: '95 % of the messages', shape: 'dashed', points: percentile('p95') },
    ],
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
    logarithmic: false,
    series: [{ name: 'took at most this', shape: 'step', points: fromNothing(spread.latencyMs?.cdf) }],
  };
}

function hopChart({ spread }: RunDocument): Chart {
  const counts = spread.hops?.histogram ?? [];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return {
    id: 'hops',
    title: 'Hops to a delivery',
    caption: 'Share of all deliveries whose copy had crossed so many links since publish.',
    xName: 'hops',
    yName: 'share of deliveries',
    xShare: false,
    logarithmic: false,
    series: [
      { name: 'deliveries', shape: 'bars', points: counts.map(([hop, count]) => [hop, count / total]) },
    ],
  };
}

function degreeChart({ overlay, degreeLaw }: RunDocument): Chart {
  const inDegrees = ccdf(withoutZero(overlay.inDegreeHistogram));
  const series: Series[] = [
    { name: 'dialled to a peer', shape: 'points', points: inDegrees },
    { name: 'all links', shape: 'points', points: ccdf(withoutZero(overlay.degreeHistogram)) },
  ];
  const { alpha, xmin, nTail, n, predictedGamma = null } = degreeLaw ?? {};
  if (alpha != null && xmin !== undefined && nTail !== undefined && n !== undefined) {
    const line = (gamma: number) => lawCcdf(gamma, xmin, nTail / n, inDegrees.at(-1)?.[0] ?? xmin);
    series.push({ name: `fitted, exponent ${countText(alpha, 2)}`, shape: 'line', points: line(alpha) });
    if (predictedGamma !== null) {
      const name = `predicted, exponent ${countText(predictedGamma, 2)}`;
      series.push({ name, shape: 'dashed', points: line(predictedGamma) });
    }
  }
  return {
    id: 'degrees',
    title: 'Degree distribution',
    caption:
      'Share of peers with at least so many links, on logarithmic axes: a power law is a straight line. The law is about ' +
      'links dialled to a peer; those that it dialled itself hide it. Peers that nobody dialled are left out.',
    xName: 'links',
    yName: 'share of peers with at least as many',
    xShare: false,
    logarithmic: true,
    series,
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
    logarithmic: false,
    series: [
      { name: 'most links first', shape: 'line', points: attack },
      { name: 'most links first, counted anew', shape: 'dashed', points: reranked },
      { name: 'at random', shape: 'line', points: random },
    ],
  };
}

function withoutZero(counts: Points): Points {
  return counts.filter(([value]) => value > 0);
}

/** A curve of shares over time from 0 on. */
function fromNothing(points: Points = []): Points {
  return points.length > 0 && points[0][0] > 0 ? [[0, 0], ...points] : points;
}
