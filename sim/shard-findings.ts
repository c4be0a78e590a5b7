/** What one thread knows at the end of a run, and what the threads know together. */
import { quorumOf } from '../src/settings.ts';
import { type LivenessTally, livenessFindings } from './liveness-statistics.ts';
import type { Network } from './network.ts';
import { dialledLinks, overlayLinks } from './overlay.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import type { Meeting } from './shard-links.ts';
import {
  infectedShareOf,
  reachedOf,
  type SpreadTally,
  spreadCounts,
  spreadFindings,
  spreadOf,
} from './spread-tally.ts';
import { digestOf } from './trace-hash.ts';

/** Can be passed between threads. */
export interface ShardFindings {
  readonly durationUs: number;
  readonly hashSum: bigint;
  readonly events: number;
  /** Its live peers, ascending. */
  readonly livePeers: Uint32Array;
  /** Two numbers a link, by peer. */
  readonly dialled: Uint32Array;
  /** By peer: some seed of this thread ever registered it, and so many seeds here list it now. */
  readonly registeredOnce: Uint8Array;
  readonly listings: Uint16Array;
  readonly spread: SpreadTally;
  readonly liveness: LivenessTally;
}

export function* findingsOf(network: Network, durationUs: number): Meeting<ShardFindings> {
  const { engine, names, tcp, spread, liveness, processes, registeredOnce } = network;
  spread.finish();
  tcp.countLoads(names.peerCount, spread.tally.endsByCopies);
  return {
    durationUs,
    hashSum: engine.hash.sumOf((node) => network.isHere(node)),
    events: engine.hash.eventCount,
    livePeers: numbersOf(names.peerCount, (peer) => processes.isRunning(peer)),
    dialled: yield* dialledLinks(network),
    registeredOnce,
    listings: listingsOf(network),
    spread: spread.tally,
    liveness: liveness.tally,
  };
}

/** The result of a run from the findings of all its threads. */
export function resultOf({ seeds, peers }: Scenario, shards: readonly ShardFindings[]): SimulationResult {
  const quorum = quorumOf(seeds);
  const live = joined(shards.map(({ livePeers }) => livePeers)).sort();
  const spread = spreadOf(shards.map((each) => each.spread));
  const listings = (peer: number) => shards.reduce((sum, each) => sum + each.listings[peer], 0);
  const removed = (peer: number) =>
    listings(peer) === 0 && shards.some((each) => each.registeredOnce[peer] === 1);
  return {
    traceHash: digestOf(shards.map(({ hashSum }) => hashSum)),
    simulated: {
      durationMs: shards[0].durationUs / 1000,
      events: shards.reduce((sum, { events }) => sum + events, 0),
    },
    registration: {
      seeds,
      quorum,
      registeredPeers: live.filter((peer) => listings(peer) >= quorum).length,
    },
    overlay: {
      peers: live,
      links: overlayLinks(byPeer(shards.map(({ dialled }) => dialled)), peers),
    },
    spread: spreadFindings(spread, live.length),
    spreadCounts: spreadCounts(spread),
    reached: reachedOf(spread),
    infectedShare: infectedShareOf(spread),
    liveness: livenessFindings(
      shards.map((each) => each.liveness),
      numbersOf(peers, removed).length,
    ),
  };
}

/** The numbers below `end` that are accepted. */
function numbersOf(end: number, accepts: (number: number) => boolean): Uint32Array {
  const numbers = new Uint32Array(end);
  let count = 0;
  for (let number = 0; number < end; number++) if (accepts(number)) numbers[count++] = number;
  return numbers.slice(0, count);
}

/** All columns as one. */
function joined(columns: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const column of columns) {
    all.set(column, end);
    end += column.length;
  }
  return all;
}

/** By peer: how many seeds that run here list it. */
function listingsOf({ names, seeds, engine }: Network): Uint16Array {
  const listings = new Uint16Array(names.peerCount);
  for (const seed of seeds) {
    if (seed === undefined) continue;
    const list = seed.registry.list(engine.nowUs / 1000);
    for (let rank = 0; rank < list.length; rank++) listings[names.nodeAt(list.at(rank))]++;
  }
  return listings;
}

/** Links of several lists, each ascending by the peer that dialled, as one. No peer is in two of them. */
function byPeer(lists: readonly Uint32Array[]): Uint32Array {
  if (lists.length === 1) return lists[0];
  const links = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  const places = lists.map(() => 0);
  for (let end = 0; end < links.length; ) {
    const next = soonest(lists, places);
    const peer = lists[next][places[next]];
    while (lists[next][places[next]] === peer) {
      links[end++] = lists[next][places[next]++];
      links[end++] = lists[next][places[next]++];
    }
  }
  return links;
}

/** The list whose next link has the smallest peer. */
function soonest(lists: readonly Uint32Array[], places: readonly number[]): number {
  const peerOf = (list: number) => lists[list][places[list]] ?? Number.POSITIVE_INFINITY;
  let first = 0;
  for (let list = 1; list < lists.length; list++) if (peerOf(list) < peerOf(first)) first = list;
  return first;
}
