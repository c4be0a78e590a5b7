/** What a sweep is: all that decides its result files. */
import { createHash } from 'node:crypto';
import type { Scenario } from '../sim/scenario.ts';
import type { BenchKind } from './bench-metrics.ts';

/** One scenario of a sweep. */
export interface Point {
  /** What tells it from the others: names of flags, without dashes, and their values as texts. */
  readonly settings: Readonly<Record<string, string>>;
  readonly scenario: Scenario;
}

/** Two points, by number, whose runs are compared pair by pair. */
export interface Comparison {
  readonly first: number;
  readonly second: number;
}

export interface BenchConfiguration {
  readonly kind: BenchKind;
  readonly randomSeed: string;
  /** Runs of each point; the least number when there is a precision to reach. */
  readonly runs: number;
  /** Half the 95 % interval of the main metric over its mean. */
  readonly untilPrecision: number | null;
  /** The most of each point: equal to `runs` without a precision to reach. */
  readonly runsMax: number;
  readonly points: readonly Point[];
  /** What the second point of each comparison has else than the first, in words; null without comparisons. */
  readonly versus: string | null;
  readonly comparisons: readonly Comparison[];
}

/** One run of one point, before it is done. */
export interface PlannedRun {
  readonly point: number;
  readonly run: number;
  /** Of version, scenario and random seed: equal for what must give equal results. */
  readonly id: string;
  readonly randomSeed: string;
  readonly scenario: Scenario;
}

/** Common random numbers: run r of every point has the same random seed, which depends on nothing else. */
export function runSeed(randomSeed: string, run: number): string {
  return `${randomSeed}/${run}`;
}

export function plannedRun(
  { points, randomSeed }: BenchConfiguration,
  version: string,
  point: number,
  run: number,
): PlannedRun {
  const seed = runSeed(randomSeed, run);
  const { scenario } = points[point];
  const id = sha256(JSON.stringify([version, scenario, seed])).slice(0, RUN_ID_LENGTH);
  return { point, run, id, randomSeed: seed, scenario };
}

/** Of all that decides the result files, in hexadecimal. */
export function configurationHash(configuration: BenchConfiguration, version: string): string {
  return sha256(JSON.stringify([version, configuration]));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `peers=100 alpha=1`; for a sweep of one point, `all runs`. */
export function pointLabel({ settings }: Point): string {
  const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return words.length === 0 ? 'all runs' : words.join(' ');
}

/** 64 bits: among 200,000 runs a collision has probability 1e-9. */
const RUN_ID_LENGTH = 16;
