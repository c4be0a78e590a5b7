/**
 * The memory of all nodes: one bit for each (message, node), kept while a copy is in flight. When none is, nobody can see the
 * message for the first time any more, and its bits serve another one.
 */
import type { Gossip } from '../src/messages.ts';
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
  readonly #copiesInFlight: number[] = [];
  readonly #identities: number[] = [];
  readonly #messages: (Gossip | undefined)[] = [];
  /** Published in the event being handled, and held until its copies are sent. */
  readonly #held: number[] = [];
  /** Messages of which a copy is in flight. */
  inFlightCount = 0;

  constructor(nodeCount: number, watcher: FlightWatcher) {
    this.#nodeCount = nodeCount;
    this.#watcher = watcher;
  }

  firstTime(gossip: Gossip, node: number): boolean {
    if (gossip.slot < 0) this.#open(gossip, node);
    const bits = this.#bits[gossip.slot] as Uint32Array;
    const bit = 1 << (node & 31);
    const word = bits[node >> 5];
    if ((word & bit) !== 0) return false;
    bits[node >> 5] = word | bit;
    return true;
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
    this.#copiesInFlight[slot]++;
  }

  /** One copy was handled, or will never arrive. */
  copyDone(slot: number): void {
    if (--this.#copiesInFlight[slot] > 0) return;
    this.inFlightCount--;
    const bits = this.#bits[slot] as Uint32Array;
    this.#bits[slot] = undefined;
    this.#messages[slot] = undefined;
    bits.fill(0);
    this.#spareBits.push(bits);
    this.#watcher.onLanded(slot);
  }

  /** The event being handled is over. */
  eventHandled(): void {
    while (this.#held.length > 0) this.copyDone(this.#held.pop() as number);
  }

  /** A node starts anew, with an empty memory. */
  forget(node: number): void {
    for (const bits of this.#bits) if (bits !== undefined) bits[node >> 5] &= ~(1 << (node & 31));
  }

  #open(gossip: Gossip, node: number): void {
    const slot = this.#bits.length;
    gossip.slot = slot;
    this.#bits.push(this.#spareBits.pop() ?? new Uint32Array((this.#nodeCount + 31) >> 5));
    this.#messages.push(gossip);
    this.#copiesInFlight.push(1);
    this.#identities.push(textIdentity(gossip.text));
    this.#held.push(slot);
    this.inFlightCount++;
    this.#watcher.onPublish(slot, node);
  }
}
