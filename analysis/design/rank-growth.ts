/**
 * An overlay that grows by ranked choice, in expectation: who joins as number m (from 0) draws among the m before it, entry i with
 * probability p_i(m) = (i+1)^-alpha / H_m(alpha) (Fortunato, Flammini, Menczer, PRL 96, 218701, 2006). The sums are the exact
 * ones and no limits for many peers, so they hold for small networks too.
 *
 * With a limit of links, older peers have more links, so those that are full are at every moment the first of the list; the
 * others share the draws. That is taken from mean degrees, which makes it an approximation.
 */

/** What decides the overlay. The list is in registration order, oldest first. */
export interface OverlayRule {
  readonly peers: number;
  readonly alpha: number;
  /** Draws of each peer, with replacement; `auto`: max(1, min(n, floor(n^(1/alpha)))) of n. */
  readonly links: number | 'auto';
  readonly uniformLinks: number;
  /** 0: no limit. */
  readonly linksMax: number;
}

export class RankGrowth {
  readonly rule: OverlayRule;
  /** `weights[i]` is that of entry i; `weightSums[m]` that of the first m together. */
  readonly weights: Float64Array;
  readonly weightSums: Float64Array;
  /** `full[m]`: so many of the oldest have no room when m joins. */
  readonly full: Uint32Array;
  /** `fullFrom[i]`: whoever joins from this number on finds i full. */
  readonly fullFrom: Uint32Array;
  readonly #draws: Uint32Array;

  constructor(rule: OverlayRule) {
    const { peers, alpha } = rule;
    this.rule = rule;
    this.weights = Float64Array.from({ length: peers }, (_, i) => (i + 1) ** -alpha);
    this.weightSums = new Float64Array(peers + 1);
    for (let i = 0; i < peers; i++) this.weightSums[i + 1] = this.weightSums[i] + this.weights[i];
    this.#draws = Uint32Array.from({ length: peers }, (_, m) => drawCount(rule, m));
    this.full = new Uint32Array(peers);
    this.fullFrom = new Uint32Array(peers).fill(peers);
    if (rule.linksMax > 0) this.#fill();
  }

  /** Ranked draws of whoever joins as number m. */
  draws(m: number): number {
    return this.#draws[m];
  }

  /** Uniform draws of whoever joins as number m. */
  uniformDraws(m: number): number {
    return Math.min(m, this.rule.uniformLinks);
  }

  /** Probability that m, at its first choice and without a limit, links to i. */
  linkProbability(i: number, m: number): number {
    const draws = this.draws(m);
    const missed = power(1 - this.weights[i] / this.weightSums[m], draws);
    return 1 - missed * (1 - Math.min(1, this.uniformDraws(m) / Math.max(1, m - Math.min(draws, m - 1))));
  }

  /** Mean and variance of how many dial entry i, without a limit. */
  inDegree(i: number): { readonly mean: number; readonly variance: number } {
    let [mean, variance] = [0, 0];
    for (let m = i + 1; m < this.rule.peers; m++) {
      const probability = this.linkProbability(i, m);
      mean += probability;
      variance += probability * (1 - probability);
    }
    return { mean, variance };
  }

  /** Links in all: of each peer the distinct ones among its draws. */
  links(): number {
    const { peers } = this.rule;
    let [sum, before, valueBefore] = [0, -1, 0];
    // What a peer gets changes slowly with its number, so between grid points it is taken for linear.
    for (let m = 0; m < peers; m = gridAfter(m, peers)) {
      const value = this.#linksOf(m);
      const gap = m - before;
      if (before >= 0) sum += gap * valueBefore + ((value - valueBefore) * (gap - 1)) / 2;
      [before, valueBefore] = [m, value];
    }
    return sum + valueBefore;
  }

  #linksOf(m: number): number {
    const draws = this.draws(m);
    let distinct = 0;
    for (let i = 0; i < m; i++) distinct += 1 - power(1 - this.weights[i] / this.weightSums[m], draws);
    return Math.min(m, distinct + this.rule.uniformLinks);
  }

  /** Mean degrees grow with two clocks, one of the ranked draws and one of the uniform; an older peer is never behind a younger. */
  #fill(): void {
    const { peers, linksMax } = this.rule;
    const ranked = new Float64Array(peers + 1);
    const uniform = new Float64Array(peers + 1);
    let full = 0;
    for (let m = 0; m < peers; m++) {
      const others = Math.max(1, m - full);
      ranked[m + 1] =
        ranked[m] + (m === 0 ? 0 : this.draws(m) / (this.weightSums[m] - this.weightSums[full]));
      uniform[m + 1] = uniform[m] + this.uniformDraws(m) / others;
      this.full[m] = full;
      const room = (i: number) => linksMax - Math.min(i, this.draws(i) + this.uniformDraws(i));
      const taken = (i: number) =>
        this.weights[i] * (ranked[m + 1] - ranked[i + 1]) + uniform[m + 1] - uniform[i + 1];
      while (full < m - 1 && taken(full) >= room(full)) this.fullFrom[full++] = m + 1;
    }
  }
}

function drawCount({ alpha, links }: OverlayRule, m: number): number {
  if (m === 0) return 0;
  if (links !== 'auto') return links;
  return Math.max(1, Math.min(m, Math.floor(m ** (1 / alpha) * (1 + 1e-12))));
}

/** All up to 256, then steps of 2 %, then the last. */
function gridAfter(m: number, peers: number): number {
  if (m < 256) return m + 1;
  return m === peers - 1 ? peers : Math.min(peers - 1, Math.ceil(1.02 * m));
}

/** A whole power, by squaring. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let [square, rest] = [base, exponent]; rest > 0; rest = rest >> 1) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
