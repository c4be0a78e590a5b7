import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine, splitPlainGossip } from '../src/codec/decode.ts';
import { encode, encodePlainGossip } from '../src/codec/encode.ts';
import { GOSSIP_LINE_BYTES_MAX, PAYLOAD_BYTES_MAX } from '../src/codec/limits.ts';
import { gossip } from '../src/messages.ts';
import { anyGossipText, anyTimestamp, bytesOf } from './codec-arbitraries.ts';
import { HOSTILE_NUMBERS, NOT_HOSTS } from './hostile-tokens.ts';

function decode(line: string) {
  return decodeLine('gossip', bytesOf(line));
}

function split(chunk: string) {
  return splitPlainGossip(bytesOf(chunk))?.map((each) => each.text);
}

describe('gossip in a line', () => {
  it('that is known is its identity alone, and the payload is not read again', () => {
    const aids = {
      text: (bytes: Uint8Array, start: number, end: number) =>
        Buffer.from(bytes.subarray(start, end)).toString(),
      isKnown: (text: string) => text === '1:10.0.0.1:1',
    };
    const decoded = (line: string) => decodeLine('gossip', bytesOf(line), aids);
    expect(decoded('1:10.0.0.1:1 YWJj')).toEqual(gossip('1:10.0.0.1:1'));
    expect(decoded('1:10.0.0.1:1 not base64!')).toEqual(gossip('1:10.0.0.1:1'));
    expect(decoded('1:10.0.0.1:2 YWJj')).toEqual(gossip('1:10.0.0.1:2', 'YWJj'));
    expect(decoded('1:10.0.0.1:2 not base64!')).toBeUndefined();
  });

  // "The identity of a gossip message is its original bytes before the payload, never a re-formatted number."
  it.each([
    '1767225600.123400600:10.0.0.1:1',
    '0:0.0.0.0:0',
    '000000000000.000000000:255.255.255.255:999999999',
    '0001.10:10.0.0.1:007',
    '1767225600.5:FE80:0:0:0:0:0:0:1:3',
    '1767225600.5:::1:3',
    '1767225600.5::::3',
    '1767225600.5:::ffff:10.0.0.1:3',
  ])('%s is kept as it came', (text) => {
    expect(decode(text)).toEqual(gossip(text));
    expect(decode(`${text} YWJj`)).toEqual(gossip(text, 'YWJj'));
  });

  // "Only digits[.digits], at most 12+9 digits; Msg# at most 9 digits; the host must be a literal IP."
  it.each([
    '',
    ':',
    '::',
    ':10.0.0.1:1',
    '1:10.0.0.1',
    '1:10.0.0.1:',
    '1::1',
    '1:1',
    '1',
    '.5:10.0.0.1:1',
    '5.:10.0.0.1:1',
    '5..5:10.0.0.1:1',
    '1.2.3:10.0.0.1:1',
    '1234567890123:10.0.0.1:1',
    '1.1234567890:10.0.0.1:1',
    '1:10.0.0.1:1234567890',
    '1:[::1]:1',
    '1:10.0.0.1:1 ',
    '1:10.0.0.1:1  YWJj',
    '1:10.0.0.1:1 YWJj ',
    '1:10.0.0.1:1 YWJj YWJj',
    '1:10.0.0.1:1\tYWJj',
    '1:10.0.0.1:1 YWI=',
    '1:10.0.0.1:1 Y',
    '1:10.0.0.1:1 YWJjY',
    '1:10.0.0.1:1 YW+j',
    '1:10.0.0.1:1 YW/j',
    '1:10.0.0.1:1 YW\0j',
    '1:10.0.0.1:1 \u00e9\u00e9',
    '1:10.0.0.1:1\r',
    '1:10.0.0.1:1\0',
    ' 1:10.0.0.1:1',
    '1 :10.0.0.1:1',
    '1: 10.0.0.1:1',
    '1:10.0.0.1 :1',
    '1:10.0.0.1: 1',
  ])('%j is malformed', (line) => {
    expect(decode(line)).toBeUndefined();
  });

  it('refuses long nonsense', () => {
    for (const text of ['1', ':', '1:', '.', ' ', '1767225600', '1767225600.1:10.0.0.1:']) {
      const nonsense = text.repeat(60_000 / text.length);
      expect(decode(nonsense), text).toBeUndefined();
      expect(split(nonsense), text).toBeUndefined();
    }
    expect(decode(`1:10.0.0.1:1 ${'='.repeat(60_000)}`)).toBeUndefined();
  });

  it('refuses every hostile host and number in every place', () => {
    // The bare beginnings of a number are harmless here: a fraction behind whole seconds.
    const isFraction = (token: string) => /^\.[0-9]+$/.test(token);
    for (const host of NOT_HOSTS) expect(decode(`1767225600.5:${host}:1`), host).toBeUndefined();
    for (const number of HOSTILE_NUMBERS) {
      expect(decode(`${number}:10.0.0.1:1`), number).toBeUndefined();
      expect(decode(`1.${number}:10.0.0.1:1`), number).toBeUndefined();
      expect(decode(`1767225600.5:10.0.0.1:${number}`), number).toBeUndefined();
      if (number !== '' && !isFraction(number))
        expect(decode(`1${number}:10.0.0.1:1`), number).toBeUndefined();
    }
  });

  // "Payload up to 47 KiB."
  it('carries a payload of 47 KiB, not one byte more', () => {
    const longestText = `${'1'.repeat(12)}.${'1'.repeat(9)}:0000:0000:0000:0000:0000:ffff:255.255.255.255:${'1'.repeat(9)}`;
    const payload = (bytes: number) => Buffer.alloc(bytes, 0xa5).toString('base64url');
    const largest = gossip(longestText, payload(PAYLOAD_BYTES_MAX));
    const line = encode(largest);
    expect(line.length).toBeLessThan(GOSSIP_LINE_BYTES_MAX);
    expect(decode(line.slice(0, -1))).toEqual(largest);
    expect(decode(`${longestText} ${payload(PAYLOAD_BYTES_MAX + 1)}`)).toBeUndefined();
  });

  it('is written without an empty payload, and bare for a reference neighbour', () => {
    const text = '1767225600.1:10.0.0.1:3';
    expect(encode(gossip(text, 'YWJj'))).toBe(`${text} YWJj\n`);
    expect(encode(gossip(text, ''))).toBe(`${text}\n`);
    expect(encodePlainGossip(gossip(text, 'YWJj'))).toBe(text);
  });
});

