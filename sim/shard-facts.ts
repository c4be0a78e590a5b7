/** Facts that one shard tells others, as rows: what the findings of a run are put together from, and what all must know. */
import { DESTINATION, KIND_AND_HOP, REF, ROW_TIMES, ROW_WORDS, SOURCE } from './event-rows.ts';
import type { ShardLinks } from './shard-links.ts';
import type { RowsOut } from './shard-rows.ts';
import type { Shards } from './shards.ts';

// Kinds of facts, beside those of events. In their rows: a node as destination, the slot of a message as source.
/** A message was published; `REF`: the length of its text, which follows. */
export const PUBLISHED = 100;
/** A peer has a message for the first time, after so many hops. */
export const DELIVERED = 101;
/** `REF`: by how many the copies in flight have changed on the shard that tells. */
export const COPIES = 102;
/** No copy is in flight any more. */
export const LANDED = 103;
/** A monitor's verdict on a node. */
export const VERDICT = 104;
/** A process ended by itself. */
export const ENDED = 105;

/** Characters of a text in a row, one a word. */
export const ROW_CHARS = ROW_WORDS;

/** The shard that judges verdicts. */
const JUDGE = 0;

export class ShardFacts {
  readonly #shards: Shards;
  readonly #links: ShardLinks;

  constructor(shards: Shards, links: ShardLinks) {
    this.#shards = shards;
    this.#links = links;
  }

  /** The number of the n-th message that this shard publishes. */
  slotOf(n: number): number {
    return n * this.#shards.count + this.#shards.self;
  }

  /** Whether this shard keeps the account of a message: its publisher's does. */
  keepsAccountOf(slot: number): boolean {
    return slot % this.#shards.count === this.#shards.self;
  }

  /** Whether this shard judges verdicts. */
  get judges(): boolean {
    return this.#shards.self === JUDGE;
  }

  published(slot: number, text: string): void {
    for (const out of this.#links.others()) {
      write(out, PUBLISHED, 0, 0, slot, text.length);
      for (let start = 0; start < text.length; start += ROW_CHARS) {
        const at = ROW_WORDS * out.append();
        for (let i = 0; i < ROW_CHARS; i++) out.words[at + i] = text.charCodeAt(start + i);
      }
    }
  }

  delivered(slot: number, node: number, atUs: number, hop: number): void {
    write(this.#keeperOf(slot), DELIVERED | (hop << 8), atUs, node, slot, 0);
  }

  copiesChanged(slot: number, change: number): void {
    write(this.#keeperOf(slot), COPIES, 0, 0, slot, change);
  }

  landed(slot: number): void {
    for (const out of this.#links.others()) write(out, LANDED, 0, 0, slot, 0);
  }

  verdict(node: number, atUs: number): void {
    write(this.#links.to(JUDGE), VERDICT, atUs, node, 0, 0);
  }

  ended(node: number, atUs: number): void {
    for (const out of this.#links.others()) write(out, ENDED, atUs, node, 0, 0);
  }

  #keeperOf(slot: number): RowsOut {
    return this.#links.to(slot % this.#shards.count);
  }
}

function write(out: RowsOut, kind: number, timeUs: number, node: number, slot: number, ref: number): void {
  const row = out.append();
  out.times[ROW_TIMES * row] = timeUs;
  const { words } = out;
  const at = ROW_WORDS * row;
  words[at + DESTINATION] = node;
  words[at + SOURCE] = slot;
  words[at + KIND_AND_HOP] = kind;
  words[at + REF] = ref;
}
