/** What an overlay will be like, from its settings alone. */
import { type OverlayRule, RankGrowth } from './rank-growth.ts';
import { reachedByHop } from './reach.ts';
import { survivingShare } from './settings.ts';

export interface Prediction {
  readonly peers: number;
  /** How many are expected to dial the oldest peers: `[rank from 1, peers]`. With a limit: no more than it lets in. */
  readonly inDegrees: readonly (readonly [number, number])[];
  /** Links of whoever has the most. */
  readonly largestDegree: number;
  /** Peers that are full; 0 without a limit. */
  readonly fullPeers: number;
  readonly links: number;
  /** Of one message: each of E links takes one copy, and those that did not bring it first a second: 2E-(N-1). */
  readonly copies: number;
  /** The share of them that the peer with the most links sends. */
  readonly hubShare: number;
  /** A message has got to 99 % of the peers after so many hops. */
  readonly hopsTo99: number;
  /** Of the survivors, in their largest component, when the peers with the most links are gone. */
  readonly survivingShare: number;
}

const RANKS = [1, 2, 3, 10, 100];
/** The largest degree is among those of so many oldest peers, or hardly larger. */
const HUBS_MAX = 64;
const STEPS = 400;

/** @param removedShare of the peers, those with the most links */
export function predict(rule: OverlayRule, removedShare: number): Prediction {
  const { peers, linksMax } = rule;
  const growth = new RankGrowth(rule);
  const atMost = linksMax === 0 ? Number.POSITIVE_INFINITY : linksMax;
  const ranks = RANKS.filter((rank) => rank <= peers);
  const links = growth.links();
  const copies = 2 * links - (peers - 1);
  const largestDegree = Math.min(atMost, peers - 1, expectedMaximum(growth));
  return {
    peers,
    inDegrees: ranks.map((rank) => [rank, Math.min(atMost, growth.inDegree(rank - 1).mean)]),
    largestDegree,
    fullPeers: growth.full[peers - 1],
    links,
    copies,
    hubShare: (largestDegree - 1) / copies,
    hopsTo99: reachedByHop(growth).findIndex((share) => share >= 0.99),
    survivingShare: survivingShare(rule, removedShare),
  };
}

/** The mean of the largest of the degrees of the oldest peers, each taken for normal. */
function expectedMaximum(growth: RankGrowth): number {
  const hubs = Array.from({ length: Math.min(growth.rule.peers, HUBS_MAX) }, (_, i) => {
    const { mean, variance } = growth.inDegree(i);
    const own = Math.min(i, growth.draws(i) + growth.uniformDraws(i));
    return { mean: mean + own, deviation: Math.sqrt(variance) };
  });
  const low = Math.max(...hubs.map(({ mean }) => mean));
  const high = low + 6 * Math.max(1, ...hubs.map(({ deviation }) => deviation));
  // The mean is low plus the integral of P(maximum > x) above it, less that of P(maximum < x) below it.
  const stepWidth = (high - low) / STEPS;
  let mean = low;
  for (let step = 0; step < STEPS; step++) {
    const distance = (step + 0.5) * stepWidth;
    mean += stepWidth * (1 - chanceOfAllBelow(hubs, low + distance) - chanceOfAllBelow(hubs, low - distance));
  }
  return mean;
}

function chanceOfAllBelow(
  hubs: readonly { readonly mean: number; readonly deviation: number }[],
  x: number,
): number {
  return hubs.reduce((chance, { mean, deviation }) => chance * normalBelow(x, mean, deviation), 1);
}

/** The normal distribution, to 3e-4 (Page, Applied Statistics 26, 75-76, 1977). */
function normalBelow(x: number, mean: number, deviation: number): number {
  if (deviation === 0) return x < mean ? 0 : 1;
  const z = (x - mean) / deviation;
  return 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
}
