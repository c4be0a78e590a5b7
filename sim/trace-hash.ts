/**
 * The trace hash: what happened at every node, in 64 bits. Each node chains its own events in order (time, kind, source,
 * identity of the message) through the rounds of MurmurHash3 (Appleby, public domain) in two lanes of 32 bits; the sum over
 * nodes of the finalised lanes does not depend on the order of nodes, nor on how they are spread over threads.
 */

/** The largest number of 32 bits. */
const WORD_MAX = 0xffff_ffff;

/** 2^-32. */
const PER_WORD = 1 / (WORD_MAX + 1);

export class TraceHash {
  readonly #lanes: Int32Array;
  /** Events noted. */
  eventCount = 0;

  constructor(nodeCount: number) {
    this.#lanes = new Int32Array(2 * nodeCount);
  }

  /** One event of this node, handled at `timeUs`. */
  note(node: number, timeUs: number, kind: number, source: number, identity: number): void {
    this.eventCount++;
    const lanes = this.#lanes;
    const place = 2 * node;
    const late = Math.floor(timeUs * PER_WORD);
    let a = lanes[place];
    let b = lanes[place + 1];
    let word = scrambled(timeUs | 0);
    a = Math.imul(rotated(a ^ word, 13), 5) + 0x561ccd1b;
    b = Math.imul(rotated(b ^ word, 17), 9) + 0x0bcaa747;
    word = scrambled((late << 8) | kind);
    a = Math.imul(rotated(a ^ word, 13), 5) + 0x561ccd1b;
    b = Math.imul(rotated(b ^ word, 17), 9) + 0x0bcaa747;
    word = scrambled(source);
    a = Math.imul(rotated(a ^ word, 13), 5) + 0x561ccd1b;
    b = Math.imul(rotated(b ^ word, 17), 9) + 0x0bcaa747;
    word = scrambled(identity);
    lanes[place] = Math.imul(rotated(a ^ word, 13), 5) + 0x561ccd1b;
    lanes[place + 1] = Math.imul(rotated(b ^ word, 17), 9) + 0x0bcaa747;
  }

  /** The part of the digest that some of the nodes have. */
  sumOf(includes: (node: number) => boolean): bigint {
    // In two halves: a million big numbers would take most of a second.
    let high = 0;
    let low = 0;
    for (let node = 0; 2 * node < this.#lanes.length; node++) {
      if (!includes(node)) continue;
      const a = finalised(this.#lanes[2 * node] ^ finalised(node + 1));
      const b = finalised(this.#lanes[2 * node + 1] ^ a);
      low += b >>> 0;
      const carry = low > WORD_MAX ? 1 : 0;
      low -= carry * (WORD_MAX + 1);
      high = (high + a + carry) | 0;
    }
    return (BigInt(high >>> 0) << 32n) | BigInt(low);
  }
}

/** 16 hexadecimal digits for all nodes, from the parts of some. */
export function digestOf(sums: readonly bigint[]): string {
  const sum = sums.reduce((total, each) => total + each, 0n);
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0');
}

/** A number of 32 bits for a text. */
export function textIdentity(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(rotated(hash ^ scrambled(text.charCodeAt(i)), 13), 5) + 0x561ccd1b;
  }
  return finalised(hash);
}

function scrambled(word: number): number {
  return Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finalised(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
