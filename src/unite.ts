/**
 * Uniting the lists of several seeds into one order. With ages from all seeds: by the instant of registration, oldest first,
 * each address once with its largest age. Otherwise: the i-th entry of each list in turn, first occurrence kept.
 */
import { type Address, compareAddresses } from './address.ts';
import { ArrayPeerList, type PeerList, type PeerListEntry } from './peer-list.ts';
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
  const entries: PeerListEntry[] = [];
  const met = new Set<string>();
  for (;;) {
    let oldest: Cursor | undefined;
    for (const cursor of cursors) {
      if (!cursor.ended && (oldest === undefined || cursor.before(oldest))) oldest = cursor;
    }
    if (oldest === undefined) return new ArrayPeerList(entries);
    if (!met.has(oldest.address.text)) {
      met.add(oldest.address.text);
      const ageMs = Math.max(0, nowMs - oldest.sinceMs);
      entries.push({ address: oldest.address, ageMs, additions: oldest.additions });
    }
    oldest.advance();
  }
}

/** Walks one list from its oldest entry. A list that came out of order (nobody promised) is walked through a sorted index. */
class Cursor {
  readonly #received: ReceivedList;
  readonly #order: Uint32Array | undefined;
  #position = 0;
  address!: Address;
  sinceMs = 0;
  additions = false;
  ended = false;

  constructor(received: ReceivedList) {
    this.#received = received;
    this.#order = orderByAge(received.list);
    this.#load();
  }

  advance(): void {
    this.#position++;
    this.#load();
  }

  before(other: Cursor): boolean {
    if (this.sinceMs !== other.sinceMs) return this.sinceMs < other.sinceMs;
    return compareAddresses(this.address, other.address) < 0;
  }

  #load(): void {
    const { list, receivedAtMs } = this.#received;
    this.ended = this.#position >= list.length;
    if (this.ended) return;
    const rank = this.#order === undefined ? this.#position : this.#order[this.#position];
    this.address = list.at(rank);
    this.sinceMs = receivedAtMs - list.ageMs(rank);
    this.additions = list.additions(rank);
  }
}

/** Undefined when the list is already oldest first. */
function orderByAge(list: PeerList): Uint32Array | undefined {
  let ordered = true;
  for (let i = 1; i < list.length && ordered; i++) ordered = list.ageMs(i) <= list.ageMs(i - 1);
  if (ordered) return undefined;
  return Uint32Array.from({ length: list.length }, (_, i) => i).sort(
    (a, b) => list.ageMs(b) - list.ageMs(a) || a - b,
  );
}

function inTurn(received: readonly ReceivedList[]): PeerList {
  const entries: PeerListEntry[] = [];
  const met = new Set<string>();
  const longest = Math.max(0, ...received.map((each) => each.list.length));
  for (let i = 0; i < longest; i++) {
    for (const { list } of received) {
      if (i >= list.length || met.has(list.at(i).text)) continue;
      met.add(list.at(i).text);
      entries.push({ address: list.at(i), ageMs: list.ageMs(i), additions: list.additions(i) });
    }
  }
  return new ArrayPeerList(entries);
}
