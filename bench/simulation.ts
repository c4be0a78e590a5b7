/** Measures one simulated run: a single publisher in a settled network of equals. */
import { overlayOf } from '../sim/overlay.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import { Simulation } from '../sim/simulation.ts';
import { cpuSeconds, memoryNow } from './resources.ts';

export const RANDOM_SEED = 'bench';
export const LATENCY_MIN_MS = 10;
export const LATENCY_MAX_MS = 100;

/** An interval that no run lives to see the end of. */
const NEVER_S = 1_000_000;

/** What to simulate. */
export interface SimulationPlan {
  readonly peers: number;
  readonly messages: number;
  /** Peers ping their neighbours and renew their registration meanwhile, at the intervals of the specification. */
  readonly upkeep: boolean;
}

/** What a simulated flood came to, with the protocol or without it. */
export interface FloodFigures {
  readonly deliveries: number;
  readonly copies: number;
  /** From the start of gossip to the end. */
  readonly cpuS: number;
  /** Held when the run is over, above what the empty process held. */
  readonly heldBytes: number;
}

export interface SimulationFigures extends FloodFigures {
  /** The most that was in main memory during the run, above what the empty process had there. */
  readonly peakBytes: number;
  /** CPU time until every peer had joined and chosen. */
  readonly joinCpuS: number;
  /** Events handled from the start of gossip to the end. */
  readonly events: number;
}

/** Who sent what to whom: enough to repeat the flood without the protocol. */
export interface FloodPlan {
  readonly peers: number;
  readonly messages: number;
  readonly publisher: number;
  readonly intervalUs: number;
  /** Two peers for each link. */
  readonly links: Uint32Array;
}

export interface SimulationOutcome {
  readonly figures: SimulationFigures;
  readonly flood: FloodPlan;
}

export function measureSimulation(plan: SimulationPlan): SimulationOutcome {
  const before = memoryNow();
  const startCpuS = cpuSeconds();
  let gossipCpuS = startCpuS;
  let gossipEvents = 0;
  const scenario = scenarioOf(plan);
  const simulation = new Simulation(scenario, RANDOM_SEED, {
    // Told on every whole second before gossip may start there, so what is told last before it starts is when it starts.
    onProgress: ({ phase, events }) => {
      if (phase === 'running') return;
      gossipCpuS = cpuSeconds();
      gossipEvents = events;
    },
  });
  simulation.run();
  const endCpuS = cpuSeconds();
  const after = memoryNow();
  const { network } = simulation;
  const { deliveries, copies } = network.spread;
  return {
    figures: {
      deliveries,
      copies,
      cpuS: endCpuS - gossipCpuS,
      heldBytes: after.heldBytes - before.heldBytes,
      peakBytes: after.peakBytes - before.residentBytes,
      joinCpuS: gossipCpuS - startCpuS,
      events: network.engine.hash.eventCount - gossipEvents,
    },
    flood: floodPlan(simulation, scenario),
  };
}

function scenarioOf({ peers, messages, upkeep }: SimulationPlan): Scenario {
  return {
    ...SCENARIO_DEFAULTS,
    peers,
    seeds: 1,
    alpha: 0,
    links: 4,
    publishers: 1,
    messages,
    publish: 'when-settled',
    latency: `uniform:${LATENCY_MIN_MS}-${LATENCY_MAX_MS}`,
    ...(upkeep ? {} : { pingIntervalS: NEVER_S, renewIntervalS: NEVER_S }),
  };
}

function floodPlan({ network }: Simulation, { peers, messages, gossipIntervalS }: Scenario): FloodPlan {
  return {
    peers,
    messages,
    publisher: network.peers.findIndex((peer) => peer !== undefined && peer.settings.gossipCount > 0),
    intervalUs: 1e6 * gossipIntervalS,
    links: overlayOf(network).links,
  };
}
