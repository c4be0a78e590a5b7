/**
 * Rows that one thread leaves for another, laid out as the rows of events (`event-rows.ts`). There are two buffers in turn: one
 * is read while the other is written, and a barrier lies between the two. Buffers are shared and grow in place.
 */
import { ROW_WORDS } from './event-rows.ts';

/** The first rows of a buffer: the number of the others, then up to 14 values that its writer states at each exchange. */
const HEADER_ROWS = 3;
const ROWS_MIN = 1 << 10;
const BYTES_MAX = 0xffff0000;
const ROW_BYTES = 4 * ROW_WORDS;

/** A buffer and its rows: row r has its time at `ROW_TIMES * r`, its other words from `ROW_WORDS * r`. */
class Rows {
  readonly buffer: SharedArrayBuffer;
  words!: Int32Array;
  times!: Float64Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.look();
  }

  /** Sees all of the buffer as it is now. Views of a stated length are the fast ones. */
  look(): void {
    const { buffer } = this;
    this.words = new Int32Array(buffer, 0, buffer.byteLength / 4);
    this.times = new Float64Array(buffer, 0, buffer.byteLength / 8);
  }
}

/** The writing end. */
export class RowsOut {
  #rows: Rows;
  #other: Rows;
  #end = HEADER_ROWS;
  #capacity = ROWS_MIN;

  constructor() {
    this.#rows = new Rows(freshBuffer());
    this.#other = new Rows(freshBuffer());
  }

  /** What the reading end is made of. */
  get buffers(): readonly SharedArrayBuffer[] {
    return [this.#rows.buffer, this.#other.buffer];
  }

  get words(): Int32Array {
    return this.#rows.words;
  }

  get times(): Float64Array {
    return this.#rows.times;
  }

  /** One more row, to be written. */
  append(): number {
    if (this.#end === this.#capacity) this.#grow();
    return this.#end++;
  }

  /** All rows until the next barrier are written. */
  finish(values: readonly number[]): void {
    const { words, times } = this.#rows;
    words[0] = this.#end;
    for (let i = 0; i < values.length; i++) times[1 + i] = values[i];
    const written = this.#rows;
    this.#rows = this.#other;
    this.#other = written;
    this.#end = HEADER_ROWS;
    this.#capacity = Math.floor(this.#rows.words.length / ROW_WORDS);
  }

  #grow(): void {
    const { buffer } = this.#rows;
    if (buffer.byteLength === BYTES_MAX)
      throw new RangeError('too much crosses between two threads in one window');
    buffer.grow(Math.min(2 * buffer.byteLength, BYTES_MAX));
    this.#rows.look();
    this.#capacity = Math.floor(this.#rows.words.length / ROW_WORDS);
  }
}

/** The reading end. */
export class RowsIn {
  /** The first row. */
  readonly first = HEADER_ROWS;
  #rows: Rows;
  #other: Rows;

  constructor(first: SharedArrayBuffer, second: SharedArrayBuffer) {
    this.#other = new Rows(first);
    this.#rows = new Rows(second);
  }

  get words(): Int32Array {
    return this.#rows.words;
  }

  get times(): Float64Array {
    return this.#rows.times;
  }

  /** Turns to the rows that were written before the last barrier. */
  turn(): void {
    const rows = this.#other;
    this.#other = this.#rows;
    this.#rows = rows;
    if (rows.buffer.byteLength > rows.words.byteLength) rows.look();
  }

  /** The row after the last. */
  get end(): number {
    return this.#rows.words[0];
  }

  /** What the writer stated. */
  value(i: number): number {
    return this.#rows.times[1 + i];
  }
}

function freshBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(ROWS_MIN * ROW_BYTES, { maxByteLength: BYTES_MAX });
}
