/** Chart of the share of nodes that still hang together, over the share that was removed: at random, and by an attack. */
import { type ChartOptions, drawable, horizontalAxis } from './chart-axis.ts';
import type { Points } from './degrees.ts';
import type { RobustnessCurves } from './graph/robustness.ts';
import { SHARE_MARGIN, shareCurves } from './share-curves.ts';

const TITLE = 'largest component, share of all';
/** Percent of the nodes removed between two ticks. */
const TICK_PERCENT = 10;

/** Draws two of the curves; of a graph without nodes there is one line that says so. */
export function robustnessChart(
  { attack, random }: Pick<RobustnessCurves, 'attack' | 'random'>,
  options: ChartOptions,
): string {
  const { width, height, unicode } = drawable(options);
  const last = attack.at(-1)?.[0] ?? 0;
  if (last === 0) return 'nothing to draw: nobody was removed';
  const columns = width - SHARE_MARGIN - 1;
  const curves = [random, attack].map((points) => sampled(points, last, columns + 1));
  const ticks = Array.from({ length: Math.floor((100 * last) / TICK_PERCENT) + 1 }, (_, index) => ({
    column: Math.min(columns - 1, Math.round((index * TICK_PERCENT * columns) / (100 * last))),
    label: String(index * TICK_PERCENT),
  }));
  return [
    TITLE,
    ...shareCurves(curves, { height, unicode }),
    ...horizontalAxis(ticks, 'removed (%)', SHARE_MARGIN, columns, unicode),
    'upper line: drawn at random; lower: those with the most links',
  ].join('\n');
}

/** At evenly spaced shares removed from 0 to `last`, straight between the points. */
function sampled(points: Points, last: number, count: number): number[] {
  let next = 1;
  return Array.from({ length: count }, (_, sample) => {
    const share = (last * sample) / (count - 1);
    while (next < points.length - 1 && points[next][0] < share) next++;
    const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
    return y0 + ((y1 - y0) * (share - x0)) / (x1 - x0);
  });
}
