/**
 * The queue of events. Time is cut into windows no longer than the lookahead, the least time that a message takes: nodes touch
 * each other only across windows, so those of one window are handled node after node, each node's in the order (time, source,
 * order of sending), which gives every node the same as one total order would (law 4 of the ports; Chandy and Misra, CACM 24,
 * 198-206, 1981). Windows wait in a hierarchical timing wheel (Varghese and Lauck, SOSP 1987): 256 of them on the first level,
 * each divided by destination; a slot of a higher level is dealt to the level below when its time comes.
 */
import { EventOrder } from './event-order.ts';
import {
  CHANGES_LINKS,
  DESTINATION,
  EventRows,
  FROM_GENERATION,
  FROM_SLOT,
  KIND_AND_HOP,
  KIND_MASK,
  NONE,
  PAGE_ROWS,
  REF,
  ROW_TIMES,
  ROW_WORDS,
  SOURCE,
  TO_GENERATION,
  TO_SLOT,
} from './event-rows.ts';

/** Windows of one lap of a level, and levels above the first: 2^48 windows in all. */
const LAP = 256;
const UPPER_LEVELS = 5;

/** A window is no longer, whatever the lookahead. Source: ours, see bench/. */
const WINDOW_MAX_US = 1 << 16;
/** A window is divided by destination when nodes times microseconds exceed this; no more than so often. Source: ours, see bench/. */
const PART_NODE_US = 1 << 22;
const PARTS_MAX = 64;
/** Events of a node that wait: a few timers, most of them over, and while a message spreads four or five copies. */
const EVENTS_EXPECTED = 12;
/** Events are shown ahead so many at a time, which the fast memory of a processor can hold. Source: ours, see bench/. */
export const PREVIEW_MAX = 128;

/** An event that is handled. */
export interface QueuedEvent {
  readonly timeUs: number;
  readonly destination: number;
  readonly source: number;
  readonly kind: number;
  readonly hop: number;
  readonly ref: number;
  /** Ends of a link, or numbers of the kind's own. */
  readonly toSlot: number;
  readonly toGeneration: number;
  readonly fromSlot: number;
  readonly fromGeneration: number;
}

/** Events that wait, as the engine sees them, and as an event the one that was taken last. */
export interface Schedule extends QueuedEvent {
  /** Links may change while this is not 0. */
  readonly linkChangeCount: number;
  /** A lower bound of the times of all events that wait and will be pushed. */
  readonly windowStartUs: number;

  /** `kind` is below 128, or so with `CHANGES_LINKS`; `hop` is below 2^23. */
  push(
    timeUs: number,
    destination: number,
    source: number,
    kind: number,
    hop: number,
    ref: number,
    toSlot: number,
    toGeneration: number,
    fromSlot: number,
    fromGeneration: number,
  ): void;

  /** Takes the next event that is due before this time. False: there is none. */
  take(stopUs: number): boolean;
}

/** Who is shown events before they are handled: rows by number, from `from` to before `to`. */
export interface Preview {
  look(words: Int32Array, rows: Int32Array, from: number, to: number): void;
}

export class EventQueue implements Schedule {
  linkChangeCount = 0;
  readonly #windowUs: number;
  readonly #windowsPerUs: number;
  readonly #windowBits: number;
  readonly #parts: number;
  /** Bits that tell the nodes of one part apart. */
  readonly #partBits: number;
  readonly #rows: EventRows;
  readonly #due: EventOrder;
  /** Chain of the events that a node has for itself in the window that is open. */
  readonly #lateChain: number;

