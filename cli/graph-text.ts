/** Measures of graphs in words and as a table. */
import type { Points } from '../analysis/degrees.ts';
import type { GraphMeasures } from '../analysis/graph/measures.ts';
import type { RobustnessCurves } from '../analysis/graph/robustness.ts';
import type { OverlayFindings } from '../analysis/overlay.ts';
import { countText, percentText } from './text.ts';

/** Of the nodes removed, in the words and rows about what remains. */
const ATTACKED_SHARES = [0.01, 0.05, 0.1];
const RANDOM_SHARE = 0.1;

const LABEL_WIDTH = 28;
const COLUMN_WIDTH = 16;

/** The shape in one sentence. */
export function shapeText(measures: GraphMeasures, unicode: boolean): string {
  return [
    `clustering ${clusteringText(measures, unicode)}`,
    `assortativity ${assortativityText(measures)}`,
    `mean distance ${distanceText(measures, unicode)}`,
    `diameter ${diameterText(measures)}`,
    `the top 1 % have ${percentText(measures.topShare)} of all link ends`,
    `Gini of degrees ${countText(measures.giniDegree, 2)}`,
  ].join(', ');
}

/** What remains of it in one sentence; empty for a graph that is too small for these shares. */
export function robustnessText({ robustness }: GraphMeasures): string {
  const removals = [
    ...ATTACKED_SHARES.map((share) => ['attack', share, 'the top'] as const),
    ['random', RANDOM_SHARE, 'a random'] as const,
  ];
  const left = removals.flatMap(([name, share, whom]) => {
    const remains = remainsOf(robustness[name], share);
    return remains === undefined ? [] : [`${remains} without ${whom} ${percentText(share)}`];
  });
  return left.length === 0 ? '' : `largest component ${left.join(', ')}`;
}

/** A row for each measure, a column for each graph, with its title when there are several. */
export function graphTable(
  columns: readonly (readonly [string, OverlayFindings])[],
  unicode: boolean,
): string {
  const alone = columns.length === 1;
  const line = (label: string, cells: readonly string[]) =>
    label.padEnd(LABEL_WIDTH) + cells.map((cell) => (alone ? cell : cell.padStart(COLUMN_WIDTH))).join('');
  const titles = columns.map(([title]) => title);
  const rows = rowsOf(unicode).map(([label, cellOf]) => ({
    label,
    cells: columns.map(([, graph]) => cellOf(graph)),
  }));
  return [
    ...(alone ? [] : [line('', titles)]),
    ...rows
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
      .map(({ label, cells }) => line(label, cells)),
  ].join('\n');
}

/** A label and what stands in its row for a graph, which may be nothing. */
type Row = readonly [string, (graph: OverlayFindings) => string];

function rowsOf(unicode: boolean): Row[] {
  return [
    ['nodes', ({ peers }) => countText(peers)],
    ['links', ({ links }) => countText(links)],
    ['components', ({ components }) => countText(components)],
    ['largest component', ({ largestComponent }) => countText(largestComponent)],
    ['mean degree', ({ meanDegree }) => countText(meanDegree, 2)],
    ['largest degree', ({ maxDegree }) => countText(maxDegree)],
    ['clustering', (graph) => clusteringText(graph, unicode)],
    ['assortativity', assortativityText],
    ['mean distance', (graph) => distanceText(graph, unicode)],
    ['diameter', diameterText],
    ['link ends at the top 1 %', ({ topShare }) => percentText(topShare)],
    ['links at the top 1 %', ({ topLinkShare }) => percentText(topLinkShare)],
    ['Gini of degrees', ({ giniDegree }) => countText(giniDegree, 3)],
    ...ATTACKED_SHARES.map((share) => removalRow('attack', share, `without top ${percentText(share)}`)),
    ...ATTACKED_SHARES.map((share) =>
      removalRow('reranked', share, `without top ${percentText(share)}, reranked`),
    ),
    removalRow('random', RANDOM_SHARE, `without a random ${percentText(RANDOM_SHARE)}`),
  ];
}

function removalRow(name: keyof RobustnessCurves, share: number, label: string): Row {
  return [label, ({ robustness }) => remainsOf(robustness[name], share) ?? ''];
}

/** The largest component after the removal, as a share of all nodes; undefined when there are too few nodes for such a share. */
function remainsOf(curve: Points, share: number): string | undefined {
  const point = curve.find(([removed]) => Math.abs(removed - share) < share / 10);
  return point === undefined ? undefined : percentText(point[1]);
}

function clusteringText({ clustering, clusteringError }: GraphMeasures, unicode: boolean): string {
  return withError(clustering, clusteringError, unicode);
}

function assortativityText({ assortativity }: GraphMeasures): string {
  return assortativity === null ? 'undefined' : countText(assortativity, 3);
}

function distanceText({ meanDistance, meanDistanceError }: GraphMeasures, unicode: boolean): string {
  return meanDistance === null ? 'undefined' : withError(meanDistance, meanDistanceError ?? 0, unicode);
}

function diameterText({ diameterBounds: [lower, upper] }: GraphMeasures): string {
  return lower === upper ? countText(lower) : `${countText(lower)} to ${countText(upper)}`;
}

/** A sampled value with its standard error, to the digits that this leaves. */
function withError(value: number, error: number, unicode: boolean): string {
  if (error === 0) return countText(value, 4);
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${countText(value, digits)} ${unicode ? '±' : '+-'} ${countText(error, digits)}`;
}
