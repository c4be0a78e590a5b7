/** From the result of a simulation to what its spread means: the measures, and theory beside them. */
import type { OverlayMeasures } from '../analysis/overlay.ts';
import { measureSpread, type SpreadMeasures } from '../analysis/spread/measures.ts';
import { type TheoryRow, theoryRows } from '../analysis/spread/theory.ts';
import { parseLatencyModel } from '../sim/latency-model.ts';
import type { SimulationResult } from '../sim/result.ts';
import type { Scenario } from '../sim/scenario.ts';

export interface SpreadMeaning {
  readonly measures: SpreadMeasures;
  /** Empty where no theory holds. */
  readonly theory: readonly TheoryRow[];
}

export function spreadMeaning(
  scenario: Scenario,
  { spread, spreadCounts, infectedShare }: SimulationResult,
  overlay: OverlayMeasures,
): SpreadMeaning {
  const { published, copies, redundancy } = spread;
  const measures = measureSpread({ ...spreadCounts, copies, infectedShare });
  const latency = parseLatencyModel(scenario.latency);
  const { alpha, rank, links } = scenario;
  const medianTime = (share: number) =>
    measures.timesToShareMs.find((each) => each.share === share)?.p50 ?? null;
  const theory = theoryRows({
    peers: overlay.peers,
    links: overlay.links,
    components: overlay.components,
    meanDegree: overlay.meanDegree,
    static: scenario.publish === 'when-settled' && scenario.loss === 0 && scenario.faults.length === 0,
    degreeVariation: variation(overlay),
    uniformChoice: links !== 'auto' && (alpha === 0 || rank === 'shuffled'),
    constantLatency: latency?.kind === 'constant',
    // Of several messages on a link at once, each waits for those that were sent before.
    exponentialLatencyMs:
      latency?.kind === 'exponential' && scenario.publishers === 1 ? latency.meanMs : null,
    published,
    copies,
    redundancy,
    meanHops: measures.hops.mean,
    lastHop: measures.lastDeliveryHop.mean,
    timeTo10Ms: medianTime(0.1),
    timeTo50Ms: medianTime(0.5),
    timeTo90Ms: medianTime(0.9),
  });
  return { measures, theory };
}

/** Variance of the degrees over the square of their mean; 0 without links. */
function variation({ peers, meanDegree, degreeHistogram }: OverlayMeasures): number {
  if (meanDegree === 0) return 0;
  const squares = degreeHistogram.reduce((sum, [degree, count]) => sum + degree * degree * count, 0);
  return squares / peers / (meanDegree * meanDegree) - 1;
}
