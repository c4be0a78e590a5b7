/**
 * The degree distribution as its complementary cumulative distribution on logarithmic axes, with the fitted power law from
 * xmin on and the predicted one. Source: Clauset, Shalizi, Newman, SIAM Review 51, 661, 2009: never a regression on a histogram.
 */
import * as Plot from '@observablehq/plot';
import { ccdf, type Points } from '../degrees.ts';
import { survivalOf } from '../fit/power-law.ts';
import { logAxis, percent, plainNumber } from './axes.ts';
import { dotLook, type Figure, type LegendEntry, lineLook } from './figure.ts';
import { type Labels, labelsOf } from './labels.ts';
import { barabasiAlbertTail, uniformChoiceTail } from './null-tails.ts';
import { DASHED, type Dashes, DOTTED, GREY, LOOKS, type Look } from './palette.ts';
import { firstAt, missing, numberAt, pointsAt, type ResultDocument, valueAt } from './result-document.ts';

/** What a document says of degrees. Exponents are those of the distribution, gamma. */
export interface DegreeSeries {
  /** `[x, share of all that have at least x]`, x positive. */
  readonly points: Points;
  readonly fit:
    | { readonly exponent: number; readonly sigma: number | undefined; readonly xmin: number }
    | undefined;
  readonly predictedExponent: number | undefined;
  /** Of a simulated overlay. */
  readonly linksPerPeer: number | undefined;
}

/** Samples of a line. */
const SAMPLES = 80;

/** @throws FigureError when a document has no degrees */
export function degreeSeries(document: ResultDocument): DegreeSeries {
  const ofOverlay = <Value>(
    name: string,
    read: (document: ResultDocument, path: string) => Value | undefined,
  ) => firstAt([`overlay.${name}`, name], (path) => read(document, path));
  const histogram = ofOverlay('inDegreeHistogram', pointsAt);
  const all = histogram ? ccdf(histogram) : pointsAt(document, 'ccdf');
  const points = all?.filter(([x, share]) => x > 0 && share > 0);
  if (points === undefined || points.length === 0) {
    throw missing(document, 'degree distribution', '`hearsay sim --json`');
  }
  const law = (name: string) => firstAt([`degreeLaw.${name}`, name], (path) => numberAt(document, path));
  const [exponent, xmin] = [law('alpha'), law('xmin')];
  const [peers, links] = [ofOverlay('peers', numberAt), ofOverlay('links', numberAt)];
  return {
    points,
    fit: exponent !== undefined && xmin !== undefined ? { exponent, sigma: law('sigma'), xmin } : undefined,
    predictedExponent: numberAt(document, 'degreeLaw.predictedGamma') ?? predictedExponent(document),
    linksPerPeer: peers !== undefined && links !== undefined && peers > 0 ? links / peers : undefined,
  };
}

/** gamma = 1 + 1/alpha, for ranks that stay. Source: Fortunato, Flammini, Menczer, PRL 96, 218701, 2006. */
function predictedExponent(document: ResultDocument): number | undefined {
  const alpha = numberAt(document, 'manifest.parameters.alpha');
  const rank = valueAt(document, 'manifest.parameters.rank');
  return alpha !== undefined && alpha > 0 && rank === 'oldest' ? 1 + 1 / alpha : undefined;
}

/** @param withNull draws in grey what uniform choice and preferential attachment would give, for simulated overlays */
export function degreeFigure(
  documents: readonly ResultDocument[],
  labels: Labels = labelsOf(documents),
  withNull = false,
): Figure {
  const series = documents.map(degreeSeries);
  const points = series.flatMap((each) => each.points);
  const isOverlay = series.every(({ linksPerPeer }) => linksPerPeer !== undefined);
  const noun = isOverlay ? 'in-degree (links dialled to a peer)' : 'value';
  const x = logAxis(
    points.map(([value]) => value),
    `x: ${noun}`,
    plainNumber,
  );
  const y = logAxis(
    points.map(([, share]) => share),
    isOverlay ? 'share of peers with at least x' : 'share with at least x',
    percent,
    1.6,
  );
  const lines = series.map((each) => linesOf(each, x.domain[1], y.domain[0]));
  const nulls = withNull ? nullModels(series, x.domain[1], y.domain[0]) : [];
  return {
    title: isOverlay ? 'In-degree distribution' : 'Degree distribution',
    legend: [
      ...series.map((each, index) => legendRow(labels.names[index], each, LOOKS[index])),
      ...nulls.map((models) =>
        models.map(({ name, dashes }) => ({ text: name, color: GREY, dashes, line: true })),
      ),
    ],
    x,
    y,
    marks: [
      ...nulls.flat().map(({ points, dashes }) => Plot.line(points, lineLook(GREY, dashes))),
      ...series.map((each, index) => Plot.dot(each.points, dotLook(LOOKS[index].color, LOOKS[index].symbol))),
      ...lines.flatMap(({ fitted, predicted }, index) => [
        ...(fitted ? [Plot.line(fitted, lineLook(LOOKS[index].color, undefined, 2))] : []),
        ...(predicted ? [Plot.line(predicted, lineLook(LOOKS[index].color, DASHED))] : []),
      ]),
    ],
    caption: [...labels.caption, linesText(series)],
  };
}

