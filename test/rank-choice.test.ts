import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NodeStreams } from '../sim/streams.ts';
import { pow } from '../src/portable-math.ts';
import type { Random } from '../src/ports.ts';
import { type ChoiceRule, chooseByRank, drawCount } from '../src/rank-choice.ts';
import { holds } from './support/property.ts';
import { chiSquareP, P_MIN, proportionP } from './support/statistics.ts';

const LITERAL: ChoiceRule = { alpha: 2.5, links: 'auto', rank: 'oldest', uniformLinks: 0 };

function rule(changes: Partial<ChoiceRule>): ChoiceRule {
  return { ...LITERAL, ...changes };
}

/** The same numbers whenever the label is the same. */
function randomOf(label: string | number): Random {
  return new NodeStreams(String(label), 'choices', 1).of(0);
}

/** These numbers, then a failure. */
function scripted(...numbers: readonly number[]): Random {
  let drawn = 0;
  return {
    next: () => {
      if (drawn === numbers.length) throw new Error('one draw too many');
      return numbers[drawn++];
    },
  };
}

function anyRule(): Arbitrary<ChoiceRule> {
  const fixed = fc.record({
    alpha: fc.oneof(fc.constantFrom(0, 0.667, 1, 2.5), fc.double({ min: 0, max: 20, noNaN: true })),
    links: fc.integer({ min: 1, max: 40 }),
  });
  const automatic = fc.record({ alpha: fc.constantFrom(2, 2.5, 3, 20), links: fc.constant('auto' as const) });
  const rest = fc.record({
    rank: fc.constantFrom('oldest' as const, 'newest' as const, 'shuffled' as const),
    uniformLinks: fc.nat(10),
  });
  return fc.tuple(fc.oneof(fixed, automatic), rest).map(([some, others]) => ({ ...some, ...others }));
}

/** How often each key came in `trials` choices from one stream. */
function tally(trials: number, cellCount: number, choose: (random: Random) => number, label: string) {
  const counts = new Array<number>(cellCount).fill(0);
  const random = randomOf(label);
  for (let trial = 0; trial < trials; trial++) counts[choose(random)]++;
  return counts;
}

function weightsOf(alpha: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + 1) ** -alpha);
}

/** Probabilities that three draws with replacement hit one, two and three entries. */
function distinctOfThree(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const square = weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0);
  const cube = weights.reduce((sum, weight) => sum + (weight / total) ** 3, 0);
  return [cube, 3 * (square - cube), 1 - 3 * square + 2 * cube];
}

describe('the positions chosen', () => {
  it('are distinct, in range, at least one and no more than were drawn', () => {
    holds(
      fc.property(anyRule(), fc.integer({ min: 1, max: 300 }), fc.nat(), (rules, count, label) => {
        const chosen = chooseByRank(rules, count, randomOf(label));
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.every((at) => Number.isInteger(at) && at >= 0 && at < count)).toBe(true);
        const most = Math.min(count, drawCount(rules, count) + rules.uniformLinks);
        expect(chosen.length).toBeGreaterThanOrEqual(Math.min(count, 1 + rules.uniformLinks));
        expect(chosen.length).toBeLessThanOrEqual(most);
      }),
      1_000,
    );
  });

  it('are none of an empty list, without a draw', () => {
    holds(
      fc.property(anyRule(), (rules) => {
        expect(chooseByRank(rules, 0, scripted())).toEqual([]);
      }),
    );
  });

  it('are the only one of a list of one', () => {
    holds(
      fc.property(anyRule(), fc.nat(), (rules, label) => {
        expect(chooseByRank(rules, 1, randomOf(label))).toEqual([0]);
      }),
    );
  });

  it('repeat with the same draws, whatever lists came before', () => {
    const alpha = 2.515_625; // a table of its own
    const small = chooseByRank(rule({ alpha }), 3, randomOf('repeat'));
    const middle = chooseByRank(rule({ alpha, links: 20 }), 5_000, randomOf('repeat'));
    chooseByRank(rule({ alpha }), 100_000, randomOf('other'));
    expect(chooseByRank(rule({ alpha }), 3, randomOf('repeat'))).toEqual(small);
    expect(chooseByRank(rule({ alpha, links: 20 }), 5_000, randomOf('repeat'))).toEqual(middle);
  });
});