  /** The window that is open or was handled last; no event waits before it. */
  #window = 0;
  /** The first window of this lap. */
  #lapStart = 0;
  /** Events of each window of the lap, and of all of them. */
  readonly #windowCounts = new Int32Array(LAP);
  #nearCount = 0;
  /** Events of higher levels. */
  #farCount = 0;
  /** The next part of the window to look at. */
  #part = 0;
  /** Events before this time are being handled, of the open window; those in `#due` from `#head` on are left. */
  #untilUs = 0;
  #head = 0;
  #duePage = NONE;
  /** Those in `#due` before this one were looked at. */
  #seen = 0;
  /** What the node has for itself, ascending. */
  readonly #late: number[] = [];
  #isOpen = false;
  /** Is shown the events that come next, a batch at a time. */
  preview: Preview | undefined;

  timeUs = 0;
  destination = 0;
  source = 0;
  kind = 0;
  hop = 0;
  ref = 0;
  toSlot = 0;
  toGeneration = 0;
  fromSlot = 0;
  fromGeneration = 0;

  /**
   * @param lookaheadUs no event for another node is pushed less ahead than this; 1: the total order of law 4
   * @param nodesHere so many of the nodes are expected to have events
   */
  constructor(nodeCount: number, lookaheadUs: number, nodesHere = nodeCount) {
    this.#windowBits = wholeLog2(Math.min(lookaheadUs, WINDOW_MAX_US));
    this.#windowUs = 1 << this.#windowBits;
    this.#windowsPerUs = 1 / this.#windowUs;
    const nodeBits = nodeCount === 1 ? 0 : wholeLog2(nodeCount - 1) + 1;
    const parts = Math.min((nodeCount * this.#windowUs) / PART_NODE_US, PARTS_MAX, nodeCount);
    const splitBits = wholeLog2(Math.max(1, parts));
    this.#parts = 1 << splitBits;
    this.#partBits = nodeBits - splitBits;
    this.#lateChain = LAP * this.#parts + LAP * UPPER_LEVELS;
    this.#rows = new EventRows(this.#lateChain + 1, EVENTS_EXPECTED * nodesHere);
    this.#due = new EventOrder(this.#rows);
  }

  /** Events that wait. */
  get size(): number {
    return this.#nearCount + this.#farCount + this.#late.length + this.#due.count - this.#head;
  }

  get windowStartUs(): number {
    return this.#window * this.#windowUs;
  }

  /** The end of the window that has this time. */
  windowEndUs(timeUs: number): number {
    return (Math.floor(timeUs * this.#windowsPerUs) + 1) * this.#windowUs;
  }

  /** A lower bound of the time of the next event, between windows; infinite when none waits. */
  get nextUs(): number {
    for (let slot = this.#window - this.#lapStart; slot < LAP && this.#nearCount > 0; slot++) {
      if (this.#windowCounts[slot] > 0)
        return Math.max((this.#lapStart + slot) * this.#windowUs, this.#untilUs);
    }
    return this.#farCount > 0 ? this.#nextLap() * this.#windowUs : Number.POSITIVE_INFINITY;
  }

  push(
    timeUs: number,
    destination: number,
    source: number,
    kind: number,
    hop: number,
    ref: number,
    toSlot: number,
    toGeneration: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const isLate = this.#isOpen && timeUs < this.#untilUs;
    const row = this.#rows.append(isLate ? this.#lateChain : this.#chainOf(timeUs, destination));
    const { words, times } = this.#rows;
    times[ROW_TIMES * row] = timeUs;
    const at = ROW_WORDS * row;
    words[at + DESTINATION] = destination;
    words[at + SOURCE] = source;
    words[at + KIND_AND_HOP] = kind | (hop << 8);
    words[at + REF] = ref;
    words[at + TO_SLOT] = toSlot;
    words[at + TO_GENERATION] = toGeneration;
    words[at + FROM_SLOT] = fromSlot;
    words[at + FROM_GENERATION] = fromGeneration;
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount++;
    if (isLate) this.#insertLate(row, timeUs, destination);
  }

  take(stopUs: number): boolean {
    const row = this.#late.length === 0 ? this.#takeDue(stopUs) : this.#takeDueOrLate(stopUs);
    if (row === NONE) return false;
    const { words, times } = this.#rows;
    this.timeUs = times[ROW_TIMES * row];
    const at = ROW_WORDS * row;
    this.destination = words[at + DESTINATION];
    this.source = words[at + SOURCE];
    const kind = words[at + KIND_AND_HOP];
    this.kind = kind & KIND_MASK;
    this.hop = kind >> 8;
    this.ref = words[at + REF];
    this.toSlot = words[at + TO_SLOT];
    this.toGeneration = words[at + TO_GENERATION];
    this.fromSlot = words[at + FROM_SLOT];
    this.fromGeneration = words[at + FROM_GENERATION];
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount--;
    return true;
  }

  #takeDue(stopUs: number): number {
    if (this.#head === this.#due.count && !this.#open(stopUs)) return NONE;
    if (this.#head === this.#seen) this.#lookAhead();
    const row = this.#due.rows[this.#head];
    if (this.#rows.times[ROW_TIMES * row] >= stopUs) return NONE;
    this.#head++;
    return row;
  }

  #lookAhead(): void {
    this.#seen = Math.min(this.#head + PREVIEW_MAX, this.#due.count);
    this.preview?.look(this.#rows.words, this.#due.rows, this.#head, this.#seen);
  }

  /** What a node has for itself comes in where it belongs. */
  #takeDueOrLate(stopUs: number): number {
    const late = this.#late[0];
    const isLate = this.#head === this.#due.count || this.#isLateFirst(late, this.#due.rows[this.#head]);
    if (!isLate) return this.#takeDue(stopUs);
    if (this.#rows.times[ROW_TIMES * late] >= stopUs) return NONE;
    this.#late.shift();
    // The row is read before anything can be written over it.
    if (this.#late.length === 0) this.#rows.free(this.#rows.detach(this.#lateChain));
    return late;
  }

  /** The chain of a window that is not open; the event is counted there. */
  #chainOf(timeUs: number, destination: number): number {
    const window = Math.floor(timeUs * this.#windowsPerUs);
    const slot = window - this.#lapStart;
    if (slot < LAP) {
      this.#windowCounts[slot]++;
      this.#nearCount++;
      return slot * this.#parts + (destination >> this.#partBits);
    }
    this.#farCount++;
    let width = LAP;
    for (let level = 0; level < UPPER_LEVELS; level++) {
      // In one slot of the level above, so in two slots of this one.
      if (Math.floor(window / (width * LAP)) === Math.floor(this.#window / (width * LAP))) {
        return this.#upperChain(level, window / width);
      }
      width *= LAP;
    }
    throw new RangeError('an event lies further ahead than the queue can tell apart');
  }

  #upperChain(level: number, slot: number): number {
    return LAP * (this.#parts + level) + (Math.floor(slot) % LAP);
  }

  #isLateFirst(late: number, row: number): boolean {
    const { words, times } = this.#rows;
    const node = words[ROW_WORDS * late + DESTINATION];
    if (words[ROW_WORDS * row + DESTINATION] !== node) return true;
    const apartUs = times[ROW_TIMES * late] - times[ROW_TIMES * row];
    return apartUs === 0 ? node < words[ROW_WORDS * row + SOURCE] : apartUs < 0;
  }

  #insertLate(row: number, timeUs: number, destination: number): void {
    if (destination !== this.destination) throw new Error('an event for another node within the lookahead');
    const late = this.#late;
    let at = late.length;
    while (at > 0 && this.#rows.times[ROW_TIMES * late[at - 1]] > timeUs) at--;
    late.splice(at, 0, row);
  }

  /** Makes the next events before this time due. False: there are none. */
  #open(stopUs: number): boolean {
    this.#isOpen = false;
    do {
      this.#rows.free(this.#duePage);
      this.#duePage = NONE;
      this.#due.clear();
      this.#head = 0;
      this.#seen = 0;
      if (!this.#seek(stopUs)) return false;
      this.#gather(stopUs);
    } while (this.#due.count === 0);
    this.#isOpen = true;
    return true;
  }

  /** Goes to the next part of a window with events that may be due before this time, and no further than that time. */
  #seek(stopUs: number): boolean {
    const stopWindow = Math.floor(stopUs * this.#windowsPerUs);
    for (;;) {
      if (this.windowStartUs >= stopUs) return false;
      if (this.#windowCounts[this.#window - this.#lapStart] > 0) {
        while (this.#part < this.#parts && this.#rows.isEmpty(this.#chainHere)) this.#part++;
        if (this.#part < this.#parts) return true;
      }
      this.#part = 0;
      // A window that the stop cuts is looked at again.
      if (this.#window >= stopWindow || this.size === 0) return false;
      this.#goTo(this.#nearCount > 0 ? this.#window + 1 : Math.min(this.#nextLap(), stopWindow));
    }
  }

  get #chainHere(): number {
    return (this.#window - this.#lapStart) * this.#parts + this.#part;
  }

  /** The start of the next lap that may have events; no event is in this one. */
  #nextLap(): number {
    let width = LAP;
    for (let level = 0; level < UPPER_LEVELS; level++) {
      const end = Math.floor(this.#window / (width * LAP)) * LAP + LAP;
      for (let slot = Math.floor(this.#window / width) + 1; slot < end; slot++) {
        if (!this.#rows.isEmpty(this.#upperChain(level, slot))) return slot * width;
      }
      width *= LAP;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** No event waits before this window, but in the windows of this lap. */
  #goTo(window: number): void {
    this.#window = window;
    if (window < this.#lapStart + LAP) return;
    this.#lapStart = window - (window % LAP);
    if (window !== this.#lapStart) return;
    let width = LAP;
    let level = 0;
    while (level + 1 < UPPER_LEVELS && window % (width * LAP) === 0) {
      width *= LAP;
      level++;
    }
    for (; level >= 0; level--) {
      this.#deal(this.#upperChain(level, window / width));
      width /= LAP;
    }
  }

  /** Deals what waits in a chain of a higher level to the levels below, in its order. */
  #deal(chain: number): void {
    const rows = this.#rows;
    const lastRow = rows.lastRow(chain);
    const first = rows.detach(chain);
    for (let page = first; page !== NONE; page = rows.pageAfter(page)) {
      const end = rows.endOf(page, lastRow);
      for (let row = page * PAGE_ROWS; row < end; row++) {
        this.#farCount--;
        const to = this.#chainOf(rows.times[ROW_TIMES * row], rows.words[ROW_WORDS * row + DESTINATION]);
        rows.appendCopy(to, row);
      }
    }
    rows.free(first);
  }

  /** Puts what is due in the part that was found, before this time, in order. */
  #gather(stopUs: number): void {
    const rows = this.#rows;
    const chain = this.#chainHere;
    const lastRow = rows.lastRow(chain);
    this.#untilUs = Math.min(stopUs, this.windowStartUs + this.#windowUs);
    this.#duePage = rows.detach(chain);
    for (let page = this.#duePage; page !== NONE; page = rows.pageAfter(page)) {
      this.#due.add(page * PAGE_ROWS, rows.endOf(page, lastRow));
    }
    if (this.#untilUs < this.windowStartUs + this.#windowUs) {
      this.#due.keep(
        (row) => rows.times[ROW_TIMES * row] < this.#untilUs,
        (row) => rows.appendCopy(chain, row),
      );
    }
    this.#windowCounts[this.#window - this.#lapStart] -= this.#due.count;
    this.#nearCount -= this.#due.count;
    this.#due.sort(this.#part << this.#partBits, this.#partBits, this.windowStartUs, this.#windowBits);
    this.#part++;
  }
}

/** The largest whole k with 2^k <= number, which is at least 1. */
function wholeLog2(number: number): number {
  return 31 - Math.clz32(number);
}
