/**
 * The queue of events, in the order (time, destination, source, order of sending): law 4 of the ports. Events wait in unsorted
 * buckets of time, a ring of them (a calendar queue: Brown, CACM 31, 1220-1227, 1988), and only those of the bucket that is due
 * are put in order, by a 4-ary heap. A bucket is a chain of pages, so events are written and read one after another, and what an
 * event carries lies in columns, so that no object is made for one.
 */
import { grown } from './columns.ts';

/** What comes with an event; each kind says what it uses. */
export type EventRef = object | undefined;

/** Width of a bucket in microseconds, and how many a ring has: 16.8 s. Source: ours, see bench/. */
const BUCKET_US = 256;
const RING_SIZE = 1 << 16;
/** Events of a page: a power of two. */
const PAGE_SIZE = 8;
const PAGE_BITS = 3;
const PAGES_MIN = 128;
const NONE = -1;
/** The kind of a slot that is not in use. */
const UNUSED = 0;

/** Places in a row of wide columns; the first is the time. */
const SENT = 1;
const TO_END = 2;
const FROM_END = 3;
/** Places in a row of narrow columns; the first is the destination. */
const SOURCE = 1;
const HOP = 2;
const KIND = 3;

export class EventQueue {
  // Rows of four by slot. A page is so many slots in a row.
  #wide = new Float64Array(4 * PAGE_SIZE * PAGES_MIN);
  #narrow = new Int32Array(4 * PAGE_SIZE * PAGES_MIN);
  readonly #refs: EventRef[] = [];
  /** The page before this one in its chain, of a bucket or of free ones. */
  #previousPage = new Int32Array(PAGES_MIN);
  #freePage = NONE;
  #pageCount = 0;
  #sentCount = 0;

  /** The bucket that is due: its events have the times [bucket, bucket + 1) * BUCKET_US. */
  #bucket = 0;
  /** Its events and any earlier ones, as a heap: their times and slots. */
  #heapUs = new Float64Array(PAGE_SIZE * PAGES_MIN);
  #heap = new Int32Array(PAGE_SIZE * PAGES_MIN);
  #heapSize = 0;
  /** The slot written last of the bucket that is due and of those after it, as far as the ring goes. */
  readonly #ring = new Int32Array(RING_SIZE).fill(NONE);
  /** Events in the ring, but for those in the heap. */
  #ringCount = 0;
  /** The slot written last of those that are due later. */
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
    return this.#heapSize === 0 ? Number.POSITIVE_INFINITY : this.#heapUs[0];
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
    const slot = this.#place(timeUs);
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
    if (timeUs < (this.#bucket + 1) * BUCKET_US) {
      this.#ringCount--;
      this.#rise(slot);
    }
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
    if (--this.#heapSize > 0) this.#sink();
  }

  /** Whether some event that waits is of a kind and between nodes that `is` accepts. In no particular order. */
  some(is: (kind: number, source: number, destination: number, ref: EventRef) => boolean): boolean {
    const narrow = this.#narrow;
    for (let slot = 0; slot < this.#pageCount << PAGE_BITS; slot++) {
      const row = 4 * slot;
      const kind = narrow[row + KIND];
      if (kind !== UNUSED && is(kind, narrow[row + SOURCE], narrow[row], this.#refs[slot])) {
        return true;
      }
    }
    return false;
  }

  /** A slot in the chain where an event of this time belongs. */
  #place(timeUs: number): number {
    const bucket = Math.max(this.#bucket, Math.floor(timeUs / BUCKET_US));
    if (bucket >= this.#bucket + RING_SIZE) {
      this.#far = this.#slotAfter(this.#far);
      return this.#far;
    }
    const place = bucket % RING_SIZE;
    const slot = this.#slotAfter(this.#ring[place]);
    this.#ring[place] = slot;
    this.#ringCount++;
    return slot;
  }

  /** Goes to the next bucket that has an event. Once a lap of the ring, what was far away is looked at again. */
  #advance(): void {
    while (this.#heapSize === 0 && (this.#ringCount > 0 || this.#far !== NONE)) {
      this.#freeChain(this.#ring[this.#bucket % RING_SIZE]);
      this.#ring[this.#bucket % RING_SIZE] = NONE;
      this.#bucket = this.#ringCount > 0 ? this.#bucket + 1 : this.#farLap();
      if (this.#bucket % RING_SIZE === 0) this.#drawNear();
      for (let slot = this.#ring[this.#bucket % RING_SIZE]; slot !== NONE; slot = this.#slotBefore(slot)) {
        if (this.#narrow[4 * slot + KIND] === UNUSED) continue;
        this.#ringCount--;
        this.#rise(slot);
      }
    }
  }

  /** The start of the lap in which the earliest of the far events is due. */
  #farLap(): number {
    let firstUs = Number.POSITIVE_INFINITY;
    for (let slot = this.#far; slot !== NONE; slot = this.#slotBefore(slot)) {
      firstUs = Math.min(firstUs, this.#wide[4 * slot]);
    }
    return Math.floor(firstUs / BUCKET_US / RING_SIZE) * RING_SIZE;
  }

  /** Moves what is due within a lap from now into the ring; the rest is written anew. */
  #drawNear(): void {
    const last = this.#far;
    this.#far = NONE;
    for (let slot = last; slot !== NONE; slot = this.#slotBefore(slot)) {
      const from = 4 * slot;
      const place = this.#place(this.#wide[from]);
      this.#wide.copyWithin(4 * place, from, from + 4);
      this.#narrow.copyWithin(4 * place, from, from + 4);
      this.#narrow[from + KIND] = UNUSED;
      this.#refs[place] = this.#refs[slot];
      this.#refs[slot] = undefined;
    }
    this.#freeChain(last);
  }

  /** The slot after the one written last of a chain, in a new page when that one is full. */
  #slotAfter(last: number): number {
    if (last !== NONE && (last + 1) % PAGE_SIZE !== 0) return last + 1;
    const page = this.#freshPage();
    this.#previousPage[page] = last === NONE ? NONE : last >> PAGE_BITS;
    return page << PAGE_BITS;
  }

  /** The slot written before this one in its chain. */
  #slotBefore(slot: number): number {
    if (slot % PAGE_SIZE !== 0) return slot - 1;
    const page = this.#previousPage[slot >> PAGE_BITS];
    return page === NONE ? NONE : (page << PAGE_BITS) + PAGE_SIZE - 1;
  }

