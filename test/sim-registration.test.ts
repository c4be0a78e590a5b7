/** Who is registered in a simulated network, whatever happens to seeds and reports. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { range } from '../sim/fault-targets.ts';
import type { Network } from '../sim/network.ts';
import type { Fault, Scenario } from '../sim/scenario.ts';
import { quorumOf } from '../src/settings.ts';
import { holds } from './support/property.ts';
import { randomSeeds } from './support/sim-scenarios.ts';
import { CHAIN, networkAfter, run, type TracedFact, tracedRun } from './support/sim-world.ts';

/** Half of the latencies of a message are below 60 ms, one in a thousand above 280 ms. */
const LATENCY = 'lognormal:60,0.5';

/** How many seeds list each live peer. */
function holdersOf({ names, processes, seeds }: Network): number[] {
  return range(0, names.peerCount)
    .filter((peer) => processes.isRunning(peer))
    .map((peer) => seeds.filter((seed) => seed?.registry.has(names.addressOf(peer))).length);
}

/** The peers that a seed lists. */
function listedBy({ names, seeds }: Network, seed: number): number[] {
  return range(0, names.peerCount).filter((peer) => seeds[seed]?.registry.has(names.addressOf(peer)));
}

/** Faults of the first seeds, as soon as they run. */
function seedsDown(kind: 'crash' | 'kill', count: number): Fault[] {
  const ids = Array.from({ length: count }, (_, seed) => `seed/${seed}`);
  return count === 0 ? [] : [{ at: 0.000001, kind, who: { ids } }];
}

// "At least floor(n/2)+1 of the n."
describe('every peer ends registered with a quorum', () => {
  const scenario = fc.record({
    peers: fc.integer({ min: 1, max: 25 }),
    seeds: fc.integer({ min: 1, max: 7 }),
    joinOverS: fc.constantFrom(0, 1, 10),
    // At 20 % a seed's check of a live peer fails once in 150, and the peer is missing until it renews.
    loss: fc.constantFrom(0, 0.02, 0.05),
    latency: fc.constantFrom('constant:50', LATENCY, 'planetlab'),
  });

  it('while all seeds run', () => {
    holds(
      fc.property(scenario, randomSeeds, (changes, seed) => {
        const { registration } = run(changes, seed);
        const quorum = Math.floor(changes.seeds / 2) + 1;
        expect(registration).toEqual({ seeds: changes.seeds, quorum, registeredPeers: changes.peers });
      }),
      100,
    );
  });

  it.each(['crash', 'kill'] as const)('while floor((n-1)/2) of n seeds are down: %s', (kind) => {
    holds(
      fc.property(scenario, randomSeeds, (changes, seed) => {
        const faults = seedsDown(kind, Math.floor((changes.seeds - 1) / 2));
        const holders = holdersOf(networkAfter({ ...changes, faults }, seed));
        expect(holders).toHaveLength(changes.peers);
        expect(Math.min(...holders)).toBeGreaterThanOrEqual(quorumOf(changes.seeds));
        expect(run({ ...changes, faults }, seed).registration.registeredPeers).toBe(changes.peers);
      }),
      40,
    );
  });

  it('and no peer does when more are down', () => {
    const faults = seedsDown('kill', 2);
    expect(run({ peers: 10, seeds: 3, faults, durationS: 300 }).registration.registeredPeers).toBe(0);
  });

  // "The union of the lists that a peer fetches contains every earlier peer while at most floor((n-1)/2) seeds are down."
  it('and hears of every peer before it', () => {
    for (const seeds of [1, 2, 3, 4, 5, 7]) {
      const faults = seedsDown('kill', Math.floor((seeds - 1) / 2));
      const { facts } = tracedRun(
        { peers: 12, seeds, joinOverS: 60, faults, latency: LATENCY },
        String(seeds),
      );
      for (let peer = 0; peer < 12; peer++) {
        const chose = facts.find(({ node, says }) => node === `peer/${peer}` && says.startsWith('chose'));
        expect(chose?.says).toMatch(new RegExp(` of ${peer}$`));
      }
    }
  });
});

