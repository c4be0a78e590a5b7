/**
 * One process on one virtual host: all ports of one node in one object. A restart makes a new process; what was armed or sent
 * for the old one reaches nobody.
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
import { ProcessState } from './process-state.ts';
import type { NodeStreams } from './streams.ts';
import type { VirtualIcmp } from './virtual-icmp.ts';
import type { VirtualTcp } from './virtual-tcp.ts';

/** 2026-01-01T00:00:00Z, seconds since the epoch. */
const WALL_TIME_AT_START_S = 1_767_225_600;

/** The parts of the virtual world that processes share. */
export interface SharedWorld {
  readonly names: NodeNames;
  readonly engine: Engine;
  readonly tcp: VirtualTcp;
  readonly icmp: VirtualIcmp;
  readonly memory: MessageMemory;
  /** Draws for choices of the protocol. */
  readonly choices: NodeStreams;
}

export class NodeProcess
  extends ProcessState
  implements World<unknown>, Clock, Transport, Pinger, Random, Memory
{
  readonly self: Address;
  observer: unknown;
  readonly #shared: SharedWorld;

  constructor(shared: SharedWorld, node: number) {
    super(node);
    this.#shared = shared;
    this.self = shared.names.addressOf(node);
  }

  /** This process as the world of a node that tells its facts to `observer`. */
  worldWith<Facts>(observer: Facts): World<Facts> {
    this.observer = observer;
    return this as World<unknown> as World<Facts>;
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
    return this.#shared.engine.nowUs / 1000;
  }

  wallTime(): number {
    return WALL_TIME_AT_START_S + this.#shared.engine.nowUs / 1e6;
  }

  timer(handler: TimerHandler): Timer {
    return new ProcessTimer(this.#shared.engine, this, handler);
  }

  listen(acceptor: Acceptor): void {
    this.acceptor = acceptor;
    this.resident = acceptor;
  }

  unlisten(): void {
    this.acceptor = undefined;
  }

  dial(to: Address, owner: LinkHandler, timeoutMs: number): Link {
    return this.#shared.tcp.dial(this, to, owner, timeoutMs);
  }

  send(link: Link, message: Message): boolean {
    return this.#shared.tcp.send(this, link, message);
  }

  close(link: Link): void {
    this.#shared.tcp.close(this, link);
  }

  remote(link: Link): Address {
    return this.#shared.tcp.remote(link);
  }

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    this.#shared.icmp.ping(this, target, timeoutMs, handler, tag);
  }

  next(): number {
    return this.#shared.choices.next(this.node);
  }

  firstTime(gossip: Gossip): boolean {
    return this.#shared.memory.firstTime(gossip, this.node);
  }
}

/** A timer is an event for each arming; those that were followed by another, or disarmed, refer to nobody any more. */
export class ProcessTimer implements Timer {
  readonly #engine: Engine;
  readonly #process: NodeProcess;
  readonly #handler: TimerHandler;
  /** Of the event of the last arming; -1 when it is not armed. */
  #handle = -1;

  constructor(engine: Engine, process: NodeProcess, handler: TimerHandler) {
    this.#engine = engine;
    this.#process = process;
    this.#handler = handler;
  }

  arm(delayMs: number): void {
    this.disarm();
    this.#handle = this.#engine.objects.hold(this);
    this.#engine.scheduleOwn(microseconds(delayMs), this.#process.node, TIMER, 0, 0, this.#handle);
  }

  disarm(): void {
    if (this.#handle >= 0) this.#engine.objects.exchange(this.#handle, DISARMED);
    this.#handle = -1;
  }

  /** The event of the last arming is due. */
  due(): void {
    this.#handle = -1;
    const { node, alive } = this.#process;
    if (!alive) return;
    this.#engine.note(node, TIMER, node, 0);
    this.#handler.onTimer();
  }
}

/** Stands for the timer of an arming that is over. */
const DISARMED = { due(): void {} };
