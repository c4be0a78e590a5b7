/** Lists that came as bytes, against the plainest reader of the same grammar: cut at commas, then `parseAddress` and a pattern. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../src/address.ts';
import { AnswerReader, decodeAnswer } from '../src/codec/answers.ts';
import type { Answer } from '../src/messages.ts';
import type { PeerList } from '../src/peer-list.ts';
import { anyAddress, anyHostText, bytesOf } from './codec-arbitraries.ts';
import { entriesOf, type PeerListEntry, peerAddress } from './support/peer-lists.ts';
import { holds } from './support/property.ts';

const ENTRY = /^([^;]*)(?:;([01]);([0-9]{1,15}))?$/;

function readEntry(text: string): PeerListEntry | undefined {
  const fields = text.length > 80 ? null : ENTRY.exec(text);
  const address = fields === null ? undefined : parseAddress(fields[1]);
  if (fields === null || address === undefined) return undefined;
  return { address, ageMs: Number(fields[3] ?? 0), additions: fields[2] === '1' };
}

/** What the bytes are, pushed in these pieces: as an answer of a reference seed, and as one in a line. */
function readInPieces(text: string, lengths: readonly number[]): { plain: Answer; line: Answer | undefined } {
  const bytes = bytesOf(text);
  const [first, second] = [new AnswerReader(), new AnswerReader()];
  let start = 0;
  for (const length of [...lengths, bytes.length]) {
    const end = Math.min(bytes.length, start + length);
    for (const reader of [first, second]) reader.push(bytes, start, end);
    start = end;
  }
  return { plain: first.plain(), line: second.line() };
}

function listOf(answer: Answer | undefined): PeerList {
  if (answer?.kind !== 'peerList') throw new Error(`no list but ${answer?.kind}`);
  return answer.list;
}

/** Good entries in any of their texts, and what is almost one. */
function anyEntry(): Arbitrary<string> {
  const host = fc.oneof(
    anyAddress().map(({ text }) => text),
    fc.tuple(anyHostText(), fc.integer({ min: 1, max: 65_535 })).map(([text, port]) => `${text}:${port}`),
    fc.constantFrom('10.0.0.1:6000', '::ffff:10.0.0.1:6000', '[::FFFF:a00:1]:6000', '[10.0.0.1]:6000', ''),
  );
  const age = fc
    .tuple(fc.constantFrom('0', '1', '2'), fc.nat({ max: 1e15 }))
    .map(([flag, ms]) => `;${flag};${ms}`);
  const rest = fc.oneof(
    { weight: 3, arbitrary: age },
    fc.constantFrom('', ';', ';1', ';1;', ';1;5;', ';0;007'),
  );
  return fc.tuple(host, rest).map(([address, more]) => address + more);
}

function anyLengths(): Arbitrary<number[]> {
  return fc.array(fc.nat(60), { maxLength: 40 });
}

describe('a list that came as bytes', () => {
  it('says what its text says, entry by entry, however it was cut', () => {
    const anyText = fc.array(anyEntry(), { minLength: 1, maxLength: 30 }).map((entries) => entries.join(','));
    holds(
      fc.property(anyText, anyLengths(), (text, lengths) => {
        const all = text.split(',').map(readEntry);
        const good = all.filter((entry) => entry !== undefined);
        const { plain, line } = readInPieces(text, lengths);
        expect(line === undefined).toBe(text !== '' && good.length < all.length);
        if (text !== '' && good.length === 0) {
          expect(plain.kind).toBe('rejected');
          return;
        }
        const answers = line === undefined ? [plain] : [plain, line];
        for (const answer of answers) expect(entriesOf(listOf(answer))).toEqual(good);
        for (const { address } of good) {
          const rank = good.findIndex((each) => each.address.text === address.text);
          expect(listOf(plain).indexOf({ ...address })).toBe(rank);
        }
      }),
      1_000,
    );
  });

  it('has ages when all its entries have one', () => {
    const anyText = fc.array(fc.boolean(), { minLength: 1, maxLength: 10 });
    holds(
      fc.property(anyText, (aged) => {
        const text = aged.map((has, i) => `10.0.0.${i}:6000${has ? ';1;5' : ''}`).join(',');
        expect(readInPieces(text, []).line).toMatchObject({ aged: aged.every((has) => has) });
      }),
    );
  });

  it('may have thousands of entries, some of them with ages', () => {
    const texts = Array.from({ length: 5_000 }, (_, i) => {
      const host = i % 3 === 0 ? `2001:db8::${(i + 1).toString(16)}` : `10.1.${i >> 8}.${i & 255}`;
      return i < 1_500 || i % 7 === 0 ? `${host}:${1 + i};${i % 2};${i}` : `${host}:${1 + i}`;
    });
    const list = listOf(readInPieces(texts.join(','), [1, 2, 3, 70_000]).line);
    const entries = texts.map(readEntry) as PeerListEntry[];
    expect(entriesOf(list)).toEqual(entries);
    entries.forEach(({ address }, i) => {
      expect(list.indexOf(address)).toBe(i);
    });
    expect(list.indexOf(peerAddress(1))).toBe(-1);
  });

  it('finds no address that only has the hash of one', () => {
    const list = listOf(readInPieces('10.0.0.1:6000,10.0.0.2:6000,10.0.0.1:6000', []).line);
    const { hash } = peerAddress(1);
    expect(list.indexOf({ ...peerAddress(2), hash })).toBe(-1);
    expect(list.indexOf({ ...peerAddress(1) })).toBe(0);
  });
});

// "Memory at most three times the bytes that came": the shortest entries there are cost most.
describe('a list of the shortest entries', () => {
  it.each([
    ['without ages', (i: number) => `::${(i % 16).toString(16)}:${1 + (i % 9)}`],
    ['with ages', (i: number) => `::${(i % 16).toString(16)}:${1 + (i % 9)};${i % 2};${i % 10}`],
  ])('%s takes less than three times its bytes', (_, entryOf) => {
    const bytes = bytesOf(Array.from({ length: 400_000 }, (_, i) => entryOf(i)).join(','));
    const before = bytesInUse();
    const answer = decodeAnswer(bytes);
    const heldBytes = bytesInUse() - before;
    expect(listOf(answer).length).toBe(400_000);
    expect(heldBytes).toBeLessThan(3 * bytes.length);
  });
});

/** Of this process, by all that is reachable. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
