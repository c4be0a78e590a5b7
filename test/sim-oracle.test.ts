/**
 * The engine against an oracle: handled window by window, node after node, a run is what it is when all its events run in one
 * total order from a plain heap.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../sim/scenario.ts';
import { HeapSchedule } from './support/heap-schedule.ts';
import { holds } from './support/property.ts';
import { randomSeeds, troubles } from './support/sim-scenarios.ts';
import { run } from './support/sim-world.ts';

/** Generous: the machine may be slow. */
const TIMEOUT_MS = 300_000;

function isAsTheOracleSays(scenarios: fc.Arbitrary<Scenario>, numRuns: number): void {
  holds(
    fc.property(scenarios, randomSeeds, (scenario, randomSeed) => {
      const expected = run(scenario, randomSeed, { schedule: new HeapSchedule() });
      expect(run(scenario, randomSeed)).toEqual(expected);
    }),
    numRuns,
  );
}

describe('a run is what a heap of events gives', () => {
  it.each([
    [600, 'up to 12', 12, [3, 20]],
    [300, 'up to 30', 30, [5, 25]],
    [100, 'up to 60', 60, [8, 35]],
  ])(
    '%i random scenarios of %s peers',
    (numRuns, _, peersMax, durationsS) => {
      isAsTheOracleSays(troubles(peersMax, durationsS), numRuns);
    },
    TIMEOUT_MS,
  );
});
