import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PeerList, prefix, without } from '../src/peer-list.ts';
import { Registry } from '../src/registry.ts';
import {
  ArrayPeerList,
  entriesOf,
  entry,
  listOf,
  type PeerListEntry,
  peerAddress,
  peersOf,
} from './support/peer-lists.ts';
import { holds } from './support/property.ts';

const PEERS = 30;

/** Entries of different peers, some of them unknown to no list: numbers below `PEERS`. */
function anyEntries(): Arbitrary<PeerListEntry[]> {
  const one = fc.tuple(fc.nat(PEERS - 1), fc.nat(1_000), fc.boolean());
  return fc
    .uniqueArray(one, { maxLength: 25, size: 'max', selector: ([peer]) => peer })
    .map((rows) => rows.map(([peer, ageMs, additions]) => entry(peer, ageMs, additions)));
}

function anyPeers(): Arbitrary<number[]> {
  return fc.array(fc.nat(PEERS - 1), { maxLength: 12, size: 'max' });
}

/** Everything a list answers is what these entries say. */
function expectList(list: PeerList, entries: readonly PeerListEntry[]): void {
  expect(list.length).toBe(entries.length);
  expect(entriesOf(list)).toEqual(entries);
  const ranks = Array.from({ length: PEERS }, (_, peer) => list.indexOf(peerAddress(peer)));
  const expected = ranks.map((_, peer) =>
    entries.findIndex(({ address }) => address.text === peerAddress(peer).text),
  );
  expect(ranks).toEqual(expected);
}

describe('a list over an array', () => {
  it('says what the array says', () => {
    holds(
      fc.property(anyEntries(), (entries) => {
        expectList(new ArrayPeerList(entries), entries);
      }),
    );
  });

  it('finds an address by what it says, not by which object it is', () => {
    const list = listOf(entry(1), entry(2));
    expect(list.indexOf({ ...peerAddress(2) })).toBe(1);
    expect(list.indexOf({ ...peerAddress(2), text: '10.0.0.2:6001' })).toBe(-1);
  });

  it('finds the first of two with one address', () => {
    expect(listOf(entry(1), entry(2, 5), entry(2, 3)).indexOf(peerAddress(2))).toBe(1);
  });

  it('may be empty', () => {
    expectList(listOf(), []);
  });
});

describe('a prefix', () => {
  it('says what the first entries say, and nothing of the others', () => {
    holds(
      fc.property(anyEntries(), fc.nat(25), (entries, some) => {
        const length = Math.min(some, entries.length);
        expectList(prefix(listOf(...entries), length), entries.slice(0, length));
      }),
    );
  });

  it('of the whole length is the list itself', () => {
    const list = listOf(entry(1), entry(2));
    expect(prefix(list, 2)).toBe(list);
    expect(prefix(list, 0).length).toBe(0);
  });

  it('up to a peer is everybody older', () => {
    const list = listOf(entry(4, 40), entry(3, 30), entry(2, 20), entry(1, 10));
    expect(peersOf(prefix(list, list.indexOf(peerAddress(2))))).toEqual([4, 3]);
    expect(peersOf(prefix(list, list.indexOf(peerAddress(4))))).toEqual([]);
  });
});

describe('a list without some', () => {
  it('closes ranks', () => {
    const list = without(listOf(entry(1, 9), entry(2, 8), entry(3, 7), entry(4, 6)), [
      peerAddress(3),
      peerAddress(1),
    ]);
    expectList(list, [entry(2, 8), entry(4, 6)]);
  });

  it('says what the others say, whoever is left out, in whatever order and however often', () => {
    holds(
      fc.property(anyEntries(), anyPeers(), (entries, excluded) => {
        const list = without(listOf(...entries), excluded.map(peerAddress));
        expectList(list, leftOut(entries, excluded));
      }),
      1_000,
    );
  });

  it('is the list itself when none of them is on it', () => {
    const list = listOf(entry(1), entry(2));
    expect(without(list, [])).toBe(list);
    expect(without(list, [peerAddress(3), peerAddress(4)])).toBe(list);
  });

  it('may be empty', () => {
    expectList(without(listOf(entry(1), entry(2)), [peerAddress(2), peerAddress(1)]), []);
  });
});

describe('views on views', () => {
  type Step = { readonly length: number } | { readonly excluded: readonly number[] };

  const anySteps = fc.array(
    fc.oneof(
      fc.record({ length: fc.nat(25) }),
      anyPeers().map((excluded) => ({ excluded })),
    ),
    { maxLength: 4 },
  );

  function expectAfter(steps: readonly Step[], list: PeerList, entries: readonly PeerListEntry[]): void {
    for (const step of steps) {
      if ('length' in step) {
        const length = Math.min(step.length, entries.length);
        list = prefix(list, length);
        entries = entries.slice(0, length);
      } else {
        list = without(list, step.excluded.map(peerAddress));
        entries = leftOut(entries, step.excluded);
      }
    }
    expectList(list, entries);
  }

  it('say what arrays would', () => {
    holds(
      fc.property(anyEntries(), anySteps, (entries, steps) => {
        expectAfter(steps, listOf(...entries), entries);
      }),
      1_000,
    );
  });

  it('say what arrays would over a registry too', () => {
    holds(
      fc.property(anyEntries(), anySteps, anyPeers(), (entries, steps, removed) => {
        const registry = new Registry();
        for (const { address, additions, ageMs } of entries.toSorted((a, b) => b.ageMs - a.ageMs)) {
          registry.register(address, additions, 1_000 - ageMs);
        }
        const list = registry.list(1_000);
        const before = entriesOf(list);
        for (const peer of removed) registry.remove(peerAddress(peer));
        expectAfter(steps, list, before);
      }),
      1_000,
    );
  });
});

function leftOut(entries: readonly PeerListEntry[], excluded: readonly number[]): PeerListEntry[] {
  const texts = new Set(excluded.map((peer) => peerAddress(peer).text));
  return entries.filter(({ address }) => !texts.has(address.text));
}