// "1/(i+1)^alpha, i = 0 for the first entry of the list, alpha = 2.5."
describe('the weight of a rank', () => {
  it('decides as a search from the first entry would, for every draw', () => {
    const draws = fc.oneof(
      fc.constantFrom(0, 1 - 2 ** -53),
      fc.double({ min: 0, max: 1 - 2 ** -53, noNaN: true }),
    );
    const alphas = fc.constantFrom(0.667, 1, 2, 2.5, 20);
    const counts = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3_000 }));
    holds(
      fc.property(alphas, counts, draws, fc.nat(), (alpha, count, draw, rank) => {
        const sums: number[] = [];
        for (let i = 0; i < count; i++) sums.push((sums[i - 1] ?? 0) + pow(i + 1, -alpha));
        // Draws that hit the border between two ranks, too.
        for (const each of [draw, sums[rank % count] / sums[count - 1]].filter((number) => number < 1)) {
          const searched = sums.findIndex((sum) => sum > each * sums[count - 1]);
          expect(chooseByRank(rule({ alpha, links: 1 }), count, scripted(each))).toEqual([searched]);
        }
      }),
      1_000,
    );
  });

  it.each([
    [0.667, 50],
    [1, 20],
    [2.5, 3],
    [2.5, 12],
  ])('shows in how often it is drawn: alpha %f, %i entries', (alpha, count) => {
    const one = rule({ alpha, links: 1 });
    const counts = tally(100_000, count, (random) => chooseByRank(one, count, random)[0], 'weights');
    expect(chiSquareP(counts, weightsOf(alpha, count))).toBeGreaterThan(P_MIN);
  });

  // "The first entry gets 74.5 % of all draws."
  it('gives the first of a long list 74.5 % of all draws with alpha 2.5', () => {
    const weights = weightsOf(2.5, 1_000_000);
    const share = 1 / weights.reduce((sum, weight) => sum + weight, 0);
    expect(share).toBeCloseTo(0.745, 3);
    const one = rule({ links: 1 });
    const [first] = tally(100_000, 1_000_000, (random) => chooseByRank(one, 1_000_000, random)[0], 'first');
    expect(proportionP(first, 100_000, share)).toBeGreaterThan(P_MIN);
  });

  it('is the same for all with alpha 0', () => {
    const one = rule({ alpha: 0, links: 1 });
    const counts = tally(50_000, 100, (random) => chooseByRank(one, 100, random)[0], 'uniform');
    expect(chiSquareP(counts)).toBeGreaterThan(P_MIN);
  });

  // "Draws with replacement, then the distinct ones."
  it('does not change when an entry was drawn before', () => {
    const three = rule({ alpha: 1, links: 3 });
    const sizes = tally(50_000, 3, (random) => chooseByRank(three, 4, random).length - 1, 'replacement');
    expect(chiSquareP(sizes, distinctOfThree(weightsOf(1, 4)))).toBeGreaterThan(P_MIN);
  });

  it('is drawn with one number for each of the links', () => {
    expect(chooseByRank(rule({ alpha: 0, links: 4 }), 10, scripted(0.95, 0.31, 0.95, 0))).toEqual([9, 3, 0]);
  });
});

// "links auto: max(1, min(n, floor(n^(1/alpha)))) draws."
describe('the number of draws', () => {
  it.each([
    [
      0.4,
      [1, 2, 31, 32, 33, 242, 243, 1_023, 1_024, 3_125, 7_776, 99_999, 100_000],
      [1, 1, 3, 4, 4, 8, 9, 15, 16, 25, 36, 99, 100],
    ],
    [0.5, [1, 3, 4, 8, 9, 99, 100, 999_999, 1_000_000], [1, 1, 2, 2, 3, 9, 10, 999, 1_000]],
    [1 / 3, [1, 7, 8, 26, 27, 999, 1_000, 999_999, 1_000_000], [1, 1, 2, 2, 3, 9, 10, 99, 100]],
    [0.05, [1, 1_000_000, 1_048_575, 1_048_576], [1, 1, 1, 2]],
    [1, [1, 2, 1_000], [1, 2, 1_000]],
    [1.5, [1, 2, 100], [1, 2, 100]],
  ])('is floor(n^%f), at least 1 and at most n', (root, counts, draws) => {
    expect(counts.map((count) => drawCount(rule({ alpha: 1 / root }), count))).toEqual(draws);
  });

  it.each([
    // m <= n^(2/5) exactly when m^5 <= n^2, which are whole numbers that doubles hold.
    ['2.5', 2.5, (m: number, n: number) => m ** 5 <= n ** 2],
    ['2', 2, (m: number, n: number) => m ** 2 <= n],
    ['3', 3, (m: number, n: number) => m ** 3 <= n],
  ])('is right for every list of up to 500,000 entries with alpha %s', (_, alpha, reaches) => {
    const automatic = rule({ alpha });
    let root = 1;
    let wrong = 0;
    for (let count = 1; count <= 500_000; count++) {
      while (reaches(root + 1, count)) root++;
      if (drawCount(automatic, count) !== root) wrong++;
    }
    expect(wrong).toBe(0);
  });

  it('is what was set, however short the list', () => {
    for (const alpha of [0, 0.667, 2.5]) expect(drawCount(rule({ alpha, links: 5 }), 3)).toBe(5);
  });
});

