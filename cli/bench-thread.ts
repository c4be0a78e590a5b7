/** A thread that simulates one run after another: what `bench-pool.ts` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { measureOverlay } from '../analysis/overlay.ts';
import { simulate } from '../sim/simulate.ts';
import type { PlannedRun } from './bench-configuration.ts';
import { metricValues } from './bench-metrics.ts';
import type { RunOutcome, ThreadStart } from './bench-pool.ts';
import { planetlabRttTenthsMs } from './package-files.ts';

const { kind } = workerData as ThreadStart;
let matrix: Uint16Array | undefined;

parentPort!.on('message', ({ id, scenario, randomSeed }: PlannedRun) => {
  if (scenario.latency === 'planetlab') matrix ??= planetlabRttTenthsMs();
  const result = simulate(scenario, randomSeed, matrix === undefined ? {} : { planetlabRttTenthsMs: matrix });
  const overlay = measureOverlay(result.overlay.peers, result.overlay.links);
  const outcome: RunOutcome = {
    id,
    traceHash: result.traceHash,
    metrics: metricValues(kind, result, overlay),
  };
  parentPort!.postMessage(outcome);
});
