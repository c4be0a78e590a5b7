import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import type { PeerList } from '../src/peer-list.ts';
import type { ReceivedList } from '../src/received-list.ts';
import { Registry } from '../src/registry.ts';
import { unite } from '../src/unite.ts';
import { UnitedList } from '../src/united-list.ts';
import { ArrayPeerList, entriesOf, peerAddress } from './support/peer-lists.ts';
import { holds } from './support/property.ts';

const SEEDS_MAX = 4;

/** What registries go through: a peer registers, is removed, or the lists are fetched by somebody. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('register', 'register', 'register', 'remove', 'fetch'),
    seed: fc.nat({ max: SEEDS_MAX - 1 }),
    peer: fc.nat({ max: 30 }),
    passMs: fc.nat({ max: 2 }),
    delaysMs: fc.array(fc.nat({ max: 3 }), { minLength: SEEDS_MAX, maxLength: SEEDS_MAX }),
  }),
  { maxLength: 120, size: 'max' },
);

/** The same entries in an array of their own: united by a full merge. */
function copied({ list, aged, receivedAtMs }: ReceivedList): ReceivedList {
  return { list: new ArrayPeerList(entriesOf(list)), aged, receivedAtMs };
}

function ranksOf(list: PeerList): number[] {
  return Array.from({ length: 32 }, (_, peer) => list.indexOf(peerAddress(peer)));
}

describe('lists of growing storages', () => {
  it.each([
    2, 3, 4,
  ])('unite as a full merge unites them, with registrations of one instant, removals and returns: %d', (seedCount) => {
    holds(
      fc.property(steps, (all) => {
        const seeds = Array.from({ length: seedCount }, () => new Registry());
        let nowMs = 0;
        for (const { what, seed, peer, passMs, delaysMs } of all) {
          nowMs += passMs;
          if (what === 'register') seeds[seed % seedCount].register(peerAddress(peer), peer % 2 === 0, nowMs);
          if (what === 'remove') seeds[seed % seedCount].remove(peerAddress(peer));
          if (what !== 'fetch') continue;
          const received = seeds.map((registry, i) => ({
            list: registry.list(nowMs),
            aged: true,
            receivedAtMs: nowMs + delaysMs[i],
          }));
          const united = unite(received, nowMs + 3);
          const merged = unite(received.map(copied), nowMs + 3);
          expect(united).toBeInstanceOf(UnitedList);
          expect(merged).not.toBeInstanceOf(UnitedList);
          expect(united.length).toBe(merged.length);
          expect(ranksOf(united)).toEqual(ranksOf(merged));
          expect(entriesOf(united)).toEqual(entriesOf(merged));
        }
      }),
      300,
    );
  });

  it('stay as they were when their seeds go on', () => {
    const seeds = [new Registry(), new Registry()];
    seeds[0].register(peerAddress(1), true, 0);
    seeds[1].register(peerAddress(2), true, 1);
    const received = seeds.map((registry) => ({ list: registry.list(5), aged: true, receivedAtMs: 5 }));
    const united = unite(received, 5);
    seeds[0].register(peerAddress(2), true, 6);
    seeds[1].register(peerAddress(1), true, 6);
    seeds[1].register(peerAddress(3), true, 6);
    unite(
      seeds.map((registry) => ({ list: registry.list(7), aged: true, receivedAtMs: 7 })),
      7,
    );
    expect(united.length).toBe(2);
    expect(entriesOf(united).map((each) => each.address)).toEqual([peerAddress(1), peerAddress(2)]);
    expect(united.indexOf(peerAddress(3))).toBe(-1);
  });

  it('count a peer once that one seed removed, and that came back there after the list was made', () => {
    const seeds = [new Registry(), new Registry()];
    seeds[0].register(peerAddress(1), true, 0);
    seeds[0].register(peerAddress(2), true, 1);
    const early = { list: seeds[0].list(2), aged: true, receivedAtMs: 2 };
    seeds[0].remove(peerAddress(1));
    seeds[0].register(peerAddress(1), true, 3);
    seeds[1].register(peerAddress(1), true, 4);
    const united = unite([early, { list: seeds[1].list(5), aged: true, receivedAtMs: 5 }], 5);
    expect(entriesOf(united).map((each) => each.address)).toEqual([peerAddress(1), peerAddress(2)]);
  });

  it.each([2, 3, 5])('give any entry at once, near or far, as if all were merged: %d', (seedCount) => {
    const perSeed = (most: number) => fc.array(fc.nat(most), { minLength: seedCount, maxLength: seedCount });
    const peers = fc.array(
      fc.record({ on: fc.integer({ min: 1, max: 2 ** seedCount - 1 }), whenMs: perSeed(900) }),
      {
        minLength: 600,
        maxLength: 900,
        size: 'max',
      },
    );
    holds(
      fc.property(peers, fc.constantFrom(0, 5, 900), perSeed(3), (all, lagMs, delaysMs) => {
        const seeds = delaysMs.map(() => new Registry());
        const steps = all.flatMap(({ on, whenMs }, peer) =>
          whenMs.map((ms, seed) => ({
            seed,
            peer,
            atMs: lagMs === 900 ? ms : whenMs[0] + (ms % (lagMs + 1)),
            goes: (on & (1 << seed)) !== 0,
          })),
        );
        for (const { seed, peer, atMs, goes } of steps.toSorted((a, b) => a.atMs - b.atMs)) {
          if (goes) seeds[seed].register(address(`10.0.${peer >> 8}.${peer & 255}`, 6000), true, atMs);
        }
        const received = seeds.map((registry, i) => ({
          list: registry.list(2_000),
          aged: true,
          receivedAtMs: 2_000 + delaysMs[i],
        }));
        const merged = entriesOf(unite(received.map(copied), 2_003));
        for (const rank of [merged.length - 1, 300, merged.length - 20, 500, 3, 280, 257]) {
          const united = unite(received, 2_003);
          expect(united.at(rank)).toEqual(merged[rank].address);
          expect(united.ageMs(rank)).toBe(merged[rank].ageMs);
          expect(united.indexOf(merged[rank].address)).toBe(rank);
        }
      }),
      40,
    );
  });
});
