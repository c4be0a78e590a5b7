/**
 * Choosing neighbours from a list by rank: entry i has weight 1/(i+1)^alpha. Under registration order this gives in-degrees
 * with exponent gamma = 1 + 1/alpha (Fortunato, Flammini, Menczer, PRL 96, 218701, 2006), that is 1.4 for alpha 2.5: a star
 * of a few hubs. A draw costs O(log rank), whatever the length of the list.
 */
import { pow } from './portable-math.ts';
import type { Random } from './ports.ts';
import type { RankOrder } from './settings.ts';

export interface ChoiceRule {
  readonly alpha: number;
  readonly links: number | 'auto';
  readonly rank: RankOrder;
  readonly uniformLinks: number;
}

/**
 * The positions chosen from a list of `candidateCount` entries (position 0 is the oldest), distinct, in the order drawn:
 * first the ranked draws, with replacement, duplicates dropped; then `uniformLinks` others, uniformly.
 */
export function chooseByRank(rule: ChoiceRule, candidateCount: number, random: Random): number[] {
  const chosen: number[] = [];
  if (candidateCount === 0) return chosen;
  const ranks: number[] = [];
  const draws = drawCount(rule, candidateCount);
  const weights = rankWeights(rule.alpha);
  for (let draw = 0; draw < draws; draw++) {
    const rank = weights.draw(candidateCount, random);
    if (ranks.includes(rank)) continue;
    ranks.push(rank);
    chosen.push(positionOf(rule.rank, rank, candidateCount, chosen, random));
  }
  const wanted = Math.min(candidateCount, chosen.length + rule.uniformLinks);
  while (chosen.length < wanted) chosen.push(freshPosition(candidateCount, chosen, random));
  return chosen;
}

/** `auto`: max(1, min(n, floor(n^(1/alpha)))) draws from a list of n. Source: reference implementation. */
export function drawCount(rule: ChoiceRule, candidateCount: number): number {
  if (rule.links !== 'auto') return rule.links;
  // The factor keeps perfect powers whole: 32^(1/2.5) is 4, not 3.9999999999.
  const root = Math.floor(pow(candidateCount, 1 / rule.alpha) * (1 + 1e-12));
  return Math.max(1, Math.min(candidateCount, root));
}

/** A list shuffled afresh is dealt only as far as the ranks drawn: each new rank gets a position no other has. */
function positionOf(order: RankOrder, rank: number, count: number, taken: number[], random: Random): number {
  if (order === 'oldest') return rank;
  if (order === 'newest') return count - 1 - rank;
  return freshPosition(count, taken, random);
}

/** A position uniform among those not taken: the j-th free one, counted past the taken ones in ascending order. */
function freshPosition(count: number, taken: number[], random: Random): number {
  let position = Math.floor(random.next() * (count - taken.length));
  for (const other of [...taken].sort((a, b) => a - b)) {
    if (other > position) break;
    position++;
  }
  return position;
}

/** Prefix sums of 1/(i+1)^alpha, grown as lists grow. Each sum depends on nothing but alpha and its rank. */
class RankWeights {
  readonly #alpha: number;
  #sums: Float64Array = new Float64Array(0);
  /** A further weight is too small to change the sum: nobody of a higher rank can be drawn. */
  #settled = false;

  constructor(alpha: number) {
    this.#alpha = alpha;
  }

  /** A rank in [0, listCount). */
  draw(listCount: number, random: Random): number {
    if (this.#alpha === 0) return Math.floor(random.next() * listCount);
    if (this.#sums.length < listCount && !this.#settled) this.#grow(listCount);
    const sums = this.#sums;
    const count = Math.min(listCount, sums.length);
    const target = random.next() * sums[count - 1];
    let high = 1;
    while (high < count && sums[high - 1] <= target) high *= 2;
    let low = high >> 1;
    high = Math.min(high, count) - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #grow(count: number): void {
    const sums = new Float64Array(Math.max(1024, count, 2 * this.#sums.length));
    sums.set(this.#sums);
    let sum = this.#sums.length === 0 ? 0 : this.#sums[this.#sums.length - 1];
    let length = this.#sums.length;
    while (length < sums.length && !this.#settled) {
      const before = sum;
      sum += pow(length + 1, -this.#alpha);
      this.#settled = sum === before;
      sums[length++] = sum;
    }
    this.#sums = sums.slice(0, length);
  }
}

/** One table an alpha, shared by all nodes of the process: a pure function of alpha, remembered. */
const tables = new Map<number, RankWeights>();

function rankWeights(alpha: number): RankWeights {
  let table = tables.get(alpha);
  if (table === undefined) {
    table = new RankWeights(alpha);
    tables.set(alpha, table);
  }
  return table;
}
