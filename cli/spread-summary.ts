/** The lines of the summary that say how messages spread, what that cost, and what theory expects. */
import type { LoadMeasures } from '../analysis/spread/load.ts';
import type { SpreadMeasures } from '../analysis/spread/measures.ts';
import { COPIES, HALF_TIME, LAST_HOP, MEAN_HOPS, type TheoryRow } from '../analysis/spread/theory.ts';
import type { PerShare, SpreadFindings } from '../sim/result.ts';
import type { SpreadMeaning } from './spread-meaning.ts';
import { countOf, countText, durationText, percentText } from './text.ts';

/** Label and words of each line. */
export function spreadFigures(
  spread: SpreadFindings,
  reached: PerShare<number>,
  { measures, theory }: SpreadMeaning,
): [string, string][] {
  const { published, deliveries, coverage } = spread;
  if (published === 0 || coverage === null) return [['spread', 'nothing was published']];
  const messages = `${countOf(published, 'message')}, coverage ${percentText(coverage)}`;
  return [
    ['spread', `${messages}, ${countText(deliveries)} deliveries`],
    ['copies', copiesText(spread, measures, theory)],
    ['time to', timesText(spread, reached, theory)],
    ...latencyFigures(measures),
    ['last delivery', hopsText(measures, theory)],
    ...loadFigures(measures),
  ];
}

type Theory = readonly TheoryRow[];

/** ` (theory 12)`, or nothing where there is none. */
function expected(theory: Theory, what: string, text: (value: number) => string): string {
  const row = theory.find((each) => each.what === what);
  return row === undefined ? '' : ` (theory ${text(row.expected)})`;
}

function copiesText(spread: SpreadFindings, { copiesPerDelivery }: SpreadMeasures, theory: Theory): string {
  const { copies, redundancy, duplicates, shed } = spread;
  const each = copiesPerDelivery === null ? '' : `, ${countText(copiesPerDelivery, 2)} a delivery`;
  const redundant = redundancy === null ? '' : `, redundancy ${countText(redundancy, 2)}`;
  const all = countText(copies) + expected(theory, COPIES, countText);
  return `${all}${each}${redundant}, ${countOf(duplicates, 'duplicate')}, ${countText(shed)} shed`;
}

function timesText(
  { published, timeToMs }: SpreadFindings,
  reached: PerShare<number>,
  theory: Theory,
): string {
  const times = (['p50', 'p90', 'p99', 'p100'] as const).map((share) => {
    const timeMs = timeToMs[share];
    const some =
      reached[share] === published ? '' : ` (${countText(reached[share])} of ${countText(published)})`;
    const time = timeMs === null ? 'not reached' : durationText(timeMs) + some;
    return `${share.slice(1)} % ${time}${share === 'p50' ? expected(theory, HALF_TIME, durationText) : ''}`;
  });
  return times.join(', ');
}

function latencyFigures({ latencyMs }: SpreadMeasures): [string, string][] {
  if (latencyMs === null) return [];
  const { p50, p90, p99, max } = latencyMs;
  const [half, most, nearlyAll, last] = [p50, p90, p99, max].map(durationText);
  return [['latency', `50 % of deliveries within ${half}, 90 % ${most}, 99 % ${nearlyAll}, all ${last}`]];
}

function hopsText({ hops, lastDeliveryHop }: SpreadMeasures, theory: Theory): string {
  const { mean, max } = lastDeliveryHop;
  if (mean === null || max === null || hops.mean === null) return 'none';
  const last = `after ${countText(mean, 1)} hops on average${expected(theory, LAST_HOP, oneDigit)}, at most ${countText(max)}`;
  return `${last}; all deliveries: ${countText(hops.mean, 1)}${expected(theory, MEAN_HOPS, oneDigit)} on average`;
}

function loadFigures({ peerLoad, linkLoad }: SpreadMeasures): [string, string][] {
  const words = (load: LoadMeasures) =>
    `${countText(load.mean, 1)} copies on average, at most ${countText(load.max)}`;
  const figures: [string, string][] = [];
  if (peerLoad !== null && peerLoad.topShare !== null && peerLoad.gini !== null) {
    const top = `; the top 1 % send ${percentText(peerLoad.topShare)}, Gini ${countText(peerLoad.gini, 2)}`;
    figures.push(['peer load', words(peerLoad) + top]);
  }
  if (linkLoad !== null) figures.push(['link load', `each way ${words(linkLoad)}`]);
  return figures;
}

function oneDigit(value: number): string {
  return countText(value, 1);
}
