/**
 * The union of lists by age that are views of growing storages. Its first entries are merged as they are read; one far on is
 * looked for. How many entries it has, and the rank of one, follow from the places in the lists and from who stands on several.
 */
import { type Address, compareAddresses } from './address.ts';
import type { GrowingStorage } from './growing-storage.ts';
import type { PeerList } from './peer-list.ts';
import type { ReceivedList } from './received-list.ts';
import { type StorageUnion, unionOf } from './storage-union.ts';

/** An entry further on than so many that were not merged yet is looked for. Source: ours. */
const MERGED_MAX = 256;
/** What is so near is merged up to. Source: ours. */
const MERGED_NEAR = 32;
const RECKONED_MAX = 6;

export class UnitedList implements PeerList {
  readonly storage = undefined;
  readonly length: number;
  readonly #lists: readonly ReceivedList[];
  readonly #union: StorageUnion;
  readonly #nowMs: number;
  // The merge so far: how much of each list was taken, and of each entry its list and its place there.
  readonly #taken: number[];
  readonly #sources: number[] = [];
  readonly #places: number[] = [];
  /** The longest list, whose entries lie closest in the union. */
  readonly #longest: number;

  /** Undefined when the lists are not all views of growing storages, each of another one. */
  static of(lists: readonly ReceivedList[], nowMs: number): UnitedList | undefined {
    const storages = lists.map(({ list }) => list.storage).filter((storage) => storage !== undefined);
    if (new Set(storages).size < lists.length) return undefined;
    return new UnitedList(lists, storages, nowMs);
  }

  private constructor(lists: readonly ReceivedList[], storages: readonly GrowingStorage[], nowMs: number) {
    const lengths = lists.map(({ list }) => list.length);
    this.#lists = lists;
    this.#union = unionOf(storages);
    this.#union.update(lengths);
    this.#nowMs = nowMs;
    this.#taken = lists.map(() => 0);
    this.#longest = lengths.indexOf(Math.max(...lengths));
    this.length = this.#union.count(lengths);
  }

  at(i: number): Address {
    const [{ list }, place] = this.#placeOf(i);
    return list.at(place);
  }

  ageMs(i: number): number {
    return Math.max(0, this.#nowMs - sinceMs(...this.#placeOf(i)));
  }

  additions(i: number): boolean {
    const [{ list }, place] = this.#placeOf(i);
    return list.additions(place);
  }

  indexOf(address: Address): number {
    let least = Number.POSITIVE_INFINITY;
    this.#lists.forEach(({ list }, source) => {
      const place = list.indexOf(address);
      if (place >= 0) least = Math.min(least, this.#rankOf(source, place));
    });
    return least === Number.POSITIVE_INFINITY ? -1 : least;
  }

  /** The rank of an entry, or of the next one when it was given before. */
  #rankOf(source: number, place: number): number {
    return this.#union.count(this.#takenBefore(source, place));
  }

  /** The list of an entry of the union, and its place there. */
  #placeOf(rank: number): [ReceivedList, number] {
    if (rank >= this.#places.length + MERGED_MAX) return this.#search(rank);
    while (this.#places.length <= rank) {
      const [source, place] = this.#next(this.#taken);
      this.#sources.push(source);
      this.#places.push(place);
    }
    return [this.#lists[this.#sources[rank]], this.#places[rank]];
  }

  /** What the merge would give at this rank. */
  #search(rank: number): [ReceivedList, number] {
    let taken: readonly number[] = this.#lists.map(() => 0);
    let given = 0;
    // Entries of the longest list, before which the merge has given no more than so many, or more. Nearly the same part of them
    // is in each stretch of the union, so it is reckoned where to look; after some tries halving is as good.
    let low = -1;
    let high = this.#lists[this.#longest].list.length;
    let highRank = this.length;
    for (let tries = 0; rank - given > MERGED_NEAR && high - low > 1; tries++) {
      const part = tries < RECKONED_MAX ? (rank - given) / (highRank - given) : 0.5;
      const middle = Math.max(low + 1, Math.min(low + Math.floor(part * (high - low)), high - 1));
      const before = this.#takenBefore(this.#longest, middle);
      const middleRank = this.#union.count(before);
      if (middleRank > rank) {
        high = middle;
        highRank = middleRank;
      } else {
        low = middle;
        taken = before;
        given = middleRank;
      }
    }
    const at = [...taken];
    for (; ; given++) {
      const [source, place] = this.#next(at);
      if (given === rank) return [this.#lists[source], place];
    }
  }

  /** How many of each list a merge takes before this entry. */
  #takenBefore(source: number, place: number): number[] {
    const instant = sinceMs(this.#lists[source], place);
    const taken = this.#lists.map((each, list) =>
      firstSince(each, instant, list === source ? place : this.#union.placeNear(source, place, list)),
    );
    // Entries of one instant are merged head by head.
    for (;;) {
      const next = this.#oldest(taken);
      if (next === source && taken[next] === place) return taken;
      taken[next]++;
    }
  }

  /** Takes the oldest of the next entries that was not given before: its list, and its place there. */
  #next(taken: number[]): [number, number] {
    for (;;) {
      const source = this.#oldest(taken);
      const place = taken[source];
      const isGiven = this.#union.isAmong(source, place, taken);
      taken[source]++;
      if (!isGiven) return [source, place];
    }
  }

  /** The list whose next entry is the oldest; of one instant, the smaller address; of one address, the first list. */
  #oldest(taken: readonly number[]): number {
    const lists = this.#lists;
    let oldest = -1;
    let oldestMs = 0;
    for (let source = 0; source < lists.length; source++) {
      const { list } = lists[source];
      const place = taken[source];
      if (place >= list.length) continue;
      const ms = sinceMs(lists[source], place);
      const isOlder =
        oldest < 0 ||
        ms < oldestMs ||
        (ms === oldestMs && compareAddresses(list.at(place), lists[oldest].list.at(taken[oldest])) < 0);
      if (!isOlder) continue;
      oldest = source;
      oldestMs = ms;
    }
    return oldest;
  }
}

/** When an entry registered, on the receiver's clock. */
function sinceMs({ list, receivedAtMs }: ReceivedList, i: number): number {
  return receivedAtMs - list.ageMs(i);
}

/**
 * The first entry that did not register before this instant. Looked for in steps that double, from a place near it, because each
 * look far away in a long list waits for memory.
 */
function firstSince(received: ReceivedList, instantMs: number, near: number): number {
  const { length } = received.list;
  let low = Math.min(near, length);
  let high = low;
  for (let step = 1; low > 0 && sinceMs(received, low - 1) >= instantMs; step *= 2) {
    high = low - 1;
    low = Math.max(0, low - step);
  }
  for (let step = 1; high < length && sinceMs(received, high) < instantMs; step *= 2) {
    low = high + 1;
    high = Math.min(length, high + step);
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sinceMs(received, middle) < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
