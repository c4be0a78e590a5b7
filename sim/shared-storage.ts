/**
 * The storage of a seed's list in shared memory, so that peers on other threads look at the same entries. Its owner adds entries
 * at the end; whoever has a view of the first ones reads no others.
 */
import { type Address, sameAddress } from '../src/address.ts';
import type { GrowingStorage } from '../src/growing-storage.ts';
import { StorageView } from '../src/storage-view.ts';
import type { NodeNames } from './node-names.ts';

/** Bytes of an entry: the instant, its node, whether it has the additions; and the place of each node. */
const ENTRY_BYTES = 8 + 4 + 4 + 4;

export class SharedStorage implements GrowingStorage {
  readonly buffer: SharedArrayBuffer;
  /** Entries that this thread knows of. */
  length = 0;
  readonly #names: NodeNames;
  readonly #registeredAtMs: Float64Array;
  readonly #nodes: Int32Array;
  readonly #additions: Int32Array;
  /** By node: 1 + where it stands. */
  readonly #places: Int32Array;

  constructor(names: NodeNames, buffer = new SharedArrayBuffer(ENTRY_BYTES * names.nodeCount)) {
    const { nodeCount } = names;
    this.#names = names;
    this.buffer = buffer;
    this.#registeredAtMs = new Float64Array(buffer, 0, nodeCount);
    this.#nodes = new Int32Array(buffer, 8 * nodeCount, nodeCount);
    this.#additions = new Int32Array(buffer, 12 * nodeCount, nodeCount);
    this.#places = new Int32Array(buffer, 16 * nodeCount, nodeCount);
  }

  addressAt(i: number): Address {
    return this.#names.addressOf(this.#nodes[i]);
  }

  registeredAtMs(i: number): number {
    return this.#registeredAtMs[i];
  }

  additionsAt(i: number): boolean {
    return this.#additions[i] === 1;
  }

  indexOf(address: Address, length: number): number {
    const place = this.#places[this.#names.nodeAt(address)] - 1;
    // A node has one address in the list, and other ports.
    return place >= 0 && place < length && sameAddress(this.addressAt(place), address) ? place : -1;
  }

  /** The first entries, as a list. */
  view(length: number, madeAtMs: number): StorageView {
    this.length = Math.max(this.length, length);
    return new StorageView(this, length, madeAtMs);
  }

  /** Takes the entries of another storage, of which this one has the first, up to this length. */
  follow(storage: GrowingStorage, length: number): void {
    for (let i = this.length; i < length; i++) {
      const node = this.#names.nodeAt(storage.addressAt(i));
      this.#registeredAtMs[i] = storage.registeredAtMs(i);
      this.#nodes[i] = node;
      this.#additions[i] = storage.additionsAt(i) ? 1 : 0;
      this.#places[node] = i + 1;
    }
    this.length = Math.max(this.length, length);
  }
}

/** Which storages this thread has shared, and which it was given. */
export class SharedStorages {
  readonly #names: NodeNames;
  /** What stands for a storage of this thread. */
  readonly #twins = new WeakMap<GrowingStorage, SharedStorage>();
  /** By shard and sender of a list: the storage that was given last. */
  readonly #sent: Map<number, SharedStorage>[];
  readonly #received: Map<number, SharedStorage>[];

  constructor(names: NodeNames, shardCount: number) {
    this.#names = names;
    this.#sent = Array.from({ length: shardCount }, () => new Map());
    this.#received = Array.from({ length: shardCount }, () => new Map());
  }

  /** Makes a list readable on all threads. The buffer is new to the receiver when it has to be given to it. */
  share(list: StorageView, sender: number, shard: number): SharedArrayBuffer | undefined {
    const storage = this.#twinOf(list.storage);
    if (storage !== list.storage) storage.follow(list.storage, list.length);
    if (this.#sent[shard].get(sender) === storage) return undefined;
    this.#sent[shard].set(sender, storage);
    return storage.buffer;
  }

  /** A buffer was given, for the lists of this sender. */
  accept(buffer: SharedArrayBuffer, sender: number, shard: number): void {
    this.#received[shard].set(sender, new SharedStorage(this.#names, buffer));
  }

  listOf(sender: number, shard: number, length: number, madeAtMs: number): StorageView {
    return (this.#received[shard].get(sender) as SharedStorage).view(length, madeAtMs);
  }

  #twinOf(storage: GrowingStorage): SharedStorage {
    if (storage instanceof SharedStorage) return storage;
    let twin = this.#twins.get(storage);
    if (twin === undefined) {
      twin = new SharedStorage(this.#names);
      this.#twins.set(storage, twin);
    }
    return twin;
  }
}
