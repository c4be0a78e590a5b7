import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address, addressOnWire, compareAddresses, parseAddress, sameAddress } from '../src/address.ts';
import { canonicalHost, isIPv4 } from '../src/ip.ts';
import { anyAddress, anyHostText } from './codec-arbitraries.ts';
import { HOSTILE_NUMBERS, NOT_HOSTS } from './hostile-tokens.ts';

/** Literals and their canonical text: RFC 4291 section 2.2, RFC 5952 section 4, and what both leave to care. */
const HOSTS: readonly (readonly [literal: string, canonical: string])[] = [
  ['0.0.0.0', '0.0.0.0'],
  ['127.0.0.1', '127.0.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['ABCD:EF01:2345:6789:ABCD:EF01:2345:6789', 'abcd:ef01:2345:6789:abcd:ef01:2345:6789'],
  ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['FF01:0:0:0:0:0:0:101', 'ff01::101'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ['1:0:0:4:5:6:0:0', '1::4:5:6:0:0'],
  ['0:0:0:0:0:0:13.1.68.3', '::d01:4403'],
  ['::13.1.68.3', '::d01:4403'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ['0:0:0:0:0:FFFF:129.144.52.38', '129.144.52.38'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:a00:1', '10.0.0.1'],
  ['::ffff:0:10.0.0.1', '::ffff:0:a00:1'],
];

it('the hostile tokens are 200 different ones or more', () => {
  expect(new Set([...HOSTILE_NUMBERS, ...NOT_HOSTS]).size).toBeGreaterThanOrEqual(200);
});

describe('literal IP addresses', () => {
  // "The host must be a literal IP."
  it.each(HOSTS)('%s is the host %s', (literal, canonical) => {
    expect(canonicalHost(literal)).toBe(canonical);
  });

  it.each(NOT_HOSTS.map((token) => [JSON.stringify(token), token]))('%s is no host', (_, token) => {
    expect(canonicalHost(token)).toBeUndefined();
    expect(parseAddress(`${token}:5000`)).toBeUndefined();
    expect(parseAddress(`[${token}]:5000`)).toBeUndefined();
  });

  it('has no brackets: those belong to an address', () => {
    expect(canonicalHost('[::1]')).toBeUndefined();
  });

  it('reads what node:net reads, but no zones', () => {
    const almost = fc.string({ unit: fc.constantFrom(...'0123:.:.fF%x1'), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(anyHostText(), almost), (text) => {
        const expected = isIP(text) !== 0 && !text.includes('%');
        expect(canonicalHost(text) !== undefined).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('writes IPv6 as a URL does', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = canonicalHost(text);
        const inUrl = new URL(`http://[${text}]/`).hostname.slice(1, -1);
        if (inUrl.startsWith('::ffff:') && canonical?.includes('.')) expect(isIPv4(canonical)).toBe(true);
        else expect(canonical).toBe(inUrl);
      }),
      { numRuns: 1_000 },
    );
  });

  it('writes a canonical host as it is', () => {
    fc.assert(
      fc.property(anyHostText(), (text) => {
        const canonical = canonicalHost(text) as string;
        expect(canonicalHost(canonical)).toBe(canonical);
      }),
    );
  });

  it('tells IPv4 from IPv6', () => {
    expect(isIPv4('10.0.0.1')).toBe(true);
    expect(isIPv4('::1')).toBe(false);
    expect(isIPv4('10.0.0')).toBe(false);
  });
});

describe('addresses', () => {
  // "An address is split at the last colon (IPv6 has colons)."
  it.each([
    ['10.0.0.1:5000', '10.0.0.1', 5000],
    ['::1:5000', '::1', 5000],
    ['fe80::1:2:3', 'fe80::1:2', 3],
    ['1:2:3:4:5:6:7:8:65535', '1:2:3:4:5:6:7:8', 65_535],
    ['[::1]:5000', '::1', 5000],
    ['[FE80:0::1]:1', 'fe80::1', 1],
    ['[::ffff:10.0.0.1]:5000', '10.0.0.1', 5000],
    ['::ffff:10.0.0.1:5000', '10.0.0.1', 5000],
    [':::5000', '::', 5000],
  ])('%s is host %s, port %i', (text, host, port) => {
    expect(parseAddress(text)).toEqual(address(host, port));
  });

  it.each([
    '',
    ':',
    '::',
    '::1',
    '10.0.0.1',
    '10.0.0.1:',
    ':5000',
    '5000',
    'localhost:5000',
    '[::1]',
    '[::1]5000',
    '[::1]:',
    '[::1:5000',
    '::1]:5000',
    '[]:5000',
    '[:5000',
    ']:5000',
    '[[::1]]:5000',
    '[10.0.0.1]:5000',
    '10.0.0.1:50:00',
    '10.0.0.1 :5000',
    ' 10.0.0.1:5000',
    '10.0.0.1: 5000',
    '10.0.0.1:5000 ',
    '10.0.0.1:5000\n',
    '10.0.0.1:5000\r',
    '10.0.0.1:5000\0',
    'http://10.0.0.1:5000',
    '[fe80::1%eth0]:5000',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:8:9:10',
    '$(id):5000',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('are not found in long texts either', () => {
    expect(parseAddress(`${'1'.repeat(100_000)}:5000`)).toBeUndefined();
    expect(parseAddress(`10.0.0.1:${'1'.repeat(100_000)}`)).toBeUndefined();
    expect(parseAddress(`${'1:'.repeat(100_000)}:5000`)).toBeUndefined();
    expect(parseAddress(`${'.'.repeat(100_000)}:5000`)).toBeUndefined();
  });

  // "A port 1-65535 without sign or leading zero."
  it.each(HOSTILE_NUMBERS.map((token) => [JSON.stringify(token), token]))('%s is no port', (_, token) => {
    expect(parseAddress(`10.0.0.1:${token}`)).toBeUndefined();
    expect(parseAddress(`[::1]:${token}`)).toBeUndefined();
  });

  it.each(['0', '00', '65536', '70000', '99999', '100000'])('%s is no port', (token) => {
    expect(parseAddress(`10.0.0.1:${token}`)).toBeUndefined();
  });

  it('come back from both of their texts', () => {
    fc.assert(
      fc.property(anyAddress(), (original) => {
        expect(parseAddress(original.text)).toEqual(original);
        expect(parseAddress(addressOnWire(original))).toEqual(original);
      }),
      { numRuns: 1_000 },
    );
  });

  it('have brackets around IPv6 for people, none on the wire', () => {
    expect(address('::1', 5000).text).toBe('[::1]:5000');
    expect(addressOnWire(address('::1', 5000))).toBe('::1:5000');
    expect(addressOnWire(address('10.0.0.1', 5000))).toBe('10.0.0.1:5000');
  });

  it('are the same, and equal in order, exactly when their texts are', () => {
    fc.assert(
      fc.property(anyAddress(), anyAddress(), (a, b) => {
        expect(sameAddress(a, b)).toBe(a.text === b.text);
        expect(compareAddresses(a, b)).toBe(-compareAddresses(b, a) + 0);
        expect(compareAddresses(a, b) === 0).toBe(sameAddress(a, b));
        expect(sameAddress(a, address(a.host, a.port))).toBe(true);
      }),
    );
  });
});
