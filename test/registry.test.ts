import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerList } from '../src/peer-list.ts';
import { Registry } from '../src/registry.ts';
import { entriesOf, entry, type PeerListEntry, peerAddress, peersOf } from './support/peer-lists.ts';
import { holds } from './support/property.ts';

/** A registry where these peers registered, the i-th at 10 i ms. */
function registryOf(...peers: readonly number[]): Registry {
  const registry = new Registry();
  for (const [i, peer] of peers.entries()) registry.register(peerAddress(peer), true, 10 * i);
  return registry;
}

describe('a registry', () => {
  it('is empty at first', () => {
    const registry = new Registry();
    expect(registry.size).toBe(0);
    expect(registry.list(0).length).toBe(0);
    expect(registry.list(0).indexOf(peerAddress(1))).toBe(-1);
    expect(registry.remove(peerAddress(1))).toBe(false);
  });

  // "Every registered peer, oldest registration first."
  it('lists everybody, oldest registration first, with ages', () => {
    const registry = new Registry();
    registry.register(peerAddress(7), true, 100);
    registry.register(peerAddress(2), false, 100);
    registry.register(peerAddress(5), true, 250);
    const expected = [entry(7, 200, true), entry(2, 200, false), entry(5, 50, true)];
    expect(entriesOf(registry.list(300))).toEqual(expected);
  });

  // "Adds or renews this peer; idempotent, keeps its place in the order."
  it('keeps place and age of a peer that registers again', () => {
    const registry = registryOf(3, 1, 2);
    expect(registry.register(peerAddress(3), true, 500)).toBe(false);
    expect(registry.register(peerAddress(4), true, 500)).toBe(true);
    expect(registry.size).toBe(4);
    const expected = [entry(3, 1_000), entry(1, 990), entry(2, 980), entry(4, 500)];
    expect(entriesOf(registry.list(1_000))).toEqual(expected);
  });

  it('keeps them also when it says anew whether it has the additions', () => {
    const registry = registryOf(3, 1, 2);
    const before = registry.list(1_000);
    expect(registry.register(peerAddress(1), false, 500)).toBe(false);
    expect(registry.size).toBe(3);
    const expected = [entry(3, 1_000), entry(1, 990, false), entry(2, 980)];
    expect(entriesOf(registry.list(1_000))).toEqual(expected);
    expect(entriesOf(before)).toEqual([entry(3, 1_000), entry(1, 990), entry(2, 980)]);
    expect([before.indexOf(peerAddress(1)), registry.list(0).indexOf(peerAddress(1))]).toEqual([1, 1]);
  });

  // "A removed peer that registers again is back."
  it('lists a removed peer that registers again as the youngest', () => {
    const registry = registryOf(3, 1, 2);
    expect(registry.remove(peerAddress(3))).toBe(true);
    expect(registry.remove(peerAddress(3))).toBe(false);
    expect(registry.has(peerAddress(3))).toBe(false);
    expect(peersOf(registry.list(1_000))).toEqual([1, 2]);
    expect(registry.register(peerAddress(3), true, 900)).toBe(true);
    expect(entriesOf(registry.list(1_000))).toEqual([entry(1, 990), entry(2, 980), entry(3, 100)]);
  });

  it('knows an address by what it says', () => {
    const registry = registryOf(3);
    expect(registry.register({ ...peerAddress(3) }, true, 50)).toBe(false);
    expect(registry.remove({ ...peerAddress(3) })).toBe(true);
  });

  it('says the order of registrations, and -1 of strangers', () => {
    const registry = registryOf(3, 1, 2);
    const order = (peer: number) => registry.orderOf(peerAddress(peer));
    expect(order(3)).toBeLessThan(order(1));
    expect(order(1)).toBeLessThan(order(2));
    expect(order(4)).toBe(-1);
    registry.remove(peerAddress(3));
    expect(order(3)).toBe(-1);
    registry.register(peerAddress(3), true, 50);
    expect(order(3)).toBeGreaterThan(order(2));
  });
});

// "At most max, oldest first."
describe('a list with a maximum', () => {
  it.each([
    [0, []],
    [1, [3]],
    [2, [3, 1]],
    [3, [3, 1, 2]],
    [999_999_999, [3, 1, 2]],
    [undefined, [3, 1, 2]],
  ])('of %s has %j of three', (entriesMax, peers) => {
    expect(peersOf(registryOf(3, 1, 2).list(100, entriesMax))).toEqual(peers);
  });

  it('finds nobody beyond it', () => {
    const list = registryOf(3, 1, 2).list(100, 2);
    expect([3, 1, 2].map((peer) => list.indexOf(peerAddress(peer)))).toEqual([0, 1, -1]);
  });
});

