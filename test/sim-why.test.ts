/** Why a peer got a message, or why not: in networks so small that the answer is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerEvent, WatchedMessage } from '../sim/message-watch.ts';
import type { Scenario } from '../sim/scenario.ts';
import { pathTo, type WhyNot, watchMessage, whyNot } from '../sim/why.ts';
import { holds } from './support/property.ts';
import { overlays, randomSeeds } from './support/sim-scenarios.ts';
import { CHAIN, plain, planetlabMatrix, run } from './support/sim-world.ts';

function watch(changes: Partial<Scenario>, message: number, peer?: number, randomSeed = 'a') {
  return watchMessage(plain(changes), randomSeed, message, peer, { planetlabRttTenthsMs: planetlabMatrix() });
}

function seenIn(changes: Partial<Scenario>, message: number, peer?: number): WatchedMessage {
  return watch(changes, message, peer).seen as WatchedMessage;
}

/** Why a peer did not get message 0, which it must not have got. */
function reason(changes: Partial<Scenario>, peer: number): WhyNot {
  const { seen, events } = watch(changes, 0, peer);
  expect(pathTo(seen as WatchedMessage, peer)).toEqual([]);
  return whyNot(seen as WatchedMessage, events);
}

const ONE: Partial<Scenario> = { publishers: 1, messages: 1, publish: 'when-settled' };

// peer/0 - peer/1 - peer/2 - peer/3 - peer/4, 50 ms each.
describe('in a chain of five where everybody publishes once', () => {
  const chain: Partial<Scenario> = { ...CHAIN, ...ONE, publishers: 'all', peers: 5 };

  it('a message is numbered by the time and the peer of its publication', () => {
    for (const message of [0, 3])
      expect(seenIn(chain, message)).toMatchObject({ message, publisher: message });
    expect(watch(chain, 5)).toMatchObject({ seen: undefined, publishedCount: 5 });
  });

  it('the path leads along the chain, 50 ms a link', () => {
    expect(pathTo(seenIn(chain, 1), 4)).toEqual([
      { peer: 1, parent: null, afterUs: 0, hop: 0 },
      { peer: 2, parent: 1, afterUs: 50_000, hop: 1 },
      { peer: 3, parent: 2, afterUs: 100_000, hop: 2 },
      { peer: 4, parent: 3, afterUs: 150_000, hop: 3 },
    ]);
  });

  it('the publisher has a path of itself', () => {
    expect(pathTo(seenIn(chain, 1), 1)).toEqual([{ peer: 1, parent: null, afterUs: 0, hop: 0 }]);
  });
});

describe('a watch', () => {
  it('changes nothing of the run', () => {
    const scenario: Partial<Scenario> = { peers: 40, publishers: 'all', messages: 2, latency: 'planetlab' };
    expect(watch(scenario, 7, 3).result).toEqual(run(scenario));
  });

  it('sees a tree of all that got the message, along links and forward in time', () => {
    holds(
      fc.property(overlays(40), randomSeeds, fc.nat(100), (overlay, seed, number) => {
        const scenario = { ...overlay, ...ONE, publishers: 'all' as const };
        const { seen, result } = watch(scenario, number % scenario.peers, undefined, seed);
        const { receipts } = seen as WatchedMessage;
        const links = new Set<string>();
        for (let i = 0; i < result.overlay.links.length; i += 2) {
          const [a, b] = result.overlay.links.subarray(i, i + 2);
          links.add(`${a} ${b}`).add(`${b} ${a}`);
        }
        const byPeer = new Map(receipts.map((each) => [each.peer, each]));
        expect(byPeer.size).toBe(receipts.length);
        for (const { peer, parent, afterUs, hop } of receipts.slice(1)) {
          const from = byPeer.get(parent as number);
          expect(links.has(`${parent} ${peer}`)).toBe(true);
          expect(from?.hop).toBe(hop - 1);
          expect(from?.afterUs).toBeLessThan(afterUs);
        }
      }),
      40,
    );
  });

  it('sees one node more than deliveries', () => {
    holds(
      fc.property(overlays(40), randomSeeds, (overlay, seed) => {
        const { seen, result } = watch({ ...overlay, ...ONE }, 0, undefined, seed);
        expect(seen?.receipts).toHaveLength(result.spread.deliveries + 1);
      }),
      40,
    );
  });
});

