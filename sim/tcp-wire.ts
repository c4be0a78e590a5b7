/**
 * What the ends of virtual links send: events for the other node, each with a latency of its own, lost ones again, those of a
 * link in order.
 */
import type { Message } from '../src/messages.ts';
import type { Cargo } from './cargo.ts';
import type { Engine } from './engine.ts';
import { MESSAGE, RETRANSMIT, RST, SYN, SYN_RETRY } from './event-kinds.ts';
import { CHANGES_LINKS } from './event-rows.ts';
import type { Hosts } from './hosts.ts';
import type { LatencySource } from './latency.ts';
import { HALF_OPEN, type LinkEnds } from './link-ends.ts';
import type { Loss } from './loss.ts';
import type { NodeNames } from './node-names.ts';
import { RETRANSMIT_MIN_US } from './stalled-ends.ts';

export class TcpWire {
  readonly #engine: Engine;
  readonly #names: NodeNames;
  readonly #hosts: Hosts;
  readonly #latency: LatencySource;
  readonly #loss: Loss;
  readonly #cargo: Cargo;
  readonly #ends: LinkEnds;

  constructor(
    engine: Engine,
    names: NodeNames,
    hosts: Hosts,
    latency: LatencySource,
    loss: Loss,
    cargo: Cargo,
    ends: LinkEnds,
  ) {
    this.#engine = engine;
    this.#names = names;
    this.#hosts = hosts;
    this.#latency = latency;
    this.#loss = loss;
    this.#cargo = cargo;
    this.#ends = ends;
  }

  /** SYN of this end, which is not lost. */
  dial(slot: number, port: number): void {
    const node = this.#ends.owner(slot);
    const to = this.#ends.otherNode(slot);
    const engine = this.#engine;
    const arrivalUs = engine.nowUs + this.#latency.drawUs(node, to);
    const kind = this.#marked(SYN, node, to);
    engine.send(arrivalUs, to, node, kind, port, 0, 0, 0, slot, this.#ends.generation(slot));
  }

  /** This end dials again, `delayUs` from now. */
  retryDial(slot: number, delayUs: number, port: number, attempt: number): void {
    const node = this.#ends.owner(slot);
    const kind = this.#marked(SYN_RETRY, node, node);
    this.#engine.scheduleOwn(delayUs, node, kind, slot, this.#ends.generation(slot), attempt, port);
  }

  /** A gossip message of this node on its link, by its slot in the memory. */
  sendGossip(node: number, slot: number, gossip: number, hop: number): void {
    this.#send(node, slot, MESSAGE, hop, gossip, 0);
  }

  /** Any other message. */
  sendWord(node: number, slot: number, word: Message): void {
    const kind = isLinkWord(word) ? MESSAGE | CHANGES_LINKS : MESSAGE;
    this.#send(node, slot, kind, 0, this.#cargo.load(word), 0);
  }

  /** A word of TCP itself, `delayUs` later than usual. */
  sendSignal(slot: number, kind: number, delayUs = 0): void {
    const node = this.#ends.owner(slot);
    const marked = this.#marked(kind, node, this.#ends.otherNode(slot));
    this.#send(node, slot, marked, 0, 0, delayUs);
  }

  /** Tells the other node that this end of its link is not there. */
  reset(node: number, to: number, toSlot: number, toGeneration: number): void {
    if (!this.#hosts.isUp(node) || !this.#hosts.reaches(node, to)) return;
    const engine = this.#engine;
    const arrivalUs = engine.nowUs + this.#latency.drawUs(node, to);
    engine.send(arrivalUs, to, node, this.#marked(RST, node, to), 0, 0, toSlot, toGeneration, 0, 0);
  }

  /** The host is down: what was sent to it comes back to the end that sent it, as if that end had noticed. */
  sendBack(node: number, to: number, toSlot: number, toGeneration: number, ref: number): void {
    const kind = isLinkWord(this.#cargo.inspect(ref)) ? RETRANSMIT | CHANGES_LINKS : RETRANSMIT;
    const engine = this.#engine;
    engine.send(engine.nowUs + RETRANSMIT_MIN_US, to, node, kind, 0, ref, toSlot, toGeneration, 0, 0);
  }

  /** Sends to the other end, after all that was sent before. */
  #send(node: number, slot: number, kind: number, hop: number, ref: number, delayUs: number): void {
    const ends = this.#ends;
    const to = ends.otherNode(slot);
    let arrivalUs = this.#engine.nowUs + this.#latency.drawUs(node, to) + delayUs;
    // A lost SYN-ACK is repeated as the dial is, by whoever sends it.
    if (ends.state(slot) !== HALF_OPEN) {
      while (this.#loss.strikes(node)) arrivalUs += RETRANSMIT_MIN_US + this.#latency.drawUs(node, to);
    }
    if (arrivalUs < ends.lastArrivalUs(slot)) arrivalUs = ends.lastArrivalUs(slot);
    ends.setLastArrivalUs(slot, arrivalUs);
    this.#engine.send(
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

  /** An event between peers that changes links is marked as such. */
  #marked(kind: number, from: number, to: number): number {
    return this.#names.isPeer(from) && this.#names.isPeer(to) ? kind | CHANGES_LINKS : kind;
  }
}

/** Words that name or end a link. */
function isLinkWord({ kind }: Message): boolean {
  return kind === 'hello' || kind === 'leave';
}
