/**
 * TCP over the virtual network. A handshake of three messages, order on each link, a close that comes after the last message. A
 * dial to a host without a listener is refused, to a host that is down times out. Loss shows as delay: on an open link one
 * more latency and 200 ms each time; attempts to connect are repeated after 1, 2 and 4 s (RFC 6298: initial time-out 1 s, doubled).
 * Ends of a host that went down are gone; whoever sends to one keeps trying until the host says so or 15 minutes have passed.
 */
import { type Address, address } from '../src/address.ts';
import type { Message } from '../src/messages.ts';
import { type CloseReason, type Link, type LinkHandler, UNDECIDED_MAX_MS } from '../src/ports.ts';
import { type Cargo, isGossipRef, NO_CARGO } from './cargo.ts';
import { DiallingEnds } from './dialling-ends.ts';
import { type Engine, microseconds } from './engine.ts';
import { ACK, DIAL_TIMEOUT, FIN, MESSAGE, RETRANSMIT, RST, SILENCE, SYN_ACK } from './event-kinds.ts';
import type { QueuedEvent } from './event-queue.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import { CLOSING, DIALLING, HALF_OPEN, type LinkEnds, OPEN } from './link-ends.ts';
import type { Loss } from './loss.ts';
import { messageIdentity } from './message-identity.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeNames } from './node-names.ts';
import type { Processes } from './processes.ts';
import { StalledEnds } from './stalled-ends.ts';
import { TcpWire } from './tcp-wire.ts';

/** Attempts to connect after the first. */
const RETRIES_MAX = 3;
const RETRY_MIN_US = 1_000_000;
const EPHEMERAL_PORT_MIN = 32_768;
const EPHEMERAL_PORT_COUNT = 28_232;

export class VirtualTcp {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #processes: Processes;
  readonly #wire: TcpWire;
  readonly #loss: Loss;
  readonly #memory: MessageMemory;
  readonly #cargo: Cargo;
  readonly #ends: LinkEnds;
  readonly #dialling: DiallingEnds;
  readonly #stalled: StalledEnds;

