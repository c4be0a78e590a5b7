/** Each line of the corpus of hostile lines has the outcome that stands beside it, in the decoder and through the real framings. */
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../src/codec/decode.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { bytesOf, meaning } from './codec-arbitraries.ts';
import { HOSTILE_LINES, type HostileLine, outcomeOf } from './support/hostile-lines.ts';
import { type Reading, readFramed } from './support/recording-channel.ts';

const CASES = HOSTILE_LINES.map((line) => [line.title, line] as const);

it('the corpus has 200 different lines or more', () => {
  const different = new Set(HOSTILE_LINES.map(({ dialect, bytes }) => `${dialect} ${Buffer.from(bytes)}`));
  expect(different.size).toBe(HOSTILE_LINES.length);
  expect(different.size).toBeGreaterThanOrEqual(200);
  expect(HOSTILE_LINES.filter(({ bytes }) => bytes.includes(0x0a))).toEqual([]);
});

describe('the decoder', () => {
  it.each(CASES)('%s', (_, { dialect, bytes, outcome }) => {
    const expected = outcome.startsWith('texts') ? 'malformed' : outcome;
    expect(outcomeOf(decodeLine(dialect, bytes))).toBe(expected);
  });
});

describe('the framing', () => {
  it.each(CASES)('%s', (_, line) => {
    const bytes = Buffer.concat([line.bytes, bytesOf('\n')]);
    const expected = framedOutcome(line);
    for (const chunkBytes of [bytes.length, 1_000, 7]) {
      const chunks = [];
      for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
      expect(readFramed(line.dialect, chunks), `chunks of ${chunkBytes}`).toEqual(expected);
    }
  });
});

/** A connection closes on a line that is too long or malformed; else its message is delivered, also that a request is broken. */
function framedOutcome({ dialect, bytes, outcome }: HostileLine): Reading {
  if (bytes.length > lineBytesMax(dialect) || outcome === 'malformed') return { messages: [], taken: false };
  if (outcome.startsWith('texts'))
    return { messages: new Array(Number(outcome.slice(6))).fill(expect.anything()), taken: true };
  return { messages: [meaning(decodeLine(dialect, bytes))], taken: true };
}
