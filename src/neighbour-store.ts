/**
 * What peers know of their neighbours: a row each, in columns that all peers of one process share, because a million peers have
 * ten million neighbours. The rows of a peer come in chunks, side by side in memory.
 */
import { type Address, sameAddress } from './address.ts';
import { grown } from './columns.ts';
import type { Link } from './ports.ts';

/** A neighbour of a peer: its row. */
export type Neighbour = number;

export const NOBODY: Neighbour = -1;

// Facts that are true of a neighbour or not.

/** Its address is where it listens; otherwise, of an accepted link without HELLO, its host with the port it dialled from. */
export const NAMED = 1;
/** It understands the additions: HELLO, PING, PONG, LEAVE. */
export const ADDITIONS = 2;
/** The link, if any, was dialled by this peer. */
export const DIALLED = 4;
/** This peer chose it, so this peer replaces it when it is lost. */
export const CHOSEN = 8;
/** It counts as a neighbour: pinged at every interval until it leaves or is declared dead. */
export const MONITORED = 16;
/** Its link is open, or accepted and not yet decided. */
export const OPEN = 32;
/** It is in the table of its peer. */
export const LISTED = 64;
/** It waits for its next ping. */
export const WATCHED = 128;
/** What the answers to the last ping said. */
export const PING_LOST = 256;
export const PING_ALIVE = 512;
/** Something was heard on the link since the last ping; kept up only where the process is watched over its link, or pings are few. */
export const HEARD = 1024;
/** An accepted link that this peer had no room for; its dialler was told, and will close it. */
export const REFUSED = 2048;
/** The other end of its link answered a PING; kept up only where an application waits for it. */
export const ANSWERED = 4096;
/** The time at which it is pinged next is a turn that it took. */
export const HAS_TURN = 8192;

/** What a message needs of all neighbours of a peer: four words a row, so that a chunk is one line of the cache. */
const LIST_WORDS = 4;
const NEXT = 0;
const LINK = 1;
const FACTS = 2;
/** Of the address; 0 without. */
const HASH = 3;

/**
 * What a ping needs of them: when the neighbour is pinged next (two words), and in the heap of those who wait for that the first
 * of its children, and the next child of its parent.
 */
const HEAP_WORDS = 4;
const HEAP_TIMES = 2;
const CHILD = 2;
const SIBLING = 3;

/** Above the facts: answers still due to the last ping (2 bits), and failures in a row. */
const ANSWERS_SHIFT = 16;
const ANSWERS_MASK = 3;
const FAILURES_SHIFT = 18;
const LOW_MASK = (1 << ANSWERS_SHIFT) - 1;

const NEVER = Number.NEGATIVE_INFINITY;

const CHUNK_ROWS = 4;
const ROWS_MIN = 16;

export class NeighbourStore {
  #list: Int32Array;
  #heap: Int32Array;
  /** Looks at the memory of the heap. */
  #times: Float64Array;
  #previous: Int32Array;
  /** When each last sent PING, milliseconds; made when the first is noted, since most peers of a simulation note none. */
  #askedAt: Float64Array | undefined;
  readonly #addresses: (Address | undefined)[] = [];
  #rowCount = 0;
  /** Rows of peers that are gone. */
  #free: Neighbour = NOBODY;

  /** @param rowsExpected it grows beyond */
  constructor(rowsExpected = 0) {
    const rows = CHUNK_ROWS * Math.ceil(Math.max(ROWS_MIN, rowsExpected) / CHUNK_ROWS);
    this.#list = new Int32Array(LIST_WORDS * rows);
    this.#heap = new Int32Array(HEAP_WORDS * rows);
    this.#times = new Float64Array(this.#heap.buffer);
    this.#previous = new Int32Array(rows);
  }

