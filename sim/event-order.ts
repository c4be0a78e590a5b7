/**
 * Puts events of one window in the order in which they are handled: by destination, so that memory is visited node after node; of
 * one destination by (time, source, order of sending), which is law 4 of the ports. Many are sorted by radix, few by insertion;
 * both keep the order of equals, which is that of sending.
 */
import { grown } from '../src/columns.ts';
import { DESTINATION, type EventRows, ROW_TIMES, ROW_WORDS, SOURCE } from './event-rows.ts';

/** Up to so many are sorted by insertion. Source: ours, see bench/. */
const INSERTION_MAX = 24;
const DIGIT_BITS = 8;
const DIGIT_MASK = (1 << DIGIT_BITS) - 1;
/** Any node fits in these. */
const SOURCE_BITS = 31;

export class EventOrder {
  /** The rows, in order. */
  rows = new Int32Array(256);
  count = 0;
  #spare = new Int32Array(256);
  /** What they are sorted by now. */
  #keys = new Int32Array(256);
  #spareKeys = new Int32Array(256);
  readonly #starts = new Int32Array(DIGIT_MASK + 1);
  readonly #events: EventRows;

  constructor(events: EventRows) {
    this.#events = events;
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds the rows from `first` to before `end`. */
  add(first: number, end: number): void {
    while (this.count + end - first > this.rows.length) {
      this.rows = grown(this.rows, new Int32Array(2 * this.rows.length));
      this.#spare = new Int32Array(this.rows.length);
      this.#keys = new Int32Array(this.rows.length);
      this.#spareKeys = new Int32Array(this.rows.length);
    }
    for (let row = first; row < end; row++) this.rows[this.count++] = row;
  }

  /** Keeps what is accepted; the rest is handed to `drop`, in order. */
  keep(accepts: (row: number) => boolean, drop: (row: number) => void): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const row = this.rows[i];
      if (accepts(row)) this.rows[kept++] = row;
      else drop(row);
    }
    this.count = kept;
  }

  /**
   * @param firstNode no destination is smaller
   * @param nodeBits so many bits tell the destinations apart
   * @param startUs no time is smaller
   * @param timeBits so many bits tell the times apart
   */
  sort(firstNode: number, nodeBits: number, startUs: number, timeBits: number): void {
    const { count } = this;
    if (count <= INSERTION_MAX) return this.#insert(0, count);
    const { words } = this.#events;
    for (let i = 0; i < count; i++) this.#keys[i] = words[ROW_WORDS * this.rows[i] + DESTINATION] - firstNode;
    this.#radix(0, count, nodeBits);
    let from = 0;
    while (from < count) {
      const to = this.#endOfRun(from, count);
      if (to - from > INSERTION_MAX) this.#sortByTime(from, to, startUs, timeBits);
      else if (to - from > 1) this.#insert(from, to);
      from = to;
    }
  }

  /** Rows of one destination. */
  #sortByTime(from: number, to: number, startUs: number, timeBits: number): void {
    const { times, words } = this.#events;
    for (let i = from; i < to; i++) this.#keys[i] = times[ROW_TIMES * this.rows[i]] - startUs;
    this.#radix(from, to, timeBits);
    let first = from;
    while (first < to) {
      const end = this.#endOfRun(first, to);
      if (end - first > INSERTION_MAX) {
        for (let i = first; i < end; i++) this.#keys[i] = words[ROW_WORDS * this.rows[i] + SOURCE];
        this.#radix(first, end, SOURCE_BITS);
      } else if (end - first > 1) {
        this.#insert(first, end);
      }
      first = end;
    }
  }

  /** Where keys equal to the one at `from` end. */
  #endOfRun(from: number, to: number): number {
    const keys = this.#keys;
    const key = keys[from];
    let end = from + 1;
    while (end < to && keys[end] === key) end++;
    return end;
  }

  /** By the law, for few. */
  #insert(from: number, to: number): void {
    const { rows } = this;
    for (let i = from + 1; i < to; i++) {
      const row = rows[i];
      let at = i;
      while (at > from && this.#isBefore(row, rows[at - 1])) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const { words, times } = this.#events;
    const apart = words[ROW_WORDS * a + DESTINATION] - words[ROW_WORDS * b + DESTINATION];
    if (apart !== 0) return apart < 0;
    const apartUs = times[ROW_TIMES * a] - times[ROW_TIMES * b];
    if (apartUs !== 0) return apartUs < 0;
    return words[ROW_WORDS * a + SOURCE] < words[ROW_WORDS * b + SOURCE];
  }

  /** By the low bits of the keys, which have no others: a digit a pass, the last first. */
  #radix(from: number, to: number, bits: number): void {
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) this.#pass(from, to, shift);
  }

  #pass(from: number, to: number, shift: number): void {
    const starts = this.#starts;
    const keys = this.#keys;
    const rows = this.rows;
    const toKeys = this.#spareKeys;
    const toRows = this.#spare;
    starts.fill(0);
    for (let i = from; i < to; i++) starts[(keys[i] >> shift) & DIGIT_MASK]++;
    if (starts[(keys[from] >> shift) & DIGIT_MASK] === to - from) return;
    let start = from;
    for (let digit = 0; digit <= DIGIT_MASK; digit++) {
      const count = starts[digit];
      starts[digit] = start;
      start += count;
    }
    for (let i = from; i < to; i++) {
      const key = keys[i];
      const place = starts[(key >> shift) & DIGIT_MASK]++;
      toKeys[place] = key;
      toRows[place] = rows[i];
    }
    if (from === 0 && to === this.count) {
      this.rows = toRows;
      this.#spare = rows;
      this.#keys = toKeys;
      this.#spareKeys = keys;
    } else {
      for (let i = from; i < to; i++) {
        keys[i] = toKeys[i];
        rows[i] = toRows[i];
      }
    }
  }
}
