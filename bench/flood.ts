/**
 * The floor below the simulator: the same flood over the same overlay, with the same queue of events, trace hash and random
 * streams, but over bare typed arrays: no peer, no link, no port, no observer.
 */
import { MESSAGE, TIMER } from '../sim/event-kinds.ts';
import { EventQueue } from '../sim/event-queue.ts';
import { NodeStreams } from '../sim/streams.ts';
import { TraceHash } from '../sim/trace-hash.ts';
import {
  type FloodFigures,
  type FloodPlan,
  LATENCY_MAX_MS,
  LATENCY_MIN_MS,
  RANDOM_SEED,
} from './simulation.ts';

const LATENCY_MIN_US = 1000 * LATENCY_MIN_MS;
const LATENCY_SPAN_US = 1000 * (LATENCY_MAX_MS - LATENCY_MIN_MS);

/** The publisher is nobody's receiver. */
const NOBODY = -1;

export function measureFlood(plan: FloodPlan): FloodFigures {
  // What the protocol did by joining: the code is compiled before it is measured.
  new Flood(plan).run();
  const flood = new Flood(plan);
  const startMs = performance.now();
  flood.run();
  return { deliveries: flood.deliveries, runS: (performance.now() - startMs) / 1000 };
}

class Flood {
  deliveries = 0;
  readonly #plan: FloodPlan;
  readonly #queue: EventQueue;
  readonly #hash: TraceHash;
  readonly #latency: NodeStreams;
  /** The neighbours of peer i stand from `#first[i]` to before `#first[i + 1]`. */
  readonly #first: Int32Array;
  readonly #neighbours: Int32Array;
  /** One bit for each peer and message. */
  readonly #seen: Uint32Array;
  readonly #wordsPerMessage: number;

  constructor(plan: FloodPlan) {
    const { peers, publishers, links } = plan;
    this.#plan = plan;
    this.#queue = new EventQueue(peers, LATENCY_MIN_US);
    this.#hash = new TraceHash(peers);
    this.#latency = new NodeStreams(RANDOM_SEED, 'network', peers);
    this.#wordsPerMessage = (peers + 31) >> 5;
    this.#seen = new Uint32Array(publishers.length * this.#wordsPerMessage);
    this.#first = new Int32Array(peers + 1);
    this.#neighbours = new Int32Array(links.length);
    for (const peer of links) this.#first[peer + 1]++;
    for (let peer = 0; peer < peers; peer++) this.#first[peer + 1] += this.#first[peer];
    const free = this.#first.slice();
    for (let i = 0; i < links.length; i++) this.#neighbours[free[links[i]]++] = links[i ^ 1];
  }

  run(): void {
    const { publishers, publishUs } = this.#plan;
    const queue = this.#queue;
    publishers.forEach((node, message) => {
      queue.push(publishUs[message], node, node, TIMER, 0, message, 0, 0, 0, 0);
    });
    while (queue.take(Number.POSITIVE_INFINITY)) {
      const { timeUs, destination, source, kind, ref: message, hop } = queue;
      this.#hash.note(destination, timeUs, kind, source, message);
      if (kind === MESSAGE) this.deliveries++;
      if (!this.#firstTime(message, destination)) continue;
      this.#forward(message, destination, kind === MESSAGE ? source : NOBODY, timeUs, hop + 1);
    }
  }

  #firstTime(message: number, peer: number): boolean {
    const place = message * this.#wordsPerMessage + (peer >> 5);
    const bit = 1 << (peer & 31);
    if ((this.#seen[place] & bit) !== 0) return false;
    this.#seen[place] |= bit;
    return true;
  }

  #forward(message: number, peer: number, except: number, nowUs: number, hop: number): void {
    const end = this.#first[peer + 1];
    for (let i = this.#first[peer]; i < end; i++) {
      const neighbour = this.#neighbours[i];
      if (neighbour === except) continue;
      const latencyUs = Math.round(LATENCY_MIN_US + LATENCY_SPAN_US * this.#latency.next(peer));
      this.#queue.push(nowUs + latencyUs, neighbour, peer, MESSAGE, hop, message, 0, 0, 0, 0);
    }
  }
}
