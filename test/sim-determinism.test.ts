/** "A run is a pure function of (version, scenario, random seed)." */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulationResult } from '../sim/result.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Progress } from '../sim/simulation.ts';
import { holds } from './support/property.ts';
import { dial, Listener } from './support/sim-links.ts';
import { overlays, randomSeeds, troubles } from './support/sim-scenarios.ts';
import { BareNetwork, run } from './support/sim-world.ts';

/** A bit of everything. */
const LIVELY: Partial<Scenario> = {
  peers: 30,
  seeds: 3,
  publishers: 4,
  messages: 3,
  latency: 'lognormal:60,0.5',
  loss: 0.02,
  durationS: 90,
  faults: [
    { at: 20, kind: 'crash', who: { share: 0.1 } },
    { at: 25, kind: 'kill', who: { ids: ['seed/0'] } },
    { at: 40, kind: 'restart', who: 'all' },
    { at: 50, kind: 'partition', who: { count: 5 } },
    { at: 60, kind: 'heal', who: 'all' },
  ],
};

describe('one scenario and one random seed', () => {
  it('give one result, in whatever mood', () => {
    const first = run(LIVELY, 'one');
    expect(first.spread.deliveries).toBeGreaterThan(200);
    expect(first.liveness.reports).toBeGreaterThan(0);
    expect(run(LIVELY, 'one')).toEqual(first);
  });

  it('give a hash of 16 digits', () => {
    expect(run(LIVELY, 'one').traceHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('give the same whatever runs in between', () => {
    const first = run(LIVELY, 'one');
    // Other lists of the same alpha, longer and shorter; other alphas; other seeds.
    for (const peers of [3, 1_500, 100]) run({ peers, publishers: 1, messages: 1 }, 'other');
    run({ peers: 200, alpha: 0.5, links: 3 }, 'another');
    expect(run(LIVELY, 'one')).toEqual(first);
  });

  it('give the same two at a time, and with any order of the keys of the scenario', () => {
    const first = run(LIVELY, 'one');
    const reversed = Object.fromEntries(Object.entries(LIVELY).reverse()) as Partial<Scenario>;
    expect(run(reversed, 'one')).toEqual(first);
  });

  it('give the same with a trace and with progress', () => {
    const first = run(LIVELY, 'one');
    const lines: string[] = [];
    const told: Progress[] = [];
    const trace = (line: string) => lines.push(line);
    const onProgress = (progress: Progress) => told.push(progress);
    expect(run(LIVELY, 'one', { trace, onProgress })).toEqual(first);
    expect(run(LIVELY, 'one', { trace })).toEqual(first);
    expect(run(LIVELY, 'one', { onProgress })).toEqual(first);
    // "Progress is told at every simulated second."
    expect(told.slice(0, 91).map(({ simulatedS }) => simulatedS)).toEqual(
      Array.from({ length: 91 }, (_, s) => s),
    );
    expect(told.at(-1)?.events).toBe(first.simulated.events);
    expect(lines.length).toBeGreaterThan(1_000);
    const again: string[] = [];
    run(LIVELY, 'one', { trace: (line) => again.push(line) });
    expect(again.slice(0, lines.length / 2)).toEqual(lines.slice(0, lines.length / 2));
  });
});

describe('another random seed', () => {
  it('gives another hash, for texts that hardly differ too', () => {
    const seeds = ['one', 'One', 'one ', 'two', '1', '2', '01', '1.0', 'é', '日本'];
    const hashes = seeds.map((seed) => run({ peers: 20, publishers: 1, messages: 1 }, seed).traceHash);
    expect(new Set(hashes).size).toBe(seeds.length);
  });
});

describe('the trace hash', () => {
  const base: Partial<Scenario> = { peers: 12, seeds: 2, publishers: 2, messages: 2, durationS: 60 };
  const hash = (changes: Partial<Scenario> = {}) => run({ ...base, ...changes }).traceHash;

  // What a digest of only some events, or of the order of events alone, would miss.
  it.each<[string, Partial<Scenario>]>([
    ['half a microsecond more', { latency: 'constant:50.0006' }],
    ['one message more', { messages: 3 }],
    ['one peer more', { peers: 13 }],
    ['one microsecond of joining', { joinOverS: 10.00002 }],
    ['another liveness', { liveness: 'tcp' }],
    ['a fault at the end', { faults: [{ at: 59.999999, kind: 'kill', who: { ids: ['peer/3'] } }] }],
    ['another victim', { faults: [{ at: 59.999999, kind: 'kill', who: { ids: ['peer/4'] } }] }],
    ['a fault that changes nothing', { faults: [{ at: 30, kind: 'unblockIcmp', who: { ids: ['peer/4'] } }] }],
  ])('differs for %s', (_, changes) => {
    expect(hash(changes)).not.toBe(hash());
  });

  it('does not differ for what nobody could notice', () => {
    expect(hash({ loss: 0, faults: [{ at: 60, kind: 'kill', who: 'all' }] })).toBe(hash());
    expect(hash({ faults: [{ at: 30, kind: 'restart', who: 'all' }] })).toBe(hash());
    expect(hash({ faults: [{ at: 30, kind: 'heal', who: 'all' }] })).toBe(hash());
    // Seeds trust reports, and there are none.
    expect(hash({ trustReports: true })).toBe(hash());
  });
});

// "Every draw made on behalf of a node comes from that node's own stream for that purpose. A draw added in one place moves no
// other."
describe('draws', () => {
  /** When messages of node 1 arrive at node 2, while node 0 sends so many to node 3. */
  function arrivals(others: number): number[] {
    const net = new BareNetwork({ latency: 'exponential:40', loss: 0.1 });
    const [zero, one, two, three] = [0, 1, 2, 3].map((node) => net.boot(node));
    const [listener, otherListener] = [new Listener(two), new Listener(three)];
    const near = dial(one, two);
    const other = dial(zero, three);
    net.runTo(20_000);
    for (let number = 0; number < 50; number++) {
      near.send(number);
      for (let i = 0; i < others; i++) other.send(i);
      net.runTo(net.nowMs + 100);
    }
    net.runTo(60_000);
    expect(otherListener.ends[0].numbers).toHaveLength(50 * others);
    return listener.ends[0].atMs;
  }

  it('of one node do not move with those of another', () => {
    const alone = arrivals(0);
    expect(alone).toHaveLength(50);
    expect(arrivals(1)).toEqual(alone);
    expect(arrivals(7)).toEqual(alone);
  });

  it('for publishing do not move those that choose neighbours, nor the other way round', () => {
    const links = (changes: Partial<Scenario>) => [
      ...run({ peers: 40, joinOverS: 60, ...changes }).overlay.links,
    ];
    const quiet = links({});
    expect(links({ publishers: 7, messages: 3 })).toEqual(quiet);
    expect(links({ publishers: 'all', messages: 1, publish: 'when-settled' })).toEqual(quiet);
    expect(links({ latency: 'uniform:10-90' })).toEqual(quiet);
    expect(links({ faults: [{ at: 70, kind: 'blockIcmp', who: { count: 3 } }], durationS: 80 })).toEqual(
      quiet,
    );

    const publishers = (changes: Partial<Scenario>) => {
      const names = new Set<string>();
      const trace = (line: string) => {
        if (line.includes(' published ')) names.add(line.trim().split(' ')[1]);
      };
      run({ peers: 40, publishers: 5, messages: 1, ...changes }, 'a', { trace });
      return [...names].sort();
    };
    const five = publishers({});
    expect(five).toHaveLength(5);
    expect(publishers({ alpha: 0, links: 7, latency: 'planetlab', loss: 0.1 })).toEqual(five);
    expect(publishers({ faults: [{ at: 100, kind: 'crash', who: { count: 3 } }] })).toEqual(five);
  });
});

describe('a random scenario', () => {
  /** Every number is one, and shares are shares. */
  function expectSound(result: SimulationResult, { peers, seeds, durationS }: Scenario): void {
    const { simulated, registration, overlay, spread, reached, infectedShare, liveness } = result;
    if (durationS !== null) expect(simulated.durationMs).toBe(1000 * durationS);
    const live = overlay.peers.length;
    expect(live).toBeLessThanOrEqual(peers);
    expect(registration.registeredPeers).toBeLessThanOrEqual(live);
    expect(registration.quorum).toBe(Math.floor(seeds / 2) + 1);
    const pairs = new Set<string>();
    for (let i = 0; i < overlay.links.length; i += 2) {
      const [from, to] = [overlay.links[i], overlay.links[i + 1]];
      expect(overlay.peers.includes(from) && overlay.peers.includes(to)).toBe(true);
      expect(from).not.toBe(to);
      pairs.add([from, to].sort((a, b) => a - b).join());
    }
    expect(pairs.size).toBe(overlay.links.length / 2);
    // A copy is delivered, a duplicate, lost with a process, or still under way.
    expect(spread.deliveries + spread.duplicates).toBeLessThanOrEqual(spread.copies);
    if (spread.coverage !== null) expect(spread.coverage).toBeLessThanOrEqual(1);
    expect(reached.p50).toBeGreaterThanOrEqual(reached.p90);
    expect(reached.p90).toBeGreaterThanOrEqual(reached.p100);
    expect(reached.p50).toBeLessThanOrEqual(spread.published);
    const shares = infectedShare.map(([, share]) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(Math.max(0, ...shares)).toBeLessThanOrEqual(1);
    expect(liveness.falseReports).toBeLessThanOrEqual(liveness.reports);
    expect(liveness.failedPings).toBeLessThanOrEqual(liveness.pings);
    expect(liveness.removed).toBeLessThanOrEqual(peers);
  }

  it.each<[string, number, (number | null)[], number]>([
    ['that lasts so long', 40, [12, 30, 90.5], 60],
    // Some never become quiet, and end after an hour.
    ['that lasts until it is quiet', 6, [null], 12],
  ])('%s ends without an error, is sound, and gives the same twice', (_, peersMax, durationsS, runs) => {
    holds(
      fc.property(troubles(peersMax, durationsS), randomSeeds, (scenario, seed) => {
        const first = run(scenario, seed);
        expectSound(first, scenario);
        expect(run(scenario, seed, { trace: () => {} })).toEqual(first);
      }),
      runs,
    );
  });

  it('where nothing breaks becomes quiet soon after its last message', () => {
    holds(
      fc.property(overlays(40), randomSeeds, (overlay, seed) => {
        const { simulated, spread } = run({ ...overlay, publishers: 'all', messages: 2 }, seed);
        expect(spread.published).toBe(2 * overlay.peers);
        // Joining, ten seconds of waiting to be dialled, 5 s between two messages, and a few round trips.
        expect(simulated.durationMs).toBeLessThan(1000 * (overlay.joinOverS + 10 + 5 + 5));
      }),
      40,
    );
  });
});
