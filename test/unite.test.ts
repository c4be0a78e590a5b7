import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../src/codec/decode.ts';
import { encode } from '../src/codec/encode.ts';
import type { PeerList } from '../src/peer-list.ts';
import type { ReceivedList } from '../src/received-list.ts';
import { unite } from '../src/unite.ts';
import { bytesOf } from './codec-arbitraries.ts';
import { entriesOf, entry, listOf, type PeerListEntry, peerAddress, peersOf } from './support/peer-lists.ts';
import { holds } from './support/property.ts';

function aged(receivedAtMs: number, ...entries: readonly PeerListEntry[]): ReceivedList {
  return { list: listOf(...entries), aged: true, receivedAtMs };
}

/** What a reference seed answers: addresses in order, no ages. */
function ageless(...peers: readonly number[]): ReceivedList {
  return { list: listOf(...peers.map((peer) => entry(peer, 0, false))), aged: false, receivedAtMs: 0 };
}

/** The same list as it comes over a connection. */
function asBytes(list: PeerList): PeerList {
  const line = bytesOf(encode({ kind: 'peerList', list, aged: true, plain: false }).trimEnd());
  const answer = decodeLine('answers', line);
  if (answer?.kind !== 'peerList') throw new Error('no list came back');
  return answer.list;
}

/** A peer as the seeds know it: when it registered with each, or undefined where it did not. Many registered at once. */
interface Known {
  readonly peer: number;
  readonly additions: boolean;
  readonly sinceMs: readonly (number | undefined)[];
}

const SEEDS = 3;
const NOW_MS = 20_000;

function anyKnown(): Arbitrary<Known[]> {
  const known = fc.record({
    peer: fc.nat(20),
    additions: fc.boolean(),
    sinceMs: fc.array(fc.option(fc.nat(40), { nil: undefined }), { minLength: SEEDS, maxLength: SEEDS }),
  });
  return fc.uniqueArray(known, { maxLength: 15, size: 'max', selector: (each) => each.peer });
}

/** The seeds' lists, oldest first, equal ages by address, received at different times. */
function listsOf(known: readonly Known[]): ReceivedList[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const receivedAtMs = 9_000 + 300 * seed;
    const registered = known.filter((each) => each.sinceMs[seed] !== undefined);
    const entries = registered.map((each) =>
      entry(each.peer, receivedAtMs - (each.sinceMs[seed] ?? 0), each.additions),
    );
    return aged(receivedAtMs, ...entries.sort(oldestFirst));
  });
}

function oldestFirst(a: PeerListEntry, b: PeerListEntry): number {
  return b.ageMs - a.ageMs || (a.address.text < b.address.text ? -1 : 1);
}

/** What uniting by age means: each peer since its first registration. */
function modelOf(known: readonly Known[]): PeerListEntry[] {
  return known
    .filter((each) => each.sinceMs.some((since) => since !== undefined))
    .map((each) => {
      const sinceMs = Math.min(...each.sinceMs.map((since) => since ?? Number.POSITIVE_INFINITY));
      return entry(each.peer, NOW_MS - sinceMs, each.additions);
    })
    .sort(oldestFirst);
}

function anyReceived(): Arbitrary<ReceivedList[]> {
  const entries = fc.array(fc.tuple(fc.nat(12), fc.nat(500), fc.boolean()), { maxLength: 15, size: 'max' });
  const received = fc.tuple(entries, fc.boolean(), fc.nat(1_000)).map(([rows, isAged, receivedAtMs]) => ({
    list: listOf(...rows.map(([peer, ageMs, additions]) => entry(peer, ageMs, additions))),
    aged: isAged,
    receivedAtMs,
  }));
  return fc.array(received, { minLength: 2, maxLength: 5 });
}

describe('one list', () => {
  it('is passed through, aged or not', () => {
    for (const received of [aged(500, entry(1, 5), entry(2, 9)), ageless(3, 1, 2), aged(0)]) {
      expect(unite([received], 1_000)).toBe(received.list);
    }
  });
});

describe('no list', () => {
  it('gives nobody', () => {
    expect(unite([], 1_000).length).toBe(0);
  });
});

