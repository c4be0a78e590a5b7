import { describe, expect, it } from 'vitest';
import { parseAddress } from '../src/address.ts';
import { decodeLine, decodePlainAnswer } from '../src/codec/decode.ts';
import { encode } from '../src/codec/encode.ts';
import { LIST_BYTES_MAX } from '../src/codec/limits.ts';
import { bytesOf, meaning } from './codec-arbitraries.ts';
import { HOSTILE_NUMBERS, NOT_HOSTS } from './hostile-tokens.ts';
import { ArrayPeerList, type PeerListEntry } from './support/peer-lists.ts';

function entry(text: string, ageMs = 0, additions = false): PeerListEntry {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`not an address: ${text}`);
  return { address, ageMs, additions };
}

function list(entries: PeerListEntry[], aged: boolean, plain = false) {
  return { kind: 'peerList', list: new ArrayPeerList(entries), aged, plain } as const;
}

function decode(line: string) {
  return meaning(decodeLine('answers', bytesOf(line)));
}

function decodePlain(text: string) {
  return meaning(decodePlainAnswer(bytesOf(text)));
}

const UNKNOWN_ANSWER = { kind: 'rejected', why: 'unknown', plain: true };

describe('answers in a line', () => {
  it.each([
    ['Registered', { kind: 'registered', plain: false }],
    ['ACK', { kind: 'acknowledged', plain: false }],
    ['Unknown command', { kind: 'rejected', why: 'unknown', plain: false }],
    ['Invalid REGISTER format', { kind: 'rejected', why: 'register', plain: false }],
  ])('%s', (line, answer) => {
    expect(decode(line)).toEqual(answer);
  });

  it('a list, which may be empty', () => {
    expect(decode('')).toEqual(meaning(list([], true)));
    const entries = [entry('10.0.0.1:6000'), entry('[::1]:6001')];
    expect(decode('10.0.0.1:6000,::1:6001')).toEqual(meaning(list(entries, false)));
  });

  // "Entries <ip>:<port>;<1 or 0>;<ageMs>: 1 = has the additions, age of the registration."
  it('a list with ages', () => {
    const entries = [entry('10.0.0.1:6000', 5_000, true), entry('[::1]:6001', 0, false)];
    expect(decode('10.0.0.1:6000;1;5000,::1:6001;0;0')).toEqual(meaning(list(entries, true)));
  });

  it('a list has ages only when all its entries have one', () => {
    expect(decode('10.0.0.1:6000;1;5000,10.0.0.2:6000')).toMatchObject({ kind: 'peerList', aged: false });
  });

  it.each([
    'registered',
    'Registered ',
    'Registered\r',
    'ACK\0',
    'NACK',
    ',',
    '10.0.0.1:6000,',
    ',10.0.0.1:6000',
    '10.0.0.1:6000,,10.0.0.2:6000',
    '10.0.0.1:6000, 10.0.0.2:6000',
    '10.0.0.1:6000\r',
    '10.0.0.1',
    "['10.0.0.1:6000']",
    '10.0.0.1:6000;',
    '10.0.0.1:6000;1',
    '10.0.0.1:6000;1;',
    '10.0.0.1:6000;2;5',
    '10.0.0.1:6000;1;5;6',
    '10.0.0.1:6000;1;-5',
    '10.0.0.1:6000;1;5.5',
    '10.0.0.1:6000;1;1234567890123456',
    ';1;5',
  ])('%j is malformed', (line) => {
    expect(decodeLine('answers', bytesOf(line))).toBeUndefined();
  });

  it('refuses long nonsense', () => {
    expect(decode('x'.repeat(1_000_000))).toBeUndefined();
    expect(decode(','.repeat(1_000_000))).toBeUndefined();
    expect(decodePlain(','.repeat(1_000_000))).toEqual(UNKNOWN_ANSWER);
  });

  it('refuses every hostile host and number in every place', () => {
    for (const host of NOT_HOSTS) expect(decode(`10.0.0.1:6000,${host}:6000`)).toBeUndefined();
    for (const number of HOSTILE_NUMBERS) {
      expect(decode(`10.0.0.1:${number}`)).toBeUndefined();
      expect(decode(`10.0.0.1:6000;${number};5`)).toBeUndefined();
      expect(decode(`10.0.0.1:6000;1;${number}`)).toBeUndefined();
    }
  });
});

describe('answers without a newline', () => {
  it.each([
    ['Registered', { kind: 'registered', plain: true }],
    ['ACK', { kind: 'acknowledged', plain: true }],
    ['Unknown command', UNKNOWN_ANSWER],
    ['Invalid REGISTER format', { kind: 'rejected', why: 'register', plain: true }],
    ['anything else', UNKNOWN_ANSWER],
    ['\xff\0\n', UNKNOWN_ANSWER],
  ])('%j', (text, answer) => {
    expect(decodePlain(text)).toEqual(answer);
  });

  it('a list, which may be empty', () => {
    expect(decodePlain('')).toEqual(meaning(list([], true, true)));
    const entries = [entry('10.0.0.1:6000'), entry('10.0.0.2:6000')];
    expect(decodePlain('10.0.0.1:6000,10.0.0.2:6000')).toEqual(meaning(list(entries, false, true)));
  });

  it('a list without the entries that are no address', () => {
    const entries = [entry('10.0.0.1:6000'), entry('10.0.0.2:6000')];
    const text = 'localhost:6000,10.0.0.1:6000,,x,10.0.0.2:6000,';
    expect(decodePlain(text)).toEqual(meaning(list(entries, false, true)));
    expect(decodePlain('localhost:6000,x')).toEqual(UNKNOWN_ANSWER);
  });
});

describe('a list as text', () => {
  const entries = [entry('10.0.0.1:6000', 5_000.7, true), entry('[::1]:6001', -1, false)];

  it('has ages in whole milliseconds when they were asked for', () => {
    expect(encode(list(entries, true))).toBe('10.0.0.1:6000;1;5000,::1:6001;0;0\n');
    expect(encode(list(entries, false))).toBe('10.0.0.1:6000,::1:6001\n');
    expect(encode(list([], true))).toBe('\n');
  });

  // "Without a newline, IPv4 entries only."
  it('keeps IPv4 entries only for a plain request', () => {
    expect(encode(list(entries, true, true))).toBe('10.0.0.1:6000');
    expect(encode(list([entries[1]], true, true))).toBe('');
  });

  it('ends with the last entry that fits', () => {
    const longest = entry('[1111:2222:3333:4444:5555:6666:7777:8888]:65535', 999_999_999_999_999, true);
    const endless = {
      length: 1_000_000,
      at: () => longest.address,
      ageMs: () => longest.ageMs,
      additions: () => true,
      indexOf: () => 0,
      storage: undefined,
    };
    const text = encode({ kind: 'peerList', list: endless, aged: true, plain: false });
    const entryBytes = encode(list([longest], true)).length;
    expect(text.length).toBeLessThanOrEqual(LIST_BYTES_MAX);
    expect(text.length).toBeGreaterThan(LIST_BYTES_MAX - entryBytes);
    expect(text.endsWith(encode(list([longest], true)))).toBe(true);
  });
});
