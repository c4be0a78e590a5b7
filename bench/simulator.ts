/** The benchmark of the simulator: the protocol in it, held against a flood over bare arrays. */
import { countText, rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import type { FloodFigures, SimulationFigures } from './simulation.ts';

export interface SimulatorSizes {
  readonly peers: readonly number[];
  readonly messages: number;
}

export const SIMULATOR_SIZES: SimulatorSizes = { peers: [10_000, 100_000], messages: 10 };

export interface SimulatorRun {
  readonly floor: FloodFigures;
  /** The protocol without pings and renewals: what the floor does as well. */
  readonly gossip: SimulationFigures;
  /** The protocol as it is. */
  readonly all: SimulationFigures;
}

export interface SimulatorFigures {
  readonly peers: number;
  readonly messages: number;
  readonly links: number;
  readonly runs: readonly SimulatorRun[];
}

/** @param note Told what is being measured. */
export async function benchSimulator(
  measure: Measure,
  { peers: sizes, messages }: SimulatorSizes,
  runCount: number,
  note: (words: string) => void,
): Promise<SimulatorFigures[]> {
  const figures: SimulatorFigures[] = [];
  for (const peers of sizes) {
    const runs: SimulatorRun[] = [];
    let links = 0;
    while (runs.length < runCount) {
      note(`simulator: ${countText(peers)} peers, run ${runs.length + 1} of ${runCount}`);
      const gossip = await measure('simulation', { peers, messages, upkeep: false });
      const all = await measure('simulation', { peers, messages, upkeep: true });
      const floor = await measure('flood', gossip.flood);
      links = gossip.flood.links.length / 2;
      runs.push(comparable({ floor, gossip: gossip.figures, all: all.figures }));
    }
    figures.push({ peers, messages, links, runs });
  }
  return figures;
}

/** @throws Error when the three did not do the same. */
function comparable(run: SimulatorRun): SimulatorRun {
  const { floor, gossip, all } = run;
  for (const { deliveries, copies } of [gossip, all]) {
    if (deliveries !== floor.deliveries || copies !== floor.copies) {
      throw new Error(
        `the protocol made ${deliveries} deliveries with ${copies} copies, the floor ${floor.deliveries} with ${floor.copies}`,
      );
    }
  }
  return run;
}

export function simulatorText(figures: readonly SimulatorFigures[]): string {
  const { messages, runs } = figures[0];
  return [
    `SIMULATOR: one publisher, ${messages} messages; median of ${runs.length} (least-most)`,
    '',
    ...figures.map((each) => `${sizeTitle(each)}\n\n${sizeTable(each)}`),
  ].join('\n');
}

function sizeTitle({ peers, links, runs }: SimulatorFigures): string {
  const { deliveries, copies } = runs[0].floor;
  return `${countText(peers)} peers, ${countText(links)} links, ${countText(deliveries)} deliveries, ${countText(copies)} copies`;
}

function sizeTable({ peers, runs }: SimulatorFigures): string {
  const cells = (of: (run: SimulatorRun) => number) => rangeText(runs.map(of));
  const ofAll = (name: string, of: (figures: FloodFigures, floor: FloodFigures) => number) => [
    name,
    cells(({ floor }) => of(floor, floor)),
    cells(({ gossip, floor }) => of(gossip, floor)),
    cells(({ all, floor }) => of(all, floor)),
  ];
  const ofProtocol = (name: string, of: (figures: SimulationFigures) => number) => [
    name,
    '',
    cells(({ gossip }) => of(gossip)),
    cells(({ all }) => of(all)),
  ];
  return tableText([
    ['', 'floor', 'gossip alone', 'with pings, renewals'],
    ofAll('thousand deliveries a CPU second', ({ deliveries, cpuS }) => deliveries / cpuS / 1000),
    ofAll('thousand copies a CPU second', ({ copies, cpuS }) => copies / cpuS / 1000),
    ofAll('CPU time, floor = 1', ({ cpuS }, floor) => cpuS / floor.cpuS),
    ofProtocol('CPU seconds to join', ({ joinCpuS }) => joinCpuS),
    ofAll('bytes a peer', ({ heldBytes }) => heldBytes / peers),
    ofProtocol('bytes a peer, resident peak', ({ peakBytes }) => peakBytes / peers),
  ]);
}
