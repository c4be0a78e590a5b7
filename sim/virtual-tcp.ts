/**
 * TCP over the virtual network. A handshake of three messages, order on each link, a close that comes after the last message. A
 * dial to a host without a listener is refused, to a host that is down times out. Loss shows as delay: on an open link one
 * more latency and 200 ms each time; attempts to connect are repeated after 1, 2 and 4 s (RFC 6298: initial time-out 1 s, doubled).
 * Ends of a host that went down are gone; whoever sends to one keeps trying until the host says so or 15 minutes have passed.
 */
import { type Address, address } from '../src/address.ts';
import type { Message } from '../src/messages.ts';
import { type CloseReason, type Link, type LinkHandler, UNDECIDED_MAX_MS } from '../src/ports.ts';
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
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import { DIALLING, HALF_OPEN, LinkEnds, OPEN } from './link-ends.ts';
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
  readonly #ends = new LinkEnds();
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
    this.#stalled = new StalledEnds(engine, memory);
  }

  dial(process: ProcessState, to: Address, owner: LinkHandler, timeoutMs: number): Link {
    const slot = this.#ends.add(process, DIALLING, this.#names.nodeAt(to), 0);
    this.#ends.handlers[slot] = owner;
    const { node } = process;
    const handle = this.#ends.handle[slot];
    const port = EPHEMERAL_PORT_MIN + (process.dialCount++ % EPHEMERAL_PORT_COUNT);
    this.#engine.schedule(microseconds(timeoutMs), node, node, DIAL_TIMEOUT, handle, 0, undefined);
    this.#attempt(slot, port, 0);
    return slot;
  }

  send(process: ProcessState, slot: Link, message: Message): boolean {
    const ends = this.#ends;
    if (ends.state[slot] !== OPEN || ends.owners[slot] !== process) return false;
    const isGossip = message.kind === 'gossip';
    // Other words count no hops, or a message published on hearing one would not start at zero.
    const hop = isGossip ? this.#engine.hop + 1 : 0;
    if (this.#stalled.has(slot) || !this.#hosts.reaches(process.node, ends.otherNode[slot])) {
      if (!this.#stalled.take(slot, ends.handle[slot], process.node, message, hop)) return false;
    } else {
      this.#transmit(slot, MESSAGE, message, hop);
    }
    if (isGossip) this.#memory.copySent(message.slot);
    return true;
  }

  close(process: ProcessState, slot: Link): void {
    const ends = this.#ends;
    if (ends.owners[slot] !== process) return;
    if (ends.state[slot] !== OPEN || !this.#hosts.reaches(process.node, ends.otherNode[slot])) {
      this.#remove(slot);
    } else {
      this.#sendWaiting(slot);
      this.#transmit(slot, FIN, undefined, 0);
      ends.close(slot, this.#engine.nowUs);
    }
  }

  remote(slot: Link): Address {
    const listening = this.#names.addressOf(this.#ends.otherNode[slot]);
    const port = this.#ends.otherPort[slot];
    return port === 0 ? listening : address(listening.host, port);
  }

  /** Whether the other end of an open link is still there: its process may have ended without a word. */
  hasOtherEnd(slot: Link): boolean {
    return this.#ends.find(this.#ends.otherEnd[slot]) >= 0;
  }

  /** The process ended: its host closes its links. */
  closeAll(process: ProcessState): void {
    while (process.firstEnd >= 0) this.close(process, process.firstEnd);
  }

  /** The host went down: its ends are gone without a word. */
  forgetAll(process: ProcessState): void {
    while (process.firstEnd >= 0) this.#remove(process.firstEnd);
  }

  onSyn(node: number, from: number, theirEnd: number, port: number): void {
    if (!this.#hosts.isUp(node)) return;
    const process = this.#hosts.processes[node];
    if (process?.acceptor === undefined) return this.#reset(node, from, theirEnd);
    // The answer would not arrive: the dial times out.
    if (!this.#hosts.reaches(node, from)) return;
    let delayUs = 0;
    for (let retry = 0; this.#loss.strikes(node); retry++) {
      if (retry === RETRIES_MAX) return;
      delayUs += RETRY_MIN_US << retry;
    }
    const slot = this.#ends.add(process, HALF_OPEN, from, theirEnd);
    this.#ends.otherPort[slot] = port;
    this.#transmit(slot, SYN_ACK, undefined, 0, delayUs);
  }

  onSynRetry(end: number, port: number, attempt: number): void {
    const slot = this.#ends.find(end);
    if (slot >= 0 && this.#ends.state[slot] === DIALLING) this.#attempt(slot, port, attempt);
  }

  onSynAck(node: number, from: number, end: number, theirEnd: number): void {
    const ends = this.#ends;
    const slot = ends.find(end);
    if (slot < 0 || ends.state[slot] !== DIALLING) return this.#reset(node, from, theirEnd);
    ends.state[slot] = OPEN;
    ends.otherEnd[slot] = theirEnd;
    this.#transmit(slot, ACK, undefined, 0);
    this.#engine.note(node, SYN_ACK, from, 0);
    (ends.handlers[slot] as LinkHandler).onOpen(slot);
  }

  onAck(node: number, from: number, end: number, theirEnd: number): void {
    const ends = this.#ends;
    const slot = ends.find(end);
    const acceptor = slot < 0 ? undefined : (ends.owners[slot] as ProcessState).acceptor;
    if (acceptor === undefined) {
      if (slot >= 0) this.#remove(slot);
      return this.#reset(node, from, theirEnd);
    }
    ends.state[slot] = OPEN;
    this.#engine.schedule(microseconds(UNDECIDED_MAX_MS), node, node, SILENCE, end, 0, undefined);
    this.#engine.note(node, ACK, from, 0);
    const handler = acceptor.accept(slot);
    if (ends.find(end) === slot) ends.handlers[slot] = handler;
  }

  onMessage(node: number, from: number, end: number, theirEnd: number, message: Message): void {
    const ends = this.#ends;
    if (!this.#hosts.isUp(node)) {
      this.#engine.schedule(RETRANSMIT_MIN_US, from, node, RETRANSMIT, theirEnd, 0, message);
      return;
    }
    const slot = ends.find(end);
    if (slot < 0) {
      // A reset must not overtake what this end sent before it closed.
      if (!ends.isClosing(end, this.#engine.nowUs)) this.#reset(node, from, theirEnd);
    } else {
      ends.spoken[slot] = 1;
      this.#engine.note(node, MESSAGE, from, messageIdentity(message, this.#names, this.#memory));
      (ends.handlers[slot] as LinkHandler).onMessage(slot, message);
    }
    if (message.kind === 'gossip') this.#memory.copyDone(message.slot);
  }

  onFin(from: number, end: number): void {
    this.#closed(end, FIN, from, 'closed');
  }

  onRst(from: number, end: number): void {
    const slot = this.#ends.find(end);
    if (slot < 0) return;
    this.#closed(end, RST, from, this.#ends.state[slot] === DIALLING ? 'refused' : 'reset');
  }

  onDialTimeout(node: number, end: number): void {
    const slot = this.#ends.find(end);
    if (slot >= 0 && this.#ends.state[slot] === DIALLING) this.#closed(end, DIAL_TIMEOUT, node, 'timeout');
  }

  onSilence(node: number, end: number): void {
    const slot = this.#ends.find(end);
    if (slot < 0 || this.#ends.spoken[slot] === 1) return;
    this.#engine.note(node, SILENCE, node, 0);
    (this.#ends.handlers[slot] as LinkHandler).onSilence(slot);
  }

  /** An end that could not send tries again, or `returned` came back from a host that is down. */
  onRetransmit(node: number, end: number, returned: Message | undefined): void {
    const slot = this.#ends.find(end);
    if (slot < 0) {
      if (returned?.kind === 'gossip') this.#memory.copyDone(returned.slot);
      return;
    }
    if (returned !== undefined) return this.#stalled.takeBack(slot, end, node, returned);
    if (!this.#hosts.reaches(node, this.#ends.otherNode[slot])) {
      if (!this.#stalled.retryLater(slot, end, node)) this.#closed(end, RETRANSMIT, node, 'timeout');
      return;
    }
    this.#sendWaiting(slot);
  }

  #attempt(slot: number, port: number, attempt: number): void {
    const node = (this.#ends.owners[slot] as ProcessState).node;
    const to = this.#ends.otherNode[slot];
    const handle = this.#ends.handle[slot];
    if (to < 0 || !this.#hosts.reaches(node, to) || this.#loss.strikes(node)) {
      if (attempt === RETRIES_MAX) return;
      const delayUs = RETRY_MIN_US << attempt;
      this.#engine.schedule(delayUs, node, node, SYN_RETRY, handle, attempt + 1, undefined, port);
    } else {
      this.#engine.schedule(this.#latency.drawUs(node, to), to, node, SYN, 0, handle, undefined, port);
    }
  }

  /** The path is back. */
  #sendWaiting(slot: number): void {
    if (!this.#stalled.has(slot)) return;
    for (const { message, hop } of this.#stalled.release(slot)) this.#transmit(slot, MESSAGE, message, hop);
  }

  /** Sends to the other end, after all that was sent before. */
  #transmit(slot: number, kind: number, message: Message | undefined, hop: number, extraUs = 0): void {
    const ends = this.#ends;
    const engine = this.#engine;
    const { node } = ends.owners[slot] as ProcessState;
    const to = ends.otherNode[slot];
    let arrivalUs = engine.nowUs + this.#latency.drawUs(node, to) + extraUs;
    if (kind !== SYN_ACK) {
      while (this.#loss.strikes(node)) arrivalUs += RETRANSMIT_MIN_US + this.#latency.drawUs(node, to);
    }
    if (arrivalUs < ends.lastArrivalUs[slot]) arrivalUs = ends.lastArrivalUs[slot];
    ends.lastArrivalUs[slot] = arrivalUs;
    engine.queue.push(arrivalUs, to, node, kind, ends.otherEnd[slot], ends.handle[slot], hop, message);
  }

  /** Tells the other node that this end of its link is not there. */
  #reset(node: number, to: number, theirEnd: number): void {
    if (!this.#hosts.isUp(node) || !this.#hosts.reaches(node, to)) return;
    this.#engine.schedule(this.#latency.drawUs(node, to), to, node, RST, theirEnd, 0, undefined);
  }

  /** The link ends, and not because this end asked for it. */
  #closed(end: number, kind: number, source: number, reason: CloseReason): void {
    const slot = this.#ends.find(end);
    if (slot < 0) return;
    const handler = this.#ends.handlers[slot];
    const { node } = this.#ends.owners[slot] as ProcessState;
    this.#remove(slot);
    if (handler === undefined) return;
    this.#engine.note(node, kind, source, 0);
    handler.onClose(slot, reason);
  }

  #remove(slot: number): void {
    this.#stalled.drop(slot);
    this.#ends.remove(slot);
  }
}
