/**
 * Ends of links, in rows of eight 32-bit words. The protocol knows an end by its slot, which is used again; the network by slot
 * and generation, which are not, so what was sent to an end that is gone is known as such when it arrives. Each end belongs to
 * one node, and nothing of it is read or written on behalf of another. The slots of a node come in chunks, side by side in
 * memory, because a flood goes through all of them.
 */

import { grown } from '../src/columns.ts';
import type { LinkHandler } from '../src/ports.ts';

export const FREE = 0;
/** Closed at this end; the other is told when all that was sent has arrived. */
export const CLOSING = 1;
/** Dialled, not answered yet. */
export const DIALLING = 2;
/** Answered; the dialler has not confirmed yet. */
export const HALF_OPEN = 3;
export const OPEN = 4;

/** Places in a row of words. The first two hold the time when what this end sent last arrives (until it is answered: its deadline). */
const ROW_BITS = 3;
const OTHER_NODE = 2;
/** The other end, and in an end that is free, closing or dialled its neighbours in the list of those of the node. */
const OTHER_SLOT = 3;
const OTHER_GENERATION = 4;
/** How many ends its node made before: no two ends of a slot have the same. */
const GENERATION = 5;
/** The state in the low bits, some marks, copies sent, and above the port it was dialled from (0 when this end dialled). */
const STATUS = 6;
const STATE_MASK = 7;
const SPOKEN = 8;
const HAS_GUEST = 16;
const ONE_COPY = 32;
const COPIES_SHIFT = 5;
const COPIES_MASK = 0x7ff << COPIES_SHIFT;
const PORT_SHIFT = 16;
/** The node whose slot this is, for ever. */
const OWNER = 7;

/** Slots of a chunk. */
const CHUNK_BITS = 2;
const CHUNK_SLOTS = 1 << CHUNK_BITS;
const CHUNKS_MIN = 64;
/** Of a node: with 4 links a peer it is three. */
const CHUNKS_EXPECTED = 4;
const NONE = -1;

export class LinkEnds {
  #words: Int32Array;
  #times: Float64Array;
  /** Handlers of ends by slot, but of those whose handler is the resident of their process. Only looked up, never walked. */
  readonly #guests = new Map<number, LinkHandler>();
  /** Copies that ends sent beyond what their rows can count. Only looked up, never walked. */
  readonly #carriedCopies = new Map<number, number>();
  // Columns by chunk.
  #nextChunk: Int32Array;
  #chunkCount = 0;
  // Columns by node.
  readonly #firstChunk: Int32Array;
  readonly #firstFree: Int32Array;
  readonly #firstClosing: Int32Array;
  readonly #lastClosing: Int32Array;
  readonly #bornCount: Int32Array;

  /** @param nodesHere so many of the nodes are expected to have ends */
  constructor(nodeCount: number, nodesHere = nodeCount) {
    const chunks = Math.max(CHUNKS_MIN, CHUNKS_EXPECTED * nodesHere);
    this.#words = new Int32Array((chunks * CHUNK_SLOTS) << ROW_BITS);
    this.#times = new Float64Array(this.#words.buffer);
    this.#nextChunk = new Int32Array(chunks);
    this.#firstChunk = new Int32Array(nodeCount).fill(NONE);
    this.#firstFree = new Int32Array(nodeCount).fill(NONE);
    this.#firstClosing = new Int32Array(nodeCount).fill(NONE);
    this.#lastClosing = new Int32Array(nodeCount).fill(NONE);
    this.#bornCount = new Int32Array(nodeCount);
  }

  /** Whether this end exists, and has not closed. */
  isThere(slot: number, generation: number): boolean {
    const row = slot << ROW_BITS;
    return this.#words[row + GENERATION] === generation && (this.#words[row + STATUS] & STATE_MASK) > CLOSING;
  }

  /** Reads a little of the first `count` of these ends; see `needs-preview.ts`. */
  look(slots: Int32Array, count: number): number {
    const words = this.#words;
    let seen = 0;
    for (let i = 0; i < count; i++) seen += words[(slots[i] << ROW_BITS) + GENERATION];
    return seen;
  }

