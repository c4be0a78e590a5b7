/** What a run finds, against numbers that can be known otherwise. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlayLinks } from '../sim/overlay.ts';
import type { Scenario } from '../sim/scenario.ts';
import { holds } from './support/property.ts';
import { componentsOf, overlays, randomSeeds } from './support/sim-scenarios.ts';
import { CHAIN, run, tracedRun } from './support/sim-world.ts';

/** Everybody publishes one message in the same instant, over an overlay that stands. */
const ALL_AT_ONCE: Partial<Scenario> = { publishers: 'all', messages: 1, publish: 'when-settled' };

it('counts of two links of a pair the one that the smaller peer dialled', () => {
  const PEERS = 6;
  const dials = fc.uniqueArray(fc.tuple(fc.nat(PEERS - 1), fc.nat(PEERS - 1)), {
    selector: ([dialler, other]) => PEERS * dialler + other,
  });
  holds(
    fc.property(dials, (drawn) => {
      const all = drawn.filter(([dialler, other]) => dialler !== other).sort(([a], [b]) => a - b);
      const isTwice = ([dialler, other]: (typeof all)[number]) =>
        all.some(([a, b]) => a === other && b === dialler);
      const counted = all.filter((dial) => dial[0] < dial[1] || !isTwice(dial));
      expect([...overlayLinks(Uint32Array.from(all.flat()), PEERS)]).toEqual(counted.flat());
    }),
  );
});

describe('a flood over a static overlay without loss', () => {
  // "A flood in a static overlay without loss makes exactly 2E-(N-1) copies (E links, N peers), whatever the delays."
  it('costs exactly 2E-(N-1) copies a message, reaches everybody, and meets each once', () => {
    holds(
      fc.property(overlays(60), fc.integer({ min: 1, max: 2 }), randomSeeds, (scenario, messages, seed) => {
        const { overlay, spread } = run({ ...scenario, ...ALL_AT_ONCE, messages }, seed);
        const { peers } = scenario;
        // Several seeds and joins that overlap can leave two groups of peers, each of which comes first in its own view.
        const components = componentsOf(peers, overlay.links);
        if (scenario.seeds === 1) expect(components).toHaveLength(1);
        const total = (of: (component: { peers: number; links: number }) => number) =>
          components.reduce((sum, component) => sum + messages * component.peers * of(component), 0);

        const copies = total(({ peers: n, links: e }) => 2 * e - (n - 1));
        const deliveries = total(({ peers: n }) => n - 1);
        expect(spread).toMatchObject({ published: peers * messages, copies, deliveries });
        expect(spread.duplicates).toBe(copies - deliveries);
        expect(spread.shed).toBe(0);
        expect(spread.coverage).toBeCloseTo(deliveries / (messages * peers * (peers - 1)), 6);
        if (components.length === 1) {
          expect(spread.coverage).toBe(1);
          expect(deliveries).toBe(spread.published * (peers - 1));
        }
      }),
      150,
    );
  });

  it('takes no hop that a breadth-first search would not, when every message takes as long', () => {
    holds(
      fc.property(overlays(30), randomSeeds, (scenario, seed) => {
        const { overlay, spread } = run(
          { ...scenario, ...ALL_AT_ONCE, seeds: 1, latency: 'constant:50' },
          seed,
        );
        const eccentricities = eccentricitiesOf(scenario.peers, overlay.links);
        const sum = eccentricities.reduce((total, each) => total + each, 0);
        expect(spread.lastDeliveryHop.mean).toBeCloseTo(sum / scenario.peers, 12);
        expect(spread.lastDeliveryHop.max).toBe(Math.max(...eccentricities));
        expect(spread.timeToMs.p100).toBeCloseTo((50 * sum) / scenario.peers, 9);
      }),
      60,
    );
  });

  /** The largest distance from each peer. */
  function eccentricitiesOf(peerCount: number, links: Uint32Array): number[] {
    const neighbours = Array.from({ length: peerCount }, (): number[] => []);
    for (let i = 0; i < links.length; i += 2) {
      neighbours[links[i]].push(links[i + 1]);
      neighbours[links[i + 1]].push(links[i]);
    }
    return neighbours.map((_, start) => {
      const distances = new Map([[start, 0]]);
      for (const [peer, distance] of distances) {
        for (const next of neighbours[peer]) if (!distances.has(next)) distances.set(next, distance + 1);
      }
      return Math.max(...distances.values());
    });
  }
});

