/** What settings give, from theory: held against published numbers, against sums done by hand, and against simulations. */
import { describe, expect, it } from 'vitest';
import { degreesOf, inDegreesOf } from '../analysis/degrees.ts';
import { largestShareAfterAttack } from '../analysis/design/attack.ts';
import { predict } from '../analysis/design/prediction.ts';
import { type OverlayRule, RankGrowth } from '../analysis/design/rank-growth.ts';
import { largestShareWithout, reachedByHop } from '../analysis/design/reach.ts';
import { ImpossibleWish, settingsFor, type Wishes } from '../analysis/design/settings.ts';
import { estimateOf, meanInterval } from '../analysis/statistics/estimate.ts';
import { run } from './support/sim-world.ts';

const PLAIN: OverlayRule = { peers: 1000, alpha: 0.667, links: 5, uniformLinks: 0, linksMax: 0 };
const LITERAL: OverlayRule = { peers: 10_000, alpha: 2.5, links: 'auto', uniformLinks: 0, linksMax: 0 };

function wishes(changes: Partial<Wishes>): Wishes {
  return { peers: 1000, gamma: undefined, degreeMax: undefined, links: undefined, survive: 0.01, ...changes };
}

describe('expected in-degrees', () => {
  it('with one draw each are the sum of the weights over the sums of weights', () => {
    const growth = new RankGrowth({ ...PLAIN, peers: 4, alpha: 1, links: 1 });
    expect(growth.inDegree(0).mean).toBeCloseTo(1 + 1 / 1.5 + 1 / (1.5 + 1 / 3), 12);
    expect(growth.inDegree(1).mean).toBeCloseTo(0.5 / 1.5 + 0.5 / (1.5 + 1 / 3), 12);
    expect(growth.inDegree(3).mean).toBe(0);
    expect(growth.links()).toBeCloseTo(3, 12);
  });

  it('count the link of a pair once, however often it is drawn', () => {
    const growth = new RankGrowth({ ...PLAIN, peers: 3, alpha: 0, links: 2 });
    // The second peer has one candidate; the third draws twice of two.
    expect(growth.inDegree(0).mean).toBeCloseTo(1 + 3 / 4, 12);
    expect(growth.links()).toBeCloseTo(1 + 2 * (3 / 4), 12);
  });

  // "At N = 10,000, registration order, alpha 2.5: largest in-degree about 9,997; mean degree 8.93"
  it('are those measured for alpha 2.5', () => {
    const growth = new RankGrowth(LITERAL);
    expect(growth.inDegree(0).mean).toBeCloseTo(9_997, 0);
    expect((2 * growth.links()) / LITERAL.peers).toBeCloseTo(8.93, 1);
  });

  it('add up to all links', () => {
    for (const rule of [PLAIN, { ...PLAIN, alpha: 1.5 }, { ...PLAIN, alpha: 0 }]) {
      const growth = new RankGrowth(rule);
      let sum = 0;
      for (let i = 0; i < rule.peers; i++) sum += growth.inDegree(i).mean;
      expect(growth.links() / sum).toBeCloseTo(1, 4);
    }
  });

  it('fall from the oldest to the youngest, and the hub is the larger the smaller gamma is', () => {
    const means = Array.from({ length: 50 }, (_, i) => new RankGrowth(PLAIN).inDegree(i).mean);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    const hubs = [1.4, 1.8, 2.2, 2.5, 3, 4, 10].map(
      (gamma) => predict({ ...PLAIN, alpha: 1 / (gamma - 1) }, 0.01).largestDegree,
    );
    expect(hubs).toEqual([...hubs].sort((a, b) => b - a));
  });
});