  /** Whether this end has closed, and the other end cannot know yet. */
  isClosing(slot: number, generation: number, nowUs: number): boolean {
    return (
      this.generation(slot) === generation &&
      this.state(slot) === CLOSING &&
      nowUs <= this.lastArrivalUs(slot)
    );
  }

  /** The node whose slot this is, for ever. */
  owner(slot: number): number {
    return this.#words[(slot << ROW_BITS) + OWNER];
  }

  state(slot: number): number {
    return this.#words[(slot << ROW_BITS) + STATUS] & STATE_MASK;
  }

  setState(slot: number, state: number): void {
    const place = (slot << ROW_BITS) + STATUS;
    this.#words[place] = (this.#words[place] & ~STATE_MASK) | state;
  }

  generation(slot: number): number {
    return this.#words[(slot << ROW_BITS) + GENERATION];
  }

  /** Who handles this end, of a process with this resident; undefined when nobody does yet. */
  handler(slot: number, resident: object | undefined): LinkHandler | undefined {
    if ((this.#words[(slot << ROW_BITS) + STATUS] & HAS_GUEST) !== 0) return this.#guests.get(slot);
    return this.state(slot) === HALF_OPEN ? undefined : (resident as LinkHandler);
  }

  setHandler(slot: number, handler: LinkHandler, resident: object | undefined): void {
    if (handler === resident) return;
    this.#words[(slot << ROW_BITS) + STATUS] |= HAS_GUEST;
    this.#guests.set(slot, handler);
  }

  #dropGuest(slot: number): void {
    if ((this.#words[(slot << ROW_BITS) + STATUS] & HAS_GUEST) === 0) return;
    this.#words[(slot << ROW_BITS) + STATUS] &= ~HAS_GUEST;
    this.#guests.delete(slot);
  }

  /** A message came on it. */
  hasSpoken(slot: number): boolean {
    return (this.#words[(slot << ROW_BITS) + STATUS] & SPOKEN) !== 0;
  }

  spoke(slot: number): void {
    this.#words[(slot << ROW_BITS) + STATUS] |= SPOKEN;
  }

  /** One more gossip message was sent on it: what a link carries in this direction. */
  countCopy(slot: number): void {
    const place = (slot << ROW_BITS) + STATUS;
    const status = this.#words[place];
    if ((status & COPIES_MASK) !== COPIES_MASK) {
      this.#words[place] = status + ONE_COPY;
    } else {
      this.#words[place] = status & ~COPIES_MASK;
      this.#carriedCopies.set(slot, this.copies(slot) + (COPIES_MASK >> COPIES_SHIFT) + 1);
    }
  }

  /** Gossip messages sent on it. */
  copies(slot: number): number {
    const counted = (this.#words[(slot << ROW_BITS) + STATUS] & COPIES_MASK) >> COPIES_SHIFT;
    return counted + (this.#carriedCopies.get(slot) ?? 0);
  }

  /** Adds to a column, by copies sent: how many open ends of links between nodes below `nodeCount` have sent so many. */
  countLoads(nodeCount: number, endsByCopies: number[]): void {
    for (let slot = 0; slot < this.#chunkCount << CHUNK_BITS; slot++) {
      if (this.state(slot) !== OPEN || this.owner(slot) >= nodeCount) continue;
      if (this.otherNode(slot) >= nodeCount) continue;
      const copies = this.copies(slot);
      endsByCopies[copies] = (endsByCopies[copies] ?? 0) + 1;
    }
  }

  /** The port that the other end dialled from; 0 when it was dialled. */
  port(slot: number): number {
    return this.#words[(slot << ROW_BITS) + STATUS] >>> PORT_SHIFT;
  }

  otherNode(slot: number): number {
    return this.#words[(slot << ROW_BITS) + OTHER_NODE];
  }

  otherSlot(slot: number): number {
    return this.#words[(slot << ROW_BITS) + OTHER_SLOT];
  }

  otherGeneration(slot: number): number {
    return this.#words[(slot << ROW_BITS) + OTHER_GENERATION];
  }

  setOtherEnd(slot: number, otherSlot: number, otherGeneration: number): void {
    const row = slot << ROW_BITS;
    this.#words[row + OTHER_SLOT] = otherSlot;
    this.#words[row + OTHER_GENERATION] = otherGeneration;
  }

  /** When what this end sent last arrives, microseconds. */
  lastArrivalUs(slot: number): number {
    return this.#times[slot << (ROW_BITS - 1)];
  }

  setLastArrivalUs(slot: number, timeUs: number): void {
    this.#times[slot << (ROW_BITS - 1)] = timeUs;
  }

  /**
   * A new end of this node.
   * @param pastUs no event before this time is still to come
   */
  add(node: number, state: number, otherNode: number, port: number, pastUs: number): number {
    this.#releaseClosed(node, pastUs);
    const slot = this.#takeFree(node);
    const row = slot << ROW_BITS;
    this.setLastArrivalUs(slot, 0);
    this.#words[row + OTHER_NODE] = otherNode;
    this.#words[row + STATUS] = state | (port << PORT_SHIFT);
    if (this.#carriedCopies.size > 0) this.#carriedCopies.delete(slot);
    this.#words[row + GENERATION] = this.#bornCount[node]++;
    return slot;
  }

  /** The end is gone; its generation is over. */
  remove(slot: number): void {
    const node = this.owner(slot);
    this.#dropGuest(slot);
    this.setState(slot, FREE);
    this.#link(slot, this.#firstFree[node]);
    this.#firstFree[node] = slot;
  }

  /** This end has closed; it is gone when what it sent last has arrived. */
  close(slot: number): void {
    const node = this.owner(slot);
    this.#dropGuest(slot);
    this.setState(slot, CLOSING);
    this.#link(slot, NONE);
    if (this.#firstClosing[node] === NONE) this.#firstClosing[node] = slot;
    else this.#link(this.#lastClosing[node], slot);
    this.#lastClosing[node] = slot;
  }

  /** The ends of a node that have not closed, in the order they were made. */
  endsOf(node: number): number[] {
    const slots: number[] = [];
    for (let chunk = this.#firstChunk[node]; chunk !== NONE; chunk = this.#nextChunk[chunk]) {
      for (let slot = chunk << CHUNK_BITS; slot < (chunk + 1) << CHUNK_BITS; slot++) {
        if (this.state(slot) > CLOSING) slots.push(slot);
      }
    }
    return slots.sort((a, b) => this.generation(a) - this.generation(b));
  }

  /** One that waits behind a later arrival is only used again later. */
  #releaseClosed(node: number, pastUs: number): void {
    for (;;) {
      const slot = this.#firstClosing[node];
      if (slot === NONE || this.lastArrivalUs(slot) >= pastUs) return;
      this.#firstClosing[node] = this.otherSlot(slot);
      this.remove(slot);
    }
  }

  #takeFree(node: number): number {
    if (this.#firstFree[node] === NONE) this.#addChunk(node);
    const slot = this.#firstFree[node];
    this.#firstFree[node] = this.otherSlot(slot);
    return slot;
  }

  #addChunk(node: number): void {
    if (this.#chunkCount === this.#nextChunk.length) this.#grow();
    const chunk = this.#chunkCount++;
    this.#nextChunk[chunk] = this.#firstChunk[node];
    this.#firstChunk[node] = chunk;
    for (let slot = ((chunk + 1) << CHUNK_BITS) - 1; slot >= chunk << CHUNK_BITS; slot--) {
      this.#words[(slot << ROW_BITS) + STATUS] = FREE;
      this.#words[(slot << ROW_BITS) + OWNER] = node;
      this.#link(slot, this.#firstFree[node]);
      this.#firstFree[node] = slot;
    }
  }

  #link(slot: number, next: number): void {
    this.#words[(slot << ROW_BITS) + OTHER_SLOT] = next;
  }

  #grow(): void {
    const chunks = 2 * this.#nextChunk.length;
    this.#words = grown(this.#words, new Int32Array((chunks * CHUNK_SLOTS) << ROW_BITS));
    this.#times = new Float64Array(this.#words.buffer);
    this.#nextChunk = grown(this.#nextChunk, new Int32Array(chunks));
  }
}
