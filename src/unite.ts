/**
 * Uniting the lists of several seeds into one order. With ages from all seeds: by the instant of registration, oldest first,
 * each address once with its largest age. Otherwise: the i-th entry of each list in turn, first occurrence kept.
 */
import { lowerBound } from './columns.ts';
import { EntryUnion } from './entry-union.ts';
import { compareEntries } from './packed-list.ts';
import type { PeerList } from './peer-list.ts';
import type { ReceivedList } from './received-list.ts';
import { UnitedList } from './united-list.ts';

/** Ages of the result count from `nowMs`; one list alone is passed through. */
export function unite(received: readonly ReceivedList[], nowMs: number): PeerList {
  if (received.length === 1) return received[0].list;
  if (!received.every((each) => each.aged)) return inTurn(received);
  return UnitedList.of(received, nowMs) ?? byAge(received, nowMs);
}

function byAge(received: readonly ReceivedList[], nowMs: number): PeerList {
  const cursors = received.map((each) => new Cursor(each));
  const union = new EntryUnion(received, nowMs);
  for (;;) {
    let oldest = -1;
    for (let source = 0; source < cursors.length; source++) {
      if (cursors[source].ended) continue;
      if (oldest < 0 || cursors[source].before(cursors[oldest])) oldest = source;
    }
    if (oldest < 0) return union.seal();
    union.take(oldest, cursors[oldest].place);
    cursors[oldest].advance();
  }
}

/** Walks one list from its oldest entry. A list that came out of order (nobody promised) is walked through a sorted index. */
class Cursor {
  readonly #received: ReceivedList;
  readonly #order: Uint32Array | undefined;
  #position = -1;
  place = 0;
  ended = false;
  #sinceMs = 0;

  constructor(received: ReceivedList) {
    this.#received = received;
    this.#order = orderByAge(received.list);
    this.advance();
  }

  advance(): void {
    this.#position++;
    const { list, receivedAtMs } = this.#received;
    this.ended = this.#position >= list.length;
    if (this.ended) return;
    this.place = this.#order === undefined ? this.#position : this.#order[this.#position];
    this.#sinceMs = receivedAtMs - list.ageMs(this.place);
  }

  before(other: Cursor): boolean {
    if (this.#sinceMs !== other.#sinceMs) return this.#sinceMs < other.#sinceMs;
    return compareEntries(this.#received.list, this.place, other.#received.list, other.place) < 0;
  }
}

/** Its ranks from the oldest entry on, those of one age as they came; undefined when it is already so. */
function orderByAge(list: PeerList): Uint32Array | undefined {
  let ordered = true;
  for (let i = 1; i < list.length && ordered; i++) ordered = list.ageMs(i) <= list.ageMs(i - 1);
  if (ordered) return undefined;
  const negatedMs = Float64Array.from({ length: list.length }, (_, i) => -list.ageMs(i));
  const sorted = negatedMs.slice().sort();
  const order = new Uint32Array(list.length);
  /** How many entries of an age were placed, by the first place of that age. */
  const placed = new Uint32Array(list.length);
  negatedMs.forEach((negated, i) => {
    const first = lowerBound(sorted, negated);
    order[first + placed[first]++] = i;
  });
  return order;
}

function inTurn(received: readonly ReceivedList[]): PeerList {
  const union = new EntryUnion(received, undefined);
  const longest = Math.max(0, ...received.map((each) => each.list.length));
  for (let i = 0; i < longest; i++) {
    received.forEach(({ list }, source) => {
      if (i < list.length) union.take(source, i);
    });
  }
  return union.seal();
}