describe('what remains together', () => {
  // "removing the top 1 % leaves a largest component of 0.1 %. With 2 uniformly chosen links [...] the same attack leaves 99.99 %"
  it('is nothing for alpha 2.5, and nearly all with two uniform links', () => {
    expect(largestShareWithout(new RankGrowth(LITERAL), 100)).toBeLessThan(0.001);
    const mended = largestShareWithout(new RankGrowth({ ...LITERAL, uniformLinks: 2 }), 100);
    expect(mended).toBeCloseTo(0.9999, 4);
  });

  it('is less when more are gone, and more with more links', () => {
    const shares = [10, 50, 100, 200, 300, 400].map((gone) =>
      largestShareWithout(new RankGrowth(PLAIN), gone),
    );
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    const linked = [1, 2, 3, 4, 5].map((links) =>
      largestShareWithout(new RankGrowth({ ...PLAIN, links }), 300),
    );
    expect(linked).toEqual([...linked].sort((a, b) => a - b));
  });

  it('of a star is nothing, of a ring without one peer all', () => {
    const star = Uint32Array.of(0, 1, 0, 2, 0, 3, 0, 4);
    expect(largestShareAfterAttack(5, star, 1)).toBe(1 / 4);
    const ring = Uint32Array.of(0, 1, 1, 2, 2, 3, 3, 4, 4, 0);
    expect(largestShareAfterAttack(5, ring, 1)).toBe(1);
    // Of equals the older goes first: 0 and 1, so that 2, 3 and 4 stay.
    expect(largestShareAfterAttack(5, ring, 2)).toBe(1);
    expect(largestShareAfterAttack(6, Uint32Array.of(0, 1, 0, 2, 0, 3, 3, 4, 4, 5), 1)).toBe(3 / 5);
  });

  it('a message reaches more with every hop, at last all', () => {
    const shares = reachedByHop(new RankGrowth(PLAIN));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBe(1 / PLAIN.peers);
    expect(shares.at(-1)).toBeGreaterThan(0.999);
  });
});

/** Runs of what a rule describes; with one seed the rank law holds exactly. */
function simulated(rule: OverlayRule, runs: number, removed: number) {
  const results = Array.from({ length: runs }, (_, i) =>
    run({ ...rule, publishers: 3, messages: 1, publish: 'when-settled' }, `design ${i}`),
  );
  const of = (value: (links: Uint32Array, i: number) => number) =>
    results.map(({ overlay }, i) => value(overlay.links, i));
  return {
    oldest: of((links) => inDegreesOf(rule.peers, links)[0]),
    tenth: of((links) => inDegreesOf(rule.peers, links)[9]),
    largest: of((links) => Math.max(...degreesOf(rule.peers, links))),
    links: of((links) => links.length / 2),
    copies: of((_, i) => results[i].spread.copies / 3),
    hops: of((_, i) => results[i].spread.timeToMs.p99! / 50),
    full: of((links) => degreesOf(rule.peers, links).filter((degree) => degree === rule.linksMax).length),
    together: of((links) => largestShareAfterAttack(rule.peers, links, removed)),
  };
}

