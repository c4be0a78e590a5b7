/**
 * Who stands on both of two lists that only grow. A pair of places, once found, stays true, so what is known of two storages is
 * kept and serves every list that is a view of them: a pure function, remembered.
 */
import type { GrowingStorage } from './growing-storage.ts';

export const NOWHERE = -1;

export class ListOverlap {
  readonly first: OverlapSide;
  readonly second: OverlapSide;

  constructor(first: GrowingStorage, second: GrowingStorage) {
    this.first = new OverlapSide(first);
    this.second = new OverlapSide(second);
  }

  /** Takes in the first entries of both, so many. */
  update(firstLength: number, secondLength: number): void {
    match(this.first, firstLength, this.second);
    match(this.second, secondLength, this.first);
  }
}

function match(side: OverlapSide, length: number, other: OverlapSide): void {
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
  }
}

/** One list: which of its entries were looked at, and where they stand on the other. */
class OverlapSide {
  readonly storage: GrowingStorage;
  /** Where each entry stands on the other list, or `NOWHERE`. */
  readonly places: number[] = [];
  /** The least place on the other list of this entry and those after it; infinite when none stands there. */
  readonly leastFrom: number[] = [];
  readonly unmatched = new Map<string, number>();
  /** Entries that were found on the other list, in the order in which they were. */
  readonly found: number[] = [];

  constructor(storage: GrowingStorage) {
    this.storage = storage;
  }

  /** Entry i stands on the other list, there. */
  stands(i: number, place: number): void {
    this.places[i] = place;
    this.found.push(i);
    for (let before = i; before >= 0 && this.leastFrom[before] > place; before--)
      this.leastFrom[before] = place;
  }
}

const overlaps = new WeakMap<GrowingStorage, WeakMap<GrowingStorage, ListOverlap>>();

/** What is known of two storages. */
export function overlapOf(first: GrowingStorage, second: GrowingStorage): ListOverlap {
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
  return overlap;
}
