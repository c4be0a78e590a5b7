/**
 * Puts events of one window in the order in which they are handled: by destination, so that memory is visited node after node; of
 * one destination by (time, source, order of sending), which is law 4 of the ports. Many are sorted by radix, few by insertion;
 * both keep the order of equals, which is that of sending.
 */
import { grown } from './columns.ts';
import { DESTINATION, type EventRows, ROW_TIMES, ROW_WORDS, SOURCE } from './event-rows.ts';

/** Up to so many are sorted by insertion. Source: ours, see bench/. */
const INSERTION_MAX = 24;
const DIGIT_BITS = 8;
const DIGITS = 1 << DIGIT_BITS;

/** What the keys of a radix sort are: words of the rows, or times. */
const TIME = 0;

export class EventOrder {
  /** The rows, in order. */
  rows = new Int32Array(256);
  count = 0;
  #spare = new Int32Array(256);
  readonly #starts = new Int32Array(DIGITS);
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
    this.#radix(0, count, DESTINATION, firstNode, nodeBits);
    const { words } = this.#events;
    let from = 0;
    while (from < count) {
      const destination = words[ROW_WORDS * this.rows[from] + DESTINATION];
      let to = from + 1;
      while (to < count && words[ROW_WORDS * this.rows[to] + DESTINATION] === destination) to++;
      if (to - from > INSERTION_MAX) this.#sortByTime(from, to, startUs, timeBits);
      else if (to - from > 1) this.#insert(from, to);
      from = to;
    }
  }

  /** Rows of one destination. */
  #sortByTime(from: number, to: number, startUs: number, timeBits: number): void {
    this.#radix(from, to, TIME, startUs, timeBits);
    const { times } = this.#events;
    let first = from;
    while (first < to) {
      const timeUs = times[ROW_TIMES * this.rows[first]];
      let end = first + 1;
      while (end < to && times[ROW_TIMES * this.rows[end]] === timeUs) end++;
      // Sources are told apart by all bits that a node may have.
      if (end - first > INSERTION_MAX) this.#radix(first, end, SOURCE, 0, 31);
      else if (end - first > 1) this.#insert(first, end);
      first = end;
    }
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

  /** By the bits of `key - least`, a digit a pass, the last first. */
  #radix(from: number, to: number, key: number, least: number, bits: number): void {
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) this.#pass(from, to, key, least, shift);
  }

  #pass(from: number, to: number, key: number, least: number, shift: number): void {
    const { rows } = this;
    const spare = this.#spare;
    const starts = this.#starts;
    starts.fill(0);
    for (let i = from; i < to; i++) starts[this.#digit(rows[i], key, least, shift)]++;
    if (starts[this.#digit(rows[from], key, least, shift)] === to - from) return;
    let start = from;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = starts[digit];
      starts[digit] = start;
      start += count;
    }
    for (let i = from; i < to; i++) {
      const row = rows[i];
      spare[starts[this.#digit(row, key, least, shift)]++] = row;
    }
    if (from === 0 && to === this.count) {
      this.rows = spare;
      this.#spare = rows;
    } else {
      for (let i = from; i < to; i++) rows[i] = spare[i];
    }
  }

  #digit(row: number, key: number, least: number, shift: number): number {
    const { words, times } = this.#events;
    const value = (key === TIME ? times[ROW_TIMES * row] : words[ROW_WORDS * row + key]) - least;
    return (value >> shift) & (DIGITS - 1);
  }
}
