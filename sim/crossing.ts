/** Events for the nodes of other shards, as rows with the words that they carry. */
import type { StorageView } from '../src/storage-view.ts';
import { type Cargo, isGossipRef, NO_CARGO } from './cargo.ts';
import { MESSAGE, RETRANSMIT } from './event-kinds.ts';
import type { Schedule } from './event-queue.ts';
import {
  CHANGES_LINKS,
  DESTINATION,
  FROM_GENERATION,
  FROM_SLOT,
  KIND_AND_HOP,
  KIND_MASK,
  REF,
  ROW_TIMES,
  ROW_WORDS,
  SOURCE,
  TO_GENERATION,
  TO_SLOT,
} from './event-rows.ts';
import type { NodeNames } from './node-names.ts';
import type { ShardLinks } from './shard-links.ts';
import type { RowsIn } from './shard-rows.ts';
import type { Shards } from './shards.ts';
import { SharedStorages } from './shared-storage.ts';
import { readWord, writeWord } from './word-rows.ts';

/** A kind of rows: the lists of this source have a new storage, which is the next buffer in the mailbox. */
export const STORAGE = 110;

export class Crossing {
  /** The time of the first event that was sent since the last exchange. */
  soonestUs = Number.POSITIVE_INFINITY;
  /** Events that change links: how many more were sent than received. */
  linkChangeCount = 0;
  readonly #shards: Shards;
  readonly #links: ShardLinks;
  readonly #names: NodeNames;
  readonly #cargo: Cargo;
  readonly #queue: Schedule;
  readonly #storages: SharedStorages;

  constructor(shards: Shards, links: ShardLinks, names: NodeNames, cargo: Cargo, queue: Schedule) {
    this.#shards = shards;
    this.#links = links;
    this.#names = names;
    this.#cargo = cargo;
    this.#queue = queue;
    this.#storages = new SharedStorages(names, shards.count);
  }

  isElsewhere(node: number): boolean {
    return !this.#shards.isHere(node);
  }

  push(
    timeUs: number,
    destination: number,
    source: number,
    kind: number,
    hop: number,
    ref: number,
    toSlot: number,
    toGeneration: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const shard = this.#shards.of(destination);
    const out = this.#links.to(shard);
    const word = carriesWord(kind, ref) ? this.#cargo.unload(ref) : undefined;
    if (word?.kind === 'peerList') this.#shareList(word.list as StorageView, source, shard);
    const row = out.append();
    out.times[ROW_TIMES * row] = timeUs;
    const { words } = out;
    const at = ROW_WORDS * row;
    words[at + DESTINATION] = destination;
    words[at + SOURCE] = source;
    words[at + KIND_AND_HOP] = kind | (hop << 8);
    words[at + REF] = ref;
    words[at + TO_SLOT] = toSlot;
    words[at + TO_GENERATION] = toGeneration;
    words[at + FROM_SLOT] = fromSlot;
    words[at + FROM_GENERATION] = fromGeneration;
    if (timeUs < this.soonestUs) this.soonestUs = timeUs;
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount++;
    if (word !== undefined && word.kind !== 'gossip') writeWord(out, out.append(), word, this.#names);
  }

  /** An event for a node of this shard, from another. Returns the row after it. */
  receive(rows: RowsIn, row: number, from: number): number {
    const { words, times } = rows;
    const at = ROW_WORDS * row;
    const source = words[at + SOURCE];
    const kindAndHop = words[at + KIND_AND_HOP];
    const kind = kindAndHop & 0xff;
    let ref = words[at + REF];
    let next = row + 1;
    if (carriesWord(kind, ref)) {
      const lists = (length: number, madeAtMs: number) =>
        this.#storages.listOf(source, from, length, madeAtMs);
      ref = this.#cargo.load(readWord(rows, next++, this.#names, lists));
    }
    this.#queue.push(
      times[ROW_TIMES * row],
      words[at + DESTINATION],
      source,
      kind,
      kindAndHop >> 8,
      ref,
      words[at + TO_SLOT],
      words[at + TO_GENERATION],
      words[at + FROM_SLOT],
      words[at + FROM_GENERATION],
    );
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount--;
    return next;
  }

  /** The storage of the lists of a sender on another shard. */
  receiveStorage(rows: RowsIn, row: number, from: number): void {
    this.#storages.accept(this.#links.mailbox.receive(from), rows.words[ROW_WORDS * row + SOURCE], from);
  }

  #shareList(list: StorageView, sender: number, shard: number): void {
    const buffer = this.#storages.share(list, sender, shard);
    if (buffer === undefined) return;
    this.#links.mailbox.send(shard, buffer);
    const out = this.#links.to(shard);
    const at = ROW_WORDS * out.append();
    out.words[at + SOURCE] = sender;
    out.words[at + KIND_AND_HOP] = STORAGE;
  }
}

/** Whether an event of this kind has a word that is no gossip. */
function carriesWord(kind: number, ref: number): boolean {
  const bare = kind & KIND_MASK;
  return (bare === MESSAGE || bare === RETRANSMIT) && ref !== NO_CARGO && !isGossipRef(ref);
}
