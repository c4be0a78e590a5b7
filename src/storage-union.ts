/**
 * How many addresses stand among the first entries of several lists that only grow. Counted by the first of the lists that an
 * address stands on; what that takes is kept for the same storages, as a pure function that is remembered.
 */
import type { GrowingStorage } from './growing-storage.ts';
import { type ListOverlap, NOWHERE, overlapOf } from './list-overlap.ts';

/** So many entries before one are asked where they stand on another list. Source: ours. */
const NEAR_MAX = 16;

export class StorageUnion {
  /** By list, and list before it. */
  readonly #overlaps: readonly (readonly ListOverlap[])[];
  readonly #fresh: readonly FreshCounts[];

  constructor(storages: readonly GrowingStorage[]) {
    this.#overlaps = storages.map((storage, k) =>
      storages.slice(0, k).map((before) => overlapOf(before, storage)),
    );
    this.#fresh = this.#overlaps.map((withBefore) => new FreshCounts(withBefore));
  }

  /**
   * Takes in the first entries of each list, so many. Of entries further on nothing must be asked: a peer that was removed and
   * came back may stand there a second time.
   */
  update(lengths: readonly number[]): void {
    this.#overlaps.forEach((withBefore, k) => {
      withBefore.forEach((overlap, j) => {
        overlap.update(lengths[j], lengths[k]);
      });
    });
    this.#fresh.forEach((fresh, k) => {
      fresh.update(lengths[k]);
    });
  }

  /** Whether entry i of a list stands among the first entries of another one, so many of each. */
  isAmong(list: number, i: number, taken: readonly number[]): boolean {
    for (let other = 0; other < taken.length; other++) {
      if (other === list) continue;
      const place = this.#placeOn(list, i, other);
      if (place !== NOWHERE && place < taken[other]) return true;
    }
    return false;
  }

  /** About where entries of the age of entry i of one list stand on another one. A guess: the lists may differ. */
  placeNear(list: number, i: number, other: number): number {
    for (let near = i; near >= 0 && near > i - NEAR_MAX; near--) {
      const place = this.#placeOn(list, near, other);
      if (place !== NOWHERE) return place;
    }
    return i;
  }

  /**
   * How many addresses stand among the first entries of the lists, so many of each. Quick when all lists have nearly the same
   * order there: O(entries from there on, as far as any of those after them is among the first of another list).
   */
  count(taken: readonly number[]): number {
    let count = 0;
    for (let k = 0; k < taken.length; k++) {
      count += this.#fresh[k].of(taken[k]);
      for (let j = 0; j < k; j++) count += this.#notBefore(j, k, taken);
    }
    return count;
  }

  /**
   * How many entries among the first of list k stand on list j, but not among its first; so on all other lists before k, of which
   * j is the first that they stand on.
   */
  #notBefore(j: number, k: number, taken: readonly number[]): number {
    const { places, leastFrom } = this.#overlaps[k][j].first;
    let count = 0;
    for (let later = taken[j]; later < places.length && leastFrom[later] < taken[k]; later++) {
      const place = places[later];
      if (place !== NOWHERE && place < taken[k] && this.#isFirstOn(j, k, place, taken)) count++;
    }
    return count;
  }

  #isFirstOn(j: number, k: number, entry: number, taken: readonly number[]): boolean {
    for (let other = 0; other < k; other++) {
      if (other === j) continue;
      const place = this.#placeOn(k, entry, other);
      if (place !== NOWHERE && (other < j || place < taken[other])) return false;
    }
    return true;
  }

  /** Where entry i of a list stands on another one, or `NOWHERE`. */
  #placeOn(list: number, i: number, other: number): number {
    return other < list
      ? this.#overlaps[list][other].second.places[i]
      : this.#overlaps[other][list].first.places[i];
  }
}

/** How many of the first entries of a list stand on none of the lists before it, as far as is known. */
class FreshCounts {
  readonly #withBefore: readonly ListOverlap[];
  /** How much of what each overlap found was taken in. */
  readonly #read: number[];
  readonly #counts: number[] = [0];
  #validCount = 0;

  constructor(withBefore: readonly ListOverlap[]) {
    this.#withBefore = withBefore;
    this.#read = withBefore.map(() => 0);
  }

  of(length: number): number {
    return this.#withBefore.length === 0 ? length : this.#counts[length];
  }

  update(length: number): void {
    this.#withBefore.forEach(({ second: { found } }, j) => {
      for (; this.#read[j] < found.length; this.#read[j]++) {
        this.#validCount = Math.min(this.#validCount, found[this.#read[j]]);
      }
    });
    for (let i = this.#validCount; i < length; i++) {
      const known = this.#withBefore.some(({ second }) => second.places[i] !== NOWHERE);
      this.#counts[i + 1] = this.#counts[i] + (known ? 0 : 1);
    }
    this.#validCount = Math.max(this.#validCount, length);
  }
}

/** Unions by their storages, one after another. */
interface Branch {
  union?: StorageUnion;
  readonly next: WeakMap<GrowingStorage, Branch>;
}

const root: Branch = { next: new WeakMap() };

/** What is known of these storages, in this order. */
export function unionOf(storages: readonly GrowingStorage[]): StorageUnion {
  let branch = root;
  for (const storage of storages) {
    let next = branch.next.get(storage);
    if (next === undefined) {
      next = { next: new WeakMap() };
      branch.next.set(storage, next);
    }
    branch = next;
  }
  branch.union ??= new StorageUnion(storages);
  return branch.union;
}
