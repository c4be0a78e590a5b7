/**
 * The ports of virtual nodes, one object for all that tell their facts to one observer. Who acts is the node that is being handled:
 * handlers run one at a time, so a million nodes need no objects of their own for it.
 */
import type { Address } from '../src/address.ts';
import type { Gossip, Message } from '../src/messages.ts';
import type {
  Acceptor,
  Clock,
  Link,
  LinkHandler,
  Memory,
  Pinger,
  PingHandler,
  Random,
  Timer,
  TimerHandler,
  Transport,
  World,
} from '../src/ports.ts';
import { type Engine, microseconds } from './engine.ts';
import { TIMER } from './event-kinds.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeNames } from './node-names.ts';
import type { Processes } from './processes.ts';
import type { NodeStreams } from './streams.ts';
import type { VirtualIcmp } from './virtual-icmp.ts';
import type { VirtualTcp } from './virtual-tcp.ts';

/** 2026-01-01T00:00:00Z, seconds since the epoch. */
const WALL_TIME_AT_START_S = 1_767_225_600;

/** The parts of the virtual world that its nodes share. */
export interface SharedWorld {
  readonly names: NodeNames;
  readonly engine: Engine;
  readonly processes: Processes;
  readonly tcp: VirtualTcp;
  readonly icmp: VirtualIcmp;
  readonly memory: MessageMemory;
  /** Draws for choices of the protocol. */
  readonly choices: NodeStreams;
}

export class NodePorts<Facts> implements World<Facts>, Clock, Transport, Pinger, Random, Memory {
  readonly observer: Facts;
  readonly #shared: SharedWorld;
  readonly #names: NodeNames;
  readonly #engine: Engine;
  readonly #processes: Processes;
  readonly #tcp: VirtualTcp;
  readonly #icmp: VirtualIcmp;
  readonly #memory: MessageMemory;
  readonly #choices: NodeStreams;

  constructor(shared: SharedWorld, observer: Facts) {
    this.observer = observer;
    this.#shared = shared;
    this.#names = shared.names;
    this.#engine = shared.engine;
    this.#processes = shared.processes;
    this.#tcp = shared.tcp;
    this.#icmp = shared.icmp;
    this.#memory = shared.memory;
    this.#choices = shared.choices;
  }

  get nodeCount(): number {
    return this.#names.nodeCount;
  }

  get node(): number {
    return this.#engine.node;
  }

  get self(): Address {
    return this.#names.addressOf(this.#engine.node);
  }

  get clock(): Clock {
    return this;
  }

  get transport(): Transport {
    return this;
  }

  get pinger(): Pinger {
    return this;
  }

  get random(): Random {
    return this;
  }

  get memory(): Memory {
    return this;
  }

  now(): number {
    return this.#engine.nowUs / 1000;
  }

  wallTime(): number {
    return WALL_TIME_AT_START_S + this.#engine.nowUs / 1e6;
  }

  timer(handler: TimerHandler): Timer {
    return new NodeTimer(this.#shared, handler);
  }

  listen(acceptor: Acceptor): void {
    this.#processes.listen(this.#engine.node, acceptor);
  }

  unlisten(): void {
    this.#processes.unlisten(this.#engine.node);
  }

  dial(to: Address, owner: LinkHandler, timeoutMs: number): Link {
    return this.#tcp.dial(this.#engine.node, to, owner, timeoutMs);
  }

  send(link: Link, message: Message): boolean {
    return this.#tcp.send(this.#engine.node, link, message);
  }

  close(link: Link): void {
    this.#tcp.close(this.#engine.node, link);
  }

  remote(link: Link): Address {
    return this.#tcp.remote(link);
  }

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    this.#icmp.ping(this.#engine.node, target, timeoutMs, handler, tag);
  }

  next(): number {
    return this.#choices.next(this.#engine.node);
  }

  firstTime(gossip: Gossip): boolean {
    return this.#memory.firstTime(gossip, this.#engine.node);
  }
}

/**
 * A timer is an event for each arming; those that were followed by another, or disarmed, refer to nobody any more. Most timers are
 * those of one node, some those of all.
 */
export class NodeTimer implements Timer {
  readonly handler: TimerHandler;
  readonly #shared: SharedWorld;
  /** Whoever armed it first, and its handle: that of the event of the last arming; -1 when it is not armed. */
  #node = -1;
  #handle = -1;
  /** Of every node, once another one armed it. */
  #handles: Int32Array | undefined;

  constructor(shared: SharedWorld, handler: TimerHandler) {
    this.handler = handler;
    this.#shared = shared;
  }

  arm(delayMs: number): void {
    const { engine, processes } = this.#shared;
    const { node } = engine;
    this.disarm();
    const handle = engine.objects.hold(this);
    this.#setHandle(node, handle);
    engine.scheduleOwn(microseconds(delayMs), node, TIMER, 0, processes.numberAt(node), handle);
  }

  disarm(): void {
    const { engine } = this.#shared;
    const handle = this.#handleOf(engine.node);
    if (handle < 0) return;
    engine.objects.exchange(handle, DISARMED);
    this.#setHandle(engine.node, -1);
  }

  /** The event of the last arming by a node is due, that of a process. */
  due(node: number, processNumber: number): void {
    this.#setHandle(node, -1);
    const { engine, processes } = this.#shared;
    if (processes.numberAt(node) !== processNumber) return;
    engine.note(node, TIMER, node, 0);
    this.handler.onTimer();
  }

  #handleOf(node: number): number {
    if (this.#handles !== undefined) return this.#handles[node];
    return node === this.#node ? this.#handle : -1;
  }

  #setHandle(node: number, handle: number): void {
    if (this.#node < 0) this.#node = node;
    if (this.#handles === undefined && node !== this.#node) {
      this.#handles = new Int32Array(this.#shared.names.nodeCount).fill(-1);
      this.#handles[this.#node] = this.#handle;
    }
    if (this.#handles === undefined) this.#handle = handle;
    else this.#handles[node] = handle;
  }
}

/** Stands for the timer of an arming that is over. */
const DISARMED = { handler: undefined, due(): void {} };
