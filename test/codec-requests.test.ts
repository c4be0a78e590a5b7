import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../src/address.ts';
import { decodeLine, decodePlainRequest } from '../src/codec/decode.ts';
import { encode } from '../src/codec/encode.ts';
import type { BadRequest } from '../src/messages.ts';
import { anyRequest, bytesOf } from './codec-arbitraries.ts';
import { HOSTILE_NUMBERS, NOT_HOSTS } from './hostile-tokens.ts';

const UNKNOWN: BadRequest = { kind: 'badRequest', why: 'unknown', plain: false };
const BROKEN_REGISTER: BadRequest = { kind: 'badRequest', why: 'register', plain: false };
const PEER = parseAddress('10.0.0.1:6000');

function decode(line: string) {
  return decodeLine('requests', bytesOf(line));
}

function decodePlain(text: string) {
  return decodePlainRequest(bytesOf(text));
}

/** What it takes to decode a line so many times, milliseconds. */
function cpuMsOf(times: number, line: Uint8Array): number {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) decodeLine('requests', line);
  return process.cpuUsage(before).user / 1000;
}

describe('requests in a line', () => {
  it('REGISTER, with and without the additions', () => {
    const register = { kind: 'register', peer: PEER, additions: false, plain: false };
    expect(decode('REGISTER:10.0.0.1:6000')).toEqual(register);
    expect(decode('REGISTER:10.0.0.1:6000:hearsay/1')).toEqual({ ...register, additions: true });
    const peer = parseAddress('[2001:db8::1]:6000');
    expect(decode('REGISTER:2001:db8::1:6000:hearsay/1')).toEqual({ ...register, peer, additions: true });
  });

  it('GET_PEER_LIST, with and without the additions and a maximum', () => {
    const request = { kind: 'peerListRequest', additions: false, entriesMax: undefined, plain: false };
    expect(decode('GET_PEER_LIST')).toEqual(request);
    expect(decode('GET_PEER_LIST:hearsay/1')).toEqual({ ...request, additions: true });
    expect(decode('GET_PEER_LIST:hearsay/1:50')).toEqual({ ...request, additions: true, entriesMax: 50 });
  });

  it('DEREGISTER', () => {
    expect(decode('DEREGISTER:10.0.0.1:6000')).toEqual({ kind: 'deregister', peer: PEER, plain: false });
  });

  // "In DEAD NODE the timestamp is the first field after the port with at least 6 digits before any point."
  it.each([
    ['10.0.0.1:6000:1767225600.123:10.0.0.2', '10.0.0.1:6000', '1767225600.123', '10.0.0.2'],
    ['::1:6000:1767225600:::2', '[::1]:6000', '1767225600', '::2'],
    ['1:2:3:4:5:6:7:8:6000:123456:::1', '[1:2:3:4:5:6:7:8]:6000', '123456', '::1'],
    [
      '::ffff:10.0.0.1:6000:999999999999.123456789:FE80::1',
      '10.0.0.1:6000',
      '999999999999.123456789',
      'fe80::1',
    ],
    ['[::1]:6000:000000:1.2.3.4', '[::1]:6000', '000000', '1.2.3.4'],
  ])('DEAD NODE:%s', (fields, accused, timestamp, reporterHost) => {
    const report = {
      kind: 'deathReport',
      accused: parseAddress(accused),
      timestamp,
      reporterHost,
      plain: false,
    };
    expect(decode(`DEAD NODE:${fields}`)).toEqual(report);
  });

  // "Anything else: Unknown command."
  it.each([
    '',
    ' ',
    'register:10.0.0.1:6000',
    'REGISTERED',
    'Registered',
    'REGISTERS:10.0.0.1:6000',
    ' REGISTER:10.0.0.1:6000',
    'GET_PEER_LIST\r',
    'GET_PEER_LIST ',
    'GET_PEER_LIST:',
    'GET_PEER_LIST:hearsay/2',
    'GET_PEER_LIST:hearsay/1:',
    'GET_PEER_LIST:hearsay/1:01',
    'GET_PEER_LIST:hearsay/1:1000000000',
    'GET_PEER_LIST:hearsay/1:5:5',
    'DEAD NODE',
    'DEAD NODE:',
    'DEAD_NODE:10.0.0.1:6000:1767225600:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000',
    'DEAD NODE:10.0.0.1:6000:1767225600',
    'DEAD NODE:10.0.0.1:6000:1767225600:',
    'DEAD NODE:10.0.0.1:6000:12345:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1234567890123:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1767225600.:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1767225600.1234567890:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1767225600e5:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:-1767225600:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1767225600:10.0.0.2:6000',
    'DEAD NODE:10.0.0.1:1767225600:10.0.0.2',
    'DEAD NODE:localhost:6000:1767225600:10.0.0.2',
    'DEAD NODE:10.0.0.1:6000:1767225600:localhost',
    'DEREGISTER',
    'DEREGISTER:',
    'DEREGISTER:10.0.0.1',
    'DEREGISTER:10.0.0.1:6000:hearsay/1',
    'PING',
    'HELLO:10.0.0.1:6000:hearsay/1',
    '1767225600.1:10.0.0.1:1',
    'GET_PEER_LIST\0',
    'GET_PEER_LIST\xa0',
  ])('%j is unknown', (line) => {
    expect(decode(line)).toEqual(UNKNOWN);
  });

  it('a line over the limit is unknown, whatever it says', () => {
    expect(decode('G'.repeat(1_000_000))).toEqual(UNKNOWN);
    expect(decode(`REGISTER:${'1'.repeat(1_024)}`)).toEqual(UNKNOWN);
    expect(decodePlain('1'.repeat(1_025))).toEqual({ ...UNKNOWN, plain: true });
  });

  it('a report of digits alone takes no longer than one of fields', () => {
    const fields = bytesOf(`DEAD NODE:${':111111'.repeat(140)}`);
    const digits = bytesOf(`DEAD NODE:1:${'1'.repeat(fields.length - 12)}`);
    expect(decodeLine('requests', digits)).toEqual(UNKNOWN);
    expect(cpuMsOf(300, digits)).toBeLessThan(20 * Math.max(cpuMsOf(300, fields), 1));
  });

  // "A malformed REGISTER: Invalid REGISTER format."
  it.each([
    'REGISTER',
    'REGISTER:',
    'REGISTER:10.0.0.1',
    'REGISTER:10.0.0.1:',
    'REGISTER:10.0.0.1:6000:',
    'REGISTER:10.0.0.1:6000:hearsay/2',
    'REGISTER:10.0.0.1:6000:hearsay/1:',
    'REGISTER:10.0.0.1:6000:hearsay/1:hearsay/1',
    'REGISTER:hearsay/1',
    'REGISTER:10.0.0.1:6000 ',
    'REGISTER:10.0.0.1:6000\r',
    'REGISTER: 10.0.0.1:6000',
    'REGISTER::6000',
    'REGISTER:localhost:6000',
  ])('%j is a malformed REGISTER', (line) => {
    expect(decode(line)).toEqual(BROKEN_REGISTER);
  });

  it('refuses every hostile host and number in every place', () => {
    for (const host of NOT_HOSTS) {
      expect(decode(`REGISTER:${host}:6000`)).toEqual(BROKEN_REGISTER);
      expect(decode(`DEREGISTER:${host}:6000`)).toEqual(UNKNOWN);
      expect(decode(`DEAD NODE:${host}:6000:1767225600:10.0.0.2`)).toEqual(UNKNOWN);
      expect(decode(`DEAD NODE:10.0.0.1:6000:1767225600:${host}`)).toEqual(UNKNOWN);
    }
    for (const number of HOSTILE_NUMBERS.filter((token) => token !== 'hearsay/1')) {
      expect(decode(`REGISTER:10.0.0.1:${number}`)).toEqual(BROKEN_REGISTER);
      expect(decode(`DEREGISTER:10.0.0.1:${number}`)).toEqual(UNKNOWN);
      expect(decode(`GET_PEER_LIST:hearsay/1:${number}`)).toEqual(UNKNOWN);
      expect(decode(`DEAD NODE:10.0.0.1:${number}:1767225600:10.0.0.2`)).toEqual(UNKNOWN);
      expect(decode(`DEAD NODE:10.0.0.1:6000:17672256${number}:10.0.0.2`)?.kind).toBe(
        /^(?:|\.5)$/.test(number) ? 'deathReport' : 'badRequest',
      );
    }
  });
});

