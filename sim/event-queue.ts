/**
 * The queue of events, in the order (time, destination, source, order of sending): law 4 of the ports. A 4-ary heap of slots;
 * what an event carries lies in typed columns, so that no object is made for one.
 */
import { grown } from './columns.ts';

/** What comes with an event; each kind says what it uses. */
export type EventRef = object | undefined;

const CAPACITY_MIN = 1024;

export class EventQueue {
  #heap = new Int32Array(CAPACITY_MIN);
  #size = 0;
  #free = new Int32Array(CAPACITY_MIN);
  #freeCount = 0;
  #slotCount = 0;
  #sentCount = 0;

  // Columns by slot.
  #timeUs = new Float64Array(CAPACITY_MIN);
  #destination = new Int32Array(CAPACITY_MIN);
  #source = new Int32Array(CAPACITY_MIN);
  #sent = new Float64Array(CAPACITY_MIN);
  #kind = new Uint8Array(CAPACITY_MIN);
  #toEnd = new Float64Array(CAPACITY_MIN);
  #fromEnd = new Float64Array(CAPACITY_MIN);
  #hop = new Int32Array(CAPACITY_MIN);
  readonly #refs: EventRef[] = [];

  // The event taken last.
  timeUs = 0;
  destination = 0;
  source = 0;
  kind = 0;
  /** End of a link at the destination, and at the source, or a number of the kind's own. */
  toEnd = 0;
  fromEnd = 0;
  hop = 0;
  ref: EventRef = undefined;

  get size(): number {
    return this.#size;
  }

  /** When the next event is due; infinite without any. */
  get nextUs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#timeUs[this.#heap[0]];
  }

  push(
    timeUs: number,
    destination: number,
    source: number,
    kind: number,
    toEnd: number,
    fromEnd: number,
    hop: number,
    ref: EventRef,
  ): void {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount] : this.#freshSlot();
    this.#timeUs[slot] = timeUs;
    this.#destination[slot] = destination;
    this.#source[slot] = source;
    this.#sent[slot] = this.#sentCount++;
    this.#kind[slot] = kind;
    this.#toEnd[slot] = toEnd;
    this.#fromEnd[slot] = fromEnd;
    this.#hop[slot] = hop;
    this.#refs[slot] = ref;
    this.#rise(this.#size++, slot);
  }

  /** Takes the next event into the fields of this queue. There must be one. */
  take(): void {
    const slot = this.#heap[0];
    this.timeUs = this.#timeUs[slot];
    this.destination = this.#destination[slot];
    this.source = this.#source[slot];
    this.kind = this.#kind[slot];
    this.toEnd = this.#toEnd[slot];
    this.fromEnd = this.#fromEnd[slot];
    this.hop = this.#hop[slot];
    this.ref = this.#refs[slot];
    this.#refs[slot] = undefined;
    this.#free[this.#freeCount++] = slot;
    const last = this.#heap[--this.#size];
    if (this.#size > 0) this.#sink(last);
  }

  /** Whether some event that waits is of a kind and from and to nodes that `is` accepts. In no particular order. */
  some(is: (kind: number, source: number, destination: number, ref: EventRef) => boolean): boolean {
    for (let i = 0; i < this.#size; i++) {
      const slot = this.#heap[i];
      if (is(this.#kind[slot], this.#source[slot], this.#destination[slot], this.#refs[slot])) return true;
    }
    return false;
  }

  #before(a: number, b: number): boolean {
    if (this.#timeUs[a] !== this.#timeUs[b]) return this.#timeUs[a] < this.#timeUs[b];
    if (this.#destination[a] !== this.#destination[b]) return this.#destination[a] < this.#destination[b];
    if (this.#source[a] !== this.#source[b]) return this.#source[a] < this.#source[b];
    return this.#sent[a] < this.#sent[b];
  }

  /** Puts a slot at a free place of the heap or nearer to its top. */
  #rise(place: number, slot: number): void {
    const heap = this.#heap;
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (!this.#before(slot, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = slot;
  }

  /** Puts a slot at the top or nearer to the leaves. */
  #sink(slot: number): void {
    const heap = this.#heap;
    const size = this.#size;
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let least = first;
      const end = Math.min(first + 4, size);
      for (let child = first + 1; child < end; child++) {
        if (this.#before(heap[child], heap[least])) least = child;
      }
      if (!this.#before(heap[least], slot)) break;
      heap[at] = heap[least];
      at = least;
    }
    heap[at] = slot;
  }

  #freshSlot(): number {
    if (this.#slotCount === this.#heap.length) this.#grow();
    return this.#slotCount++;
  }

  #grow(): void {
    const capacity = 2 * this.#heap.length;
    this.#heap = grown(this.#heap, new Int32Array(capacity));
    this.#free = grown(this.#free, new Int32Array(capacity));
    this.#timeUs = grown(this.#timeUs, new Float64Array(capacity));
    this.#destination = grown(this.#destination, new Int32Array(capacity));
    this.#source = grown(this.#source, new Int32Array(capacity));
    this.#sent = grown(this.#sent, new Float64Array(capacity));
    this.#kind = grown(this.#kind, new Uint8Array(capacity));
    this.#toEnd = grown(this.#toEnd, new Float64Array(capacity));
    this.#fromEnd = grown(this.#fromEnd, new Float64Array(capacity));
    this.#hop = grown(this.#hop, new Int32Array(capacity));
  }
}
