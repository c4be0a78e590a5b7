/**
 * Streams of bytes near the grammar, cut into chunks anywhere, and what must come of them: properties for a short run in
 * `test/codec-chunks.test.ts` and a long one in `test/long/codec-fuzz.test.ts`.
 */
import fc, { type Arbitrary, type IProperty } from 'fast-check';
import { expect } from 'vitest';
import {
  decodeLine,
  decodePlainAnswer,
  decodePlainRequest,
  splitPlainGossip,
} from '../../src/codec/decode.ts';
import { encode } from '../../src/codec/encode.ts';
import { lineBytesMax } from '../../src/codec/limits.ts';
import type { Message } from '../../src/messages.ts';
import type { Dialect } from '../../src/ports.ts';
import {
  anyAnswer,
  anyGossipText,
  anyPeerWord,
  anyRequest,
  anyTimestamp,
  bytesOf,
  meaning,
} from '../codec-arbitraries.ts';
import { HOSTILE_LINES } from './hostile-lines.ts';
import { type Reading, readBare, readFramed } from './recording-channel.ts';

export const DIALECTS: readonly Dialect[] = ['requests', 'answers', 'gossip'];

const NEWLINE = 0x0a;

/** The real framing makes of a hostile stream what its lines mean, one by one, and the same however it is cut. */
export function framingProperty(dialect: Dialect): IProperty<[Uint8Array, number[]]> {
  return fc.property(hostileStream(dialect), cuts(), (bytes, places) => {
    const expected = readByLines(dialect, bytes);
    expect(readFramed(dialect, [bytes])).toEqual(expected);
    expect(readFramed(dialect, cut(bytes, places))).toEqual(expected);
    expect(readFramed(dialect, bytewise(bytes))).toEqual(expected);
  });
}

/** A link that carried no HELLO reads texts as they come, so cuts may show; but it never throws, and says only gossip and our words. */
export function bareLinkProperty(): IProperty<[Uint8Array, number[]]> {
  return fc.property(fc.oneof(hostileStream('gossip'), mergedTexts()), cuts(), (bytes, places) => {
    for (const dialled of [true, false]) {
      for (const chunks of [[bytes], cut(bytes, places), bytewise(bytes)]) {
        const kinds = readBare(chunks, dialled).messages.map(({ kind }) => kind);
        expect(kinds.filter((kind) => !PEER_WORDS.has(kind))).toEqual([]);
      }
    }
  });
}

const PEER_WORDS: ReadonlySet<string> = new Set(['gossip', 'hello', 'ping', 'pong', 'leave']);

/** Lines of which some are good, some almost, and some nothing at all; the last one may lack its newline. */
function hostileStream(dialect: Dialect): Arbitrary<Uint8Array> {
  const good = goodLine(dialect);
  const short = HOSTILE_LINES.filter((line) => line.dialect === dialect && line.bytes.length < 200);
  const line = fc.oneof(
    { weight: 3, arbitrary: good },
    { weight: 4, arbitrary: mutated(good) },
    { weight: 1, arbitrary: fc.constantFrom(...short.map(({ bytes }) => bytes)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
    { weight: 1, arbitrary: overlong(dialect) },
  );
  return fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean())
    .map(([lines, ended]) => joined(lines, ended));
}

function goodLine(dialect: Dialect): Arbitrary<Uint8Array> {
  const messages: Readonly<Record<Dialect, Arbitrary<Message>>> = {
    requests: anyRequest(false),
    answers: anyAnswer(false),
    gossip: anyPeerWord(),
  };
  const lines = messages[dialect].map((message) => bytesOf(encode(message).slice(0, -1)));
  return dialect === 'gossip' ? fc.oneof(lines, mergedTexts()) : lines;
}

/** Bare texts of a reference peer, as one line. */
function mergedTexts(): Arbitrary<Uint8Array> {
  const text = anyGossipText(anyTimestamp(10, 10));
  return fc.array(text, { minLength: 1, maxLength: 4 }).map((texts) => bytesOf(texts.join('')));
}

/** Near the limit of a line, where that is near: 1,024 bytes of a request. */
function overlong(dialect: Dialect): Arbitrary<Uint8Array> {
  if (dialect !== 'requests') return fc.constant(bytesOf(','.repeat(300)));
  const max = lineBytesMax(dialect);
  return fc.integer({ min: max - 1, max: max + 2 }).map((length) => new Uint8Array(length).fill(0x31));
}

/** A line after one to four of: a bit flipped, a piece cut out, said twice, or put in from another line. */
function mutated(line: Arbitrary<Uint8Array>): Arbitrary<Uint8Array> {
  const place = fc.nat(1 << 20);
  const step = fc.record({ how: fc.nat(3), at: place, length: fc.integer({ min: 1, max: 16 }), from: place });
  const steps = fc.array(step, { minLength: 1, maxLength: 4 });
  return fc.tuple(line, line, steps).map(([first, second, all]) => {
    let bytes = [...first];
    for (const { how, at, length, from } of all) {
      const start = at % (bytes.length + 1);
      const piece = bytes.slice(start, start + length);
      const foreign = [...second].slice(from % (second.length + 1)).slice(0, length);
      if (how === 0 && start < bytes.length) bytes[start] ^= 1 << (from % 8);
      if (how === 1) bytes.splice(start, length);
      if (how === 2) bytes.splice(start, 0, ...piece);
      if (how === 3) bytes = [...bytes.slice(0, start), ...foreign, ...bytes.slice(start + length)];
    }
    return Uint8Array.from(bytes);
  });
}

/** What the lines mean one by one, in the plainest way: up to the first that closes the connection, and what the end leaves. */
function readByLines(dialect: Dialect, bytes: Uint8Array): Reading {
  const messages: unknown[] = [];
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const line = bytes.subarray(start, newline < 0 ? bytes.length : newline);
    if (line.length > lineBytesMax(dialect)) return { messages, taken: false };
    if (newline < 0) return { messages: [...messages, ...atEnd(dialect, line).map(meaning)], taken: true };
    const message = decodeLine(dialect, line);
    const texts = dialect === 'gossip' ? splitPlainGossip(line) : undefined;
    const found = message === undefined ? texts : [message];
    if (found === undefined) return { messages, taken: false };
    messages.push(...found.map(meaning));
    start = newline + 1;
  }
}

/** What bytes without a newline mean when no more will come. */
function atEnd(dialect: Dialect, rest: Uint8Array): readonly Message[] {
  if (rest.length === 0) return [];
  if (dialect === 'gossip') return splitPlainGossip(rest) ?? [];
  const message = dialect === 'requests' ? decodePlainRequest(rest) : decodePlainAnswer(rest);
  return message === undefined ? [] : [message];
}

function cuts(): Arbitrary<number[]> {
  return fc.array(fc.nat(1 << 20), { maxLength: 12 });
}

/** The bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function joined(lines: readonly Uint8Array[], ended: boolean): Uint8Array {
  const bytes = lines.flatMap((line) => [...line, NEWLINE]);
  return Uint8Array.from(ended ? bytes : bytes.slice(0, -1));
}
