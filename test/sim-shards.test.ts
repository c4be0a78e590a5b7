/** A run on several threads is the run on one: the same result and the same trace hash, whatever breaks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NodeNames } from '../sim/node-names.ts';
import type { Scenario } from '../sim/scenario.ts';
import { Shards } from '../sim/shards.ts';
import { lockstep } from './support/lockstep.ts';
import { holds } from './support/property.ts';
import { overlays, randomSeeds, troubles } from './support/sim-scenarios.ts';
import { run } from './support/sim-world.ts';

/** Generous: the machine may be slow. */
const TIMEOUT_MS = 300_000;
const COUNTS = [1, 2, 3, 4];

/** Peers of a block, at most. */
const BLOCK_MAX = 64;
/** Nobody writes. */
const NO_MAIL = { send() {}, receive: () => new SharedArrayBuffer(0) };

/** A network in which all sorts of things go wrong, with blocks of more than one peer. */
const LIVELY: Partial<Scenario> = {
  peers: 600,
  seeds: 3,
  publishers: 12,
  messages: 2,
  joinOverS: 5,
  durationS: 45,
  pingIntervalS: 5,
  renewIntervalS: 10,
  loss: 0.01,
  faults: [
    { at: 12, kind: 'crash', who: { share: 0.05 } },
    { at: 12.5, kind: 'leave', who: { count: 20 } },
    { at: 15, kind: 'kill', who: { ids: ['seed/0'] } },
    { at: 18, kind: 'crash', who: 'hub' },
    { at: 20, kind: 'partition', who: { count: 200 } },
    { at: 24, kind: 'blockIcmp', who: { count: 30 } },
    { at: 28, kind: 'heal', who: 'all' },
    { at: 30, kind: 'restart', who: 'all' },
  ],
};

function isTheSame(scenarios: fc.Arbitrary<Scenario>, numRuns: number): void {
  const equal = (scenario: Scenario, randomSeed: string, count: number) => {
    expect(lockstep(scenario, randomSeed, count).result).toEqual(run(scenario, randomSeed));
  };
  holds(fc.property(scenarios, randomSeeds, fc.constantFrom(...COUNTS), equal), numRuns);
}

describe('a run on any number of threads gives the same', () => {
  it.each([
    [300, 12, [3, 20]],
    [100, 40, [5, 25]],
  ])(
    'in %i random scenarios of up to %i peers',
    (numRuns, peersMax, durationsS) => {
      isTheSame(troubles(peersMax, durationsS), numRuns);
    },
    TIMEOUT_MS,
  );

  it(
    'until the network is quiet',
    () => {
      const quiet = overlays(40).map((scenario): Scenario => ({ ...scenario, publishers: 2, messages: 2 }));
      isTheSame(quiet, 40);
    },
    TIMEOUT_MS,
  );

  it.each(['constant:50', 'uniform:10-100', 'exponential:40', 'lognormal:60,0.5', 'planetlab'])(
    'with crashes, departures, partitions and restarts among 600 peers, latency %s',
    (latency) => {
      const scenario = { ...LIVELY, latency };
      const expected = run(scenario);
      expect(expected.liveness.reports).toBeGreaterThan(0);
      for (const count of COUNTS) {
        const { result, events } = lockstep(scenario, 'a', count);
        expect(result).toEqual(expected);
        expect(events).toHaveLength(count);
        // Each of them has work to do.
        for (const each of events) expect(each).toBeGreaterThan(expected.simulated.events / (2 * count));
      }
    },
    TIMEOUT_MS,
  );
});

describe('nodes are dealt to shards', () => {
  it('each to one, and fewer peers to a shard that has a seed', () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 5 }), (peers, seeds) => {
        const names = new NodeNames(peers, seeds);
        for (const count of COUNTS) {
          const shards = new Shards({ self: 0, count, mailbox: NO_MAIL }, names);
          const sizes = new Array(count).fill(0);
          for (let peer = 0; peer < peers; peer++) sizes[shards.of(peer)]++;
          expect(sizes.reduce((sum, size) => sum + size)).toBe(peers);
          const seedsOf = new Array(count).fill(0);
          for (let seed = 0; seed < seeds; seed++) seedsOf[shards.of(peers + seed)]++;
          expect(Math.max(...seedsOf) - Math.min(...seedsOf)).toBeLessThanOrEqual(1);
          for (let a = 0; a < count; a++) {
            for (let b = 0; b < count; b++) {
              if (seedsOf[a] >= seedsOf[b]) expect(sizes[a]).toBeLessThanOrEqual(sizes[b] + BLOCK_MAX);
            }
          }
        }
      }),
      100,
    );
  });
});
