/** The digest of what happened: "a chained 64-bit hash for each node over its own events in order". */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageIdentity } from '../sim/message-identity.ts';
import { digestOf, TraceHash, textIdentity } from '../sim/trace-hash.ts';
import type { Message } from '../src/messages.ts';
import { ArrayPeerList } from './support/peer-lists.ts';
import { holds } from './support/property.ts';
import { BareNetwork } from './support/sim-world.ts';
import { chiSquareP, P_MIN } from './support/statistics.ts';

const NODES = 4;

interface Noted {
  readonly node: number;
  readonly timeUs: number;
  readonly kind: number;
  readonly source: number;
  readonly identity: number;
}

const noted: fc.Arbitrary<Noted> = fc.record({
  node: fc.nat(NODES - 1),
  // Also beyond 32 bits, more than an hour.
  timeUs: fc.oneof(fc.nat(1000), fc.integer({ min: 4_294_967_290, max: 9_000_000_000_000 })),
  kind: fc.integer({ min: 1, max: 14 }),
  source: fc.nat(NODES - 1),
  identity: fc.integer(),
});

function digestOfAll(hash: TraceHash): string {
  return digestOf([hash.sumOf(() => true)]);
}

function digest(events: readonly Noted[]): string {
  const hash = new TraceHash(NODES);
  for (const { node, timeUs, kind, source, identity } of events)
    hash.note(node, timeUs, kind, source, identity);
  expect(hash.eventCount).toBe(events.length);
  return digestOfAll(hash);
}

describe('the trace hash', () => {
  it('is 16 hexadecimal digits, the same each time it is asked for', () => {
    const hash = new TraceHash(NODES);
    hash.note(1, 5, 7, 2, 9);
    expect(digestOfAll(hash)).toMatch(/^[0-9a-f]{16}$/);
    expect(digestOfAll(hash)).toBe(digestOfAll(hash));
  });

  it('is put together from the parts of any nodes', () => {
    const hash = new TraceHash(NODES);
    for (let node = 0; node < NODES; node++) hash.note(node, 5 + node, 7, 0, node);
    const parts = [hash.sumOf((node) => node % 2 === 0), hash.sumOf((node) => node % 2 === 1)];
    expect(digestOf(parts)).toBe(digestOfAll(hash));
    expect(digestOf(parts.slice(1))).not.toBe(digestOfAll(hash));
  });

  it('differs when one event differs in anything', () => {
    const events = fc.array(noted, { minLength: 1, maxLength: 12 });
    const change = fc.constantFrom('node', 'timeUs', 'kind', 'source', 'identity');
    holds(
      fc.property(events, fc.nat(11), change, fc.integer({ min: 1, max: 3 }), (each, at, key, by) => {
        const place = at % each.length;
        const event = each[place];
        const value = key === 'node' || key === 'source' ? (event[key] + by) % NODES : event[key] + by;
        expect(digest(each.with(place, { ...event, [key]: value }))).not.toBe(digest(each));
        expect(digest(each.toSpliced(place, 1))).not.toBe(digest(each));
        expect(digest(each.toSpliced(place, 0, event))).not.toBe(digest(each));
      }),
    );
  });

  it('does not depend on how the events of different nodes alternate', () => {
    holds(
      fc.property(fc.array(noted, { maxLength: 20 }), (events) => {
        const byNode = events.toSorted((a, b) => a.node - b.node);
        expect(digest(byNode)).toBe(digest(events));
        expect(digest(byNode.toReversed().toSorted((a, b) => b.node - a.node))).toBe(
          digest(events.toReversed()),
        );
      }),
    );
  });

  it('depends on the order of the events of one node', () => {
    const [first, second] = [1, 2].map((kind) => ({ node: 0, timeUs: 3, kind, source: 0, identity: 0 }));
    expect(digest([first, second])).not.toBe(digest([second, first]));
  });

  it('takes times as a whole, beyond 32 bits', () => {
    const at = (timeUs: number) => digest([{ node: 0, timeUs, kind: 7, source: 0, identity: 0 }]);
    const times = [5, 5 + 2 ** 31, 5 + 2 ** 32, 5 + 2 ** 33, 5 + 2 ** 43];
    expect(new Set(times.map(at)).size).toBe(times.length);
  });

  it('tells small differences apart in all of its bits', () => {
    const ones = new Array<number>(64).fill(0);
    const digests = new Set<string>();
    for (let i = 0; i < 4_000; i++) {
      const text = digest([{ node: 0, timeUs: i, kind: 7, source: 0, identity: 0 }]);
      digests.add(text);
      const bits = BigInt(`0x${text}`);
      for (let bit = 0; bit < 64; bit++) if ((bits >> BigInt(bit)) & 1n) ones[bit]++;
    }
    expect(digests.size).toBe(4_000);
    for (const count of ones) expect(chiSquareP([count, 4_000 - count])).toBeGreaterThan(P_MIN);
  });
});

describe('the identity of a message', () => {
  it('differs between texts that hardly differ', () => {
    const texts = Array.from(
      { length: 20_000 },
      (_, i) => `17672256${String(i).padStart(6, '0')}:10.0.0.1:${i % 10}`,
    );
    // 20,000 numbers of 32 bits: 0.05 pairs are expected to be equal.
    expect(new Set(texts.map(textIdentity)).size).toBeGreaterThanOrEqual(20_000 - 1);
    expect(textIdentity('')).not.toBe(textIdentity('0'));
  });

  it('tells every word from every other', () => {
    const { names, memory } = new BareNetwork().network;
    const [first, second] = [names.addressOf(0), names.addressOf(1)];
    const list = new ArrayPeerList([{ address: first, ageMs: 0, additions: true }]);
    const plain = { plain: false };
    const words: Message[] = [
      { kind: 'register', peer: first, additions: true, ...plain },
      { kind: 'register', peer: second, additions: true, ...plain },
      { kind: 'registered', ...plain },
      { kind: 'peerListRequest', additions: true, entriesMax: undefined, ...plain },
      { kind: 'peerListRequest', additions: true, entriesMax: 3, ...plain },
      { kind: 'peerList', list, aged: true, ...plain },
      { kind: 'peerList', list: new ArrayPeerList([]), aged: true, ...plain },
      { kind: 'deathReport', accused: first, timestamp: '1', reporterHost: '10.0.0.1', ...plain },
      { kind: 'deathReport', accused: second, timestamp: '1', reporterHost: '10.0.0.1', ...plain },
      { kind: 'deregister', peer: first, ...plain },
      { kind: 'acknowledged', ...plain },
      { kind: 'rejected', why: 'unknown', ...plain },
      { kind: 'rejected', why: 'register', ...plain },
      { kind: 'hello', peer: first },
      { kind: 'ping' },
      { kind: 'pong' },
      { kind: 'leave' },
    ];
    expect(new Set(words.map((word) => messageIdentity(word, names, memory))).size).toBe(words.length);
  });
});
