/**
 * The memory of all nodes: one bit for each (message, node), kept while a copy is in flight. When none is, nobody can see the
 * message for the first time any more, and its bits serve another one. On several threads each remembers for its own nodes.
 */
import { type Gossip, gossip as gossipOf } from '../src/messages.ts';
import { FlightAccounts } from './flight-accounts.ts';
import type { ShardFacts } from './shard-facts.ts';
import { textIdentity } from './trace-hash.ts';

export interface FlightWatcher {
  /** A message is published now. */
  onPublish(slot: number, node: number): void;
  /** No copy of the message is in flight any more. */
  onLanded(slot: number): void;
}

export class MessageMemory {
  readonly #nodeCount: number;
  readonly #watcher: FlightWatcher;
  /** By slot; undefined after the message landed. */
  readonly #bits: (Uint32Array | undefined)[] = [];
  readonly #spareBits: Uint32Array[] = [];
  /** Copies in flight; on several threads how they changed on this one since its last report. */
  readonly #copies: number[] = [];
  readonly #identities: number[] = [];
  readonly #messages: (Gossip | undefined)[] = [];
  /** Published in the event being handled, and held until its copies are sent. */
  readonly #held: number[] = [];
  /** Of all messages. The sum over threads is never negative. */
  copiesInFlight = 0;
  readonly #facts: ShardFacts | undefined;
  readonly #accounts: FlightAccounts | undefined;
  #publishedCount = 0;

  /** @param facts when there are several threads */
  constructor(nodeCount: number, watcher: FlightWatcher, facts?: ShardFacts) {
    this.#nodeCount = nodeCount;
    this.#watcher = watcher;
    this.#facts = facts;
    this.#accounts = facts && new FlightAccounts(facts);
  }

  firstTime(gossip: Gossip, node: number): boolean {
    if (gossip.slot < 0) this.#publish(gossip, node);
    const bits = this.#bits[gossip.slot] as Uint32Array;
    const bit = 1 << (node & 31);
    const word = bits[node >> 5];
    if ((word & bit) !== 0) return false;
    bits[node >> 5] = word | bit;
    return true;
  }

  /** Whether a node has not seen the message of this slot, which may have landed. */
  isNews(slot: number, node: number): boolean {
    const bits = this.#bits[slot];
    return bits !== undefined && (bits[node >> 5] & (1 << (node & 31))) === 0;
  }

  /** The identity of a message that was published. */
  identityOf(slot: number): number {
    return this.#identities[slot];
  }

  /** A message of which a copy is in flight. */
  messageIn(slot: number): Gossip {
    return this.#messages[slot] as Gossip;
  }

  /** One more copy is in flight. */
  copySent(slot: number): void {
    this.copiesInFlight++;
    this.#copies[slot]++;
  }

  /** One copy was handled, or will never arrive. */
  copyDone(slot: number): void {
    this.copiesInFlight--;
    if (--this.#copies[slot] === 0 && this.#accounts === undefined) this.#land(slot);
  }

  /** A message was published on another thread. */
  adopt(slot: number, text: string): void {
    const gossip = gossipOf(text);
    gossip.slot = slot;
    this.#open(gossip);
  }

  /** On several threads: tells how many copies are in flight here; `landing` follows when all have told. */
  report(): void {
    this.#accounts?.report(this.#copies);
  }

  takeReport(slot: number, change: number): void {
    this.#accounts?.take(slot, change);
  }

  /** Lets go of the messages that nobody has in flight. */
  landing(): void {
    for (const slot of this.#accounts?.landed() ?? []) this.#land(slot);
  }

  /** Another thread knows that no copy is in flight. */
  forgetMessage(slot: number): void {
    this.#accounts?.close(slot);
    this.#clear(slot);
  }

  /** The event being handled is over. */
  eventHandled(): void {
    while (this.#held.length > 0) this.copyDone(this.#held.pop() as number);
  }

  /** A node starts anew, with an empty memory. */
  forget(node: number): void {
    for (const bits of this.#bits) if (bits !== undefined) bits[node >> 5] &= ~(1 << (node & 31));
  }

  #publish(gossip: Gossip, node: number): void {
    const n = this.#publishedCount++;
    gossip.slot = this.#facts?.slotOf(n) ?? n;
    this.#open(gossip);
    this.#held.push(gossip.slot);
    this.copySent(gossip.slot);
    this.#watcher.onPublish(gossip.slot, node);
    this.#facts?.published(gossip.slot, gossip.text);
  }

  #open(gossip: Gossip): void {
    const { slot } = gossip;
    this.#bits[slot] = this.#spareBits.pop() ?? new Uint32Array((this.#nodeCount + 31) >> 5);
    this.#messages[slot] = gossip;
    this.#copies[slot] = 0;
    this.#identities[slot] = textIdentity(gossip.text);
    this.#accounts?.opened(slot);
  }

  #land(slot: number): void {
    this.#clear(slot);
    this.#watcher.onLanded(slot);
  }

  #clear(slot: number): void {
    const bits = this.#bits[slot] as Uint32Array;
    this.#bits[slot] = undefined;
    this.#messages[slot] = undefined;
    bits.fill(0);
    this.#spareBits.push(bits);
  }
}