describe('requests without a newline', () => {
  // "A seed answers a request that came without a newline once its bytes form a whole request."
  it.each([
    ['REGISTER:10.0.0.1:6000', { kind: 'register', peer: PEER, additions: false, plain: true }],
    ['GET_PEER_LIST', { kind: 'peerListRequest', additions: false, entriesMax: undefined, plain: true }],
    ['DEREGISTER:10.0.0.1:6000', { kind: 'deregister', peer: PEER, plain: true }],
    [
      'DEAD NODE:10.0.0.1:6000:1767225600.5:10.0.0.2',
      {
        kind: 'deathReport',
        accused: PEER,
        timestamp: '1767225600.5',
        reporterHost: '10.0.0.2',
        plain: true,
      },
    ],
  ])('%s is whole', (text, request) => {
    expect(decodePlain(text)).toEqual(request);
  });

  it.each([
    '',
    'R',
    'REGIST',
    'REGISTER',
    'REGISTER:',
    'REGISTER:1',
    'REGISTER:10.',
    'REGISTER:10.0.0.1',
    'REGISTER:10.0.0.1:',
    'REGISTER:10.0.0.1:65535:',
    'REGISTER:10.0.0.1:6000:hears',
    'REGISTER:[',
    'REGISTER:[::1',
    'REGISTER:[::1]',
    'REGISTER::',
    'REGISTER:fe80:',
    'REGISTER:1:2:3:4:5:6:7:8:',
    'REGISTER:::ffff:10.',
    'GET_PEER_LIS',
    'GET_PEER_LIST:hearsay/1:',
    'DE',
    'DEAD NOD',
    'DEAD NODE:10.0.0.1:65535',
    'DEAD NODE:10.0.0.1:6000:17',
    'DEAD NODE:10.0.0.1:6000:1767225600.',
    'DEAD NODE:10.0.0.1:6000:1767225600:10.',
    'DEREGISTER:10.0.0.1:',
  ])('%j may still become whole', (text) => {
    expect(decodePlain(text)).toBeUndefined();
  });

  it.each([
    ['X', 'unknown'],
    ['get_peer_list', 'unknown'],
    ['REGISTRY', 'unknown'],
    ['REGISTER:x', 'register'],
    ['REGISTER:256.', 'register'],
    ['REGISTER:01.', 'register'],
    ['REGISTER:10.0.0.1:0', 'register'],
    ['REGISTER:10.0.0.1:65536', 'register'],
    ['REGISTER:10.0.0.1:6000:x', 'register'],
    ['REGISTER:[10.0', 'register'],
    ['REGISTER:localhost:6000', 'register'],
    ['REGISTER:1:2:3:4:5:6:7:8:9:1', 'register'],
    ['GET_PEER_LIST ', 'unknown'],
    ['GET_PEER_LIST:x', 'unknown'],
    ['DEAD NODE:10.0.0.1:6000:x', 'unknown'],
    ['DEAD NODE:10.0.0.1:6000:12345:', 'unknown'],
    ['DEAD NODE:10.0.0.1:6000:1767225600:x', 'unknown'],
    ['GET_PEER_LIST\nGET_PEER_LIST', 'unknown'],
  ] as const)('%j is broken', (text, why) => {
    expect(decodePlain(text)).toEqual({ kind: 'badRequest', why, plain: true });
  });

  it('no beginning of a request is broken', () => {
    fc.assert(
      fc.property(fc.oneof(anyRequest(true), anyRequest(false)), (request) => {
        const text = encode(request).trimEnd();
        for (let length = 0; length < text.length; length++) {
          expect(decodePlain(text.slice(0, length))?.kind, text.slice(0, length)).not.toBe('badRequest');
        }
        expect(decodePlain(text)).toEqual({ ...request, plain: true });
      }),
      { numRuns: 500 },
    );
  });
});
