/**
 * Whether the simulator got slower: its ratio to the floor, on sizes that take a minute, against the ratios that were recorded.
 * Seconds are never compared, for machines differ.
 */
import { readFileSync } from 'node:fs';
import { rangeOf, tableText } from './figures.ts';
import type { Measure } from './jobs.ts';
import { benchSimulator, ratiosOf, type SimulatorSizes, title } from './simulator.ts';

/** A ratio may fall to this part of the one recorded. */
const PART_MIN = 0.75;

export const CHECK_SIZES: SimulatorSizes = [
  { name: 'F1', peers: 30_000, publishers: 1, durationS: null },
  { name: 'F2', peers: 3_000, publishers: 100, durationS: null },
];

/** Ratios by title of the work. */
export type Baseline = Readonly<Record<string, number>>;

export function recordedBaseline(): Baseline {
  return JSON.parse(readFileSync(new URL('./baseline.json', import.meta.url), 'utf8')) as Baseline;
}

export interface FloorCheck {
  readonly text: string;
  /** No ratio fell too far. */
  readonly passed: boolean;
}

export async function checkFloor(
  measure: Measure,
  sizes: SimulatorSizes,
  baseline: Baseline,
  runCount: number,
  note: (words: string) => void,
): Promise<FloorCheck> {
  const figures = await benchSimulator(measure, sizes, runCount, note);
  const rows = figures.map(({ work, runs }) => {
    const recorded = baseline[title(work)];
    if (recorded === undefined) throw new Error(`bench/baseline.json lacks "${title(work)}"`);
    const { median } = rangeOf(ratiosOf(runs));
    return { work, recorded, median, passed: median >= PART_MIN * recorded };
  });
  const table = tableText([
    ['work, peers', 'of the floor', 'recorded', 'part', ''],
    ...rows.map(({ work, recorded, median, passed }) => [
      title(work),
      median.toFixed(3),
      recorded.toFixed(3),
      (median / recorded).toFixed(2),
      passed ? '' : `below ${PART_MIN}: slower than it was`,
    ]),
  ]);
  return { text: `FLOOR: median of ${runCount}\n\n${table}`, passed: rows.every(({ passed }) => passed) };
}
