/**
 * TCP over the virtual network. A handshake of three messages, order on each link, a close that comes after the last message. A
 * dial to a host without a listener is refused, to a host that is down times out. Loss shows as delay: on an open link one
 * more latency and 200 ms each time; attempts to connect are repeated after 1, 2 and 4 s (RFC 6298: initial time-out 1 s, doubled).
 * Ends of a host that went down are gone; whoever sends to one keeps trying until the host says so or 15 minutes have passed.
 */
import { type Address, address } from '../src/address.ts';
import type { Message } from '../src/messages.ts';
import { type CloseReason, type Link, type LinkHandler, UNDECIDED_MAX_MS } from '../src/ports.ts';
import { Cargo, NO_CARGO } from './cargo.ts';
import { type Engine, microseconds } from './engine.ts';
import {
  ACK,
  DIAL_TIMEOUT,
  FIN,
  MESSAGE,
  RETRANSMIT,
  RST,
  SILENCE,
  SYN,
  SYN_ACK,
  SYN_RETRY,
} from './event-kinds.ts';
import { CHANGES_LINKS } from './event-queue.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import { CLOSING, DIALLING, HALF_OPEN, LinkEnds, OPEN } from './link-ends.ts';
import type { Loss } from './loss.ts';
import { messageIdentity } from './message-identity.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeNames } from './node-names.ts';
import type { ProcessState } from './process-state.ts';
import { RETRANSMIT_MIN_US, StalledEnds } from './stalled-ends.ts';

/** Attempts to connect after the first. */
const RETRIES_MAX = 3;
const RETRY_MIN_US = 1_000_000;
const EPHEMERAL_PORT_MIN = 32_768;
const EPHEMERAL_PORT_COUNT = 28_232;

export class VirtualTcp {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #latency: LatencySource;
  readonly #loss: Loss;
  readonly #memory: MessageMemory;
  readonly #cargo: Cargo;
  readonly #ends: LinkEnds;
  readonly #stalled: StalledEnds;