// Peer i starts at 2 i seconds; peer/0 publishes with its first link, soon after the start of peer/1.
describe('a peer does not get a message', () => {
  const growing: Partial<Scenario> = {
    ...CHAIN,
    peers: 5,
    publishers: 'all',
    messages: 1,
    joinOverS: 10,
    durationS: 20,
  };
  const settled: Partial<Scenario> = { ...CHAIN, ...ONE, publishers: 'all', peers: 5 };
  /** When message 0 of the settled chain is published. */
  const publishedS = seenIn(settled, 0).publishedUs / 1e6;

  it('published before it started', () => {
    expect(reason(growing, 3)).toEqual({ kind: 'startedLater', startedUs: 6_000_000 });
  });

  it('when the run ends before it starts', () => {
    expect(reason({ ...growing, durationS: 5 }, 4)).toEqual({ kind: 'neverStarted' });
  });

  it('when it crashed before', () => {
    const faults = [{ at: publishedS - 0.5, kind: 'crash' as const, who: { ids: ['peer/4'] } }];
    expect(reason({ ...settled, faults }, 4)).toEqual({ kind: 'down', sinceUs: 1e6 * (publishedS - 0.5) });
  });

  it('when it crashes while the copy is on its way', () => {
    const faults = [{ at: publishedS + 0.19, kind: 'crash' as const, who: { ids: ['peer/4'] } }];
    expect(reason({ ...settled, faults }, 4)).toEqual({
      kind: 'lost',
      sender: 3,
      sentUs: 1e6 * (publishedS + 0.15),
      after: 'ended',
    });
  });

  it('when the run is over while the copy is on its way', () => {
    expect(reason({ ...settled, durationS: publishedS + 0.19 }, 4)).toMatchObject({
      kind: 'lost',
      sender: 3,
      after: undefined,
    });
  });

  it('when a partition has cut it off, and its links are gone', () => {
    const faults = [{ at: publishedS - 0.5, kind: 'partition' as const, who: { ids: ['peer/3', 'peer/4'] } }];
    expect(reason({ ...settled, faults, durationS: publishedS + 5 }, 4)).toMatchObject({
      kind: 'partitioned',
    });
  });

  it('when its neighbour did not get it', () => {
    const faults = [{ at: publishedS + 0.01, kind: 'crash' as const, who: { ids: ['peer/2'] } }];
    expect(reason({ ...settled, faults, durationS: publishedS + 1 }, 3)).toEqual({
      kind: 'neighboursWithout',
      neighbours: 2,
    });
  });
});

describe('of what was seen', () => {
  const seen: WatchedMessage = {
    message: 0,
    publishedUs: 100,
    publisher: 1,
    text: 'm',
    receipts: [
      { peer: 1, parent: null, afterUs: 0, hop: 0 },
      { peer: 2, parent: 1, afterUs: 20, hop: 1 },
    ],
    lastCopyUs: 150,
  };
  const event = (timeUs: number, kind: PeerEvent['kind'], other = -1): PeerEvent => ({ timeUs, kind, other });

  it.each<[string, PeerEvent[], WhyNot]>([
    [
      'a link that opened late',
      [event(130, 'linkUp', 2)],
      { kind: 'linkNotOpen', neighbour: 2, linkedUs: 130, passedOnUs: 120 },
    ],
    ['no link at all', [], { kind: 'noLink', linkedUs: undefined }],
    ['a link after the last copy', [event(160, 'linkUp', 2)], { kind: 'noLink', linkedUs: 160 }],
    [
      'a link that had closed',
      [event(10, 'linkUp', 2), event(20, 'linkDown', 2)],
      { kind: 'noLink', linkedUs: undefined },
    ],
    [
      'a copy that was shed',
      [event(10, 'linkUp', 2), event(120, 'copyShed', 2)],
      { kind: 'shed', sender: 2, atUs: 120 },
    ],
    [
      'a copy and then a broken link',
      [event(10, 'linkUp', 2), event(120, 'copySent', 2), event(140, 'linkDown', 2)],
      { kind: 'lost', sender: 2, sentUs: 120, after: 'linkDown' },
    ],
    [
      'a copy, while another link broke',
      [event(120, 'copySent', 2), event(140, 'linkDown', 3)],
      { kind: 'lost', sender: 2, sentUs: 120, after: undefined },
    ],
    ['an end before any copy', [event(110, 'ended')], { kind: 'down', sinceUs: 110 }],
    [
      'a partition that had ended',
      [event(10, 'linkUp', 7), event(50, 'apart'), event(90, 'together')],
      { kind: 'neighboursWithout', neighbours: 1 },
    ],
  ])('%s is the reason', (_, events, expected) => {
    expect(whyNot(seen, [event(0, 'started'), ...events])).toEqual(expected);
  });
});