// "A restarted seed is complete again within about a minute."
describe('a seed that restarts empty', () => {
  const scenario: Partial<Scenario> = { peers: 40, seeds: 3, joinOverS: 10, latency: LATENCY };
  const RESTART_S = 30;
  const restart = (downS: number): Fault[] => [
    { at: RESTART_S - downS, kind: 'kill', who: { ids: ['seed/0'] } },
    { at: RESTART_S, kind: 'restart', who: { ids: ['seed/0'] } },
  ];

  it('lists all that it listed before, one renewal later', () => {
    for (let seed = 0; seed < 5; seed++) {
      const listed = (durationS: number, faults: readonly Fault[]) =>
        listedBy(networkAfter({ ...scenario, durationS, faults }, `${seed}`), 0);
      const before = listed(RESTART_S, []);
      expect(before.length).toBeGreaterThan(10);
      expect(listed(RESTART_S + 1, restart(0))).toEqual([]);
      expect(listed(RESTART_S + 30, restart(0)).length).toBeLessThan(before.length);
      // Renewals come every 60 s; one more second for the latencies of a call.
      expect(listed(RESTART_S + 61, restart(0))).toEqual(before);
    }
  });

  it('that was the only one lists everybody after a back-off, which is at most 30 s', () => {
    const faults: Fault[] = [
      { at: 30, kind: 'kill', who: 'seeds' },
      { at: 200, kind: 'restart', who: 'seeds' },
    ];
    for (let seed = 0; seed < 5; seed++) {
      const after = networkAfter({ ...scenario, seeds: 1, faults, durationS: 231 }, `${seed}`);
      expect(listedBy(after, 0)).toHaveLength(40);
    }
  });

  it('leaves no peer below its quorum in the end, whichever seed it was and however long it was away', () => {
    const times = fc.record({
      at: fc.integer({ min: 1, max: 100 }),
      downS: fc.constantFrom(0, 0.5, 20, 100),
    });
    holds(
      fc.property(times, fc.nat(2), randomSeeds, ({ at, downS }, which, seed) => {
        const who = { ids: [`seed/${which}`] };
        const faults: Fault[] = [
          { at, kind: 'kill', who },
          { at: at + downS, kind: 'restart', who },
        ];
        // A renewal, then a back-off.
        const durationS = at + downS + 60 + 31;
        const holders = holdersOf(networkAfter({ ...scenario, peers: 15, faults, durationS }, seed));
        expect(Math.min(...holders)).toBeGreaterThanOrEqual(2);
      }),
      40,
    );
  });
});

function count(facts: readonly TracedFact[], words: string): number {
  return facts.filter(({ says }) => says.includes(words)).length;
}

// "A seed removes [the accused] only when [its own check] fails as well."
describe('a live peer that is reported dead', () => {
  const HOUR_S = 3_600;

  // A check fails when both its dials do, each at 5 % loss once in 200: about 1,000 checks make 0.03 wrong removals.
  it('is never removed by a seed that reaches it, however many false reports loss of 5 % makes', () => {
    let reports = 0;
    let removals = 0;
    let checks = 0;
    const trace = (line: string) => {
      if (line.includes(' removed ')) removals++;
      if (line.includes(' keeps ')) checks++;
    };
    for (let seed = 0; seed < 4; seed++) {
      const scenario = { peers: 40, alpha: 0, links: 4, seeds: 3, loss: 0.05, durationS: HOUR_S };
      const { liveness, registration } = run({ ...scenario, latency: LATENCY }, `live ${seed}`, { trace });
      expect([liveness.removed, registration.registeredPeers]).toEqual([0, 40]);
      reports += liveness.falseReports;
    }
    expect(removals).toBe(0);
    expect(reports).toBeGreaterThan(200);
    expect(checks).toBeGreaterThan(400);
  });

  it('is not removed when its ICMP is blocked for good', () => {
    const faults: Fault[] = [{ at: 5, kind: 'blockIcmp', who: { share: 0.5 } }];
    const { liveness, registration } = run({ peers: 20, seeds: 3, faults, durationS: 600 });
    expect(liveness.falseReports).toBeGreaterThan(10);
    expect([liveness.removed, registration.registeredPeers]).toEqual([0, 20]);
  });

  // "--trust-reports gives the literal rule. ... A removed peer that registers again is back."
  it('is removed by seeds that trust reports, and back with its next renewal', () => {
    const faults: Fault[] = [
      { at: 20, kind: 'blockIcmp', who: { ids: ['peer/2'] } },
      { at: 70, kind: 'unblockIcmp', who: { ids: ['peer/2'] } },
    ];
    const { result, facts } = tracedRun({
      ...CHAIN,
      peers: 4,
      seeds: 3,
      faults,
      trustReports: true,
      durationS: 200,
    });
    const ofSeeds = (words: string) =>
      facts.filter(({ node, says }) => node.startsWith('seed') && says.includes(words));
    const removals = ofSeeds('(trusted)');
    expect(removals.map(({ says }) => says.split(' ')[1]).sort()).toContain('peer/2');
    expect(count(facts, 'checks ')).toBe(0);
    for (const { node, seconds, says } of removals) {
      const peer = says.split(' ')[1];
      const back = ofSeeds(`registered ${peer},`).find(
        (fact) => fact.node === node && fact.seconds > seconds,
      );
      expect((back?.seconds ?? 0) - seconds).toBeGreaterThan(0);
      expect((back?.seconds ?? 0) - seconds).toBeLessThan(61);
    }
    expect(result.liveness.removed).toBe(0);
    expect(result.registration.registeredPeers).toBe(4);
  });

  it('is removed again and again under loss by seeds that trust, and never for long', () => {
    const { result, facts } = tracedRun({
      ...{ peers: 40, alpha: 0, links: 4, seeds: 1, loss: 0.05, latency: LATENCY },
      ...{ trustReports: true, durationS: HOUR_S },
    });
    const removals = facts.filter(
      ({ says, seconds }) => says.includes('(trusted)') && seconds < HOUR_S - 120,
    );
    expect(removals.length).toBeGreaterThan(20);
    for (const { seconds, says } of removals) {
      const back = facts.find(
        (fact) => fact.seconds > seconds && fact.says.startsWith(`registered ${says.split(' ')[1]},`),
      );
      // A renewal may have to try its dial again.
      expect((back?.seconds ?? Number.POSITIVE_INFINITY) - seconds).toBeLessThan(60 + 20);
    }
    expect(result.registration.registeredPeers).toBeGreaterThanOrEqual(37);
  });
});
