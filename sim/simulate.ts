/** The simulator, as others call it. */
import { quorumOf } from '../src/settings.ts';
import type { Network } from './network.ts';
import { overlayOf } from './overlay.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { type RunOptions, Simulation } from './simulation.ts';

/**
 * Runs a scenario. The result is a pure function of version, scenario and random seed.
 * @throws ScenarioError when the scenario cannot run.
 */
export function simulate(scenario: Scenario, randomSeed: string, options: RunOptions = {}): SimulationResult {
  const simulation = new Simulation(scenario, randomSeed, options);
  const durationUs = simulation.run();
  const { network } = simulation;
  const overlay = overlayOf(network);
  const { engine, spread, liveness } = network;
  return {
    traceHash: engine.hash.digest(),
    simulated: { durationMs: durationUs / 1000, events: engine.hash.eventCount },
    registration: {
      seeds: scenario.seeds,
      quorum: quorumOf(scenario.seeds),
      registeredPeers: registeredCount(network, scenario.seeds),
    },
    overlay,
    spread: spread.findings(overlay.peers.length),
    reached: spread.reached(),
    infectedShare: spread.infectedShare(),
    liveness: liveness.findings(removedCount(network)),
  };
}

/** Live peers that at least a quorum of all seeds list. */
function registeredCount(network: Network, seedCount: number): number {
  let count = 0;
  for (const peer of network.peers) {
    if (peer === undefined) continue;
    let held = 0;
    for (const seed of network.seeds) if (seed?.registry.has(peer.world.self)) held++;
    if (held >= quorumOf(seedCount)) count++;
  }
  return count;
}

/** Peers that were registered once, and that no seed in service lists any more. */
function removedCount({ registeredOnce, names, seeds }: Network): number {
  let count = 0;
  registeredOnce.forEach((once, peer) => {
    if (once === 1 && !seeds.some((seed) => seed?.registry.has(names.addressOf(peer)))) count++;
  });
  return count;
}
