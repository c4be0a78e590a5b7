/**
 * The union of two lists by age that are views of growing storages. Its first entries are merged as they are read; one far on is
 * looked for. How many entries it has, and the rank of one, follow from the places in the two lists and from who stands on both.
 */
import { type Address, compareAddresses } from './address.ts';
import { type ListOverlap, overlapOf } from './list-overlap.ts';
import type { PeerList } from './peer-list.ts';
import type { ReceivedList } from './received-list.ts';

/** An entry further on than so many that were not merged yet is looked for. Source: ours. */
const MERGED_MAX = 256;

export class UnitedList implements PeerList {
  readonly storage = undefined;
  readonly length: number;
  readonly #first: ReceivedList;
  readonly #second: ReceivedList;
  readonly #overlap: ListOverlap;
  readonly #nowMs: number;
  // The merge so far: how much of each list was taken, and the place of each entry: of the second list as -1 - place.
  #firstTaken = 0;
  #secondTaken = 0;
  readonly #places: number[] = [];

  /** Undefined when the lists are not both views of growing storages, of two different ones. */
  static of(first: ReceivedList, second: ReceivedList, nowMs: number): UnitedList | undefined {
    const [a, b] = [first.list.storage, second.list.storage];
    if (a === undefined || b === undefined || a === b) return undefined;
    return new UnitedList(first, second, overlapOf(a, first.list.length, b, second.list.length), nowMs);
  }

  private constructor(first: ReceivedList, second: ReceivedList, overlap: ListOverlap, nowMs: number) {
    this.#first = first;
    this.#second = second;
    this.#overlap = overlap;
    this.#nowMs = nowMs;
    const [a, b] = [first.list.length, second.list.length];
    this.length = a + b - overlap.count(a, b);
  }

  at(i: number): Address {
    const place = this.#placeOf(i);
    return place < 0 ? this.#second.list.at(-1 - place) : this.#first.list.at(place);
  }

  ageMs(i: number): number {
    const place = this.#placeOf(i);
    const since = place < 0 ? sinceMs(this.#second, -1 - place) : sinceMs(this.#first, place);
    return Math.max(0, this.#nowMs - since);
  }

  additions(i: number): boolean {
    const place = this.#placeOf(i);
    return place < 0 ? this.#second.list.additions(-1 - place) : this.#first.list.additions(place);
  }

  indexOf(address: Address): number {
    const inFirst = this.#first.list.indexOf(address);
    const inSecond = this.#second.list.indexOf(address);
    if (inFirst < 0 && inSecond < 0) return -1;
    const ranks: number[] = [];
    if (inFirst >= 0) ranks.push(this.#rank(inFirst, takenBefore(this.#first, inFirst, this.#second, true)));
    if (inSecond >= 0)
      ranks.push(this.#rank(takenBefore(this.#second, inSecond, this.#first, false), inSecond));
    return Math.min(...ranks);
  }

  /** The rank of the entry that comes after so many of each list. */
  #rank(firstTaken: number, secondTaken: number): number {
    return firstTaken + secondTaken - this.#overlap.count(firstTaken, secondTaken);
  }

  #placeOf(rank: number): number {
    if (rank >= this.#places.length + MERGED_MAX) return this.#search(rank);
    while (this.#places.length <= rank) this.#merge();
    return this.#places[rank];
  }

  /** What the merge would give at this rank. */
  #search(rank: number): number {
    const [first, second] = [this.#first, this.#second];
    // The last entry of the first list before which the merge has given no more than so many.
    let low = 0;
    let high = first.list.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.#rank(middle, takenBefore(first, middle, second, true)) <= rank) low = middle;
      else high = middle;
    }
    let j = first.list.length === 0 ? 0 : takenBefore(first, low, second, true);
    let given = this.#rank(low, j);
    if (given > rank) {
      j = 0;
      given = 0;
    } else if (first.list.length > 0) {
      const twin = this.#overlap.inSecond(low);
      if (twin < 0 || twin >= j) {
        if (given === rank) return low;
        given++;
      }
      low++;
    }
    for (; ; j++) {
      const twin = this.#overlap.inFirst(j);
      if ((twin < 0 || twin >= low) && given++ === rank) return -1 - j;
    }
  }

  /** Takes the older of the two next entries, unless its address was taken before. */
  #merge(): void {
    const [i, j] = [this.#firstTaken, this.#secondTaken];
    const fromFirst =
      j >= this.#second.list.length ||
      (i < this.#first.list.length && !isBefore(this.#second, j, this.#first, i));
    if (fromFirst) {
      const twin = this.#overlap.inSecond(i);
      if (twin < 0 || twin >= j) this.#places.push(i);
      this.#firstTaken++;
    } else {
      const twin = this.#overlap.inFirst(j);
      if (twin < 0 || twin >= i) this.#places.push(-1 - j);
      this.#secondTaken++;
    }
  }
}

/** When an entry registered, on the receiver's clock. */
function sinceMs({ list, receivedAtMs }: ReceivedList, i: number): number {
  return receivedAtMs - list.ageMs(i);
}

/** Whether entry i of one list is older than entry j of the other; of one instant, the smaller address. */
function isBefore(one: ReceivedList, i: number, other: ReceivedList, j: number): boolean {
  const [a, b] = [sinceMs(one, i), sinceMs(other, j)];
  return a === b ? compareAddresses(one.list.at(i), other.list.at(j)) < 0 : a < b;
}

/** How many of the other list a merge takes before entry i of this one, which wins a tie or not. */
function takenBefore(one: ReceivedList, i: number, other: ReceivedList, winsTies: boolean): number {
  const instant = sinceMs(one, i);
  let ahead = firstSince(other, instant);
  // Entries of one instant are merged head by head.
  for (let head = firstSince(one, instant); head <= i; head++) {
    while (ahead < other.list.length && comesFirst(other, ahead, one, head, winsTies)) ahead++;
  }
  return ahead;
}

function comesFirst(
  other: ReceivedList,
  j: number,
  one: ReceivedList,
  i: number,
  oneWinsTies: boolean,
): boolean {
  return oneWinsTies ? isBefore(other, j, one, i) : !isBefore(one, i, other, j);
}

/** The first entry that did not register before this instant. */
function firstSince(received: ReceivedList, instantMs: number): number {
  let low = 0;
  let high = received.list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sinceMs(received, middle) < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
