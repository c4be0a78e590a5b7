/** What a run will need, and whether this machine has it. */
import { spawnSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { type Forecast, forecastOf } from '../sim/forecast.ts';
import type { Scenario } from '../sim/scenario.ts';
import { countText, durationText } from './text.ts';
import { UsageError } from './usage-error.ts';

/** The share of the machine's memory that a run may take. */
export const MEMORY_SHARE = 0.9;
/** The heap is given so much more than the forecast, for what waits to be collected. */
export const HEAP_SLACK = 1.6;
/** Shorter and smaller runs are not announced. */
const ANNOUNCED_S = 10;
const ANNOUNCED_BYTES = 1e9;

const HEAP_FLAG = '--max-old-space-size';

/**
 * The forecast of a run.
 * @throws UsageError when this machine has too little memory for it
 */
export function forecastFor(scenario: Scenario, memoryBytes = totalmem()): Forecast {
  const forecast = forecastOf(scenario);
  if (forecast.bytes > MEMORY_SHARE * memoryBytes) {
    throw new UsageError(
      `--peers ${scenario.peers}: this run needs about ${gigabytes(forecast.bytes)} of memory, and this machine has ${gigabytes(memoryBytes)}; simulate fewer peers or links`,
    );
  }
  return forecast;
}

/** What a run will take, in words; undefined when that is not worth a word. */
export function announcementOf({ bytes, seconds }: Forecast): string | undefined {
  if (bytes < ANNOUNCED_BYTES && seconds < ANNOUNCED_S) return undefined;
  return `this takes about ${gigabytes(bytes)} of memory and, on one core, very roughly ${durationText(1000 * seconds)}\n`;
}

/** Runs this command again with a larger heap when the one that Node gave it is too small. The exit code, or undefined. */
export function rerunWithHeapFor({ heapBytes }: Forecast): number | undefined {
  const neededBytes = HEAP_SLACK * heapBytes;
  const given = process.execArgv.some((word) => word.startsWith(HEAP_FLAG));
  if (given || neededBytes <= getHeapStatistics().heap_size_limit) return undefined;
  const words = [
    `${HEAP_FLAG}=${Math.ceil(neededBytes / 2 ** 20)}`,
    ...process.execArgv,
    ...process.argv.slice(1),
  ];
  const { status, error } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status ?? 1;
}

function gigabytes(bytes: number): string {
  return `${countText(bytes / 1e9, 1)} GB`;
}
