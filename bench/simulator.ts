/**
 * The benchmark of the simulator: the works F1 (one message floods a network), F2 (100 at a time flood a small one) and P (all
 * timers of the protocol for 300 s), the first two held against a flood over bare arrays.
 */
import { countText, rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import type { FloodFigures, SimulationFigures, SimulationPlan } from './simulation.ts';

export interface Work extends SimulationPlan {
  readonly name: string;
}

export type SimulatorSizes = readonly Work[];

export const SIMULATOR_SIZES: SimulatorSizes = [
  { name: 'F1', peers: 10_000, publishers: 1, durationS: null },
  { name: 'F1', peers: 100_000, publishers: 1, durationS: null },
  { name: 'F1', peers: 1_000_000, publishers: 1, durationS: null },
  { name: 'F2', peers: 10_000, publishers: 100, durationS: null },
  { name: 'P', peers: 100_000, publishers: 0, durationS: 300 },
];

export interface SimulatorRun {
  readonly simulation: SimulationFigures;
  /** Undefined when nothing is published. */
  readonly floor: FloodFigures | undefined;
}

export interface SimulatorFigures {
  readonly work: Work;
  readonly links: number;
  readonly runs: readonly SimulatorRun[];
}

/** @param note Told what is being measured. */
export async function benchSimulator(
  measure: Measure,
  works: SimulatorSizes,
  runCount: number,
  note: (words: string) => void,
): Promise<SimulatorFigures[]> {
  const figures: SimulatorFigures[] = [];
  for (const work of works) {
    const runs: SimulatorRun[] = [];
    let links = 0;
    while (runs.length < runCount) {
      note(`simulator: ${title(work)}, run ${runs.length + 1} of ${runCount}`);
      const { peers, publishers, durationS } = work;
      const { figures: simulation, flood } = await measure('simulation', { peers, publishers, durationS });
      links = flood.links.length / 2;
      const floor = publishers === 0 ? undefined : await measure('flood', flood);
      runs.push(comparable({ simulation, floor }));
    }
    figures.push({ work, links, runs });
  }
  return figures;
}

/** @throws Error when the two did not do the same. */
function comparable(run: SimulatorRun): SimulatorRun {
  const { floor, simulation } = run;
  if (floor !== undefined && simulation.deliveries !== floor.deliveries) {
    throw new Error(`the protocol made ${simulation.deliveries} deliveries, the floor ${floor.deliveries}`);
  }
  return run;
}

export function simulatorText(figures: readonly SimulatorFigures[]): string {
  const runCount = figures[0].runs.length;
  return [`SIMULATOR: median of ${runCount} (least-most)`, '', tableText([HEAD, ...figures.map(rowOf)])].join(
    '\n',
  );
}

/** Deliveries a second, as parts of what the floor made in the same run. */
export function ratiosOf(runs: readonly SimulatorRun[]): number[] {
  return runs.flatMap(({ simulation, floor }) =>
    floor === undefined ? [] : [rate(simulation) / rate(floor)],
  );
}

function rate({ deliveries, runS }: FloodFigures): number {
  return deliveries / runS / 1e6;
}

const HEAD = [
  'work, peers',
  'M deliveries/s',
  'floor',
  'of the floor',
  'M events/s',
  'join s',
  'us a peer',
  'resident B a peer',
];

function rowOf({ work, runs }: SimulatorFigures): string[] {
  const cell = (of: (run: SimulatorRun) => number) => rangeText(runs.map(of));
  const floors = runs.flatMap(({ floor }) => floor ?? []);
  const flood = (values: readonly number[]) => (floors.length === 0 ? '' : rangeText(values));
  return [
    title(work),
    flood(runs.map(({ simulation }) => rate(simulation))),
    flood(floors.map(rate)),
    flood(ratiosOf(runs)),
    cell(({ simulation: { events, runS } }) => events / runS / 1e6),
    cell(({ simulation: { joinS } }) => joinS),
    cell(({ simulation: { joinS } }) => (1e6 * joinS) / work.peers),
    cell(({ simulation }) => simulation.residentBytes / work.peers),
  ];
}

export function title({ name, peers }: Work): string {
  return `${name}, ${countText(peers)}`;
}