// "With ages from all seeds: sorted by age, oldest first, duplicates kept once with their largest age."
describe('lists with ages', () => {
  it('are sorted by age, oldest first', () => {
    const united = unite([aged(0, entry(1, 50), entry(2, 20)), aged(0, entry(3, 40), entry(4, 10))], 0);
    expect(entriesOf(united)).toEqual([entry(1, 50), entry(3, 40), entry(2, 20), entry(4, 10)]);
  });

  it('keep a duplicate once, with its largest age', () => {
    const lists = [aged(0, entry(1, 50), entry(2, 20)), aged(0, entry(2, 60), entry(1, 30), entry(3, 5))];
    expect(entriesOf(unite(lists, 0))).toEqual([entry(2, 60), entry(1, 50), entry(3, 5)]);
  });

  it('count ages from the instant of uniting, whenever each list came', () => {
    // Peer 1 registered at 900, peer 2 at 850, peer 3 at 950.
    const united = unite([aged(1_000, entry(1, 100)), aged(1_200, entry(2, 350), entry(3, 250))], 1_300);
    expect(entriesOf(united)).toEqual([entry(2, 450), entry(1, 400), entry(3, 350)]);
  });

  it('never give an age below 0', () => {
    expect(entriesOf(unite([aged(1_000, entry(1, 0)), aged(1_000)], 400))).toEqual([entry(1, 0)]);
  });

  it('settle equal ages by address', () => {
    // As texts: "10.0.0.10:6000" < "10.0.0.1:6000" < "10.0.0.2:6000".
    const lists = [aged(0, entry(3, 7)), aged(0, entry(2, 7)), aged(0, entry(10, 7)), aged(0, entry(1, 7))];
    expect(peersOf(unite(lists, 0))).toEqual([10, 1, 2, 3]);
    expect(peersOf(unite(lists.toReversed(), 0))).toEqual([10, 1, 2, 3]);
  });

  it('keep equal ages of one list in its order, in which they registered', () => {
    expect(peersOf(unite([aged(0, entry(9, 7), entry(2, 7), entry(5, 7)), aged(0)], 0))).toEqual([9, 2, 5]);
    expect(peersOf(unite([aged(0, entry(9, 7), entry(2, 7), entry(5, 8)), aged(0)], 0))).toEqual([5, 9, 2]);
  });

  it('may come out of order', () => {
    const lists = [aged(0, entry(1, 10), entry(2, 50), entry(3, 30)), aged(0, entry(4, 20), entry(1, 60))];
    const expected = [entry(1, 60), entry(2, 50), entry(3, 30), entry(4, 20)];
    expect(entriesOf(unite(lists, 0))).toEqual(expected);
  });

  it('may name a peer twice', () => {
    const lists = [aged(0, entry(1, 30), entry(2, 20), entry(1, 10)), aged(0, entry(2, 40), entry(2, 5))];
    expect(entriesOf(unite(lists, 0))).toEqual([entry(2, 40), entry(1, 30)]);
  });

  it('say who has the additions, as the oldest registration did', () => {
    const lists = [aged(0, entry(1, 30, false), entry(2, 20, true)), aged(0, entry(1, 10, true))];
    expect(entriesOf(unite(lists, 0))).toEqual([entry(1, 30, false), entry(2, 20, true)]);
  });

  it('are united as if there were one registry of first registrations', () => {
    holds(
      fc.property(anyKnown(), (known) => {
        expect(entriesOf(unite(listsOf(known), NOW_MS))).toEqual(modelOf(known));
      }),
      1_000,
    );
  });

  it('give the same union in whatever order they and their entries come', () => {
    const shuffled = anyKnown().chain((known) => {
      // No two peers registered at the same instant.
      const apart = known.map((each, i) => ({
        ...each,
        sinceMs: each.sinceMs.map((since) => (since === undefined ? undefined : since * 20 + i)),
      }));
      const lists = listsOf(apart);
      const order = (length: number) =>
        fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length });
      return fc
        .tuple(order(SEEDS), ...lists.map(({ list }) => order(list.length)))
        .map(([seeds, ...orders]) => {
          const mixed = lists.map((each, seed) => ({
            ...each,
            list: listOf(...orders[seed].map((i) => entriesOf(each.list)[i])),
          }));
          return { lists, mixed: seeds.map((seed) => mixed[seed]) };
        });
    });
    holds(
      fc.property(shuffled, ({ lists, mixed }) => {
        expect(entriesOf(unite(mixed, NOW_MS))).toEqual(entriesOf(unite(lists, NOW_MS)));
      }),
    );
  });
});