function linesText(series: readonly DegreeSeries[]): string {
  const fitted = series.some(({ fit }) => fit !== undefined);
  const predicted = series.some(({ predictedExponent }) => predictedExponent !== undefined);
  const lines = [
    ...(fitted ? ['fitted from xmin on by maximum likelihood (solid)'] : []),
    ...(predicted ? ['predicted with γ = 1 + 1/alpha (dashed)'] : []),
  ];
  const points = 'Points: complementary cumulative distribution.';
  if (lines.length === 0) return points;
  return `${points} Lines: power laws ${lines.join(' and ')}.`;
}

function legendRow(
  name: string,
  { fit, predictedExponent }: DegreeSeries,
  { color, symbol }: Look,
): LegendEntry[] {
  const error = fit?.sigma === undefined ? '' : ` ± ${fit.sigma.toFixed(2)}`;
  return [
    { text: name, color, symbol },
    ...(fit
      ? [
          {
            text: `fitted γ = ${fit.exponent.toFixed(2)}${error}, x ≥ ${plainNumber(fit.xmin)}`,
            color,
            line: true,
          },
        ]
      : []),
    ...(predictedExponent !== undefined
      ? [{ text: `predicted γ = ${predictedExponent.toFixed(2)}`, color, dashes: DASHED, line: true }]
      : []),
  ];
}

/** The lines of a result, through the data: from xmin on where there is a fit, else through the middle of the shares. */
export function linesOf(
  { points, fit, predictedExponent }: DegreeSeries,
  end: number,
  shareMin: number,
): { fitted: Points | undefined; predicted: Points | undefined } {
  const middle = Math.sqrt(points[0][1] * points[points.length - 1][1]);
  const place = points.find(([x, share]) => (fit === undefined ? share <= middle : x >= fit.xmin));
  if (place === undefined) return { fitted: undefined, predicted: undefined };
  const start = fit?.xmin ?? points[0][0];
  const [anchor, share] = fit === undefined ? place : [start, place[1]];
  const line = (exponent: number | undefined) =>
    exponent === undefined || exponent <= 1
      ? undefined
      : lineDownTo(shareMin, start, end, (x) => share * survivalOf({ alpha: exponent, xmin: anchor }, x));
  return { fitted: line(fit?.exponent), predicted: line(predictedExponent) };
}

/** A falling function, evenly sampled on a logarithmic axis as far as it is in the plot. */
function lineDownTo(shareMin: number, start: number, end: number, shareAt: (x: number) => number): Points {
  const points: [number, number][] = [];
  for (let sample = 0; sample <= SAMPLES; sample++) {
    const x = start * (end / start) ** (sample / SAMPLES);
    const share = shareAt(x);
    if (share < shareMin) break;
    if (share <= 1) points.push([x, share]);
  }
  return points;
}

/** Two for each mean number of links: overlays of the same size that know no rank. */
function nullModels(
  series: readonly DegreeSeries[],
  end: number,
  shareMin: number,
): { name: string; dashes: Dashes; points: Points }[][] {
  const means = series.flatMap(({ linksPerPeer }) => linksPerPeer ?? []);
  const different = [...new Set(means.map((mean) => Number(mean.toPrecision(2))))];
  return different.map((mean) => {
    const m = Math.max(1, Math.round(mean));
    return [
      {
        name: `uniform choice, ${plainNumber(mean)} links a peer`,
        dashes: DOTTED,
        points: uniformChoiceTail(mean, shareMin),
      },
      {
        name: `Barabási-Albert, m = ${m}`,
        dashes: undefined,
        points: lineDownTo(shareMin, 1, end, (x) => barabasiAlbertTail(m, x)),
      },
    ];
  });
}
