/** The benchmark of the runtime: real peers over loopback, held against bare sockets that pass the same lines. */
import { countText, rangeText, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import type { NodesFigures } from './nodes.ts';
import type { SocketsFigures } from './sockets.ts';

export interface RuntimeSizes {
  readonly peers: number;
  /** Messages of each peer. */
  readonly messages: number;
}

/** About 4 s of CPU time without the log. */
export const RUNTIME_SIZES: RuntimeSizes = { peers: 20, messages: 1_000 };

export interface RuntimeRun {
  readonly floor: SocketsFigures;
  /** Peers that only count. */
  readonly counting: NodesFigures;
  /** Peers that keep their log of events. */
  readonly logging: NodesFigures;
}

export interface RuntimeFigures extends RuntimeSizes {
  readonly runs: readonly RuntimeRun[];
}

/** @param note Told what is being measured. */
export async function benchRuntime(
  measure: Measure,
  sizes: RuntimeSizes,
  runCount: number,
  note: (words: string) => void,
): Promise<RuntimeFigures> {
  const runs: RuntimeRun[] = [];
  while (runs.length < runCount) {
    note(`runtime: run ${runs.length + 1} of ${runCount}`);
    const counting = complete(await measure('nodes', { ...sizes, log: false }), sizes);
    const logging = complete(await measure('nodes', { ...sizes, log: true }), sizes);
    const { links, copies: lines, turns } = counting;
    const lineBytes = Math.round(counting.lineBytes);
    const floor = await measure('sockets', { links: links.length, lines, lineBytes, turns });
    runs.push({ floor, counting, logging });
  }
  return { ...sizes, runs };
}

/** @throws Error when a message did not reach every peer. */
function complete(figures: NodesFigures, { peers, messages }: RuntimeSizes): NodesFigures {
  const expected = peers * messages * (peers - 1);
  if (figures.deliveries === expected) return figures;
  throw new Error(`${figures.deliveries} of ${expected} deliveries, ${figures.shed} copies shed`);
}

export function runtimeText({ peers, messages, runs }: RuntimeFigures): string {
  const { links, deliveries, copies, lineBytes } = runs[0].counting;
  const row = (name: string, of: (run: RuntimeRun) => readonly number[]): readonly string[] => [
    name,
    ...[0, 1, 2].map((column) => rangeText(runs.map((run) => of(run)[column]))),
  ];
  return [
    `RUNTIME: ${peers} peers in one process, ${countText(messages)} messages each; median of ${runs.length} (least-most)`,
    `${links.length} links, ${countText(deliveries)} deliveries, ${countText(copies)} copies of ${Math.round(lineBytes)} bytes`,
    tableText([
      ['', 'bare sockets', 'peers that count', 'peers with a log'],
      row('CPU microseconds a delivery', (run) => inColumns(run, ({ cpuS }) => (1e6 * cpuS) / deliveries)),
      row('CPU time, bare sockets = 1', (run) => inColumns(run, ({ cpuS }) => cpuS / run.floor.cpuS)),
      row('lines a write', ({ floor, counting, logging }) => [
        copies / floor.writes,
        linesAWrite(counting),
        linesAWrite(logging),
      ]),
    ]),
  ].join('\n\n');
}

function inColumns(
  { floor, counting, logging }: RuntimeRun,
  of: (figures: { readonly cpuS: number }) => number,
): number[] {
  return [of(floor), of(counting), of(logging)];
}

/** Each end of a link writes once a turn. */
function linesAWrite({ copies, links, turns }: NodesFigures): number {
  return copies / (2 * links.length) / turns;
}
