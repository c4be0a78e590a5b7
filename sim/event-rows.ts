/**
 * Storage of events: rows of ten 32-bit words, the first two of them the time, in pages. A chain of pages is written at its end
 * and read from its start, so its rows keep the order in which they came, and memory is touched in sequence.
 */
import { grown } from '../src/columns.ts';

/** Words of a row; the time takes two. */
export const ROW_WORDS = 10;
export const ROW_TIMES = 5;

/** Places in a row of words. */
export const DESTINATION = 2;
export const SOURCE = 3;
/** The kind in the low byte, the hop or another small number of the kind's own above it. */
export const KIND_AND_HOP = 4;
export const REF = 5;
export const TO_SLOT = 6;
export const TO_GENERATION = 7;
export const FROM_SLOT = 8;
export const FROM_GENERATION = 9;

/** Set in a kind: this event changes which links there are. */
export const CHANGES_LINKS = 0x80;
export const KIND_MASK = 0x7f;

/** Rows of a page: a power of two. */
const PAGE_BITS = 6;
export const PAGE_ROWS = 1 << PAGE_BITS;
const PAGES_MIN = 64;
export const NONE = -1;

export class EventRows {
  /** Row r has its time at `ROW_TIMES * r`, its other words from `ROW_WORDS * r`. Both look at the same memory. */
  times: Float64Array;
  words: Int32Array;
  /** The page after this one, in a chain or among the free ones. */
  #next: Int32Array;
  #free = NONE;
  #pageCount = 0;
  readonly #firstPage: Int32Array;
  readonly #lastRow: Int32Array;

  /** @param rowsExpected at a time; it grows beyond */
  constructor(chainCount: number, rowsExpected: number) {
    const pages = Math.max(PAGES_MIN, Math.ceil(rowsExpected / PAGE_ROWS));
    this.words = new Int32Array(pages * PAGE_ROWS * ROW_WORDS);
    this.times = new Float64Array(this.words.buffer);
    this.#next = new Int32Array(pages);
    this.#firstPage = new Int32Array(chainCount).fill(NONE);
    this.#lastRow = new Int32Array(chainCount).fill(NONE);
  }

  isEmpty(chain: number): boolean {
    return this.#lastRow[chain] === NONE;
  }

  /** A row at the end of a chain, to be written. */
  append(chain: number): number {
    const last = this.#lastRow[chain];
    const row = (last + 1) % PAGE_ROWS !== 0 ? last + 1 : this.#pageAfter(chain, last);
    this.#lastRow[chain] = row;
    return row;
  }

  /** Another row with what this one holds, at the end of a chain. */
  appendCopy(chain: number, row: number): void {
    const copy = this.append(chain);
    this.words.copyWithin(ROW_WORDS * copy, ROW_WORDS * row, ROW_WORDS * (row + 1));
  }

  /** The row at the end of a chain, or -1. */
  lastRow(chain: number): number {
    return this.#lastRow[chain];
  }

  /** Empties a chain and gives its first page; `pageAfter` leads on. The pages stay in use until they are freed. */
  detach(chain: number): number {
    const first = this.#firstPage[chain];
    this.#firstPage[chain] = NONE;
    this.#lastRow[chain] = NONE;
    return first;
  }

  /** The row after those of a page, in a chain that ended with `lastRow`. */
  endOf(page: number, lastRow: number): number {
    return page === lastRow >> PAGE_BITS ? lastRow + 1 : (page + 1) << PAGE_BITS;
  }

  /** The page after this one, or -1. */
  pageAfter(page: number): number {
    return this.#next[page];
  }

  /** Frees this page and those after it. */
  free(first: number): void {
    let page = first;
    while (page !== NONE) {
      const next = this.#next[page];
      this.#next[page] = this.#free;
      this.#free = page;
      page = next;
    }
  }

  #pageAfter(chain: number, last: number): number {
    const page = this.#freshPage();
    this.#next[page] = NONE;
    if (last === NONE) this.#firstPage[chain] = page;
    else this.#next[last >> PAGE_BITS] = page;
    return page << PAGE_BITS;
  }

  #freshPage(): number {
    const page = this.#free;
    if (page !== NONE) {
      this.#free = this.#next[page];
      return page;
    }
    if (this.#pageCount === this.#next.length) this.#grow();
    return this.#pageCount++;
  }

  #grow(): void {
    const pages = 2 * this.#next.length;
    this.words = grown(this.words, new Int32Array(pages * PAGE_ROWS * ROW_WORDS));
    this.times = new Float64Array(this.words.buffer);
    this.#next = grown(this.#next, new Int32Array(pages));
  }
}
