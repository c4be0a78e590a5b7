/** A barrier of threads: nobody passes before all have come. */

// Places in the shared words.
const ARRIVED = 0;
const PASSED = 1;

/** Looks at the barrier before a thread goes to sleep: waking takes longer than most waits. Source: ours, about 50 us. */
const LOOKS_MAX = 20_000;

export class Barrier {
  readonly #words: Int32Array;
  readonly #count: number;
  readonly #looksMax: number;

  /** @param buffer shared by all, at first of zeros; @param crowded there are more threads than cores */
  constructor(buffer: SharedArrayBuffer, count: number, crowded: boolean) {
    this.#words = new Int32Array(buffer);
    this.#count = count;
    this.#looksMax = crowded ? 0 : LOOKS_MAX;
  }

  static buffer(): SharedArrayBuffer {
    return new SharedArrayBuffer(8);
  }

  wait(): void {
    const words = this.#words;
    const passed = Atomics.load(words, PASSED);
    if (Atomics.add(words, ARRIVED, 1) + 1 === this.#count) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.add(words, PASSED, 1);
      Atomics.notify(words, PASSED);
      return;
    }
    for (let look = 0; look < this.#looksMax; look++) {
      if (Atomics.load(words, PASSED) !== passed) return;
    }
    while (Atomics.load(words, PASSED) === passed) Atomics.wait(words, PASSED, passed);
  }
}