// "A seed checks by itself entries that were not renewed for 10 min."
describe('stale entries', () => {
  it('are those not renewed for so long, oldest registration first', () => {
    const registry = registryOf(3, 1, 2, 4);
    registry.register(peerAddress(1), true, 500);
    expect(registry.stale(620, 600, 10)).toEqual([3, 2].map(peerAddress));
    expect(registry.stale(599, 600, 10)).toEqual([]);
    expect(registry.stale(600, 600, 10)).toEqual([peerAddress(3)]);
  });

  it('are not those removed, though no list was asked for since', () => {
    const registry = registryOf(3, 1, 2);
    registry.remove(peerAddress(1));
    expect(registry.stale(1_000, 600, 10)).toEqual([3, 2].map(peerAddress));
  });

  it('are at most as many as asked for', () => {
    const registry = registryOf(3, 1, 2);
    expect(registry.stale(1_000, 600, 2)).toEqual([3, 1].map(peerAddress));
    expect(registry.stale(1_000, 600, 0)).toEqual([]);
  });

  it('are fresh again when renewed, also with other additions', () => {
    const registry = registryOf(3, 1);
    registry.register(peerAddress(3), false, 900);
    expect(registry.stale(1_000, 600, 10)).toEqual([peerAddress(1)]);
  });
});

const PEERS = 10;

type Step =
  | { readonly do: 'register'; readonly peer: number; readonly additions: boolean }
  | { readonly do: 'remove'; readonly peer: number }
  | { readonly do: 'list'; readonly entriesMax: number | undefined }
  | { readonly do: 'stale'; readonly staleMs: number; readonly count: number };

/** Steps with the milliseconds that pass before each. Half of the registrations come with the additions. */
function anySteps(): Arbitrary<(readonly [Step, number])[]> {
  const peer = fc.nat(PEERS - 1);
  const entriesMax = fc.option(fc.nat(PEERS), { nil: undefined });
  const step: Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('register'), peer, additions: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('remove'), peer }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('list'), entriesMax }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('stale'), staleMs: fc.nat(100), count: fc.nat(PEERS) }),
    },
  );
  return fc.array(fc.tuple(step, fc.nat(20)), { maxLength: 60, size: 'max' });
}

/** A registry as one would write it without caring for speed. */
class PlainRegistry {
  entries: { peer: number; additions: boolean; registeredAtMs: number; renewedAtMs: number }[] = [];

  register(peer: number, additions: boolean, nowMs: number): boolean {
    const known = this.entries.find((each) => each.peer === peer);
    if (known !== undefined) Object.assign(known, { additions, renewedAtMs: nowMs });
    else this.entries.push({ peer, additions, registeredAtMs: nowMs, renewedAtMs: nowMs });
    return known === undefined;
  }

  remove(peer: number): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((each) => each.peer !== peer);
    return this.entries.length < before;
  }

  list(nowMs: number, entriesMax = Number.POSITIVE_INFINITY): PeerListEntry[] {
    return this.entries
      .slice(0, entriesMax)
      .map(({ peer, additions, registeredAtMs }) => entry(peer, nowMs - registeredAtMs, additions));
  }

  stale(nowMs: number, staleMs: number, count: number): number[] {
    const stale = this.entries.filter(({ renewedAtMs }) => nowMs - renewedAtMs >= staleMs);
    return stale.slice(0, count).map(({ peer }) => peer);
  }
}

describe('whatever is registered and removed', () => {
  it('a registry answers as a plain one, and no view that it handed out ever changes', () => {
    holds(
      fc.property(anySteps(), (steps) => {
        const registry = new Registry();
        const plain = new PlainRegistry();
        const handedOut: { readonly view: PeerList; readonly copy: readonly PeerListEntry[] }[] = [];
        let nowMs = 0;
        for (const [step, passedMs] of steps) {
          nowMs += passedMs;
          take(step);
          expect(registry.size).toBe(plain.entries.length);
          for (const { view, copy } of handedOut) expectView(view, copy);
        }

        function take(step: Step): void {
          if (step.do === 'register') {
            const added = registry.register(peerAddress(step.peer), step.additions, nowMs);
            expect(added).toBe(plain.register(step.peer, step.additions, nowMs));
          } else if (step.do === 'remove') {
            expect(registry.remove(peerAddress(step.peer))).toBe(plain.remove(step.peer));
          } else if (step.do === 'list') {
            const view = registry.list(nowMs, step.entriesMax);
            handedOut.push({ view, copy: plain.list(nowMs, step.entriesMax) });
          } else {
            const stale = plain.stale(nowMs, step.staleMs, step.count).map(peerAddress);
            expect(registry.stale(nowMs, step.staleMs, step.count)).toEqual(stale);
          }
        }
      }),
    );
  });

  /** Reads a view through and through: entries, and the rank of every peer there is, registered now or not. */
  function expectView(view: PeerList, copy: readonly PeerListEntry[]): void {
    const ranks = new Array<number>(PEERS).fill(-1);
    for (const [rank, { address }] of copy.entries()) ranks[Number(address.host.slice(7))] = rank;
    const found = ranks.map((_, peer) => view.indexOf(peerAddress(peer)));
    const wrong = found.findIndex((rank, peer) => rank !== ranks[peer]);
    if (wrong >= 0) expect.fail(`the rank of peer ${wrong} is ${found[wrong]}, not ${ranks[wrong]}`);
    expect(entriesOf(view)).toEqual(copy);
  }
});
