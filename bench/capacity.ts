/** The benchmark of capacity: what one process of real peers can carry. */
import type { CrowdFigures, CrowdPlan, LatencyFigures, LatencyPlan, ProcessFigures } from './crowd.ts';
import { rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';

export interface CapacityPlan {
  readonly latency: LatencyPlan;
  readonly idle: CrowdPlan;
  readonly idleTcp: CrowdPlan;
  readonly crowd: CrowdPlan;
  /** One built command in a process of its own, too. */
  readonly alone: boolean;
}

export const CAPACITY_PLAN: CapacityPlan = {
  latency: { nodes: 20, payloadBytes: 100, messagesPerS: 100, seconds: 20 },
  idle: { nodes: 200, settleS: 25, idleS: 30, liveness: 'icmp' },
  idleTcp: { nodes: 200, settleS: 25, idleS: 30, liveness: 'tcp' },
  crowd: { nodes: 1_000, settleS: 0, idleS: 0, liveness: 'tcp' },
  alone: true,
};

export interface CapacityRun {
  readonly latency: LatencyFigures;
  readonly idle: CrowdFigures;
  readonly idleTcp: CrowdFigures;
  readonly crowd: CrowdFigures;
  readonly alone: ProcessFigures | undefined;
}

/** @param note Told what is being measured. */
export async function benchCapacity(
  measure: Measure,
  plan: CapacityPlan,
  runCount: number,
  note: (words: string) => void,
): Promise<CapacityRun[]> {
  const runs: CapacityRun[] = [];
  while (runs.length < runCount) {
    note(`capacity: run ${runs.length + 1} of ${runCount}`);
    runs.push({
      // First, because it needs what the build makes.
      alone: plan.alone ? await measure('process', {}) : undefined,
      latency: await measure('latency', plan.latency),
      idle: await measure('crowd', plan.idle),
      idleTcp: await measure('crowd', plan.idleTcp),
      crowd: await measure('crowd', plan.crowd),
    });
  }
  return runs;
}

export function capacityText({ latency, idle, crowd }: CapacityPlan, runs: readonly CapacityRun[]): string {
  const row = (name: string, of: (run: CapacityRun) => number) => [name, rangeText(runs.map(of))];
  const busy = `${latency.nodes} peers, ${latency.messagesPerS} messages/s of ${latency.payloadBytes} B`;
  return [
    `CAPACITY: peers in one process; median of ${runs.length} (least-most)`,
    tableText([
      ['', ''],
      row(`${busy}: latency p50 ms`, (run) => run.latency.p50Ms),
      row(`${busy}: latency p99 ms`, (run) => run.latency.p99Ms),
      row(`${busy}: lost`, (run) => run.latency.lost),
      row(`${idle.nodes} peers: resident kB a peer`, (run) => run.idle.residentBytesANode / 1000),
      row(`${idle.nodes} peers idle, liveness icmp: % of a core`, (run) => 100 * run.idle.idleCpuPart),
      row(`${idle.nodes} peers idle, liveness tcp: % of a core`, (run) => 100 * run.idleTcp.idleCpuPart),
      row(`${crowd.nodes} peers: connected after s`, (run) => run.crowd.connectedS),
      row('a peer alone: resident MB of its process', (run) => (run.alone?.residentBytes ?? 0) / 1e6),
    ]),
  ].join('\n\n');
}