  #freeChain(last: number): void {
    let page = last === NONE ? NONE : last >> PAGE_BITS;
    while (page !== NONE) {
      const previous = this.#previousPage[page];
      this.#previousPage[page] = this.#freePage;
      this.#freePage = page;
      page = previous;
    }
  }

  #freshPage(): number {
    const page = this.#freePage;
    if (page === NONE) {
      if (this.#pageCount === this.#previousPage.length) this.#grow();
      return this.#pageCount++;
    }
    this.#freePage = this.#previousPage[page];
    return page;
  }

  #grow(): void {
    const pages = 2 * this.#previousPage.length;
    this.#wide = grown(this.#wide, new Float64Array(4 * PAGE_SIZE * pages));
    this.#narrow = grown(this.#narrow, new Int32Array(4 * PAGE_SIZE * pages));
    this.#previousPage = grown(this.#previousPage, new Int32Array(pages));
  }

  /** Whether an event of this time and slot comes before the one at a place of the heap. */
  #before(timeUs: number, slot: number, place: number): boolean {
    const difference = timeUs - this.#heapUs[place];
    if (difference !== 0) return difference < 0;
    const narrow = this.#narrow;
    const a = 4 * slot;
    const b = 4 * this.#heap[place];
    const apart = narrow[a] - narrow[b] || narrow[a + SOURCE] - narrow[b + SOURCE];
    return apart === 0 ? this.#wide[a + SENT] < this.#wide[b + SENT] : apart < 0;
  }

  /** Adds a slot to the heap. */
  #rise(slot: number): void {
    if (this.#heapSize === this.#heap.length) {
      this.#heapUs = grown(this.#heapUs, new Float64Array(2 * this.#heapSize));
      this.#heap = grown(this.#heap, new Int32Array(2 * this.#heapSize));
    }
    const heap = this.#heap;
    const times = this.#heapUs;
    const timeUs = this.#wide[4 * slot];
    let at = this.#heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (!this.#before(timeUs, slot, parent)) break;
      heap[at] = heap[parent];
      times[at] = times[parent];
      at = parent;
    }
    heap[at] = slot;
    times[at] = timeUs;
  }

  /** The last of the heap takes the place of its top, which is gone, and goes down from there. */
  #sink(): void {
    const heap = this.#heap;
    const times = this.#heapUs;
    const size = this.#heapSize;
    const slot = heap[size];
    const timeUs = times[size];
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let least = first;
      const end = Math.min(first + 4, size);
      for (let child = first + 1; child < end; child++) {
        if (this.#before(times[child], heap[child], least)) least = child;
      }
      if (this.#before(timeUs, slot, least)) break;
      heap[at] = heap[least];
      times[at] = times[least];
      at = least;
    }
    heap[at] = slot;
    times[at] = timeUs;
  }
}
