/**
 * ICMP echo over the virtual network: a request and a reply, each with a latency and a loss of its own, drawn by its sender. A
 * host that is up replies, whatever its process does. Whoever knows first that no reply can come in time, the pinging node or the
 * host it pings, sends the time-out instead: pings that succeed need no event for one, and each probe is answered once.
 */
import type { Address } from '../src/address.ts';
import { grown } from '../src/columns.ts';
import type { PingHandler } from '../src/ports.ts';
import { type Engine, microseconds } from './engine.ts';
import { PING_REPLY, PING_REQUEST, PING_TIMEOUT } from './event-kinds.ts';
import type { QueuedEvent } from './event-queue.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import type { Loss } from './loss.ts';
import type { NodeNames } from './node-names.ts';
import type { Processes } from './processes.ts';

const PROBES_MIN = 64;
/** A deadline crosses the network as two words. */
const WORD = 4294967296;

export class VirtualIcmp {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #processes: Processes;
  readonly #latency: LatencySource;
  readonly #loss: Loss;
  // Columns by probe: a row is used again once it was answered.
  #sentUs = new Float64Array(PROBES_MIN);
  #tags = new Int32Array(PROBES_MIN);
  /** The process that asked. */
  #numbers = new Int32Array(PROBES_MIN);
  readonly #handlers: (PingHandler | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(
    engine: Engine,
    names: NodeNames,
    hosts: Hosts,
    processes: Processes,
    latency: LatencySource,
    loss: Loss,
  ) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#processes = processes;
    this.#latency = latency;
    this.#loss = loss;
  }

  /** A reply that comes at the deadline or later is lost. */
  ping(node: number, target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    const engine = this.#engine;
    const probe = this.#free.pop() ?? this.#freshProbe();
    this.#sentUs[probe] = engine.nowUs;
    this.#tags[probe] = tag;
    this.#numbers[probe] = this.#processes.numberAt(node);
    this.#handlers[probe] = handler;
    const deadlineUs = engine.nowUs + microseconds(timeoutMs);
    const to = this.#names.nodeAt(target);
    const arrivalUs = this.#arrivalUs(node, to);
    if (this.#isTooLate(arrivalUs, deadlineUs))
      engine.scheduleOwn(deadlineUs - engine.nowUs, node, PING_TIMEOUT, probe);
    if (arrivalUs === NEVER) return;
    engine.send(
      arrivalUs,
      to,
      node,
      PING_REQUEST,
      0,
      0,
      probe,
      0,
      Math.floor(deadlineUs / WORD),
      deadlineUs | 0,
    );
  }

  onRequest({ destination: host, source: from, toSlot: probe, fromSlot, fromGeneration }: QueuedEvent): void {
    const engine = this.#engine;
    const deadlineUs = fromSlot * WORD + (fromGeneration >>> 0);
    const replyUs = this.#hosts.isUp(host) ? this.#arrivalUs(host, from) : NEVER;
    // Whoever asked knew that already.
    if (this.#isTooLate(engine.nowUs, deadlineUs)) return;
    const [kind, atUs] = replyUs < deadlineUs ? [PING_REPLY, replyUs] : [PING_TIMEOUT, deadlineUs];
    engine.send(atUs, from, host, kind, 0, 0, probe, 0, 0, 0);
  }

  /** Reads a little of whom the first `count` of these probes are answered to; see `needs-preview.ts`. */
  look(probes: Int32Array, count: number): number {
    const handlers = this.#handlers;
    let seen = 0;
    for (let i = 0; i < count; i++) if (typeof handlers[probes[i]] === 'function') seen++;
    return seen;
  }

  /** The tag of whoever asked; of a probe that is answered no longer, any. */
  tagOf(probe: number): number {
    return this.#tags[probe];
  }

  onReply(node: number, host: number, probe: number): void {
    const afterMs = (this.#engine.nowUs - this.#sentUs[probe]) / 1000;
    this.#answer(node, probe, PING_REPLY, host, 'alive', afterMs);
  }

  onTimeout(node: number, probe: number): void {
    this.#answer(node, probe, PING_TIMEOUT, node, 'lost', 0);
  }

  #answer(
    node: number,
    probe: number,
    kind: number,
    source: number,
    outcome: 'alive' | 'lost',
    roundTripMs: number,
  ): void {
    const handler = this.#handlers[probe] as PingHandler;
    this.#handlers[probe] = undefined;
    this.#free.push(probe);
    if (this.#processes.numberAt(node) !== this.#numbers[probe]) return;
    this.#engine.note(node, kind, source, 0);
    handler.onPing(this.#tags[probe], outcome, roundTripMs);
  }

  /** Whether no reply to a request that arrives then can be back in time, whatever it draws. */
  #isTooLate(requestArrivalUs: number, deadlineUs: number): boolean {
    return requestArrivalUs + this.#latency.minUs >= deadlineUs;
  }

  /** When what one host sends now is at the other. */
  #arrivalUs(from: number, to: number): number {
    if (to < 0 || !this.#hosts.reachesByIcmp(from, to) || this.#loss.strikes(from)) return NEVER;
    return this.#engine.nowUs + this.#latency.drawUs(from, to);
  }

  #freshProbe(): number {
    const probe = this.#handlers.length;
    if (probe === this.#tags.length) {
      this.#sentUs = grown(this.#sentUs, new Float64Array(2 * probe));
      this.#tags = grown(this.#tags, new Int32Array(2 * probe));
      this.#numbers = grown(this.#numbers, new Int32Array(2 * probe));
    }
    return probe;
  }
}

/** Later than any deadline. */
const NEVER = Number.POSITIVE_INFINITY;
