/**
 * Who stands on both of two lists that only grow. A pair of places, once found, stays true, so what is known of two storages is
 * kept and serves every list that is a view of them: a pure function, remembered.
 */
import type { GrowingStorage } from './growing-storage.ts';

const NOWHERE = -1;

export class ListOverlap {
  readonly #first: Side;
  readonly #second: Side;
  /** How many of the first i entries of the first list stand on the second, for i up to `#validCount`. */
  readonly #matchedBefore: number[] = [0];
  #validCount = 0;

  constructor(first: GrowingStorage, second: GrowingStorage) {
    this.#first = new Side(first);
    this.#second = new Side(second);
  }

  /** Takes in the first entries of both, so many. */
  update(firstLength: number, secondLength: number): void {
    this.#match(this.#first, firstLength, this.#second);
    this.#match(this.#second, secondLength, this.#first);
    const { places } = this.#first;
    const counts = this.#matchedBefore;
    for (let i = this.#validCount; i < places.length; i++) {
      counts[i + 1] = counts[i] + (places[i] === NOWHERE ? 0 : 1);
    }
    this.#validCount = places.length;
  }

  /** Where entry i of the first list stands on the second, or -1. */
  inSecond(i: number): number {
    return this.#first.places[i];
  }

  /** Where entry j of the second list stands on the first, or -1. */
  inFirst(j: number): number {
    return this.#second.places[j];
  }

  /**
   * How many stand among the first i of the one and the first j of the other. Quick when the two lists have nearly the same order
   * there: O(entries of the second from j on, as far as any of those after them is among the first i).
   */
  count(i: number, j: number): number {
    let count = this.#matchedBefore[i];
    const { places, leastFrom } = this.#second;
    for (let later = j; later < places.length && leastFrom[later] < i; later++) {
      if (places[later] !== NOWHERE && places[later] < i) count--;
    }
    return count;
  }

  #match(side: Side, length: number, other: Side): void {
    for (let i = side.places.length; i < length; i++) {
      const { text } = side.storage.addressAt(i);
      const place = other.unmatched.get(text);
      side.places.push(NOWHERE);
      side.leastFrom.push(Number.POSITIVE_INFINITY);
      if (place === undefined) {
        side.unmatched.set(text, i);
        continue;
      }
      other.unmatched.delete(text);
      side.stands(i, place);
      other.stands(place, i);
      this.#validCount = Math.min(this.#validCount, side === this.#first ? i : place);
    }
  }
}

/** One list: which of its entries were looked at, and where they stand on the other. */
class Side {
  readonly storage: GrowingStorage;
  readonly places: number[] = [];
  /** The least place on the other list of this entry and those after it; infinite when none stands there. */
  readonly leastFrom: number[] = [];
  readonly unmatched = new Map<string, number>();

  constructor(storage: GrowingStorage) {
    this.storage = storage;
  }

  /** Entry i stands on the other list, there. */
  stands(i: number, place: number): void {
    this.places[i] = place;
    for (let before = i; before >= 0 && this.leastFrom[before] > place; before--)
      this.leastFrom[before] = place;
  }
}

const overlaps = new WeakMap<GrowingStorage, WeakMap<GrowingStorage, ListOverlap>>();

/**
 * What is known of the first entries of two storages. Of entries further on it is not: a peer that was removed and came back may
 * stand there a second time.
 */
export function overlapOf(
  first: GrowingStorage,
  firstLength: number,
  second: GrowingStorage,
  secondLength: number,
): ListOverlap {
  let ofFirst = overlaps.get(first);
  if (ofFirst === undefined) {
    ofFirst = new WeakMap();
    overlaps.set(first, ofFirst);
  }
  let overlap = ofFirst.get(second);
  if (overlap === undefined) {
    overlap = new ListOverlap(first, second);
    ofFirst.set(second, overlap);
  }
  overlap.update(firstLength, secondLength);
  return overlap;
}
