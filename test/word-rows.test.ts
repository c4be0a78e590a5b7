/** Words that cross between threads are read as they were written. */
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_WORDS } from '../sim/event-rows.ts';
import { NodeNames } from '../sim/node-names.ts';
import { SharedStorages } from '../sim/shared-storage.ts';
import { readWord, writeWord } from '../sim/word-rows.ts';
import type { Message } from '../src/messages.ts';
import { Registry } from '../src/registry.ts';
import { entriesOf } from './support/peer-lists.ts';
import { holds } from './support/property.ts';

const names = new NodeNames(100, 3);
const words = new Int32Array(4 * ROW_WORDS);
const columns = { words, times: new Float64Array(words.buffer) };

const peer = fc.nat({ max: 99 }).map((node) => names.addressOf(node));
const plain = fc.boolean();
const why = fc.constantFrom('unknown' as const, 'register' as const);

/** All that nodes say but gossip and lists. */
const anyWord: Arbitrary<Exclude<Message, { kind: 'gossip' | 'peerList' }>> = fc.oneof(
  fc.record({ kind: fc.constant('register' as const), peer, additions: fc.boolean(), plain }),
  fc.record({ kind: fc.constantFrom('registered' as const, 'acknowledged' as const), plain }),
  fc.record({
    kind: fc.constant('peerListRequest' as const),
    additions: fc.boolean(),
    entriesMax: fc.option(fc.nat({ max: 1e6 }), { nil: undefined }),
    plain,
  }),
  fc.record({
    kind: fc.constant('deathReport' as const),
    accused: peer,
    timestamp: fc.nat({ max: 1e9 }).map((ms) => (1_767_225_600 + ms / 1000).toFixed(3)),
    reporterHost: peer.map(({ host }) => host),
    plain,
  }),
  fc.record({ kind: fc.constant('deregister' as const), peer, plain }),
  fc.record({ kind: fc.constantFrom('badRequest' as const, 'rejected' as const), why, plain }),
  fc.record({ kind: fc.constant('hello' as const), peer }),
  fc.record({ kind: fc.constantFrom('ping' as const, 'pong' as const, 'leave' as const) }),
);

function noList(): never {
  throw new Error('this word has no list');
}

describe('a word in a row', () => {
  it('is what it was', () => {
    holds(
      fc.property(anyWord, fc.nat({ max: 3 }), (word, row) => {
        writeWord(columns, row, word, names);
        expect(readWord(columns, row, names, noList)).toEqual(word);
      }),
      1_000,
    );
  });

  it('shows the receiver of a list the entries that it had, whatever its seed does later', () => {
    const [seed, reader] = [new SharedStorages(names, 2), new SharedStorages(names, 2)];
    const registry = new Registry();
    const sender = names.addressOf(100);
    const cross = (nowMs: number) => {
      const list = registry.list(nowMs);
      const word = { kind: 'peerList' as const, list, aged: true, plain: false };
      const buffer = seed.share(list as never, 100, 1);
      if (buffer !== undefined) reader.accept(buffer, 100, 0);
      writeWord(columns, 0, word, names);
      const read = readWord(columns, 0, names, (length, madeAtMs) => reader.listOf(100, 0, length, madeAtMs));
      if (read.kind !== 'peerList') throw new Error('the list is gone');
      expect(entriesOf(read.list)).toEqual(entriesOf(list));
      return { list: read.list, entries: entriesOf(list) };
    };
    for (let node = 0; node < 5; node++)
      registry.register(names.addressOf(node), node % 2 === 0, 10.1 * node);
    const first = cross(60.3);
    registry.register(names.addressOf(7), true, 70);
    const second = cross(80);
    registry.remove(names.addressOf(2));
    registry.register(names.addressOf(2), true, 90);
    const third = cross(100);
    for (const { list, entries } of [first, second, third]) {
      expect(entriesOf(list)).toEqual(entries);
      expect(entries.map(({ address }) => list.indexOf(address))).toEqual([...entries.keys()]);
      expect(list.indexOf(names.addressOf(50))).toBe(-1);
      expect(list.indexOf(sender)).toBe(-1);
    }
    expect(first.list.indexOf(names.addressOf(7))).toBe(-1);
    expect(third.list.indexOf(names.addressOf(2))).toBe(5);
  });
});
