/** What remains in one piece after peers are removed: the largest component over the share removed. */
import * as Plot from '@observablehq/plot';
import type { Points } from '../degrees.ts';
import { linearAxis, percent } from './axes.ts';
import { dotLook, type Figure, type LegendEntry, lineLook } from './figure.ts';
import { type Labels, labelsOf } from './labels.ts';
import { DASHED, DOTTED, GREY, INK, LIGHT_GREY, LOOKS } from './palette.ts';
import { firstAt, missing, pointsAt, type ResultDocument } from './result-document.ts';

/** The orders of removal, as the documents name them, and how their lines look. */
const ORDERS = [
  { key: 'attack', words: 'hubs first', dashes: undefined },
  { key: 'reranked', words: 'hubs first, ranked again after each', dashes: DASHED },
  { key: 'random', words: 'at random', dashes: DOTTED },
] as const;

/** Overlays of the same size that know no rank, as the documents name them. */
const NULL_MODELS = [
  { key: 'uniform', words: 'uniform choice', color: LIGHT_GREY },
  { key: 'barabasiAlbert', words: 'Barabási-Albert', color: GREY },
] as const;

/** `[share of the peers removed, largest component as share of all peers]` by order of removal. */
export interface RobustnessSeries {
  readonly attack: Points;
  readonly random: Points;
  readonly reranked: Points | undefined;
}

/** @throws FigureError when a document has no robustness curves */
export function robustnessSeries(document: ResultDocument): RobustnessSeries {
  const curve = (order: string) =>
    firstAt([`overlay.robustness.${order}`, `robustness.${order}`], (path) => pointsAt(document, path));
  const [attack, random, reranked] = ['attack', 'random', 'reranked'].map(curve);
  if (attack === undefined || random === undefined) {
    throw missing(document, 'robustness curves', '`hearsay sim --json` or `hearsay measure --json`');
  }
  return { attack, random, reranked };
}

/** @param withNull draws in grey what is left of null models when their hubs are removed first */
export function robustnessFigure(
  documents: readonly ResultDocument[],
  labels: Labels = labelsOf(documents),
  withNull = false,
): Figure {
  const results = documents.map(robustnessSeries);
  const orders = ORDERS.filter(({ key }) => results.some((curves) => curves[key] !== undefined));
  const removedMax = results
    .flatMap(({ attack, random }) => [...attack, ...random])
    .reduce((most, [removed]) => Math.max(most, removed), 0.01);
  const nulls = withNull
    ? NULL_MODELS.map((each) => ({ ...each, curves: nullCurves(documents, each.key) }))
    : [];
  const names = results.map((_, index): LegendEntry => ({ text: labels.names[index], ...LOOKS[index] }));
  return {
    title: 'What holds together when peers are removed',
    legend: [
      names,
      orders.map(({ words, dashes }) => ({ text: words, color: INK, dashes, line: true })),
      nulls.map(({ words, color }) => ({ text: `${words}, hubs first`, color, line: true })),
    ],
    x: linearAxis(0, 1.02 * removedMax, 'share of peers removed', percent, 10),
    y: linearAxis(0, 1.03, 'largest component, share of all peers', percent, 6),
    marks: [
      ...nulls.flatMap(({ curves, color }) =>
        curves.map((points) => Plot.line(points, lineLook(color, undefined, 3))),
      ),
      ...results.flatMap((curves, index) =>
        orders.flatMap(({ key, dashes }) => marksOf(curves[key], dashes, index)),
      ),
    ],
    caption: [...labels.caption],
  };
}

/** @throws FigureError when a document has no null models */
function nullCurves(documents: readonly ResultDocument[], model: string): Points[] {
  return documents.map((document) => {
    const curve = firstAt([`overlay.nullModels.${model}`, `nullModels.${model}`], (place) =>
      pointsAt(document, `${place}.robustness.attack`),
    );
    if (curve === undefined) throw missing(document, 'null models', '`hearsay sim --json --null`');
    return curve;
  });
}

function marksOf(points: Points | undefined, dashes: string | undefined, index: number): Plot.Markish[] {
  if (points === undefined) return [];
  const { color, symbol } = LOOKS[index];
  return [Plot.line(points, lineLook(color, dashes)), Plot.dot(points, dotLook(color, symbol))];
}
