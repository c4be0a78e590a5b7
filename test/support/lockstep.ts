/** All shards of a run in one thread, in lockstep: each goes on to its next meeting in turn. */

import type { SimulationResult } from '../../sim/result.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { resultOf, type ShardFindings } from '../../sim/shard-findings.ts';
import type { Mailbox } from '../../sim/shards.ts';
import { simulateShard } from '../../sim/simulate.ts';
import { plain, planetlabMatrix } from './sim-world.ts';

export interface LockstepRun {
  readonly result: SimulationResult;
  /** Events that each shard ran. */
  readonly events: readonly number[];
}

export function lockstep(changes: Partial<Scenario>, randomSeed: string, count: number): LockstepRun {
  const scenario = plain(changes);
  const boxes = mailboxes(count);
  const runs = boxes.map((mailbox, self) =>
    simulateShard(scenario, randomSeed, {
      planetlabRttTenthsMs: planetlabMatrix(),
      shard: { self, count, mailbox },
    }),
  );
  const findings: ShardFindings[] = [];
  while (findings.length === 0) {
    const steps = runs.map((run) => run.next());
    for (const step of steps) if (step.done) findings.push(step.value);
    if (findings.length % count !== 0) throw new Error('some shards are done and others wait for them');
  }
  return { result: resultOf(scenario, findings), events: findings.map((each) => each.events) };
}

function mailboxes(count: number): Mailbox[] {
  const waiting = Array.from({ length: count }, () =>
    Array.from({ length: count }, (): SharedArrayBuffer[] => []),
  );
  return Array.from({ length: count }, (_, self) => ({
    send: (shard, buffer) => {
      waiting[shard][self].push(buffer);
    },
    receive: (shard) => waiting[self][shard].shift() as SharedArrayBuffer,
  }));
}