  constructor(
    engine: Engine,
    names: NodeNames,
    hosts: Hosts,
    latency: LatencySource,
    loss: Loss,
    memory: MessageMemory,
  ) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#latency = latency;
    this.#loss = loss;
    this.#memory = memory;
    this.#cargo = new Cargo(memory);
    this.#ends = new LinkEnds(names.nodeCount);
    this.#stalled = new StalledEnds(engine, memory);
  }

  dial(process: ProcessState, to: Address, owner: LinkHandler, timeoutMs: number): Link {
    const { node } = process;
    const slot = this.#add(node, DIALLING, this.#names.nodeAt(to), 0);
    this.#ends.handlers[slot] = owner;
    const port = EPHEMERAL_PORT_MIN + (process.dialCount++ % EPHEMERAL_PORT_COUNT);
    const generation = this.#ends.generation(slot);
    this.#engine.scheduleOwn(microseconds(timeoutMs), node, DIAL_TIMEOUT, slot, generation);
    this.#attempt(slot, port, 0);
    return slot;
  }

  send({ node }: ProcessState, slot: Link, message: Message): boolean {
    const ends = this.#ends;
    if (ends.state(slot) !== OPEN || !ends.belongsTo(slot, node)) return false;
    const isGossip = message.kind === 'gossip';
    // Other words count no hops, or a message published on hearing one would not start at zero.
    const hop = isGossip ? this.#engine.hop + 1 : 0;
    if (this.#stalled.has(slot) || !this.#hosts.reaches(node, ends.otherNode(slot))) {
      if (!this.#stalled.take(slot, ends.generation(slot), node, message, hop)) return false;
    } else {
      this.#transmitMessage(slot, message, hop);
    }
    if (isGossip) this.#memory.copySent(message.slot);
    return true;
  }

  close({ node }: ProcessState, slot: Link): void {
    if (this.#ends.belongsTo(slot, node)) this.#close(slot);
  }

  remote(slot: Link): Address {
    const listening = this.#names.addressOf(this.#ends.otherNode(slot));
    const port = this.#ends.port(slot);
    return port === 0 ? listening : address(listening.host, port);
  }

  /** Whether the other end of an open link is still there: its process may have ended without a word. */
  hasOtherEnd(slot: Link): boolean {
    return this.#ends.isThere(this.#ends.otherSlot(slot), this.#ends.otherGeneration(slot));
  }

  /** The process ended: its host closes its links. */
  closeAll(node: number): void {
    for (const slot of this.#ends.endsOf(node)) this.#close(slot);
  }

  /** The host went down: its ends are gone without a word. */
  forgetAll(node: number): void {
    for (const slot of this.#ends.endsOf(node)) this.#remove(slot);
  }

  onSyn(node: number, from: number, fromSlot: number, fromGeneration: number, port: number): void {
    if (!this.#hosts.isUp(node)) return;
    if (this.#hosts.processes[node]?.acceptor === undefined)
      return this.#reset(node, from, fromSlot, fromGeneration);
    // The answer would not arrive: the dial times out.
    if (!this.#hosts.reaches(node, from)) return;
    let delayUs = 0;
    for (let retry = 0; this.#loss.strikes(node); retry++) {
      if (retry === RETRIES_MAX) return;
      delayUs += RETRY_MIN_US << retry;
    }
    const slot = this.#add(node, HALF_OPEN, from, port);
    this.#ends.setOtherEnd(slot, fromSlot, fromGeneration);
    this.#transmitSignal(slot, SYN_ACK, delayUs);
  }

  onSynRetry(slot: number, generation: number, port: number, attempt: number): void {
    const ends = this.#ends;
    if (ends.isThere(slot, generation) && ends.state(slot) === DIALLING) this.#attempt(slot, port, attempt);
  }

  onSynAck(
    node: number,
    from: number,
    slot: number,
    generation: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const ends = this.#ends;
    if (!ends.isThere(slot, generation) || ends.state(slot) !== DIALLING) {
      return this.#reset(node, from, fromSlot, fromGeneration);
    }
    ends.setState(slot, OPEN);
    ends.setOtherEnd(slot, fromSlot, fromGeneration);
    this.#transmitSignal(slot, ACK);
    this.#engine.note(node, SYN_ACK, from, 0);
    (ends.handlers[slot] as LinkHandler).onOpen(slot);
  }

  onAck(
    node: number,
    from: number,
    slot: number,
    generation: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const ends = this.#ends;
    const there = ends.isThere(slot, generation);
    const acceptor = there ? this.#hosts.processes[node]?.acceptor : undefined;
    if (acceptor === undefined) {
      if (there) this.#remove(slot);
      return this.#reset(node, from, fromSlot, fromGeneration);
    }
    ends.setState(slot, OPEN);
    this.#engine.scheduleOwn(microseconds(UNDECIDED_MAX_MS), node, SILENCE, slot, generation);
    this.#engine.note(node, ACK, from, 0);
    const handler = acceptor.accept(slot);
    if (ends.isThere(slot, generation)) ends.handlers[slot] = handler;
  }

  onMessage(
    node: number,
    from: number,
    slot: number,
    generation: number,
    fromSlot: number,
    fromGeneration: number,
    ref: number,
  ): void {
    const ends = this.#ends;
    if (!this.#hosts.isUp(node)) return this.#sendBack(node, from, fromSlot, fromGeneration, ref);
    const message = this.#cargo.unload(ref);
    if (ends.isThere(slot, generation)) {
      ends.spoke(slot);
      this.#engine.note(node, MESSAGE, from, messageIdentity(message, this.#names, this.#memory));
      (ends.handlers[slot] as LinkHandler).onMessage(slot, message);
    } else if (!ends.isClosing(slot, generation, this.#engine.nowUs)) {
      // A reset must not overtake what this end sent before it closed.
      this.#reset(node, from, fromSlot, fromGeneration);
    }
    if (message.kind === 'gossip') this.#memory.copyDone(message.slot);
  }

  onFin(from: number, slot: number, generation: number): void {
    if (this.#ends.isThere(slot, generation)) this.#closed(slot, FIN, from, 'closed');
  }

  onRst(from: number, slot: number, generation: number): void {
    if (!this.#ends.isThere(slot, generation)) return;
    this.#closed(slot, RST, from, this.#ends.state(slot) === DIALLING ? 'refused' : 'reset');
  }

  onDialTimeout(node: number, slot: number, generation: number): void {
    const ends = this.#ends;
    if (ends.isThere(slot, generation) && ends.state(slot) === DIALLING) {
      this.#closed(slot, DIAL_TIMEOUT, node, 'timeout');
    }
  }

  onSilence(node: number, slot: number, generation: number): void {
    const ends = this.#ends;
    if (!ends.isThere(slot, generation) || ends.hasSpoken(slot)) return;
    this.#engine.note(node, SILENCE, node, 0);
    (ends.handlers[slot] as LinkHandler).onSilence(slot);
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
    this.#sendWaiting(slot);
  }

  #add(node: number, state: number, otherNode: number, port: number): number {
    return this.#ends.add(node, state, otherNode, port, this.#engine.queue.windowStartUs);
  }

  #attempt(slot: number, port: number, attempt: number): void {
    const node = this.#ends.owner(slot);
    const to = this.#ends.otherNode(slot);
    const generation = this.#ends.generation(slot);
    if (to < 0 || !this.#hosts.reaches(node, to) || this.#loss.strikes(node)) {
      if (attempt === RETRIES_MAX) return;
      const kind = this.#marked(SYN_RETRY, node, node);
      this.#engine.scheduleOwn(RETRY_MIN_US << attempt, node, kind, slot, generation, attempt + 1, port);
    } else {
      this.#push(
        this.#latency.drawUs(node, to),
        node,
        to,
        this.#marked(SYN, node, to),
        port,
        0,
        0,
        0,
        slot,
        generation,
      );
    }
  }

  /** The path is back. */
  #sendWaiting(slot: number): void {
    if (!this.#stalled.has(slot)) return;
    for (const { message, hop } of this.#stalled.release(slot)) this.#transmitMessage(slot, message, hop);
  }

  #transmitMessage(slot: number, message: Message, hop: number): void {
    const kind = isLinkWord(message) ? MESSAGE | CHANGES_LINKS : MESSAGE;
    this.#transmit(slot, kind, hop, this.#cargo.load(message));
  }

  /** A word of TCP itself. */
  #transmitSignal(slot: number, kind: number, extraUs = 0): void {
    this.#transmit(
      slot,
      this.#marked(kind, this.#ends.owner(slot), this.#ends.otherNode(slot)),
      0,
      0,
      extraUs,
    );
  }

  /** Sends to the other end, after all that was sent before. */
  #transmit(slot: number, kind: number, hop: number, ref: number, extraUs = 0): void {
    const ends = this.#ends;
    const node = ends.owner(slot);
    const to = ends.otherNode(slot);
    let arrivalUs = this.#engine.nowUs + this.#latency.drawUs(node, to) + extraUs;
    // A lost SYN-ACK is repeated as the dial is, see `onSyn`.
    if (ends.state(slot) !== HALF_OPEN) {
      while (this.#loss.strikes(node)) arrivalUs += RETRANSMIT_MIN_US + this.#latency.drawUs(node, to);
    }
    if (arrivalUs < ends.lastArrivalUs(slot)) arrivalUs = ends.lastArrivalUs(slot);
    ends.setLastArrivalUs(slot, arrivalUs);
    this.#engine.queue.push(
      arrivalUs,
      to,
      node,
      kind,
      hop,
      ref,
      ends.otherSlot(slot),
      ends.otherGeneration(slot),
      slot,
      ends.generation(slot),
    );
  }

  #close(slot: number): void {
    const ends = this.#ends;
    const state = ends.state(slot);
    if (state <= CLOSING) return;
    if (state !== OPEN || !this.#hosts.reaches(ends.owner(slot), ends.otherNode(slot))) {
      this.#remove(slot);
    } else {
      this.#sendWaiting(slot);
      this.#transmitSignal(slot, FIN);
      ends.close(slot);
    }
  }

  /** Tells the other node that this end of its link is not there. */
  #reset(node: number, to: number, toSlot: number, toGeneration: number): void {
    if (!this.#hosts.isUp(node) || !this.#hosts.reaches(node, to)) return;
    this.#push(
      this.#latency.drawUs(node, to),
      node,
      to,
      this.#marked(RST, node, to),
      0,
      0,
      toSlot,
      toGeneration,
      0,
      0,
    );
  }

  /** The host is down: what was sent to it comes back to the end that sent it, as if that end had noticed. */
  #sendBack(node: number, to: number, toSlot: number, toGeneration: number, ref: number): void {
    const kind = isLinkWord(this.#cargo.inspect(ref)) ? RETRANSMIT | CHANGES_LINKS : RETRANSMIT;
    this.#push(RETRANSMIT_MIN_US, node, to, kind, 0, ref, toSlot, toGeneration, 0, 0);
  }

  /** The link ends, and not because this end asked for it. */
  #closed(slot: number, kind: number, source: number, reason: CloseReason): void {
    const handler = this.#ends.handlers[slot];
    const node = this.#ends.owner(slot);
    this.#remove(slot);
    if (handler === undefined) return;
    this.#engine.note(node, kind, source, 0);
    handler.onClose(slot, reason);
  }

  #remove(slot: number): void {
    this.#stalled.drop(slot);
    this.#ends.remove(slot);
  }

  /** An event between peers that changes links is marked as such. */
  #marked(kind: number, from: number, to: number): number {
    return this.#names.isPeer(from) && this.#names.isPeer(to) ? kind | CHANGES_LINKS : kind;
  }

  #push(
    delayUs: number,
    from: number,
    to: number,
    kind: number,
    hop: number,
    ref: number,
    toSlot: number,
    toGeneration: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const { queue, nowUs } = this.#engine;
    const arrivalUs = nowUs + delayUs;
    queue.push(arrivalUs, to, from, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration);
  }
}

/** Words that name or end a link. */
function isLinkWord({ kind }: Message): boolean {
  return kind === 'hello' || kind === 'leave';
}