describe('the order of ranks', () => {
  it('newest first is oldest first from the other end', () => {
    holds(
      fc.property(anyRule(), fc.integer({ min: 1, max: 200 }), fc.nat(), (any, count, label) => {
        const ranked = { ...any, uniformLinks: 0 };
        const oldest = chooseByRank({ ...ranked, rank: 'oldest' }, count, randomOf(label));
        const newest = chooseByRank({ ...ranked, rank: 'newest' }, count, randomOf(label));
        expect(newest).toEqual(oldest.map((position) => count - 1 - position));
      }),
    );
  });

  it('shuffled gives every position the same chance, and every pair of two', () => {
    const three = rule({ links: 3, rank: 'shuffled' });
    const first = tally(50_000, 10, (random) => chooseByRank(three, 10, random)[0], 'shuffled');
    expect(chiSquareP(first)).toBeGreaterThan(P_MIN);
    const pairs = tally(50_000, 101, (random) => pairOf(chooseByRank(three, 10, random)), 'pairs');
    expect(pairs.filter((_, pair) => pair % 11 === 0 && pair < 100)).toEqual(new Array(10).fill(0));
    expect(chiSquareP(pairs.filter((_, pair) => pair % 11 !== 0 && pair < 100))).toBeGreaterThan(P_MIN);

    /** Which ordered pair of the 100, or 100 when all draws hit one rank. */
    function pairOf([one, other]: readonly number[]): number {
      return other === undefined ? 100 : 10 * one + other;
    }
  });

  it('shuffled chooses as many as the ranks drawn', () => {
    const three = rule({ alpha: 1, links: 3 });
    const shuffled: ChoiceRule = { ...three, rank: 'shuffled' };
    const sizes = tally(50_000, 3, (random) => chooseByRank(shuffled, 4, random).length - 1, 'sizes');
    expect(chiSquareP(sizes, distinctOfThree(weightsOf(1, 4)))).toBeGreaterThan(P_MIN);
  });
});

// "Extra uniform links."
describe('uniform links', () => {
  it('come after the ranked ones and do not change them', () => {
    holds(
      fc.property(anyRule(), fc.integer({ min: 1, max: 100 }), fc.nat(), (any, count, label) => {
        const ranked = chooseByRank({ ...any, uniformLinks: 0 }, count, randomOf(label));
        const both = chooseByRank(any, count, randomOf(label));
        expect(both.slice(0, ranked.length)).toEqual(ranked);
        expect(both.length).toBe(Math.min(count, ranked.length + any.uniformLinks));
      }),
    );
  });

  it('are all others when as many are wanted or more', () => {
    holds(
      fc.property(
        anyRule(),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(5),
        fc.nat(),
        (any, count, more, label) => {
          const chosen = chooseByRank({ ...any, uniformLinks: count - 1 + more }, count, randomOf(label));
          expect(chosen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
    );
  });

  it('go to each pair of the others with the same chance', () => {
    const one = rule({ links: 1, uniformLinks: 2 });
    const counts = tally(50_000, 36, (random) => cellOf(chooseByRank(one, 6, random)), 'extra');
    // Positions 1-5 in both places, when the ranked choice was the first entry.
    const afterFirst = counts.filter((_, cell) => cell > 6 && cell % 6 !== 0 && cell % 7 !== 0);
    expect(afterFirst.length).toBe(20);
    expect(chiSquareP(afterFirst)).toBeGreaterThan(P_MIN);

    function cellOf([ranked, second, third]: readonly number[]): number {
      return ranked === 0 ? 6 * second + third : 0;
    }
  });

  it('count free positions from the oldest', () => {
    // The ranked draw takes position 2 of 5; the others are 0, 1, 3, 4, of which the third is 3; then 0, 1, 4.
    const drawn = chooseByRank(rule({ alpha: 0, links: 1, uniformLinks: 2 }), 5, scripted(0.4, 0.5, 0.99));
    expect(drawn).toEqual([2, 3, 4]);
  });
});
