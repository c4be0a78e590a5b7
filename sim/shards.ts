/**
 * Shards: a run on several threads gives each of them some of the nodes. Peers are dealt in blocks, in turn, because older ones
 * have more links; a block keeps on one thread what lies side by side in memory.
 */
import { quorumOf } from '../src/settings.ts';
import type { NodeNames } from './node-names.ts';

/** Nodes of a block, at most. Source: ours, a cache line of the narrowest columns. */
const BLOCK_BITS_MAX = 6;
/** A shard has at least so many blocks, if there are nodes enough. Source: ours. */
const BLOCKS_MIN = 64;

/** What a seed has to do for a peer that registers with it, as a part of what the peer itself does. Source: ours, see bench/. */
const SEED_WORK = 0.08;

/** How a thread gives memory to another. What was sent comes in order, and is there after the next meeting of all. */
export interface Mailbox {
  send(shard: number, buffer: SharedArrayBuffer): void;
  /** The next buffer from this shard. */
  receive(shard: number): SharedArrayBuffer;
}

/** One of the shards of a run. */
export interface ShardOptions {
  readonly self: number;
  readonly count: number;
  readonly mailbox: Mailbox;
}

export class Shards {
  readonly self: number;
  readonly count: number;
  readonly #peerCount: number;
  readonly #blockBits: number;
  /** By block of peers, then by seed. */
  readonly #shards: Uint8Array;
  readonly #blockCount: number;

  constructor({ self, count }: ShardOptions, { peerCount, seedCount }: NodeNames) {
    this.self = self;
    this.count = count;
    this.#peerCount = peerCount;
    const bits = 31 - Math.clz32(Math.max(1, peerCount / (count * BLOCKS_MIN)));
    this.#blockBits = Math.min(bits, BLOCK_BITS_MAX);
    this.#blockCount = Math.ceil(peerCount / (1 << this.#blockBits));
    this.#shards = new Uint8Array(this.#blockCount + seedCount);
    this.#deal(seedCount);
  }

  /** The shard of a node. */
  of(node: number): number {
    const block =
      node < this.#peerCount ? node >> this.#blockBits : this.#blockCount + node - this.#peerCount;
    return this.#shards[block];
  }

  isHere(node: number): boolean {
    return this.of(node) === this.self;
  }

  /** Seeds in turn; then blocks of peers, to each shard evenly as many as its seeds leave it time for. */
  #deal(seedCount: number): void {
    const seedWork = (SEED_WORK * this.#peerCount * quorumOf(seedCount)) / seedCount;
    const evenly = (this.#peerCount + seedCount * seedWork) / this.count;
    const room = new Float64Array(this.count).fill(evenly);
    for (let seed = 0; seed < seedCount; seed++) {
      this.#shards[this.#blockCount + seed] = seed % this.count;
      room[seed % this.count] -= seedWork;
    }
    // How full each shard would be with the next block.
    const fullness = room.map((peers) => 1 / Math.max(peers, 1));
    const next = fullness.slice();
    for (let block = 0; block < this.#blockCount; block++) {
      const shard = next.indexOf(Math.min(...next));
      this.#shards[block] = shard;
      next[shard] += fullness[shard];
    }
  }
}
