import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineBytesMax } from '../src/codec/limits.ts';
import { LineReader } from '../src/codec/line-reader.ts';
import { bytesOf } from './codec-arbitraries.ts';

const LINE_MAX = 8;

/** What a reader makes of these chunks. */
function read(chunks: readonly Uint8Array[], bytesMax = LINE_MAX) {
  const reader = new LineReader(bytesMax);
  const lines: string[] = [];
  let taken = true;
  for (const chunk of chunks) taken = reader.push(chunk, (line) => lines.push(latin1(line)));
  return { lines, taken, rest: latin1(reader.rest()), restBytes: reader.restBytes };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

describe('lines', () => {
  it('end at newlines, and what follows the last one is the rest', () => {
    const expected = { lines: ['one', '', 'two'], taken: true, rest: 'thr', restBytes: 3 };
    expect(read([bytesOf('one\n\ntwo\nthr')])).toEqual(expected);
  });

  it('keep every other byte, a carriage return and zeros included', () => {
    expect(read([Buffer.from('a\r\n\0\xff\n', 'latin1')]).lines).toEqual(['a\r', '\0\xff']);
  });

  // "In newline mode parsing gives the same result however the bytes were cut into chunks."
  it('are the same however the bytes are cut', () => {
    const anyBytes = fc
      .string({ unit: fc.constantFrom('a', 'b', '\n', '\r', '\0', '\xff'), maxLength: 60 })
      .map((text) => Buffer.from(text, 'latin1'));
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat(100), { maxLength: 20 }), (bytes, places) => {
        expect(read(cut(bytes, places))).toEqual(read([bytes]));
        expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(read([bytes]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('do not depend on what becomes of a chunk afterwards', () => {
    const reader = new LineReader(100);
    const lines: string[] = [];
    const chunk = new Uint8Array(3);
    for (const text of ['abc', 'def', 'gh\n']) {
      chunk.set(bytesOf(text));
      reader.push(chunk, (line) => lines.push(latin1(line)));
    }
    expect(lines).toEqual(['abcdefgh']);
  });

  it('are views of the chunk when they lie in one', () => {
    const chunk = bytesOf('one\ntwo\n');
    const buffers: ArrayBufferLike[] = [];
    new LineReader(100).push(chunk, (line) => buffers.push(line.buffer));
    expect(buffers).toEqual([chunk.buffer, chunk.buffer]);
  });
});

describe('the longest line', () => {
  // "1,024 bytes for a control line, 64 KiB for a gossip line with payload, 32 MiB for a list that was asked for."
  it.each([
    ['requests', 1_024],
    ['gossip', 65_536],
    ['answers', 33_554_432],
  ] as const)('of %s has %i bytes', (dialect, bytes) => {
    expect(lineBytesMax(dialect)).toBe(bytes);
  });

  // "Longer than that closes the connection."
  it('is taken, and one byte more is not', () => {
    expect(read([bytesOf('12345678\n')])).toMatchObject({ lines: ['12345678'], taken: true });
    expect(read([bytesOf('123456789\n')])).toMatchObject({ lines: [], taken: false });
    expect(read([bytesOf('12345678')])).toMatchObject({ taken: true, rest: '12345678' });
    expect(read([bytesOf('123456789')])).toMatchObject({ taken: false, rest: '' });
    expect(read([bytesOf('12345678'), bytesOf('9')])).toMatchObject({ taken: false });
  });

  it('comes after the good lines before it, and nothing comes after', () => {
    expect(read([bytesOf('good\n123456789\nlost\n'), bytesOf('lost\n')])).toEqual({
      lines: ['good'],
      taken: false,
      rest: '',
      restBytes: 0,
    });
  });

  it('bounds what is held when 64 MB come without a newline', () => {
    const bytesMax = lineBytesMax('gossip');
    const reader = new LineReader(bytesMax);
    const chunk = new Uint8Array(65_536).fill(0x61);
    let takenChunks = 0;
    let mostHeld = 0;
    for (let i = 0; i < 1_000; i++) {
      if (reader.push(chunk, () => expect.unreachable('there is no line'))) takenChunks++;
      mostHeld = Math.max(mostHeld, reader.restBytes);
    }
    expect(takenChunks).toBe(1);
    expect(mostHeld).toBe(bytesMax);
    expect(reader.restBytes).toBe(0);
  });

  it('may come byte by byte', () => {
    const list = new Uint8Array(200_000).fill(0x61);
    const reader = new LineReader(lineBytesMax('answers'));
    let lengths: number[] = [];
    for (let i = 0; i < list.length; i++)
      reader.push(list.subarray(i, i + 1), (line) => lengths.push(line.length));
    expect(lengths).toEqual([]);
    expect(reader.restBytes).toBe(200_000);
    lengths = [];
    reader.push(bytesOf('\n'), (line) => lengths.push(line.length));
    expect(lengths).toEqual([200_000]);
  });
});

describe('a stopped reader', () => {
  it('passes no further line on, also within a chunk', () => {
    const reader = new LineReader(100);
    const lines: string[] = [];
    const stopAtTwo = (line: Uint8Array) => {
      lines.push(latin1(line));
      if (lines.length === 2) reader.stop();
    };
    expect(reader.push(bytesOf('one\ntwo\nthree\nfour'), stopAtTwo)).toBe(true);
    expect(reader.push(bytesOf('five\n'), stopAtTwo)).toBe(true);
    expect(lines).toEqual(['one', 'two']);
    expect(reader.restBytes).toBe(0);
  });
});
