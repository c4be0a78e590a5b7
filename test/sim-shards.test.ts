/** A run on several threads is the run on one: the same result and the same trace hash, whatever breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../sim/scenario.ts';
import { lockstep } from './support/lockstep.ts';
import { holds } from './support/property.ts';
import { randomSeeds, troubles } from './support/sim-scenarios.ts';
import { run } from './support/sim-world.ts';

/** Generous: the machine may be slow. */
const TIMEOUT_MS = 300_000;

describe('a run on any number of threads gives the same', () => {
  it.each([
    [300, 12, [3, 20, null]],
    [150, 40, [5, 25, null]],
  ])(
    '%i random scenarios of up to %i peers',
    (numRuns, peersMax, durationsS) => {
      const counts = fc.constantFrom(1, 2, 3, 4);
      const equal = (scenario: Scenario, randomSeed: string, count: number) => {
        expect(lockstep(scenario, randomSeed, count).result).toEqual(run(scenario, randomSeed));
      };
      holds(fc.property(troubles(peersMax, durationsS), randomSeeds, counts, equal), numRuns);
    },
    TIMEOUT_MS,
  );
});
