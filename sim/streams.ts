/**
 * Random streams. A node's draw n for a purpose is a function of (random seed, purpose, node, n), so a draw added in one place
 * moves no other, and a million nodes need four bytes each. The function is Threefry-2x32 with 13 rounds, the fewest that pass
 * BigCrush (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, table 2).
 */
import seedrandom from 'seedrandom';
import type { Random } from '../src/ports.ts';

/** 2^-53; a product with a power of two is exact. */
const UNIT = 1 / 9007199254740992;

/** One purpose, all nodes. */
export class NodeStreams {
  readonly #key0: number;
  readonly #key1: number;
  readonly #drawn: Uint32Array;

  constructor(randomSeed: string, purpose: string, nodeCount: number) {
    const key = globalStream(randomSeed, purpose);
    this.#key0 = key.int32();
    this.#key1 = key.int32();
    this.#drawn = new Uint32Array(nodeCount);
  }

  /** The next draw of this node: uniform in [0, 1), 53 bits. */
  next(node: number): number {
    threefry2x32(this.#key0, this.#key1, node, this.#drawn[node]++);
    return ((word0 >>> 5) * 67108864 + (word1 >>> 6)) * UNIT;
  }

  /** The stream of one node. */
  of(node: number): Random {
    return { next: () => this.next(node) };
  }
}

/** A stream of a concern that belongs to no node, by its label. */
export function globalStream(randomSeed: string, label: string): seedrandom.PRNG {
  if (randomSeed === '') throw new RangeError('the random seed is empty');
  return seedrandom.alea(`${label}/${randomSeed}`);
}

/** The two words of the last block. */
export let word0 = 0;
export let word1 = 0;

/** One block of Threefry-2x32-13: key and counter in, `word0` and `word1` out. */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number): void {
  const key2 = key0 ^ key1 ^ 0x1bd11bda;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key1) | 0;
  y = (y + key2 + 1) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + key2) | 0;
  y = (y + key0 + 2) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key0) | 0;
  y = (y + key1 + 3) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  word0 = x;
  word1 = y;
}
