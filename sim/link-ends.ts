/**
 * Ends of links, in columns. The protocol knows an end by its slot, which is used again; the network by its handle, which is
 * not, so what was sent to an end that is gone is known as such when it arrives. Each end belongs to one process, and nothing
 * of it is read or written on behalf of another node.
 */
import type { LinkHandler } from '../src/ports.ts';
import { grown } from './columns.ts';
import type { ProcessState } from './process-state.ts';

export const FREE = 0;
/** Closed at this end; the other is told when all that was sent has arrived. */
export const CLOSING = 1;
/** Dialled, not answered yet. */
export const DIALLING = 2;
/** Answered; the dialler has not confirmed yet. */
export const HALF_OPEN = 3;
export const OPEN = 4;

/** 67 million ends at a time, each slot used 134 million times. */
const SLOTS_MAX = 1 << 26;
const NONE = -1;
const CAPACITY_MIN = 256;

export class LinkEnds {
  // Columns by slot.
  handle = new Float64Array(CAPACITY_MIN);
  state = new Uint8Array(CAPACITY_MIN);
  /** 1: a message came on it. */
  spoken = new Uint8Array(CAPACITY_MIN);
  /** The node at the other end, the handle of its end, and the port it dialled from (0 when it was dialled). */
  otherNode = new Int32Array(CAPACITY_MIN);
  otherEnd = new Float64Array(CAPACITY_MIN);
  otherPort = new Int32Array(CAPACITY_MIN);
  /** When what this end sent last arrives. */
  lastArrivalUs = new Float64Array(CAPACITY_MIN);
  readonly owners: (ProcessState | undefined)[] = [];
  readonly handlers: (LinkHandler | undefined)[] = [];
  // The ends of one process, in the order they were made.
  #next = new Int32Array(CAPACITY_MIN);
  #previous = new Int32Array(CAPACITY_MIN);
  #free: number[] = [];
  // Closing ends, in the order they closed.
  #firstClosing = NONE;
  #lastClosing = NONE;
  #slotCount = 0;

  /** The slot of a handle that was once given. */
  slotOf(handle: number): number {
    return handle & (SLOTS_MAX - 1);
  }

  /** The slot of a handle, or -1 when that end is closed or gone. */
  find(handle: number): number {
    const slot = this.slotOf(handle);
    return this.handle[slot] === handle && this.state[slot] > CLOSING ? slot : NONE;
  }

  /** Whether this end has closed, and the other end cannot know yet. */
  isClosing(handle: number, nowUs: number): boolean {
    const slot = this.slotOf(handle);
    return this.handle[slot] === handle && this.state[slot] === CLOSING && nowUs <= this.lastArrivalUs[slot];
  }

  /** A new end of this process. */
  add(owner: ProcessState, state: number, otherNode: number, otherEnd: number): number {
    const slot = this.#free.pop() ?? this.#freshSlot();
    this.state[slot] = state;
    this.spoken[slot] = 0;
    this.otherNode[slot] = otherNode;
    this.otherEnd[slot] = otherEnd;
    this.otherPort[slot] = 0;
    this.lastArrivalUs[slot] = 0;
    this.owners[slot] = owner;
    this.handlers[slot] = undefined;
    this.#next[slot] = NONE;
    this.#previous[slot] = owner.lastEnd;
    if (owner.lastEnd === NONE) owner.firstEnd = slot;
    else this.#next[owner.lastEnd] = slot;
    owner.lastEnd = slot;
    return slot;
  }

  /** The end is gone; its handle is never given again. */
  remove(slot: number): void {
    this.#disown(slot);
    this.#release(slot);
  }

  /** This end has closed; it is gone when what it sent last has arrived. */
  close(slot: number, nowUs: number): void {
    this.#disown(slot);
    this.state[slot] = CLOSING;
    this.#next[slot] = NONE;
    if (this.#lastClosing === NONE) this.#firstClosing = slot;
    else this.#next[this.#lastClosing] = slot;
    this.#lastClosing = slot;
    // One that waits behind a later arrival is only used again later.
    while (this.#firstClosing !== NONE && this.lastArrivalUs[this.#firstClosing] < nowUs) {
      const gone = this.#firstClosing;
      this.#firstClosing = this.#next[gone];
      if (this.#firstClosing === NONE) this.#lastClosing = NONE;
      this.#release(gone);
    }
  }

  #disown(slot: number): void {
    const owner = this.owners[slot] as ProcessState;
    const next = this.#next[slot];
    const previous = this.#previous[slot];
    if (previous === NONE) owner.firstEnd = next;
    else this.#next[previous] = next;
    if (next === NONE) owner.lastEnd = previous;
    else this.#previous[next] = previous;
    this.owners[slot] = undefined;
    this.handlers[slot] = undefined;
  }

  #release(slot: number): void {
    this.handle[slot] += SLOTS_MAX;
    this.state[slot] = FREE;
    this.#free.push(slot);
  }

  #freshSlot(): number {
    if (this.#slotCount === this.handle.length) this.#grow();
    const slot = this.#slotCount++;
    // Generation 1: no handle is 0.
    this.handle[slot] = SLOTS_MAX + slot;
    return slot;
  }

  #grow(): void {
    const capacity = 2 * this.handle.length;
    if (capacity > SLOTS_MAX) throw new RangeError(`more than ${SLOTS_MAX / 2} ends of links at a time`);
    this.handle = grown(this.handle, new Float64Array(capacity));
    this.state = grown(this.state, new Uint8Array(capacity));
    this.spoken = grown(this.spoken, new Uint8Array(capacity));
    this.otherNode = grown(this.otherNode, new Int32Array(capacity));
    this.otherEnd = grown(this.otherEnd, new Float64Array(capacity));
    this.otherPort = grown(this.otherPort, new Int32Array(capacity));
    this.lastArrivalUs = grown(this.lastArrivalUs, new Float64Array(capacity));
    this.#next = grown(this.#next, new Int32Array(capacity));
    this.#previous = grown(this.#previous, new Int32Array(capacity));
  }
}