  constructor(
    engine: Engine,
    names: NodeNames,
    hosts: Hosts,
    processes: Processes,
    ends: LinkEnds,
    latency: LatencySource,
    loss: Loss,
    memory: MessageMemory,
    cargo: Cargo,
  ) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#processes = processes;
    this.#loss = loss;
    this.#memory = memory;
    this.#cargo = cargo;
    this.#ends = ends;
    this.#wire = new TcpWire(engine, names, hosts, latency, loss, this.#cargo, this.#ends);
    this.#dialling = new DiallingEnds(engine, this.#ends, names.nodeCount);
    this.#stalled = new StalledEnds(engine, memory);
  }

  dial(node: number, to: Address, owner: LinkHandler, timeoutMs: number): Link {
    const slot = this.#add(node, DIALLING, this.#names.nodeAt(to), 0);
    this.#ends.setHandler(slot, owner, this.#processes.resident(node));
    const port = EPHEMERAL_PORT_MIN + (this.#processes.dialCount(node) % EPHEMERAL_PORT_COUNT);
    this.#processes.countDial(node);
    this.#dialling.add(slot, microseconds(timeoutMs));
    this.#attempt(slot, port, 0);
    return slot;
  }

  send(node: number, slot: Link, message: Message): boolean {
    const ends = this.#ends;
    if (ends.state(slot) !== OPEN || ends.owner(slot) !== node) return false;
    // Other words count no hops, or a message published on hearing one would not start at zero.
    const isGossip = message.kind === 'gossip';
    const hop = isGossip ? this.#engine.hop + 1 : 0;
    if (this.#stalled.has(slot) || !this.#hosts.reaches(node, ends.otherNode(slot))) {
      if (!this.#stalled.take(slot, ends.generation(slot), node, message, hop)) return false;
    } else if (isGossip) {
      this.#wire.sendGossip(node, slot, message.slot, hop);
    } else {
      this.#wire.sendWord(node, slot, message);
    }
    if (isGossip) {
      this.#memory.copySent(message.slot);
      ends.countCopy(slot);
    }
    return true;
  }

  /** An end of this node closes after what it sent. */
  close(node: number, slot: Link): void {
    const ends = this.#ends;
    const state = ends.state(slot);
    if (state <= CLOSING || ends.owner(slot) !== node) return;
    if (state !== OPEN || !this.#hosts.reaches(node, ends.otherNode(slot))) {
      this.#remove(slot);
    } else {
      this.#sendWaiting(node, slot);
      this.#wire.sendSignal(slot, FIN);
      ends.close(slot);
    }
  }

  remote(slot: Link): Address {
    const listening = this.#names.addressOf(this.#ends.otherNode(slot));
    const port = this.#ends.port(slot);
    return port === 0 ? listening : address(listening.host, port);
  }

  /** The node at the other end. */
  otherNode(slot: Link): number {
    return this.#ends.otherNode(slot);
  }

  /** The slot of the other end of an open link, on the thread of its node. */
  otherSlot(slot: Link): number {
    return this.#ends.otherSlot(slot);
  }

  otherGeneration(slot: Link): number {
    return this.#ends.otherGeneration(slot);
  }

  /** Whether an end of this thread is there: its process may have ended without a word. */
  isThere(slot: number, generation: number): boolean {
    return this.#ends.isThere(slot, generation);
  }

  /** Adds to a column, by copies sent: how many open ends here, of links between nodes below `nodeCount`, have sent so many. */
  countLoads(nodeCount: number, endsByCopies: number[]): void {
    this.#ends.countLoads(nodeCount, endsByCopies);
  }

  /** The process ended: its host closes its links. */
  closeAll(node: number): void {
    for (const slot of this.#ends.endsOf(node)) this.close(node, slot);
  }

  /** The host went down: its ends are gone without a word. */
  forgetAll(node: number): void {
    for (const slot of this.#ends.endsOf(node)) this.#remove(slot);
  }

  onSyn({ destination: node, source: from, fromSlot, fromGeneration, hop: port }: QueuedEvent): void {
    if (!this.#hosts.isUp(node)) return;
    if (this.#processes.acceptor(node) === undefined)
      return this.#wire.reset(node, from, fromSlot, fromGeneration);
    // The answer would not arrive: the dial times out.
    if (!this.#hosts.reaches(node, from)) return;
    let delayUs = 0;
    for (let retry = 0; this.#loss.strikes(node); retry++) {
      if (retry === RETRIES_MAX) return;
      delayUs += RETRY_MIN_US << retry;
    }
    const slot = this.#add(node, HALF_OPEN, from, port);
    this.#ends.setOtherEnd(slot, fromSlot, fromGeneration);
    this.#wire.sendSignal(slot, SYN_ACK, delayUs);
  }

  onSynRetry(slot: number, generation: number, port: number, attempt: number): void {
    const ends = this.#ends;
    if (ends.isThere(slot, generation) && ends.state(slot) === DIALLING) this.#attempt(slot, port, attempt);
  }

  onSynAck(event: QueuedEvent): void {
    const { destination: node, source: from, fromSlot, fromGeneration } = event;
    const { toSlot: slot, toGeneration: generation } = event;
    const ends = this.#ends;
    if (!ends.isThere(slot, generation) || ends.state(slot) !== DIALLING) {
      return this.#wire.reset(node, from, fromSlot, fromGeneration);
    }
    this.#dialling.remove(slot);
    ends.setState(slot, OPEN);
    ends.setOtherEnd(slot, fromSlot, fromGeneration);
    this.#wire.sendSignal(slot, ACK);
    this.#engine.note(node, SYN_ACK, from, 0);
    this.#handlerOf(slot, node).onOpen(slot);
  }

  onAck(event: QueuedEvent): void {
    const { destination: node, source: from, fromSlot, fromGeneration } = event;
    const { toSlot: slot, toGeneration: generation } = event;
    const ends = this.#ends;
    const there = ends.isThere(slot, generation);
    const acceptor = there ? this.#processes.acceptor(node) : undefined;
    if (acceptor === undefined) {
      if (there) this.#remove(slot);
      return this.#wire.reset(node, from, fromSlot, fromGeneration);
    }
    ends.setState(slot, OPEN);
    this.#engine.scheduleOwn(microseconds(UNDECIDED_MAX_MS), node, SILENCE, slot, generation);
    this.#engine.note(node, ACK, from, 0);
    const handler = acceptor.accept(slot);
    if (ends.isThere(slot, generation)) ends.setHandler(slot, handler, acceptor);
  }

  onMessage(event: QueuedEvent): void {
    const { destination: node, source: from, fromSlot, fromGeneration, ref } = event;
    const { toSlot: slot, toGeneration: generation } = event;
    const ends = this.#ends;
    if (!this.#hosts.isUp(node)) return this.#wire.sendBack(node, from, fromSlot, fromGeneration, ref);
    const message = this.#cargo.unload(ref);
    const isGossip = isGossipRef(ref);
    if (ends.isThere(slot, generation)) {
      ends.spoke(slot);
      const identity = isGossip
        ? this.#memory.identityOf(ref)
        : messageIdentity(message, this.#names, this.#memory);
      this.#engine.note(node, MESSAGE, from, identity);
      this.#handlerOf(slot, node).onMessage(slot, message);
    } else if (!ends.isClosing(slot, generation, this.#engine.nowUs)) {
      // A reset must not overtake what this end sent before it closed.
      this.#wire.reset(node, from, fromSlot, fromGeneration);
    }
    if (isGossip) this.#memory.copyDone(ref);
  }

  onFin(from: number, slot: number, generation: number): void {
    if (this.#ends.isThere(slot, generation)) this.#closed(slot, FIN, from, 'closed');
  }

  onRst(from: number, slot: number, generation: number): void {
    if (!this.#ends.isThere(slot, generation)) return;
    this.#closed(slot, RST, from, this.#ends.state(slot) === DIALLING ? 'refused' : 'reset');
  }

  onDialTimeout(node: number): void {
    for (let slot = this.#dialling.expired(node); slot >= 0; slot = this.#dialling.expired(node)) {
      this.#closed(slot, DIAL_TIMEOUT, node, 'timeout');
    }
  }

  onSilence(node: number, slot: number, generation: number): void {
    const ends = this.#ends;
    if (!ends.isThere(slot, generation) || ends.hasSpoken(slot)) return;
    this.#engine.note(node, SILENCE, node, 0);
    this.#handlerOf(slot, node).onSilence(slot);
  }

  /** An end that could not send tries again, or what `ref` stands for came back from a host that is down. */
  onRetransmit(node: number, slot: number, generation: number, ref: number): void {
    const returned = ref === NO_CARGO ? undefined : this.#cargo.unload(ref);
    if (!this.#ends.isThere(slot, generation)) {
      if (returned?.kind === 'gossip') this.#memory.copyDone(returned.slot);
      return;
    }
    if (returned !== undefined) return this.#stalled.takeBack(slot, generation, node, returned);
    if (!this.#hosts.reaches(node, this.#ends.otherNode(slot))) {
      if (!this.#stalled.retryLater(slot, generation, node)) this.#closed(slot, RETRANSMIT, node, 'timeout');
      return;
    }
    this.#sendWaiting(node, slot);
  }

  #handlerOf(slot: number, node: number): LinkHandler {
    return this.#ends.handler(slot, this.#processes.resident(node)) as LinkHandler;
  }

  #add(node: number, state: number, otherNode: number, port: number): number {
    return this.#ends.add(node, state, otherNode, port, this.#engine.queue.windowStartUs);
  }

  #attempt(slot: number, port: number, attempt: number): void {
    const node = this.#ends.owner(slot);
    const to = this.#ends.otherNode(slot);
    if (to < 0 || !this.#hosts.reaches(node, to) || this.#loss.strikes(node)) {
      if (attempt === RETRIES_MAX) return;
      this.#wire.retryDial(slot, RETRY_MIN_US << attempt, port, attempt + 1);
    } else {
      this.#wire.dial(slot, port);
    }
  }

  /** The path is back. */
  #sendWaiting(node: number, slot: number): void {
    if (!this.#stalled.has(slot)) return;
    for (const { message, hop } of this.#stalled.release(slot)) {
      if (message.kind === 'gossip') this.#wire.sendGossip(node, slot, message.slot, hop);
      else this.#wire.sendWord(node, slot, message);
    }
  }

  /** The link ends, and not because this end asked for it. */
  #closed(slot: number, kind: number, source: number, reason: CloseReason): void {
    const node = this.#ends.owner(slot);
    const handler = this.#ends.handler(slot, this.#processes.resident(node));
    this.#remove(slot);
    if (handler === undefined) return;
    this.#engine.note(node, kind, source, 0);
    handler.onClose(slot, reason);
  }

  #remove(slot: number): void {
    this.#stalled.drop(slot);
    if (this.#ends.state(slot) === DIALLING) this.#dialling.remove(slot);
    this.#ends.remove(slot);
  }
}
