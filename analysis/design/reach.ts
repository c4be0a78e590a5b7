/**
 * How far a message gets in such an overlay, and what holds together when its first peers are gone: a branching process whose types
 * are the peers (Bollobás, Janson, Riordan, Random Structures and Algorithms 31, 3-122, 2007), each with the links it drew and a
 * Poisson number of those drawn to it. Exact for many peers and few links each; loops are left out.
 */
import type { RankGrowth } from './rank-growth.ts';

/** Below this change of the share another round says nothing new. */
const CHANGE_MIN = 1e-7;
const ROUNDS_MAX = 300;

/**
 * The share of the survivors that is in the largest component when the `removed` oldest peers, those with the most links, are gone;
 * 0 when what remains falls apart.
 */
export function largestShareWithout(growth: RankGrowth, removed: number): number {
  const reach = new Reach(growth, removed, 0, 1);
  let share = 1;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const before = share;
    share = reach.step();
    if (before - share < CHANGE_MIN) break;
  }
  return share;
}

/** The mean share of the peers within h = 0, 1, 2, ... hops of one of them, until it does not grow any more. */
export function reachedByHop(growth: RankGrowth): number[] {
  const source = 1 / growth.rule.peers;
  const reach = new Reach(growth, 0, source, source);
  const shares = [source];
  for (let hop = 1; hop < ROUNDS_MAX; hop++) {
    const share = reach.step();
    if (share - shares[hop - 1] < CHANGE_MIN) break;
    shares.push(share);
  }
  return shares;
}

/** Probabilities that each peer reaches its goal: in all, and without the one ranked or uniform link by which it was asked. */
class Reach {
  readonly #growth: RankGrowth;
  readonly #removed: number;
  readonly #source: number;
  readonly #all: Float64Array;
  readonly #butRanked: Float64Array;
  readonly #butUniform: Float64Array;

  /** @param source probability to be at the goal without any link */
  constructor(growth: RankGrowth, removed: number, source: number, start: number) {
    const { peers } = growth.rule;
    const started = () => new Float64Array(peers).fill(start, removed);
    this.#growth = growth;
    this.#removed = removed;
    this.#source = source;
    [this.#all, this.#butRanked, this.#butUniform] = [started(), started(), started()];
  }

  /** One hop more. The mean over the survivors. */
  step(): number {
    const { weights, weightSums, full, fullFrom, rule } = this.#growth;
    const [older, olderWeighted, ranked, uniform] = this.#sums();
    let sum = 0;
    for (let i = this.#removed; i < rule.peers; i++) {
      const drawn =
        i === 0 ? 0 : (olderWeighted[i] - olderWeighted[full[i]]) / (weightSums[i] - weightSums[full[i]]);
      const drawnUniformly = i === 0 ? 0 : (older[i] - older[full[i]]) / (i - full[i]);
      const until = Math.max(i + 1, fullFrom[i]);
      const dialled = weights[i] * (ranked[until] - ranked[i + 1]) + uniform[until] - uniform[i + 1];
      const [draws, uniformDraws] = [this.#growth.draws(i), this.#growth.uniformDraws(i)];
      const missed = (1 - this.#source) * Math.exp(-dialled);
      const missedUniform = (1 - drawnUniformly) ** uniformDraws;
      const missedRanked = (1 - drawn) ** draws;
      this.#all[i] = 1 - missed * missedRanked * missedUniform;
      this.#butRanked[i] = 1 - missed * (1 - drawn) ** Math.max(0, draws - 1) * missedUniform;
      this.#butUniform[i] = 1 - missed * missedRanked * (1 - drawnUniformly) ** Math.max(0, uniformDraws - 1);
      sum += this.#all[i];
    }
    return sum / (rule.peers - this.#removed);
  }

  /** Prefix sums: of the chances of those drawn, plain and weighted, and of those who draw, by rank and uniformly. */
  #sums(): [Float64Array, Float64Array, Float64Array, Float64Array] {
    const { weights, weightSums, full, rule } = this.#growth;
    const [older, olderWeighted, ranked, uniform] = [0, 0, 0, 0].map(() => new Float64Array(rule.peers + 1));
    for (let i = 0; i < rule.peers; i++) {
      older[i + 1] = older[i] + this.#all[i];
      olderWeighted[i + 1] = olderWeighted[i] + weights[i] * this.#all[i];
      const [draws, uniformDraws] = [this.#growth.draws(i), this.#growth.uniformDraws(i)];
      const weightSum = i === 0 ? 1 : weightSums[i] - weightSums[full[i]];
      ranked[i + 1] = ranked[i] + (draws * this.#butRanked[i]) / weightSum;
      uniform[i + 1] = uniform[i] + (uniformDraws * this.#butUniform[i]) / Math.max(1, i - full[i]);
    }
    return [older, olderWeighted, ranked, uniform];
  }
}
