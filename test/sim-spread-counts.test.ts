/** Counts of the spread: by hand in small networks, and sums that must agree in any. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureOverlay } from '../analysis/overlay.ts';
import { spreadMeaning } from '../cli/spread-meaning.ts';
import type { Counts } from '../sim/counts.ts';
import type { Scenario } from '../sim/scenario.ts';
import { binOf, TIME_BINS, timeOfBin, timesOf } from '../sim/time-bins.ts';
import { holds } from './support/property.ts';
import { overlays, randomSeeds, troubles } from './support/sim-scenarios.ts';
import { CHAIN, plain, run } from './support/sim-world.ts';

const ONCE: Partial<Scenario> = { publishers: 'all', messages: 1, publish: 'when-settled' };

function total(counts: Counts): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

function sumOf(counts: Counts): number {
  return counts.reduce((sum, [value, count]) => sum + value * count, 0);
}

describe('bins of time', () => {
  it('are exact up to ten milliseconds, then have four digits', () => {
    for (const us of [0, 1, 9_999, 10_000, 50_000, 123_400, 10_000_000])
      expect(timeOfBin(binOf(us))).toBe(us);
    expect([10_001, 50_003, 123_401, 99_999].map((us) => timeOfBin(binOf(us)))).toEqual([
      10_010, 50_010, 123_500, 100_000,
    ]);
  });

  it('hold every time, round up by less than a thousandth, and keep the order', () => {
    const times = fc.oneof(fc.nat(200_000), fc.maxSafeNat());
    holds(
      fc.property(times, times, (a, b) => {
        const upper = timeOfBin(binOf(a));
        expect(upper).toBeGreaterThanOrEqual(a);
        expect(upper - a).toBeLessThanOrEqual(a / 1000);
        expect(binOf(a)).toBeLessThan(TIME_BINS);
        if (a <= b) expect(binOf(a)).toBeLessThanOrEqual(binOf(b));
      }),
      1000,
    );
  });

  it('are told in order of time', () => {
    const column = new Uint32Array(TIME_BINS);
    for (const us of [70_000, 3, 70_000]) column[binOf(us)]++;
    expect(timesOf(column)).toEqual([
      [3, 1],
      [70_000, 2],
    ]);
  });
});

// peer/0 - peer/1 - peer/2 - peer/3 - peer/4, 50 ms each.
describe('a chain of five where everybody publishes once', () => {
  const { spreadCounts } = run({ ...CHAIN, ...ONCE, peers: 5 });

  it('loads its ends with one message each, its middle with two less one', () => {
    // An inner peer sends its own message twice, and passes each of the four others on.
    expect([...spreadCounts.copiesByPeer]).toEqual([1, 6, 6, 6, 1]);
  });

  it('loads each direction of a link with the messages from behind', () => {
    expect(spreadCounts.directionsByCopies).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 2],
    ]);
  });

  it('delivers 8, 6, 4 and 2 copies after 1, 2, 3 and 4 hops of 50 ms', () => {
    const hops = [
      [1, 8],
      [2, 6],
      [3, 4],
      [4, 2],
    ] as const;
    expect(spreadCounts.deliveriesByHop).toEqual(hops);
    expect(spreadCounts.latenciesUs).toEqual(hops.map(([hop, count]) => [50_000 * hop, count]));
    expect(spreadCounts.messagesByLastHop).toEqual([
      [2, 1],
      [3, 2],
      [4, 2],
    ]);
  });

  it('has half of the peers after 100, 50, 50, 50 and 100 ms', () => {
    const half = spreadCounts.timesToShare.find(({ percent }) => percent === 50);
    expect(half?.timesUs).toEqual([
      [50_000, 3],
      [100_000, 2],
    ]);
    expect(spreadCounts.covered).toBe(5);
  });
});

describe('a star of six', () => {
  // All weight is on the oldest peer.
  const star = run({ ...ONCE, peers: 6, alpha: 1000, links: 1, joinOverS: 10 });

  it('has all its links at the hub, which sends nearly everything', () => {
    expect([...star.overlay.links]).toEqual([1, 0, 2, 0, 3, 0, 4, 0, 5, 0]);
    expect([...star.spreadCounts.copiesByPeer]).toEqual([25, 1, 1, 1, 1, 1]);
    expect(star.spreadCounts.deliveriesByHop).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });
});

describe('a link that carries thousands of messages', () => {
  it('counts them all', () => {
    const { spread, spreadCounts } = run({
      peers: 2,
      publishers: 'all',
      messages: 5000,
      gossipIntervalS: 0.001,
      latency: 'constant:1',
    });
    expect(spread.copies).toBe(10_000);
    expect(spreadCounts.directionsByCopies).toEqual([[5000, 2]]);
  });
});

describe('theory beside the run', () => {
  const meaning = (changes: Partial<Scenario>) => {
    const scenario = plain(changes);
    const result = run(changes);
    return spreadMeaning(scenario, result, measureOverlay(result.overlay.peers, result.overlay.links));
  };

  it('agrees exactly on the copies of a flood', () => {
    const { theory } = meaning({ ...ONCE, peers: 300, latency: 'planetlab' });
    expect(theory.map(({ what }) => what)).toEqual(['copies', 'redundancy']);
    for (const { expected, measured } of theory) expect(measured).toBeCloseTo(expected, 12);
  });

  // "mean distance about ln N / ln <k>, +-0.4"
  it('agrees on the hops of uniform choice', () => {
    const { theory } = meaning({ ...ONCE, peers: 3000, alpha: 0, links: 5, publishers: 5 });
    const [mean, last] = theory.slice(2);
    expect(Math.abs(mean.measured - mean.expected)).toBeLessThan(0.4);
    expect(Math.abs(last.measured - last.expected)).toBeLessThan(1);
  });

  it('agrees on the logistic curve where all know each other', () => {
    const { theory } = meaning({
      ...ONCE,
      peers: 60,
      alpha: 0,
      links: 2000,
      publishers: 1,
      messages: 60,
      latency: 'exponential:300',
      pingTimeoutS: 10,
    });
    const [half, width] = theory.slice(2);
    for (const { expected, measured } of [half, width]) {
      expect(Math.abs(measured / expected - 1)).toBeLessThan(0.15);
    }
  });

  it('says nothing of a network that grows or breaks', () => {
    expect(meaning({ ...ONCE, peers: 20, publish: 'on-connect' }).theory).toEqual([]);
    expect(meaning({ ...ONCE, peers: 20, loss: 0.1 }).theory).toEqual([]);
  });
});

describe('in any network', () => {
  function expectSums(scenario: Scenario, seed: string): void {
    const result = run(scenario, seed);
    const { spread, spreadCounts, overlay } = result;
    const { copiesByPeer, deliveriesByHop, latenciesUs, timesToShare, covered } = spreadCounts;
    expect(copiesByPeer).toHaveLength(scenario.peers);
    expect(copiesByPeer.reduce((sum, copies) => sum + copies, 0)).toBe(spread.copies);
    expect([total(deliveriesByHop), total(latenciesUs)]).toEqual([spread.deliveries, spread.deliveries]);
    expect(sumOf(spreadCounts.directionsByCopies)).toBeLessThanOrEqual(spread.copies);
    expect(total(spreadCounts.messagesByLastHop)).toBeLessThanOrEqual(spread.published);
    const reached = timesToShare.map(({ timesUs }) => total(timesUs));
    expect(reached).toEqual(reached.toSorted((a, b) => b - a));
    expect(reached[0]).toBeLessThanOrEqual(covered);
    const { measures } = spreadMeaning(scenario, result, measureOverlay(overlay.peers, overlay.links));
    if (spread.deliveries > 0) expect(measures.latencyMs?.cdf.at(-1)).toEqual([measures.latencyMs?.max, 1]);
  }

  it('copies by peer add up, and so do deliveries by hop and by time, whatever breaks', () => {
    holds(fc.property(troubles(20, [10, 25]), randomSeeds, expectSums), 40);
  });

  it('whose links stand, those carry every copy', () => {
    holds(
      fc.property(overlays(40), randomSeeds, (overlay, seed) => {
        const { spread, spreadCounts, overlay: graph } = run({ ...overlay, ...ONCE }, seed);
        expect(total(spreadCounts.directionsByCopies)).toBe(graph.links.length);
        expect(sumOf(spreadCounts.directionsByCopies)).toBe(spread.copies);
      }),
      60,
    );
  });
});