  /** Rows for another few neighbours, linked by `next`. */
  addChunk(): Neighbour {
    let first = NOBODY;
    if (this.#free !== NOBODY) {
      first = this.#free;
      this.#free = this.next(first);
      this.setNext(first, NOBODY);
      return first;
    }
    if (this.#rowCount === this.#previous.length) this.#grow();
    for (let i = 0; i < CHUNK_ROWS; i++) {
      const row = this.#rowCount++;
      this.setNext(row, first);
      first = row;
    }
    return first;
  }

  /** A row that nobody needs any more, of a peer that is gone. */
  release(neighbour: Neighbour): void {
    this.setNext(neighbour, this.#free);
    this.#free = neighbour;
    this.#addresses[neighbour] = undefined;
  }

  /** Begins a row anew, without a link; undefined: its address is asked of the transport while it matters. */
  reset(neighbour: Neighbour, address: Address | undefined, facts: number): void {
    this.setAddress(neighbour, address);
    const row = LIST_WORDS * neighbour;
    this.#list[row + FACTS] = facts;
    this.#list[row + LINK] = -1;
    if (this.#askedAt !== undefined) this.#askedAt[neighbour] = NEVER;
  }

  /** Undefined while an accepted link is undecided. */
  address(neighbour: Neighbour): Address | undefined {
    return this.#addresses[neighbour];
  }

  setAddress(neighbour: Neighbour, address: Address | undefined): void {
    this.#addresses[neighbour] = address;
    this.#list[LIST_WORDS * neighbour + HASH] = address?.hash ?? 0;
  }

  hasAddress(neighbour: Neighbour, address: Address): boolean {
    if (this.#list[LIST_WORDS * neighbour + HASH] !== address.hash) return false;
    const known = this.#addresses[neighbour];
    return known !== undefined && sameAddress(known, address);
  }

  is(neighbour: Neighbour, fact: number): boolean {
    return (this.#list[LIST_WORDS * neighbour + FACTS] & fact) !== 0;
  }

  mark(neighbour: Neighbour, facts: number): void {
    this.#list[LIST_WORDS * neighbour + FACTS] |= facts;
  }

  unmark(neighbour: Neighbour, facts: number): void {
    this.#list[LIST_WORDS * neighbour + FACTS] &= ~facts;
  }

  /** The open link, or the one being dialled; -1 without. */
  link(neighbour: Neighbour): Link {
    return this.#list[LIST_WORDS * neighbour + LINK];
  }

  setLink(neighbour: Neighbour, link: Link): void {
    this.#list[LIST_WORDS * neighbour + LINK] = link;
  }

  /** When it is pinged next, milliseconds. */
  dueAtMs(neighbour: Neighbour): number {
    return this.#times[HEAP_TIMES * neighbour];
  }

  setDueAtMs(neighbour: Neighbour, timeMs: number): void {
    this.#times[HEAP_TIMES * neighbour] = timeMs;
  }

  /** When it last sent PING, as far as that was noted; milliseconds. */
  askedAtMs(neighbour: Neighbour): number {
    return this.#askedAt?.[neighbour] ?? NEVER;
  }

  setAskedAtMs(neighbour: Neighbour, timeMs: number): void {
    this.#askedAt ??= new Float64Array(this.#previous.length).fill(NEVER);
    this.#askedAt[neighbour] = timeMs;
  }

  /** Answers still due to the last ping: at most 3. */
  answersDue(neighbour: Neighbour): number {
    return (this.#list[LIST_WORDS * neighbour + FACTS] >> ANSWERS_SHIFT) & ANSWERS_MASK;
  }

  setAnswersDue(neighbour: Neighbour, count: number): void {
    const place = LIST_WORDS * neighbour + FACTS;
    this.#list[place] = (this.#list[place] & ~(ANSWERS_MASK << ANSWERS_SHIFT)) | (count << ANSWERS_SHIFT);
  }

  /** Pings that failed in a row: at most 8191. */
  failures(neighbour: Neighbour): number {
    return this.#list[LIST_WORDS * neighbour + FACTS] >> FAILURES_SHIFT;
  }

  setFailures(neighbour: Neighbour, count: number): void {
    const place = LIST_WORDS * neighbour + FACTS;
    const rest = this.#list[place] & (LOW_MASK | (ANSWERS_MASK << ANSWERS_SHIFT));
    this.#list[place] = rest | (count << FAILURES_SHIFT);
  }

  /** Reads a little of all that a ping of this neighbour needs, so that the memory is at hand. */
  look(neighbour: Neighbour): number {
    return this.dueAtMs(neighbour) + this.link(neighbour) + (this.#addresses[neighbour]?.hash ?? 0);
  }

  next(neighbour: Neighbour): Neighbour {
    return this.#list[LIST_WORDS * neighbour + NEXT];
  }

  setNext(neighbour: Neighbour, next: Neighbour): void {
    this.#list[LIST_WORDS * neighbour + NEXT] = next;
  }

  previous(neighbour: Neighbour): Neighbour {
    return this.#previous[neighbour];
  }

  setPrevious(neighbour: Neighbour, previous: Neighbour): void {
    this.#previous[neighbour] = previous;
  }

  child(neighbour: Neighbour): Neighbour {
    return this.#heap[HEAP_WORDS * neighbour + CHILD];
  }

  setChild(neighbour: Neighbour, child: Neighbour): void {
    this.#heap[HEAP_WORDS * neighbour + CHILD] = child;
  }

  sibling(neighbour: Neighbour): Neighbour {
    return this.#heap[HEAP_WORDS * neighbour + SIBLING];
  }

  setSibling(neighbour: Neighbour, sibling: Neighbour): void {
    this.#heap[HEAP_WORDS * neighbour + SIBLING] = sibling;
  }

  #grow(): void {
    const rows = 2 * this.#previous.length;
    this.#list = grown(this.#list, new Int32Array(LIST_WORDS * rows));
    this.#heap = grown(this.#heap, new Int32Array(HEAP_WORDS * rows));
    this.#times = new Float64Array(this.#heap.buffer);
    this.#previous = grown(this.#previous, new Int32Array(rows));
    if (this.#askedAt !== undefined) this.#askedAt = grown(this.#askedAt, new Float64Array(rows));
  }
}
