/** Simulated worlds for tests: scenarios that differ little from a plain one, runs of them, and networks of bare processes. */
import { planetlabRttTenthsMs } from '../../cli/package-files.ts';
import { dispatch } from '../../sim/dispatch.ts';
import { Network } from '../../sim/network.ts';
import type { SimulationResult } from '../../sim/result.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../../sim/scenario.ts';
import { alone, simulate } from '../../sim/simulate.ts';
import { type RunOptions, Simulation } from '../../sim/simulation.ts';
import { SimProcess } from './sim-process.ts';

/** The defaults, but one seed, 50 ms for every message, and nobody publishes. */
export const PLAIN: Scenario = {
  ...SCENARIO_DEFAULTS,
  seeds: 1,
  latency: 'constant:50',
  publishers: 0,
  messages: 0,
};

/** A chain: every peer links to the one that joined before it (the other ranks together have a weight of 1e-6). */
export const CHAIN: Partial<Scenario> = { rank: 'newest', links: 1, alpha: 20 };

let rttTenthsMs: Uint16Array | undefined;

/** The PlanetLab matrix, read once. */
export function planetlabMatrix(): Uint16Array {
  rttTenthsMs ??= planetlabRttTenthsMs();
  return rttTenthsMs;
}

export function plain(changes: Partial<Scenario>): Scenario {
  return { ...PLAIN, ...changes };
}

export function run(
  changes: Partial<Scenario>,
  randomSeed = 'a',
  options: RunOptions = {},
): SimulationResult {
  return simulate(plain(changes), randomSeed, { planetlabRttTenthsMs: planetlabMatrix(), ...options });
}

/** One line of the readable trace. */
export interface TracedFact {
  readonly seconds: number;
  readonly node: string;
  readonly says: string;
}

/** A run with its readable trace. */
export function tracedRun(changes: Partial<Scenario>, randomSeed = 'a') {
  const facts: TracedFact[] = [];
  const trace = (line: string) => {
    const [, seconds, node, says] = /^ *([\d.]+) (\S+) +(.*)$/.exec(line) as RegExpExecArray;
    facts.push({ seconds: Number(seconds), node, says });
  };
  return { result: run(changes, randomSeed, { trace }), facts };
}

/** The network as it is when the run is over. */
export function networkAfter(changes: Partial<Scenario>, randomSeed = 'a'): Network {
  const simulation = new Simulation(plain(changes), randomSeed, { planetlabRttTenthsMs: planetlabMatrix() });
  alone(simulation.run());
  return simulation.network;
}

/** A virtual network without seeds and peers: processes that a test drives through their ports. */
export class BareNetwork {
  readonly network: Network;

  constructor(changes: Partial<Scenario> = {}, randomSeed = 'a') {
    this.network = new Network(plain({ peers: 4, ...changes }), randomSeed, {
      publishers: new Set(),
      exact: true,
      planetlabRttTenthsMs: planetlabMatrix(),
    });
  }

  get nowMs(): number {
    return this.network.engine.nowUs / 1000;
  }

  /** A fresh process on this node, which is up. */
  boot(node: number): SimProcess {
    return SimProcess.boot(this.network, node);
  }

  /** Handles every event before this time, which then is now. */
  runTo(ms: number): void {
    const { engine } = this.network;
    const untilUs = Math.round(1000 * ms);
    while (dispatch(this.network, untilUs));
    engine.nowUs = untilUs;
  }

  /** Handles all events there are. */
  runOut(): void {
    while (dispatch(this.network));
  }
}
