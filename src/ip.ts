/**
 * Literal IP addresses in their one canonical text: IPv4 as four decimal parts, IPv6 as RFC 5952 says (lower case, the longest
 * run of zeros left out). All forms of RFC 4291 are read. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4
 * address, since both reach the same host. Zones (`%eth0`) mean something on one host only and are refused.
 *
 * There is one grammar, over bytes: a peer list may have a million addresses, and no text is made of one before somebody looks at it.
 */
import { asciiBytes, asciiText } from './ascii.ts';

/** The longest literal: eight groups of four digits, the last two as an IPv4 address. */
const HOST_LENGTH_MAX = 45;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const POINT = 0x2e;
const COLON = 0x3a;

const HEX_DIGITS = '0123456789abcdef';
const NO_DIGIT = 16;
/** What a hexadecimal digit counts, by its character. */
const HEX_VALUES = new Uint8Array(256).fill(NO_DIGIT);
for (let value = 0; value < 16; value++) {
  HEX_VALUES[HEX_DIGITS.charCodeAt(value)] = value;
  HEX_VALUES[HEX_DIGITS.toUpperCase().charCodeAt(value)] = value;
}

/** The bytes of a text that is read, and those of what is written. */
const literal = new Uint8Array(HOST_LENGTH_MAX);
const canonical = new Uint8Array(HOST_LENGTH_MAX);
/** The 16-bit groups of the IPv6 address that was read last. */
const groups = new Uint16Array(8);

/** The canonical text of a literal IPv4 or IPv6 address, without brackets; undefined when it is none. */
export function canonicalHost(text: string): string | undefined {
  const length = asciiBytes(text, literal);
  if (ipv4Bits(literal, 0, length) >= 0) return text;
  const end = writeIPv6(literal, 0, length, canonical, 0);
  return end < 0 ? undefined : asciiText(canonical, 0, end);
}

/** Whether the text is a literal IPv4 address: four decimal parts without leading zeros. */
export function isIPv4(host: string): boolean {
  return ipv4Bits(literal, 0, asciiBytes(host, literal)) >= 0;
}

/** Whether the bytes from `start` up to `end` are a literal IPv4 address, which is canonical. */
export function isIPv4At(bytes: Uint8Array, start: number, end: number): boolean {
  return ipv4Bits(bytes, start, end) >= 0;
}

/**
 * Writes the canonical text of the literal IPv6 address in the bytes from `start` up to `end`: where it ends in `out`, or -1 when
 * there is none. It has 39 bytes at most.
 */
export function writeIPv6(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  if (end - start > HOST_LENGTH_MAX || !readGroups(bytes, start, end)) return -1;
  return isMapped() ? writeDotted(out, at) : writeShortest(out, at);
}

/** Whether this canonical host is the machine itself. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.');
}

/** Whether this canonical host can be one machine: it is not unspecified, multicast or reserved (RFC 6890). */
export function isDialable(host: string): boolean {
  if (host.includes(':')) return host !== '::' && !host.startsWith('ff');
  const first = Math.floor(ipv4Bits(literal, 0, asciiBytes(host, literal)) / 0x1000000);
  return first > 0 && first < 224;
}

/** What one customer has: an IPv4 address, or the /64 of an IPv6 address (RFC 6177). */
export function siteOf(host: string): string {
  return host.includes(':') ? prefixOf(host, 4) : host;
}

/** The network of a host: its /24, or the /48 of an IPv6 address. */
export function networkOf(host: string): string {
  return host.includes(':') ? prefixOf(host, 3) : host.slice(0, host.lastIndexOf('.'));
}

/** The first groups of an IPv6 address. */
function prefixOf(host: string, groupCount: number): string {
  return readGroups(literal, 0, asciiBytes(host, literal)) ? groups.slice(0, groupCount).join(':') : '';
}

/** The address as an unsigned 32-bit number; -1 when the bytes are no IPv4 address. */
function ipv4Bits(bytes: Uint8Array, start: number, end: number): number {
  let bits = 0;
  let part = 0;
  let digitCount = 0;
  let partCount = 0;
  for (let i = start; i <= end; i++) {
    const code = i < end ? bytes[i] : POINT;
    if (code === POINT) {
      if (digitCount === 0) return -1;
      bits = bits * 256 + part;
      partCount++;
      part = 0;
      digitCount = 0;
    } else if (code >= DIGIT_0 && code <= DIGIT_9 && (part > 0 || digitCount === 0)) {
      part = part * 10 + code - DIGIT_0;
      digitCount++;
      if (part > 255) return -1;
    } else {
      return -1;
    }
  }
  return partCount === 4 ? bits : -1;
}

/** Reads the groups of an IPv6 address; false when the bytes are none. */
function readGroups(bytes: Uint8Array, start: number, end: number): boolean {
  let count = 0;
  /** How many groups stand before "::". */
  let head = -1;
  let at = start;
  if (end - start >= 2 && bytes[at] === COLON && bytes[at + 1] === COLON) {
    head = 0;
    at += 2;
  }
  while (at < end) {
    const from = at;
    let group = 0;
    for (; at < end && HEX_VALUES[bytes[at]] < NO_DIGIT; at++) group = group * 16 + HEX_VALUES[bytes[at]];
    if (at < end && bytes[at] === POINT) {
      const bits = count > 6 ? -1 : ipv4Bits(bytes, from, end);
      if (bits < 0) return false;
      groups[count++] = bits / 0x10000;
      groups[count++] = bits % 0x10000;
      break;
    }
    if (at === from || at - from > 4 || count === 8) return false;
    groups[count++] = group;
    if (at === end) break;
    if (bytes[at] !== COLON || ++at === end) return false;
    if (bytes[at] !== COLON) continue;
    if (head >= 0) return false;
    head = count;
    at++;
  }
  if (head < 0) return count === 8;
  // "::" stands for at least one group (RFC 4291, 2.2).
  if (count > 7) return false;
  groups.copyWithin(8 - count + head, head, count);
  groups.fill(0, head, 8 - count + head);
  return true;
}

/** `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2). */
function isMapped(): boolean {
  return groups[5] === 0xffff && !(groups[0] | groups[1] | groups[2] | groups[3] | groups[4]);
}

/** The last two groups as an IPv4 address. */
function writeDotted(out: Uint8Array, at: number): number {
  const [high, low] = [groups[6], groups[7]];
  return asciiBytes(`${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`, out, at);
}

/** RFC 5952, 4.2: the longest run of at least two zero groups becomes "::", the first one when two are equally long. */
function writeShortest(out: Uint8Array, start: number): number {
  let runStart = -1;
  let runEnd = -1;
  let at = start;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i < 2 || end - i <= runEnd - runStart) continue;
    runStart = i;
    runEnd = end;
  }
  for (let i = 0; i < 8; i++) {
    if (i > 0 && i !== runEnd) out[at++] = COLON;
    if (i !== runStart) {
      at = writeGroup(groups[i], out, at);
      continue;
    }
    if (i === 0) out[at++] = COLON;
    out[at++] = COLON;
    i = runEnd - 1;
  }
  return at;
}

function writeGroup(group: number, out: Uint8Array, start: number): number {
  let at = start;
  for (let shift = 12; shift >= 0; shift -= 4) {
    if (shift === 0 || group >> shift > 0) out[at++] = HEX_DIGITS.charCodeAt((group >> shift) & 15);
  }
  return at;
}