// peer/0 - peer/1 - peer/2 - peer/3 - peer/4, 50 ms each: all by hand.
describe('a chain of five where everybody publishes once', () => {
  const { overlay, registration, spread, reached, infectedShare } = run({
    ...CHAIN,
    ...ALL_AT_ONCE,
    peers: 5,
  });

  it('is a chain', () => {
    expect([...overlay.peers]).toEqual([0, 1, 2, 3, 4]);
    expect([...overlay.links]).toEqual([1, 0, 2, 1, 3, 2, 4, 3]);
    expect(registration).toEqual({ seeds: 1, quorum: 1, registeredPeers: 5 });
  });

  it('sends each message over each link once', () => {
    expect(spread).toMatchObject({ published: 5, copies: 20, deliveries: 20, duplicates: 0, shed: 0 });
    expect([spread.coverage, spread.redundancy]).toEqual([1, 0]);
  });

  it('has its last delivery at the far end: after 4, 3, 2, 3 and 4 hops', () => {
    expect(spread.lastDeliveryHop).toEqual({ mean: 3.2, max: 4 });
    expect(spread.timeToMs).toMatchObject({ p90: 160, p99: 160, p100: 160 });
  });

  it('has half of the others at the second delivery: after 2, 1, 1, 1 and 2 hops', () => {
    expect(spread.timeToMs.p50).toBe(70);
    expect(reached).toEqual({ p50: 5, p90: 5, p99: 5, p100: 5 });
  });

  // 8, 6, 4 and 2 of the 20 deliveries take 1, 2, 3 and 4 hops. A point stands at the end of its 10 ms.
  it('spreads as it must', () => {
    expect(infectedShare).toEqual([
      [60, 0.4],
      [110, 0.7],
      [160, 0.9],
      [210, 1],
    ]);
  });
});

describe('three peers that all know each other', () => {
  it('send 2E-(N-1) = 4 copies a message, of which two are duplicates', () => {
    const { overlay, spread } = run({ ...ALL_AT_ONCE, peers: 3, alpha: 0, links: 40 });
    expect([...overlay.links]).toHaveLength(6);
    expect(spread).toMatchObject({ published: 3, copies: 12, deliveries: 6, duplicates: 6, redundancy: 1 });
    expect(spread.lastDeliveryHop).toEqual({ mean: 1, max: 1 });
    expect(spread.timeToMs).toEqual({ p50: 50, p90: 50, p99: 50, p100: 50 });
  });
});

describe('two peers that publish with their first link', () => {
  // The accepter publishes on hearing HELLO, which has crossed a link; its message has not.
  it('are one hop apart', () => {
    const { spread } = run({ peers: 2, publishers: 'all', messages: 1 });
    expect(spread).toMatchObject({ published: 2, deliveries: 2, copies: 2 });
    expect(spread.lastDeliveryHop).toEqual({ mean: 1, max: 1 });
  });
});

describe('nothing published', () => {
  it('gives no shares and no times', () => {
    const { spread, reached, infectedShare, liveness } = run({ peers: 5 });
    const none = { p50: null, p90: null, p99: null, p100: null };
    expect(spread).toEqual({
      published: 0,
      deliveries: 0,
      coverage: null,
      copies: 0,
      duplicates: 0,
      shed: 0,
      redundancy: null,
      lastDeliveryHop: { mean: null, max: null },
      timeToMs: none,
    });
    expect([reached.p50, reached.p100, infectedShare]).toEqual([0, 0, []]);
    expect([liveness.detectionMs, liveness.firstDetectionMs]).toEqual([
      { mean: null, max: null },
      { mean: null, max: null },
    ]);
  });
});

