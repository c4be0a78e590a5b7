/** How long live peers are missing from the registry: listed by fewer seeds than a quorum, after it once held them. */
import { dispatch } from '../../sim/dispatch.ts';
import { Network } from '../../sim/network.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { scheduleStarts } from '../../sim/simulation.ts';
import type { SeedObserver } from '../../src/observer.ts';
import { quorumOf } from '../../src/settings.ts';

export interface Absences {
  /** Reports that reached a seed, all of them false. */
  readonly reports: number;
  readonly checks: number;
  /** Entries that some seed took off its list. */
  readonly removals: number;
  /** How often a peer fell below its quorum, and the longest time it took to be back, in seconds. */
  readonly absences: number;
  readonly longestS: number;
}

/** Runs this scenario, in which nobody dies, for so long. */
export function absencesIn(scenario: Scenario, randomSeed: string, durationS: number): Absences {
  const network = new Network(scenario, randomSeed, { publishers: new Set() });
  const { engine, names } = network;
  const quorum = quorumOf(scenario.seeds);
  const holders = new Int32Array(scenario.peers);
  const absentSinceUs = new Map<number, number>();
  let [reports, checks, removals, absences, longestUs] = [0, 0, 0, 0, 0];
  const back = (peer: number) => {
    longestUs = Math.max(longestUs, engine.nowUs - (absentSinceUs.get(peer) ?? engine.nowUs));
    absentSinceUs.delete(peer);
  };
  const watched: Partial<SeedObserver> = {
    peerRegistered(peer) {
      const node = names.nodeAt(peer);
      if (++holders[node] === quorum) back(node);
    },
    peerRemoved(peer) {
      removals++;
      const node = names.nodeAt(peer);
      if (holders[node]-- !== quorum) return;
      absences++;
      absentSinceUs.set(node, engine.nowUs);
    },
    deathReported: () => reports++,
    checkStarted: () => checks++,
  };
  scheduleStarts(network, scenario.joinOverS);
  // All seeds start first, and share one observer.
  while (network.seeds.includes(undefined)) dispatch(network);
  Object.assign(network.seeds[0]!.world.observer, watched);
  while (dispatch(network, 1e6 * durationS));
  for (const peer of [...absentSinceUs.keys()]) back(peer);
  return { reports, checks, removals, absences, longestS: longestUs / 1e6 };
}
