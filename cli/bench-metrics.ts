/** What `hearsay bench` takes from each run. A new figure is a line here. */
import { DISTINCT_MIN, fitIntegers, integersOf } from '../analysis/fit/degree-fit.ts';
import type { OverlayMeasures } from '../analysis/overlay.ts';
import type { SimulationResult } from '../sim/result.ts';

/** The two sweeps: `hearsay bench spread` and `hearsay bench degree`. */
export type BenchKind = 'spread' | 'degree';

export interface Metric {
  /** In result files. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly unit: string;
  /** Null when the run has no such figure, such as a share that was never reached. */
  readonly read: (result: SimulationResult, overlay: OverlayMeasures) => number | null;
}

/** By name; in the order of `metricsOf`. */
export type MetricValues = Readonly<Record<string, number | null>>;

const SPREAD_METRICS: readonly Metric[] = [
  { name: 'coverage', label: 'coverage', unit: 'share', read: ({ spread }) => spread.coverage },
  { name: 'timeTo50Ms', label: 'time to 50 %', unit: 'ms', read: ({ spread }) => spread.timeToMs.p50 },
  { name: 'timeTo90Ms', label: 'time to 90 %', unit: 'ms', read: ({ spread }) => spread.timeToMs.p90 },
  { name: 'timeTo99Ms', label: 'time to 99 %', unit: 'ms', read: ({ spread }) => spread.timeToMs.p99 },
  { name: 'timeTo100Ms', label: 'time to 100 %', unit: 'ms', read: ({ spread }) => spread.timeToMs.p100 },
  {
    name: 'lastDeliveryHop',
    label: 'last delivery hop',
    unit: 'hops',
    read: ({ spread }) => spread.lastDeliveryHop.mean,
  },
  { name: 'copies', label: 'copies', unit: 'messages', read: ({ spread }) => spread.copies },
  { name: 'redundancy', label: 'redundancy', unit: 'ratio', read: ({ spread }) => spread.redundancy },
  { name: 'duplicates', label: 'duplicates', unit: 'messages', read: ({ spread }) => spread.duplicates },
];

const DEGREE_METRICS: readonly Metric[] = [
  { name: 'links', label: 'links', unit: 'count', read: (_, { links }) => links },
  { name: 'meanDegree', label: 'mean degree', unit: 'links', read: (_, { meanDegree }) => meanDegree },
  { name: 'maxDegree', label: 'largest degree', unit: 'links', read: (_, { maxDegree }) => maxDegree },
  {
    name: 'maxInDegree',
    label: 'largest in-degree',
    unit: 'links',
    read: (_, { maxInDegree }) => maxInDegree,
  },
  { name: 'components', label: 'components', unit: 'count', read: (_, { components }) => components },
  {
    name: 'largestComponentShare',
    label: 'largest component',
    unit: 'share',
    read: (_, { largestComponent, peers }) => (peers === 0 ? null : largestComponent / peers),
  },
  {
    name: 'topHubShare',
    label: 'links of the top hub',
    unit: 'share',
    read: (_, { maxDegree, links }) => (links === 0 ? null : maxDegree / links),
  },
  {
    name: 'gamma',
    label: 'degree exponent, fitted',
    unit: 'exponent',
    read: (_, overlay) => gammaOf(overlay),
  },
];

/** Of the in-degrees; null with too few distinct ones. To six digits, which engines agree on. */
function gammaOf({ inDegreeHistogram }: OverlayMeasures): number | null {
  const integers = integersOf(inDegreeHistogram);
  if (integers.points.length < DISTINCT_MIN) return null;
  return Math.round(1e6 * fitIntegers(integers).alpha) / 1e6;
}

const METRICS: Readonly<Record<BenchKind, readonly Metric[]>> = {
  spread: SPREAD_METRICS,
  degree: DEGREE_METRICS,
};

/** The metrics of a sweep, in the order of its tables. */
export function metricsOf(kind: BenchKind): readonly Metric[] {
  return METRICS[kind];
}

/** The name of the metric whose interval `--until-precision` is about. */
export function mainMetricOf(kind: BenchKind): string {
  return kind === 'spread' ? 'timeTo99Ms' : 'maxInDegree';
}

export function metricValues(
  kind: BenchKind,
  result: SimulationResult,
  overlay: OverlayMeasures,
): MetricValues {
  return Object.fromEntries(metricsOf(kind).map(({ name, read }) => [name, read(result, overlay)]));
}
