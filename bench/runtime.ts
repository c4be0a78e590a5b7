/**
 * The benchmark of the runtime: real peers over loopback, beside a bare floor and gossipsub, which do the same work over the same
 * overlay in the same call.
 */
import type { ExchangeFigures, OverlayLink } from './exchange.ts';
import { countText, rangeText, tableText } from './figures.ts';
import { gossipsubInstalled, INSTALL_HINT } from './gossipsub-folder.ts';
import type { Measure } from './jobs.ts';
import type { SystemName } from './swarm.ts';

export interface RuntimeWork {
  readonly payloadBytes: number;
  readonly publishers: number;
  /** Messages of a round. */
  readonly atOnce: number;
  /** Each node has a process of its own. */
  readonly apart: boolean;
}

export interface RuntimeSizes {
  readonly nodes: number;
  readonly works: readonly RuntimeWork[];
  /** Messages that count, by system: about as many seconds of CPU time each. At least one round is made. */
  readonly messages: Readonly<Record<SystemName, number>>;
}

const TOGETHER = { atOnce: 100, apart: false };
const APART = { atOnce: 100, apart: true };

export const RUNTIME_SIZES: RuntimeSizes = {
  nodes: 20,
  works: [
    { payloadBytes: 100, publishers: 20, ...TOGETHER },
    { payloadBytes: 100, publishers: 1, ...TOGETHER },
    { payloadBytes: 1_024, publishers: 20, ...TOGETHER },
    { payloadBytes: 1_024, publishers: 1, ...TOGETHER },
    { payloadBytes: 100, publishers: 1, ...TOGETHER, atOnce: 1 },
    { payloadBytes: 100, publishers: 20, ...APART },
    { payloadBytes: 1_024, publishers: 20, ...APART },
  ],
  messages: { bare: 10_000, hearsay: 10_000, logged: 5_000, gossipsub: 1_000, signed: 300 },
};

/** What these lose on a slow machine is not ours to mend: they are left out of a run that they do not get through. */
const REFERENCES: readonly SystemName[] = ['gossipsub', 'signed'];

/** A part of the rounds that come before those that count. */
const WARM_PART = 0.2;

export type RuntimeRun = Readonly<Partial<Record<SystemName, ExchangeFigures>>>;

export interface RuntimeFigures {
  readonly work: RuntimeWork;
  readonly links: number;
  readonly runs: readonly RuntimeRun[];
}

/**
 * @param note Told what is being measured.
 * @throws Error when ours or the floor loses a message.
 */
export async function benchRuntime(
  measure: Measure,
  sizes: RuntimeSizes,
  runCount: number,
  note: (words: string) => void,
  withGossipsub = sizes.messages.gossipsub > 0 && gossipsubInstalled(),
): Promise<RuntimeFigures[]> {
  if (!withGossipsub) note(`runtime: ${INSTALL_HINT}`);
  const figures: RuntimeFigures[] = [];
  for (const work of sizes.works) {
    const runs: RuntimeRun[] = [];
    let links: readonly OverlayLink[] | undefined;
    while (runs.length < runCount) {
      note(`runtime: ${titleOf(work)}, run ${runs.length + 1} of ${runCount}`);
      const run: Partial<Record<SystemName, ExchangeFigures>> = {};
      // Hearsay first: the others do the same over its overlay.
      const systems: SystemName[] = ['hearsay', 'bare', 'logged'];
      if (withGossipsub) systems.push(...REFERENCES);
      for (const system of systems) {
        const rounds = roundsOf(sizes.messages[system], work.atOnce);
        const warmRounds = Math.ceil(rounds * WARM_PART);
        const plan = { ...work, system, nodes: sizes.nodes, links, rounds, warmRounds };
        try {
          const own = complete(await measure('exchange', plan), sizes.nodes, rounds * work.atOnce);
          links ??= own.links;
          run[system] = own;
        } catch (error) {
          if (!REFERENCES.includes(system)) throw error;
          note(`runtime: ${system} has no figure in this run: ${(error as Error).message}`);
        }
      }
      runs.push(run);
    }
    figures.push({ work, links: links?.length ?? 0, runs });
  }
  return figures;
}

/** One at a time a message costs several times as much, so there are fewer. */
function roundsOf(messages: number, atOnce: number): number {
  return Math.max(1, Math.floor(messages / (atOnce === 1 ? 5 : atOnce)));
}

/** @throws Error when a message did not reach every node. */
function complete(figures: ExchangeFigures, nodes: number, messages: number): ExchangeFigures {
  const expected = messages * (nodes - 1);
  if (figures.deliveries === expected) return figures;
  throw new Error(`${figures.deliveries} deliveries, expected ${expected}`);
}

export function runtimeText({ nodes }: RuntimeSizes, figures: readonly RuntimeFigures[]): string {
  const rows = figures.map(({ work, runs }) => {
    const cell = (of: (run: RuntimeRun) => number) => {
      const values = runs.map(of).filter((value) => !Number.isNaN(value));
      return values.length === 0 ? '' : rangeText(values);
    };
    return [
      titleOf(work),
      ...SYSTEMS.map((system) => cell((run) => costUs(run, system))),
      cell((run) => costUs(run, 'hearsay') / costUs(run, 'bare')),
      cell((run) => costUs(run, 'gossipsub') / costUs(run, 'hearsay')),
      cell((run) => costUs(run, 'signed') / costUs(run, 'hearsay')),
    ];
  });
  return [
    `RUNTIME: ${nodes} nodes with ${countText(figures[0].links)} links; CPU microseconds for each first delivery; median of ${figures[0].runs.length} (least-most)`,
    tableText([HEAD, ...rows]),
  ].join('\n\n');
}

/** What hearsay cost, with that of the floor in the same run as 1. */
export function costRatios({ runs }: RuntimeFigures): number[] {
  return runs.map((run) => costUs(run, 'hearsay') / costUs(run, 'bare'));
}

const SYSTEMS: readonly SystemName[] = ['bare', 'hearsay', 'logged', 'gossipsub', 'signed'];

const HEAD = [
  'payload, publishers',
  'bare floor',
  'hearsay',
  'with its log',
  'gossipsub unsigned',
  'gossipsub',
  'hearsay / floor',
  'unsigned / hearsay',
  'gossipsub / hearsay',
];

function costUs(run: RuntimeRun, system: SystemName): number {
  const figures = run[system];
  return figures === undefined ? Number.NaN : (1e6 * figures.cpuS) / figures.deliveries;
}

function titleOf({ payloadBytes, publishers, atOnce, apart }: RuntimeWork): string {
  const rounds = atOnce === 1 ? ', one at a time' : '';
  return `${countText(payloadBytes)} B, ${publishers}${rounds}${apart ? ', processes' : ''}`;
}