describe('a message', () => {
  /** All five of the chain publish at 11 s, when the first peer would look for others if it had none. */
  const late: Partial<Scenario> = { ...CHAIN, ...ALL_AT_ONCE, peers: 5, joinOverS: 10 };
  const [publishedS] = tracedRun(late).facts.filter(({ says }) => says.startsWith('published'));

  it('that is under way at the end counts as far as it got', () => {
    // 120 ms: two hops. 14 of 20 deliveries; the last of each message at hop 2.
    const { spread, reached, infectedShare } = run({ ...late, durationS: publishedS.seconds + 0.12 });
    expect(spread).toMatchObject({ published: 5, deliveries: 14, coverage: 0.7 });
    expect(spread.lastDeliveryHop).toEqual({ mean: 2, max: 2 });
    expect(infectedShare).toEqual([
      [60, 0.4],
      [110, 0.7],
    ]);
    // Half of the others, two, had every message; all four only that of the middle.
    expect(reached).toEqual({ p50: 5, p90: 1, p99: 1, p100: 1 });
    expect(spread.timeToMs).toEqual({ p50: 70, p90: 100, p99: 100, p100: 100 });
  });

  it('that duplicates of are under way at the end counts like any other', () => {
    const three: Partial<Scenario> = { ...ALL_AT_ONCE, peers: 3, alpha: 0, links: 40, joinOverS: 10 };
    const [first] = tracedRun(three).facts.filter(({ says }) => says.startsWith('published'));
    const { spread, reached } = run({ ...three, durationS: first.seconds + 0.06 });
    expect(spread).toMatchObject({ deliveries: 6, duplicates: 0, coverage: 1, copies: 12 });
    expect([reached.p100, spread.timeToMs.p100, spread.lastDeliveryHop.mean]).toEqual([3, 50, 1]);
  });

  it('counts for those who live from its publish to the end', () => {
    // peer/4 crashes before anything reaches it, but after its own message left; peer/0 when all is over.
    const crash = (at: number, id: string) => ({ at, kind: 'crash', who: { ids: [id] } }) as const;
    const faults = [crash(publishedS.seconds + 0.04, 'peer/4'), crash(publishedS.seconds + 1, 'peer/0')];
    const { overlay, spread, reached } = run({ ...late, faults, durationS: publishedS.seconds + 2 });
    expect([...overlay.peers]).toEqual([1, 2, 3]);
    expect([...overlay.links]).toEqual([2, 1, 3, 2]);
    expect(spread).toMatchObject({ published: 5, deliveries: 4 * 3 + 4, coverage: 1 });
    expect(reached).toEqual({ p50: 5, p90: 5, p99: 5, p100: 5 });
    // peer/0 to peer/3: 3 hops; peer/1 to peer/3: 2; peer/2: 1; peer/3 to peer/1: 2; peer/4 to peer/1: 3.
    expect(spread.timeToMs.p100).toBeCloseTo((50 * (3 + 2 + 1 + 2 + 3)) / 5, 9);
  });
});

describe('links at the end', () => {
  it('are those that both ends know', () => {
    // The crashed host is back, and its neighbour has not noticed: nothing was sent since.
    const faults = [
      { at: 10, kind: 'crash', who: { ids: ['peer/0'] } },
      { at: 11, kind: 'restart', who: { ids: ['peer/0'] } },
    ] as const;
    const { overlay } = run({ ...CHAIN, peers: 3, joinOverS: 2, faults, durationS: 15 });
    expect([...overlay.peers]).toEqual([0, 1, 2]);
    expect([...overlay.links]).toEqual([2, 1]);
  });

  // Two peers that both took themselves for the first wait 10 s to be dialled, then dial each other.
  it('are one a pair, also while two dials cross: that of the smaller address', () => {
    const two: Partial<Scenario> = { peers: 2, seeds: 3, joinOverS: 0, latency: 'uniform:40-60' };
    let crossed = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { facts } = tracedRun({ ...two, durationS: 20 }, `${seed}`);
      const dialled = facts.filter(({ says }) => says.endsWith(', dialled'));
      if (dialled.length < 2) continue;
      crossed++;
      const { overlay } = run({ ...two, durationS: dialled[1].seconds + 0.000001 }, `${seed}`);
      expect([...overlay.links]).toEqual([0, 1]);
      expect([...run({ ...two, durationS: 20 }, `${seed}`).overlay.links]).toEqual([0, 1]);
    }
    expect(crossed).toBeGreaterThan(3);
  });
});
