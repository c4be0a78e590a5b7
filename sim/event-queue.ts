/**
 * The queue of events, in the order (time, destination, source, order of sending): law 4 of the ports. What an event carries lies
 * in columns, so that no object is made for one. Events wait in unsorted buckets of time, a ring of them (a calendar queue:
 * Brown, CACM 31, 1220-1227, 1988), and only those of the bucket that is due are put in order, by a 4-ary heap.
 */
import { grown } from './columns.ts';

/** What comes with an event; each kind says what it uses. */
export type EventRef = object | undefined;

/** Width of a bucket in microseconds, and how many a ring has: 16.8 s. Source: ours, see bench/. */
const BUCKET_US = 256;
const RING_SIZE = 1 << 16;
const CAPACITY_MIN = 1024;
const NONE = -1;
/** The kind of a slot that is not in use. */
const UNUSED = 0;

/** Places in a row of wide columns. */
const TIME = 0;
const SENT = 1;
const TO_END = 2;
const FROM_END = 3;
/** Places in a row of narrow columns. */
const DESTINATION = 0;
const SOURCE = 1;
const HOP = 2;
const KIND = 3;

export class EventQueue {
  // Rows of four by slot, so that an event lies on two cache lines.
  #wide = new Float64Array(4 * CAPACITY_MIN);
  #narrow = new Int32Array(4 * CAPACITY_MIN);
  readonly #refs: EventRef[] = [];
  /** The next slot of the same bucket, or of the list of free ones. */
  #next = new Int32Array(CAPACITY_MIN);
  #firstFree = NONE;
  #slotCount = 0;
  #sentCount = 0;

  /** Slots of the bucket that is due and of earlier ones, as a heap. */
  #heap = new Int32Array(CAPACITY_MIN);
  #heapSize = 0;
  /** The bucket that is due: its events have the times [bucket, bucket + 1) * BUCKET_US. */
  #bucket = -1;
  /** First slots of the buckets after it, as far as the ring goes. */
  readonly #ring = new Int32Array(RING_SIZE).fill(NONE);
  #ringCount = 0;
  /** First slot of those that are due later. */
  #far = NONE;

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

  /** When the next event is due; infinite without any. */
  get nextUs(): number {
    if (this.#heapSize === 0) this.#advance();
    return this.#heapSize === 0 ? Number.POSITIVE_INFINITY : this.#wide[4 * this.#heap[0] + TIME];
  }

  /** `kind` is 1 to 255. */
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
    const slot = this.#takeSlot();
    const row = 4 * slot;
    const wide = this.#wide;
    wide[row] = timeUs;
    wide[row + SENT] = this.#sentCount++;
    wide[row + TO_END] = toEnd;
    wide[row + FROM_END] = fromEnd;
    const narrow = this.#narrow;
    narrow[row] = destination;
    narrow[row + SOURCE] = source;
    narrow[row + HOP] = hop;
    narrow[row + KIND] = kind;
    this.#refs[slot] = ref;
    this.#place(slot, Math.floor(timeUs / BUCKET_US));
  }

  /** Takes the next event into the fields of this queue; `nextUs` has said that there is one. */
  take(): void {
    const slot = this.#heap[0];
    const row = 4 * slot;
    const wide = this.#wide;
    this.timeUs = wide[row];
    this.toEnd = wide[row + TO_END];
    this.fromEnd = wide[row + FROM_END];
    const narrow = this.#narrow;
    this.destination = narrow[row];
    this.source = narrow[row + SOURCE];
    this.hop = narrow[row + HOP];
    this.kind = narrow[row + KIND];
    this.ref = this.#refs[slot];
    this.#refs[slot] = undefined;
    narrow[row + KIND] = UNUSED;
    this.#next[slot] = this.#firstFree;
    this.#firstFree = slot;
    const last = this.#heap[--this.#heapSize];
    if (this.#heapSize > 0) this.#sink(last);
  }

  /** Whether some event that waits is of a kind and between nodes that `is` accepts. In no particular order. */
  some(is: (kind: number, source: number, destination: number, ref: EventRef) => boolean): boolean {
    const narrow = this.#narrow;
    for (let slot = 0; slot < this.#slotCount; slot++) {
      const row = 4 * slot;
      const kind = narrow[row + KIND];
      if (kind !== UNUSED && is(kind, narrow[row + SOURCE], narrow[row + DESTINATION], this.#refs[slot])) {
        return true;
      }
    }
    return false;
  }

  #place(slot: number, bucket: number): void {
    if (bucket <= this.#bucket) {
      this.#rise(slot);
    } else if (bucket < this.#bucket + RING_SIZE) {
      const place = bucket & (RING_SIZE - 1);
      this.#next[slot] = this.#ring[place];
      this.#ring[place] = slot;
      this.#ringCount++;
    } else {
      this.#next[slot] = this.#far;
      this.#far = slot;
    }
  }

  /** Goes to the next bucket that has an event. Once a lap of the ring, what was far away is looked at again. */
  #advance(): void {
    while (this.#heapSize === 0 && (this.#ringCount > 0 || this.#far !== NONE)) {
      // The end of the lap, when the rest of it is empty.
      if (this.#ringCount === 0) this.#bucket += RING_SIZE - 1 - ((this.#bucket + RING_SIZE) % RING_SIZE);
      this.#bucket++;
      if (this.#bucket % RING_SIZE === 0) this.#drawNear();
      let slot = this.#ring[this.#bucket % RING_SIZE];
      this.#ring[this.#bucket % RING_SIZE] = NONE;
      while (slot !== NONE) {
        const next = this.#next[slot];
        this.#ringCount--;
        this.#rise(slot);
        slot = next;
      }
    }
  }

  #drawNear(): void {
    let slot = this.#far;
    this.#far = NONE;
    while (slot !== NONE) {
      const next = this.#next[slot];
      this.#place(slot, Math.floor(this.#wide[4 * slot] / BUCKET_US));
      slot = next;
    }
  }

  #before(a: number, b: number): boolean {
    const wide = this.#wide;
    const difference = wide[4 * a] - wide[4 * b];
    if (difference !== 0) return difference < 0;
    const narrow = this.#narrow;
    const apart = narrow[4 * a] - narrow[4 * b] || narrow[4 * a + SOURCE] - narrow[4 * b + SOURCE];
    return apart === 0 ? wide[4 * a + SENT] < wide[4 * b + SENT] : apart < 0;
  }

  /** Adds a slot to the heap. */
  #rise(slot: number): void {
    const heap = this.#heap;
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (!this.#before(slot, heap[parent])) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = slot;
  }

  /** Puts a slot at the top of the heap, which is free, or nearer to its leaves. */
  #sink(slot: number): void {
    const heap = this.#heap;
    const size = this.#heapSize;
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

  #takeSlot(): number {
    const slot = this.#firstFree;
    if (slot !== NONE) {
      this.#firstFree = this.#next[slot];
      return slot;
    }
    if (this.#slotCount === this.#next.length) this.#grow();
    return this.#slotCount++;
  }

  #grow(): void {
    const capacity = 2 * this.#next.length;
    this.#wide = grown(this.#wide, new Float64Array(4 * capacity));
    this.#narrow = grown(this.#narrow, new Int32Array(4 * capacity));
    this.#next = grown(this.#next, new Int32Array(capacity));
    this.#heap = grown(this.#heap, new Int32Array(capacity));
  }
}
