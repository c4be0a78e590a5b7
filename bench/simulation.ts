/** Measures one simulated run: a network of equals joins; then some of them publish, or it runs on as long as said. */
import { dispatch } from '../sim/dispatch.ts';
import { GOSSIP_START } from '../sim/event-kinds.ts';
import { Network } from '../sim/network.ts';
import { dialledLinks, overlayLinks } from '../sim/overlay.ts';
import { isQuiet, isSettled } from '../sim/rest.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import { alone } from '../sim/simulate.ts';
import { scheduleStarts } from '../sim/simulation.ts';
import { residentBytes } from './resources.ts';

export const RANDOM_SEED = 'bench';
export const LATENCY_MIN_MS = 10;
export const LATENCY_MAX_MS = 100;

const SECOND_US = 1_000_000;

/** What to simulate. */
export interface SimulationPlan {
  readonly peers: number;
  /** Peers that publish one message each, evenly spaced over the first second after all have settled. */
  readonly publishers: number;
  /** How long the network runs in all, simulated seconds; null: until it is quiet. */
  readonly durationS: number | null;
}

/** What a run came to, with the protocol or without it. */
export interface FloodFigures {
  /** Gossip messages that arrived. */
  readonly deliveries: number;
  /** Wall-clock seconds from the first publish to the end. */
  readonly runS: number;
}

export interface SimulationFigures extends FloodFigures {
  /** Wall-clock seconds until every peer had joined and linked. */
  readonly joinS: number;
  /** Events of the trace hash from the first publish to the end. */
  readonly events: number;
  /** In main memory at the end, above what the empty process had there. */
  readonly residentBytes: number;
}

/** Who sent what to whom: enough to repeat the flood without the protocol. */
export interface FloodPlan {
  readonly peers: number;
  /** One message each. */
  readonly publishers: readonly number[];
  readonly publishUs: readonly number[];
  /** Two peers for each link. */
  readonly links: Uint32Array;
}

export interface SimulationOutcome {
  readonly figures: SimulationFigures;
  readonly flood: FloodPlan;
}

/** As many small floods as compile the code that a large one runs; the floor is warmed likewise. */
const WARM_UP: SimulationPlan = { peers: 1_000, publishers: 100, durationS: null };

export function measureSimulation(plan: SimulationPlan): SimulationOutcome {
  const emptyBytes = residentBytes();
  run(WARM_UP);
  const { figures, flood } = run(plan);
  return { figures: { ...figures, residentBytes: residentBytes() - emptyBytes }, flood };
}

function run({ peers, publishers, durationS }: SimulationPlan) {
  const chosen = Array.from({ length: publishers }, (_, i) => Math.floor((i * peers) / publishers));
  const publishUs = chosen.map((_, i) => Math.floor((i * SECOND_US) / publishers));
  const scenario = scenarioOf(peers, publishers);
  const network = new Network(scenario, RANDOM_SEED, { publishers: new Set(chosen) });
  const { engine, spread } = network;
  const startMs = performance.now();
  scheduleStarts(network, scenario.joinOverS);
  runSeconds(network, () => alone(isSettled(network)));
  const joinedMs = performance.now();
  const joinedEvents = engine.hash.eventCount;
  chosen.forEach((node, i) => {
    engine.scheduleOwn(publishUs[i], node, GOSSIP_START);
  });
  runSeconds(network, () =>
    durationS === null ? alone(isQuiet(network)) : engine.nowUs >= SECOND_US * durationS,
  );
  const endMs = performance.now();
  const figures = {
    deliveries: spread.tally.deliveries + spread.tally.duplicates,
    joinS: (joinedMs - startMs) / 1000,
    runS: (endMs - joinedMs) / 1000,
    events: engine.hash.eventCount - joinedEvents,
  };
  const links = overlayLinks(alone(dialledLinks(network)), peers);
  return { figures, flood: { peers, publishers: chosen, publishUs, links } };
}

/** Handles events second by second, at least one, until this holds. */
function runSeconds(network: Network, holds: () => boolean): void {
  const { engine } = network;
  do {
    const stopUs = engine.nowUs + SECOND_US;
    while (dispatch(network, stopUs));
    engine.nowUs = stopUs;
  } while (!holds());
}

/** Equals with one seed; those who publish do it once, when all have settled. */
export function scenarioOf(peers: number, publishers: number): Scenario {
  return {
    ...SCENARIO_DEFAULTS,
    peers,
    seeds: 1,
    alpha: 0,
    links: 4,
    publishers,
    messages: 1,
    publish: 'when-settled',
    latency: `uniform:${LATENCY_MIN_MS}-${LATENCY_MAX_MS}`,
  };
}
