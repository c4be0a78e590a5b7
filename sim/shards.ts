/**
 * Shards: a run on several threads gives each of them some of the nodes. Nodes are dealt in blocks, in turn, because older peers
 * have more links; a block keeps on one thread what lies side by side in memory.
 */

/** Nodes of a block, at most. Source: ours, a cache line of the narrowest columns. */
const BLOCK_BITS_MAX = 6;
/** A shard has at least so many blocks, if there are nodes enough. Source: ours. */
const BLOCKS_MIN = 64;

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
  readonly #blockBits: number;

  constructor({ self, count }: ShardOptions, nodeCount: number) {
    this.self = self;
    this.count = count;
    const bits = 31 - Math.clz32(Math.max(1, nodeCount / (count * BLOCKS_MIN)));
    this.#blockBits = Math.min(bits, BLOCK_BITS_MAX);
  }

  /** The shard of a node. */
  of(node: number): number {
    return (node >> this.#blockBits) % this.count;
  }

  isHere(node: number): boolean {
    return this.of(node) === this.self;
  }
}