// "Otherwise (some seed is a reference one): the i-th entry of each list in turn, first occurrence kept."
describe('lists of which some have no ages', () => {
  it('are united in turn', () => {
    expect(peersOf(unite([ageless(1, 2, 3), ageless(4, 5, 6)], 0))).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('keep the first occurrence', () => {
    expect(peersOf(unite([ageless(1, 2, 3), ageless(2, 1, 4), ageless(5)], 0))).toEqual([1, 2, 5, 3, 4]);
  });

  it('may differ in length', () => {
    expect(peersOf(unite([ageless(), ageless(1), ageless(2, 3, 4), ageless(5, 6)], 0))).toEqual([
      1, 2, 5, 3, 6, 4,
    ]);
  });

  it('are united in turn also when all others have ages', () => {
    const united = unite([aged(0, entry(1, 5), entry(2, 3)), ageless(3, 4), aged(0, entry(5, 900))], 0);
    expect(peersOf(united)).toEqual([1, 3, 5, 2, 4]);
  });

  it('say who has the additions', () => {
    const united = unite(
      [ageless(1, 2), aged(0, entry(3, 5, true), entry(2, 1, true), entry(4, 0, true))],
      0,
    );
    expect(entriesOf(united).map(({ address, additions }) => [address, additions])).toEqual([
      [peerAddress(1), false],
      [peerAddress(3), true],
      [peerAddress(2), false],
      [peerAddress(4), true],
    ]);
  });
});

describe('a union', () => {
  it('has every address of every list, once, and no other', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const peers = peersOf(unite(received, 1_000));
        expect(new Set(peers).size).toBe(peers.length);
        expect(new Set(peers)).toEqual(new Set(received.flatMap(({ list }) => peersOf(list))));
      }),
      1_000,
    );
  });

  it('is ordered by age when all lists have ages, however they came', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const ages = entriesOf(
          unite(
            received.map((each) => ({ ...each, aged: true })),
            1_000,
          ),
        );
        for (let i = 1; i < ages.length; i++) expect(ages[i].ageMs).toBeLessThanOrEqual(ages[i - 1].ageMs);
      }),
      1_000,
    );
  });

  it('has for each entry the additions that some list says', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const said = new Set(
          received.flatMap(({ list }) =>
            entriesOf(list).map(({ address, additions }) => `${address.text} ${additions}`),
          ),
        );
        for (const { address, additions } of entriesOf(unite(received, 1_000))) {
          expect(said.has(`${address.text} ${additions}`)).toBe(true);
        }
      }),
    );
  });

  it('is the same of lists that came as bytes', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const packed = received.map((each) => ({ ...each, list: asBytes(each.list) }));
        const expected = entriesOf(unite(received, 1_000));
        expect(entriesOf(unite(packed, 1_000))).toEqual(expected);
        expect(entriesOf(unite([...packed.slice(0, 1), ...received.slice(1)], 1_000))).toEqual(expected);
      }),
    );
  });

  it('finds each of its addresses where it stands, and no other', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const united = unite(received, 1_000);
        entriesOf(united).forEach(({ address }, i) => {
          expect(united.indexOf({ ...address })).toBe(i);
        });
        expect(united.indexOf(peerAddress(200))).toBe(-1);
      }),
    );
  });

  it('tells addresses apart that all have one hash', () => {
    const alike = (peer: number) => ({ ...entry(peer), address: { ...peerAddress(peer), hash: 7 } });
    const lists = [0, 1].map(() => aged(0, ...Array.from({ length: 100 }, (_, i) => alike(i % 50))));
    const united = unite(lists, 0);
    expect(new Set(peersOf(united)).size).toBe(50);
    expect(united.length).toBe(50);
    expect(united.indexOf(alike(49).address)).toBe(peersOf(united).indexOf(49));
  });

  it('leaves the lists as they were', () => {
    holds(
      fc.property(anyReceived(), (received) => {
        const before = received.map(({ list }) => entriesOf(list));
        unite(received, 1_000);
        expect(received.map(({ list }) => entriesOf(list))).toEqual(before);
      }),
    );
  });
});