describe('predicted and simulated agree', () => {
  const SMALL = { ...PLAIN, peers: 300 };

  it.each<[string, OverlayRule]>([
    ['gamma 2.5', SMALL],
    ['gamma 2', { ...SMALL, alpha: 1 }],
    ['gamma 4 with uniform links', { ...SMALL, alpha: 0.333, links: 3, uniformLinks: 2 }],
    ['alpha 2.5, links auto', { ...SMALL, alpha: 2.5, links: 'auto' }],
  ])('%s', (_, rule) => {
    const removed = 30;
    const measured = simulated(rule, 8, removed);
    const predicted = predict(rule, removed / rule.peers);
    const within = (values: number[], value: number) => {
      const [low, high] = meanInterval(values, 0.999)!;
      // What hardly varies has an interval narrower than the model is exact.
      const slack = 0.01 * value;
      expect(value).toBeGreaterThan(low - slack);
      expect(value).toBeLessThan(high + slack);
    };
    within(measured.oldest, predicted.inDegrees[0][1]);
    within(measured.tenth, predicted.inDegrees[3][1]);
    within(measured.largest, predicted.largestDegree);
    within(measured.links, predicted.links);
    within(measured.copies, predicted.copies);
    expect(Math.abs(estimateOf(measured.hops).mean! - predicted.hopsTo99)).toBeLessThan(1);
    // The first to go are here those with the most links, there the oldest.
    expect(Math.abs(estimateOf(measured.together).mean! - predicted.survivingShare)).toBeLessThan(0.03);
  });

  it('with a limit', () => {
    const rule = { ...SMALL, peers: 600, links: 4, linksMax: 14 };
    const measured = simulated(rule, 5, 60);
    const predicted = predict(rule, 0.1);
    expect(predicted.largestDegree).toBe(14);
    expect(new Set(measured.largest)).toEqual(new Set([14]));
    expect(Math.abs(estimateOf(measured.full).mean! / predicted.fullPeers - 1)).toBeLessThan(0.15);
    expect(estimateOf(measured.links).mean! / predicted.links).toBeCloseTo(1, 2);
    expect(Math.abs(estimateOf(measured.hops).mean! - predicted.hopsTo99)).toBeLessThan(1);
    expect(Math.abs(estimateOf(measured.together).mean! - predicted.survivingShare)).toBeLessThan(0.03);
  });
});

describe('settings', () => {
  it('have alpha 1/(gamma-1), the list oldest first, and 5 links', () => {
    expect(settingsFor(wishes({}))).toEqual({
      gamma: 2.5,
      alpha: 0.667,
      links: 5,
      rank: 'oldest',
      peers: 1000,
      uniformLinks: 0,
      linksMax: 0,
    });
    expect(settingsFor(wishes({ gamma: 3 })).alpha).toBe(0.5);
    expect(settingsFor(wishes({ gamma: 1.4 })).alpha).toBe(2.5);
  });

  it('have uniform links where the survivors would fall apart without, and more of them for a larger loss', () => {
    const needed = [0.01, 0.1, 0.2, 0.3].map(
      (survive) => settingsFor(wishes({ gamma: 1.8, survive })).uniformLinks,
    );
    expect(needed).toEqual([...needed].sort((a, b) => a - b));
    expect(needed[0]).toBeGreaterThan(0);
    for (const survive of [0.01, 0.1, 0.2, 0.3]) {
      const settings = settingsFor(wishes({ gamma: 1.8, survive }));
      expect(largestShareWithout(new RankGrowth(settings), 1000 * survive)).toBeGreaterThanOrEqual(0.99);
      const fewer = { ...settings, uniformLinks: settings.uniformLinks - 1 };
      expect(largestShareWithout(new RankGrowth(fewer), 1000 * survive)).toBeLessThan(0.99);
    }
  });

  it('have a limit as wished, and as many links as it leaves room for', () => {
    expect(settingsFor(wishes({ degreeMax: 40 }))).toMatchObject({ linksMax: 40, links: 5 });
    expect(settingsFor(wishes({ degreeMax: 10 }))).toMatchObject({ linksMax: 10, links: 3 });
  });

  it.each<[Partial<Wishes>, RegExp]>([
    [{ degreeMax: 9, links: 5 }, /^--degree-max 9: expected at least 10, because each peer draws 5 links/],
    [{ links: 1000 }, /^--links 1000: expected fewer than the 1000 peers/],
    [{ survive: 0.9, links: 1 }, /^--survive 0\.9: expected a share that leaves 99 % .* or raise --links 1$/],
    [{ survive: 0.5, degreeMax: 4 }, /within --degree-max 4 keep .* lower it, or raise --degree-max$/],
  ])('are refused for %j', (changes, sentence) => {
    expect(() => settingsFor(wishes(changes))).toThrow(ImpossibleWish);
    expect(() => settingsFor(wishes(changes))).toThrow(sentence);
  });
});
