/** The simulated ports, for tests that run against every world. Its time goes on only while a test waits. */
import { dispatch } from '../../sim/dispatch.ts';
import { Network } from '../../sim/network.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../../sim/scenario.ts';
import type { Address } from '../../src/address.ts';
import type { ConformanceWorld, NodePorts } from './conformance-world.ts';
import { SimProcess } from './sim-process.ts';

const NODES_MAX = 32;

/** Simulated time that a test waits in vain. */
const WAIT_MAX_US = 3_600_000_000;

export interface SimulatedWorld extends ConformanceWorld {
  readonly network: Network;
}

/** @param changes of a scenario in which no node starts by itself. */
export function simulatedWorld(changes: Partial<Scenario> = {}, randomSeed = 'conformance'): SimulatedWorld {
  const scenario = { ...SCENARIO_DEFAULTS, latency: 'uniform:1-50', ...changes, peers: NODES_MAX, seeds: 0 };
  const network = new Network(scenario, randomSeed, { publishers: new Set(), exact: true });
  const { engine, names } = network;
  let nodeCount = 0;
  const node = async (): Promise<NodePorts> => SimProcess.boot(network, nodeCount++);
  const numberOf = ({ self }: NodePorts): number => names.nodeAt(self);
  const silentAddress = async (): Promise<Address> => {
    const silent = await node();
    network.crash(numberOf(silent));
    return silent.self;
  };
  return {
    network,
    node,
    until: async (condition, what) => {
      const endUs = engine.nowUs + WAIT_MAX_US;
      while (!condition()) {
        if (!dispatch(network, endUs)) throw new Error(`simulated in vain until ${what}`);
      }
    },
    changed: () => {},
    turn: async () => {
      dispatch(network);
    },
    kill: async (victim) => network.kill(numberOf(victim)),
    restart: async (victim) => {
      network.crash(numberOf(victim));
      return SimProcess.boot(network, numberOf(victim));
    },
    stall: (victim) => network.partition([numberOf(victim)]),
    unstall: () => network.heal(),
    silentAddress,
    silentHost: silentAddress,
    close: async () => {},
  };
}
