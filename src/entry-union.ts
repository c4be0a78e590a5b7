/** A union of lists, each address once: of every entry only where it stands is kept, so no object is made of any. */
import type { Address } from './address.ts';
import { compareEntries, hashOfEntry } from './packed-list.ts';
import type { PeerList } from './peer-list.ts';
import type { ReceivedList } from './received-list.ts';

/**
 * In so many places of the table an address may stand. Anybody can make addresses with one hash, so one that finds all of its places
 * taken is remembered by its text. Source: ours.
 */
const PLACES_MAX = 8;
const TABLE_MIN = 16;
const NO_PLACES = new Uint32Array(0);

export class EntryUnion implements PeerList {
  readonly storage = undefined;
  #length = 0;
  readonly #received: readonly ReceivedList[];
  readonly #nowMs: number | undefined;
  /** Entry i of list k has the number `offsets[k] + i`. */
  readonly #offsets: number[] = [];
  readonly #numbers: Uint32Array;
  readonly #hashes: Uint32Array;
  /** Ranks and 1, by hash. */
  #table: Uint32Array;
  readonly #crowded = new Set<string>();

  /** @param nowMs Ages count from then; undefined: they are as they came. */
  constructor(received: readonly ReceivedList[], nowMs: number | undefined) {
    this.#received = received;
    this.#nowMs = nowMs;
    let total = 0;
    for (const { list } of received) {
      this.#offsets.push(total);
      total += list.length;
    }
    const columns = new Uint32Array(2 * total);
    this.#numbers = columns.subarray(0, total);
    this.#hashes = columns.subarray(total);
    let places = TABLE_MIN;
    while (places < 2 * total) places *= 2;
    this.#table = new Uint32Array(places);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds entry `place` of list `source`, unless its address is there. */
  take(source: number, place: number): void {
    const { list } = this.#received[source];
    const hash = hashOfEntry(list, place);
    if (this.#isMet(list, place, hash)) return;
    this.#numbers[this.#length] = this.#offsets[source] + place;
    this.#hashes[this.#length] = hash;
    this.#length++;
  }

  /** Nothing will be added any more. */
  seal(): this {
    this.#table = NO_PLACES;
    this.#crowded.clear();
    return this;
  }

  at(i: number): Address {
    const source = this.#sourceOf(i);
    return this.#received[source].list.at(this.#placeOf(i, source));
  }

  ageMs(i: number): number {
    const source = this.#sourceOf(i);
    const { list, receivedAtMs } = this.#received[source];
    const ageMs = list.ageMs(this.#placeOf(i, source));
    return this.#nowMs === undefined ? ageMs : Math.max(0, this.#nowMs - (receivedAtMs - ageMs));
  }

  additions(i: number): boolean {
    const source = this.#sourceOf(i);
    return this.#received[source].list.additions(this.#placeOf(i, source));
  }

  indexOf(address: Address): number {
    let rank = this.#hashes.indexOf(address.hash);
    while (rank >= 0 && this.at(rank).text !== address.text) {
      rank = this.#hashes.indexOf(address.hash, rank + 1);
    }
    return rank;
  }

  #sourceOf(rank: number): number {
    let source = this.#offsets.length - 1;
    while (this.#offsets[source] > this.#numbers[rank]) source--;
    return source;
  }

  #placeOf(rank: number, source: number): number {
    return this.#numbers[rank] - this.#offsets[source];
  }

  /** Whether the address of this entry is there; it will be from now on. */
  #isMet(list: PeerList, place: number, hash: number): boolean {
    const table = this.#table;
    // The high bits of a product with 2^32 divided by the golden ratio: addresses in sequence spread.
    let slot = Math.imul(hash, 0x9e3779b1) >>> (Math.clz32(table.length) + 1);
    for (let tries = 0; tries < PLACES_MAX; tries++) {
      const rank = table[slot] - 1;
      if (rank < 0) {
        table[slot] = this.#length + 1;
        return false;
      }
      if (this.#hashes[rank] === hash && this.#isAt(rank, list, place)) return true;
      slot = (slot + 1) & (table.length - 1);
    }
    const { text } = list.at(place);
    if (this.#crowded.has(text)) return true;
    this.#crowded.add(text);
    return false;
  }

  #isAt(rank: number, list: PeerList, place: number): boolean {
    const source = this.#sourceOf(rank);
    return compareEntries(this.#received[source].list, this.#placeOf(rank, source), list, place) === 0;
  }
}
