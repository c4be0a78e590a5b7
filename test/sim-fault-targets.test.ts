/** Whom a fault strikes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, faultTargets, type Struck } from '../sim/fault-targets.ts';
import { NodeNames } from '../sim/node-names.ts';
import type { FaultKind, FaultTarget } from '../sim/scenario.ts';
import { globalStream } from '../sim/streams.ts';
import { holds } from './support/property.ts';
import { chiSquareP, P_MIN } from './support/statistics.ts';

const PEERS = 10;
const SEEDS = 2;
/** `seed/0` and `seed/1`. */
const [SEED_0, SEED_1] = [10, 11];
const EVERYONE = Array.from({ length: PEERS + SEEDS }, (_, node) => node);
const names = new NodeNames(PEERS, SEEDS);

/** A network where all runs, but for these nodes; peer i has as many open links as `links` says. */
interface Exceptions {
  readonly crashed?: readonly number[];
  readonly killed?: readonly number[];
  readonly notStarted?: readonly number[];
  readonly links?: Readonly<Record<number, number>>;
}

function network({ crashed = [], killed = [], notStarted = [], links = {} }: Exceptions = {}): Struck {
  return {
    isLive: (node) => ![...crashed, ...killed, ...notStarted].includes(node),
    hostIsUp: (node) => !crashed.includes(node),
    hasStarted: (node) => !notStarted.includes(node),
    openLinkCount: (peer) => links[peer] ?? 1,
  };
}

function targets(kind: FaultKind, who: FaultTarget, exceptions: Exceptions = {}, label = 'faults'): number[] {
  return faultTargets({ at: 1, kind, who }, names, network(exceptions), globalStream('a', label));
}

describe('a fault strikes', () => {
  it('"all": every node it can apply to', () => {
    expect(targets('crash', 'all')).toEqual(EVERYONE);
    expect(targets('crash', 'all', { crashed: [3, SEED_0], notStarted: [9] })).toEqual(
      EVERYONE.filter((node) => ![3, SEED_0, 9].includes(node)),
    );
  });

  it('"seeds": all seeds', () => {
    expect(targets('kill', 'seeds')).toEqual([SEED_0, SEED_1]);
    expect(targets('kill', 'seeds', { killed: [SEED_0] })).toEqual([SEED_1]);
  });

  it('"hub": the live peer with the most open links, the oldest of those', () => {
    expect(targets('crash', 'hub', { links: { 4: 7, 6: 7, 2: 3 } })).toEqual([4]);
    expect(targets('crash', 'hub', { links: { 4: 7, 6: 7 }, crashed: [4] })).toEqual([6]);
    expect(targets('blockIcmp', 'hub', { links: { 4: 7 }, killed: [4] })).toEqual([0]);
    expect(targets('crash', 'hub', { crashed: EVERYONE })).toEqual([]);
    expect(targets('restart', 'hub', { crashed: [4] })).toEqual([]);
  });

  it('nodes by name, peers and seeds, each once, ascending', () => {
    const ids = ['seed/1', 'peer/7', 'peer/0', 'peer/7', 'seed/0'];
    expect(targets('crash', { ids })).toEqual([0, 7, SEED_0, SEED_1]);
    expect(targets('crash', { ids }, { crashed: [7, SEED_1] })).toEqual([0, SEED_0]);
  });

  it('so many peers', () => {
    for (const count of [1, 4, 10]) {
      const struck = targets('crash', { count });
      expect(new Set(struck).size).toBe(count);
      expect(struck).toEqual(struck.filter((node) => node < PEERS).sort((a, b) => a - b));
    }
    expect(targets('crash', { count: 10 }, { crashed: [1, 2], killed: [3] })).toEqual([
      0, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(targets('kill', { count: 10 }, { crashed: [1, 2], killed: [3] })).toEqual([0, 4, 5, 6, 7, 8, 9]);
  });

  // "A share of peers in a simulated fault is rounded, and is at least one."
  it.each([
    [0.001, 1],
    [0.1, 1],
    [0.149, 1],
    [0.15, 2],
    [0.24, 2],
    [0.25, 3],
    [0.5, 5],
    [0.96, 10],
    [1, 10],
  ])('a share of %d of ten peers: %i', (share, count) => {
    expect(targets('crash', { share })).toHaveLength(count);
  });

  it('a share of those that it can apply to', () => {
    const down = { crashed: [0, 1, 2, 3, 4, 5] };
    expect(targets('crash', { share: 0.5 }, down)).toHaveLength(2);
    expect(targets('restart', { share: 0.5 }, down)).toHaveLength(3);
    expect(targets('crash', { share: 1 }, { crashed: EVERYONE })).toEqual([]);
    expect(targets('crash', { share: 0.1 }, { crashed: EVERYONE })).toEqual([]);
  });
});

// "What a fault cannot strike is passed over."
describe('a fault can apply', () => {
  const all = { crashed: [1], killed: [2], notStarted: [3] };
  const ids = ['peer/0', 'peer/1', 'peer/2', 'peer/3'];

  it.each<[FaultKind, number[], string]>([
    ['crash', [0, 2], 'where the host is up'],
    ['kill', [0], 'where a process runs'],
    ['leave', [0], 'where a process runs'],
    ['restart', [1, 2], 'where one has run and does not any more'],
    ['partition', [0, 2], 'where the host is up'],
    ['blockIcmp', [0, 2], 'where the host is up'],
    ['unblockIcmp', [0, 2], 'where the host is up'],
  ])('%s: %j, %s', (kind, struck) => {
    expect(targets(kind, { ids }, all)).toEqual(struck);
  });
});

describe('peers drawn for a fault', () => {
  it('are drawn without replacement, ascending, from those there are', () => {
    const lists = fc.uniqueArray(fc.nat(1000), { maxLength: 40 });
    holds(
      fc.property(lists, fc.nat(50), fc.string({ minLength: 1 }), (candidates, count, label) => {
        const chosen = drawn([...candidates], count, globalStream(label, 'faults'));
        expect(chosen).toHaveLength(Math.min(count, candidates.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.every((each) => candidates.includes(each))).toBe(true);
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
      }),
    );
  });

  it('are every peer alike, and every pair', () => {
    const stream = globalStream('fair', 'faults');
    const ofPeer = new Array<number>(6).fill(0);
    const ofPair = new Map<string, number>();
    for (let i = 0; i < 30_000; i++) {
      const pair = drawn([0, 1, 2, 3, 4, 5], 2, stream);
      for (const peer of pair) ofPeer[peer]++;
      ofPair.set(pair.join(), (ofPair.get(pair.join()) ?? 0) + 1);
    }
    expect(chiSquareP([...ofPair.values()])).toBeGreaterThan(P_MIN);
    expect(ofPair.size).toBe(15);
    // A peer is in a third of the pairs; its counts vary a little less than chi-square expects.
    expect(chiSquareP(ofPeer)).toBeGreaterThan(P_MIN);
  });

  it('are others with another random seed', () => {
    const draws = (randomSeed: string) => drawn([...EVERYONE], 6, globalStream(randomSeed, 'faults')).join();
    expect(new Set(Array.from({ length: 20 }, (_, i) => draws(String(i)))).size).toBeGreaterThan(15);
    expect(draws('1')).toBe(draws('1'));
  });
});
