/** Figures over time: the share of peers that have a message, and the delivery latency. */
import * as Plot from '@observablehq/plot';
import type { Points } from '../degrees.ts';
import { type Axis, linearAxis, logAxis, percent, plainNumber } from './axes.ts';
import { dotLook, type Figure, lineLook } from './figure.ts';
import { type Labels, labelsOf } from './labels.ts';
import { LOOKS } from './palette.ts';
import { missing, pointsAt, type ResultDocument, rowsAt } from './result-document.ts';

/** The end of the axis of shares, so that a curve at 100 % is seen. */
const TOP = 1.03;
/** Symbols on a curve, so that curves are told apart without colour. */
const SYMBOLS = 7;
/** What gives such documents. */
const SOURCE = '`hearsay sim --json` with published messages';
/** Milliseconds from which on an axis counts seconds. */
const SECONDS_FROM_MS = 10_000;

/**
 * `[ms since publish, share of the group]`, ascending.
 * @throws FigureError when a document has no spread curve
 */
export function spreadPoints(document: ResultDocument): Points {
  const points = pointsAt(document, 'spread.infectedShare');
  if (points === undefined) throw missing(document, 'spread curve', SOURCE);
  return points;
}

/**
 * `[ms from publish to delivery, share of the deliveries]`, ascending.
 * @throws FigureError when a document has no delivery latencies
 */
export function latencyPoints(document: ResultDocument): Points {
  const points = pointsAt(document, 'spread.latencyMs.cdf');
  if (points === undefined) throw missing(document, 'latencies', SOURCE);
  return points;
}

export function spreadFigure(
  documents: readonly ResultDocument[],
  labels: Labels = labelsOf(documents),
): Figure {
  const curves = documents.map((document): Points => [[0, 0], ...spreadPoints(document)]);
  const spans = documents.map(timeSpans);
  const { unit, unitMs, lastMs } = timeUnit([
    ...curves,
    spans.flat().map(({ p95, share }) => [p95, share] as const),
  ]);
  const x = linearAxis(0, (1.02 * lastMs) / unitMs, `time since publish (${unit})`, plainNumber, 9);
  const shared = sharedBy(curves, x, unitMs, labels);
  return {
    title: 'Spread of a message',
    ...shared,
    y: linearAxis(0, TOP, 'share of peers that have it', percent, 6),
    marks: [...spans.flatMap((each, index) => spanMark(each, unitMs, LOOKS[index].color)), ...shared.marks],
    caption: [
      ...labels.caption,
      'Lines: mean over all messages of a run.' +
        (spans.some(({ length }) => length > 1)
          ? ' Bands: when the middle 90 % of the messages got there.'
          : ''),
    ],
  };
}

/** When messages got to a share of the peers: the middle 90 % of them. */
interface TimeSpan {
  readonly share: number;
  readonly p5: number;
  readonly p95: number;
}

/** Those that a document tells; none of shares that too few messages got to. */
function timeSpans(document: ResultDocument): readonly TimeSpan[] {
  const rows = rowsAt<TimeSpan>(
    document,
    'spread.timesToShareMs',
    (row) => Number.isFinite(row.share) && row.p5 !== undefined && row.p95 !== undefined,
    'share, p5 and p95',
  );
  return rows?.filter(({ p5, p95 }) => Number.isFinite(p5) && Number.isFinite(p95)) ?? [];
}

/** A band; one share alone makes none. */
function spanMark(spans: readonly TimeSpan[], unitMs: number, color: string): Plot.Markish[] {
  if (spans.length < 2) return [];
  const places = {
    x1: ({ p5 }: TimeSpan) => p5 / unitMs,
    x2: ({ p95 }: TimeSpan) => p95 / unitMs,
    y: 'share',
  };
  return [Plot.areaX(spans, { ...places, fill: color, fillOpacity: 0.15 })];
}

export function latencyFigure(
  documents: readonly ResultDocument[],
  labels: Labels = labelsOf(documents),
): Figure {
  const curves = documents.map((document): Points => {
    const points = latencyPoints(document).filter(([timeMs]) => timeMs > 0);
    if (points.length === 0) throw missing(document, 'latencies', SOURCE);
    return [[points[0][0], 0], ...points];
  });
  const { unit, unitMs } = timeUnit(curves);
  const times = curves.flat().map(([timeMs]) => timeMs / unitMs);
  return {
    title: 'Delivery latency',
    ...sharedBy(
      curves,
      logAxis(times, `time from publish to delivery (${unit})`, plainNumber, 1.1),
      unitMs,
      labels,
    ),
    y: linearAxis(0, TOP, 'share of deliveries that took no longer', percent, 6),
    caption: [...labels.caption, 'Cumulative distribution over all deliveries of all messages of a run.'],
  };
}

function timeUnit(curves: readonly Points[]): { unit: string; unitMs: number; lastMs: number } {
  const lastMs = curves.flat().reduce((last, [timeMs]) => Math.max(last, timeMs), 0.001);
  return lastMs < SECONDS_FROM_MS ? { unit: 'ms', unitMs: 1, lastMs } : { unit: 's', unitMs: 1000, lastMs };
}

function sharedBy(
  curves: readonly Points[],
  x: Axis,
  unitMs: number,
  labels: Labels,
): Pick<Figure, 'legend' | 'x' | 'marks'> {
  const marks = curves.flatMap((curve, index) => {
    const { color, symbol } = LOOKS[index];
    const points = curve.map(([timeMs, share]) => [timeMs / unitMs, share] as [number, number]);
    return [
      Plot.line(points, { ...lineLook(color, undefined, 2), curve: 'step-after' }),
      Plot.dot(symbolPlaces(points, index / curves.length), dotLook(color, symbol)),
    ];
  });
  const legend = [curves.map((_, index) => ({ text: labels.names[index], line: true, ...LOOKS[index] }))];
  return { legend, x, marks };
}

/** Points of a rising curve at even shares; `shift` in [0, 1) moves them, so that curves on top of each other both show. */
function symbolPlaces(points: Points, shift: number): Points {
  const most = points[points.length - 1][1];
  return Array.from({ length: SYMBOLS }, (_, index) => {
    const share = (most * (index + 0.3 + 0.7 * shift)) / SYMBOLS;
    return points.find((point) => point[1] >= share)!;
  });
}
