/**
 * Lines out of a stream of bytes. The result does not depend on how the bytes were cut into chunks. Each byte is looked at once; a
 * line within one chunk is passed on without a copy, a longer one is gathered in a buffer that grows by doubling, so memory stays
 * below twice what came, however small the chunks.
 */

const NEWLINE = 0x0a;
const HELD_BYTES_MIN = 256;
const NOTHING = new Uint8Array(0);

export class LineReader {
  readonly #bytesMax: number;
  /** The beginning of the current line, in the first `#heldBytes` bytes. */
  #held = NOTHING;
  #heldBytes = 0;
  #stopped = false;
  #overlong = false;

  /** A line may have `bytesMax` bytes without its newline. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** How many bytes came after the last newline. */
  get restBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Calls `line` with each line that the chunk completes, without its newline. The bytes are valid during the call only.
   *
   * @returns false once a line is longer than allowed; from then on nothing is taken.
   */
  push(chunk: Uint8Array, line: (line: Uint8Array) => void): boolean {
    let start = 0;
    while (start < chunk.length && !this.#stopped && !this.#overlong) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 ? chunk.length : newline;
      if (this.#heldBytes + end - start > this.#bytesMax) {
        this.#overlong = true;
        this.#drop();
      } else if (newline < 0) {
        this.#hold(chunk, start, end);
        break;
      } else {
        line(this.#complete(chunk, start, end));
        start = newline + 1;
      }
    }
    return !this.#overlong;
  }

  /** Ends reading, also from within `line`: no further line is passed on, and what is left is dropped. */
  stop(): void {
    this.#stopped = true;
    this.#drop();
  }

  /** What came after the last newline. The bytes are valid until the next `push`. */
  rest(): Uint8Array {
    return this.#held.subarray(0, this.#heldBytes);
  }

  #complete(chunk: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#heldBytes === 0) return chunk.subarray(start, end);
    this.#hold(chunk, start, end);
    const whole = this.rest();
    this.#drop();
    return whole;
  }

  #hold(chunk: Uint8Array, start: number, end: number): void {
    const neededBytes = this.#heldBytes + end - start;
    if (neededBytes > this.#held.length) {
      const grown = new Uint8Array(Math.max(neededBytes, 2 * this.#held.length, HELD_BYTES_MIN));
      grown.set(this.rest());
      this.#held = grown;
    }
    this.#held.set(chunk.subarray(start, end), this.#heldBytes);
    this.#heldBytes = neededBytes;
  }

  #drop(): void {
    this.#held = NOTHING;
    this.#heldBytes = 0;
  }
}