describe('other words between peers', () => {
  it.each([
    ['PING', { kind: 'ping' }],
    ['PONG', { kind: 'pong' }],
    ['LEAVE', { kind: 'leave' }],
    ['HELLO:10.0.0.1:6000:hearsay/1', { kind: 'hello', peer: { host: '10.0.0.1', port: 6000 } }],
    ['HELLO:::1:6000:hearsay/1', { kind: 'hello', peer: { host: '::1', port: 6000, text: '[::1]:6000' } }],
  ])('%s', (line, word) => {
    expect(decode(line)).toMatchObject(word);
  });

  it.each([
    'ping',
    'PING ',
    'PING\r',
    'PINGPONG',
    'LEAVE:10.0.0.1:6000',
    'HELLO',
    'HELLO:',
    'HELLO:hearsay/1',
    'HELLO:10.0.0.1:6000',
    'HELLO:10.0.0.1:6000:hearsay/2',
    'HELLO:10.0.0.1:hearsay/1',
    'HELLO:localhost:6000:hearsay/1',
    'HELLO:10.0.0.1:6000:hearsay/1 ',
    'REGISTER:10.0.0.1:6000',
    'Registered',
  ])('%j is malformed', (line) => {
    expect(decode(line)).toBeUndefined();
  });
});

// "A chunk without a newline is one or more whole gossip texts, split by the grammar with an integer part of exactly 10 digits in
// the timestamp."
describe('gossip without a newline', () => {
  it.each([
    ['1767225600.1:10.0.0.1:3', ['1767225600.1:10.0.0.1:3']],
    [
      '1767225600.1:10.0.0.1:31767225605.2:10.0.0.1:4',
      ['1767225600.1:10.0.0.1:3', '1767225605.2:10.0.0.1:4'],
    ],
    ['1767225600:10.0.0.1:31767225605:10.0.0.1:4', ['1767225600:10.0.0.1:3', '1767225605:10.0.0.1:4']],
    [
      '1767225600:1:2:3:4:5:6:7:8:9999999991767225605.999999999:::1:999999999',
      ['1767225600:1:2:3:4:5:6:7:8:999999999', '1767225605.999999999:::1:999999999'],
    ],
  ])('%s', (chunk, texts) => {
    expect(split(chunk)).toEqual(texts);
  });

  it.each([
    '',
    '176722560:10.0.0.1:3',
    '17672256000:10.0.0.1:3',
    '1767225600.1:10.0.0.1:',
    '1767225600.1:10.0.0.1:1767225605.2:10.0.0.1:4',
    '1767225600.1:10.0.0.1:1234567890',
    '1767225600.1:10.0.0.1:12345678901',
    '1767225600.1:10.0.0.1:12345678901767225605:10.0.0.1:4',
    '1767225600.1:10.0.0.1:31767225605.2:10.0.0',
    '1767225600.1:10.0.0.1:31767225605.2:10.0.0.1',
    '1767225600.1:10.0.0.1:3 YWJj',
    '1767225600.1:10.0.0.1:3 1767225605.2:10.0.0.1:4',
    '1767225600.1:10.0.0.1:3\n1767225605.2:10.0.0.1:4',
    'HELLO:10.0.0.1:6000:hearsay/1',
  ])('%j is not made of whole texts', (chunk) => {
    expect(split(chunk)).toBeUndefined();
  });

  it('is split into exactly the texts that merged', () => {
    const text = anyGossipText(anyTimestamp(10, 10));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
        expect(split(texts.join(''))).toEqual(texts);
      }),
      { numRuns: 2_000 },
    );
  });
});
