/**
 * How much a run will need, before it starts. Rough: from figures measured with networks of 10,000 to 1,000,000 peers on one core
 * of a server (see bench/README.md), in proportion to peers, links and copies.
 */
import { exp, pow } from '../src/portable-math.ts';
import { drawCount } from '../src/rank-choice.ts';
import type { Scenario } from './scenario.ts';

export interface Forecast {
  /** Resident memory in all, and the part of it that is JavaScript's heap. */
  readonly bytes: number;
  readonly heapBytes: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

const MIB = 1 << 20;
const BASE_BYTES = 130 * MIB;
const PEER_BYTES = 700;
const LINK_BYTES = 300;
const SEED_BYTES = 200;
const PEER_HEAP_BYTES = 400;
const LINK_HEAP_BYTES = 100;

/** Ranks after these are hardly ever drawn where ranks count. */
const RANKS_MAX = 10_000;

const BASE_S = 0.5;
const PEER_S = 20e-6;
const LINK_S = 20e-6;
/** Of a network of 1,000; a larger one misses the cache more often, about with the 0.3th power of its size. */
const COPY_S = 0.25e-6;
const COPY_POWER = 0.3;
const PING_S = 4e-6;

export function forecastOf(scenario: Scenario): Forecast {
  const { peers, seeds, publishers, messages, gossipIntervalS, durationS, joinOverS, pingIntervalS } =
    scenario;
  const links = peers * linksPerPeer(scenario);
  const publisherCount = publishers === 'all' ? peers : Math.min(publishers, peers);
  const copies = publisherCount * messages * Math.max(0, 2 * links - peers);
  const copyS = COPY_S * Math.max(1, pow(peers / 1_000, COPY_POWER));
  const simulatedS = durationS ?? joinOverS + (publisherCount > 0 ? messages * gossipIntervalS : 0);
  const pings = (2 * links * simulatedS) / pingIntervalS;
  return {
    bytes: BASE_BYTES + peers * (PEER_BYTES + seeds * SEED_BYTES) + links * LINK_BYTES,
    heapBytes: BASE_BYTES + peers * (PEER_HEAP_BYTES + seeds * SEED_BYTES) + links * LINK_HEAP_BYTES,
    seconds: BASE_S + peers * PEER_S + links * LINK_S + copies * copyS + pings * PING_S,
  };
}

/** Links that the last to join dials, on average: its draws, each rank once. */
function linksPerPeer({ peers, alpha, links, uniformLinks }: Scenario): number {
  const rule = { alpha, links, rank: 'oldest' as const, uniformLinks };
  const draws = drawCount(rule, peers);
  return Math.min(peers - 1, distinctOf(draws, peers, alpha) + uniformLinks);
}

/** How many different ranks come out of so many draws; below an alpha of 2 few come twice. */
function distinctOf(draws: number, peers: number, alpha: number): number {
  if (alpha < 2) return draws;
  const ranks = Math.min(peers, RANKS_MAX);
  const weights = Array.from({ length: ranks }, (_, i) => pow(i + 1, -alpha));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.reduce((sum, each) => sum + 1 - exp((-draws * each) / total), 0);
}
