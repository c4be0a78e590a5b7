/**
 * Addresses of nodes: a literal IP and a port. One address has one text, so texts can be compared: IPv6 is written as RFC 5952
 * says, lower case and shortest. Zones (`%eth0`) are not addresses of a network and are refused.
 */
import { asciiBytes, asciiText } from './ascii.ts';
import { isIPv4At, writeIPv6 } from './ip.ts';

const PORT_MAX = 65_535;
const PORT_DIGITS_MAX = 5;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** The longest address as it may come: the longest literal in brackets, and a port. */
const LITERAL_LENGTH_MAX = 53;

/** The longest text of an address. */
export const ADDRESS_LENGTH_MAX = 47;

/** The bytes of a text that is parsed, and those of its canonical text. */
const literal = new Uint8Array(LITERAL_LENGTH_MAX);
const canonical = new Uint8Array(ADDRESS_LENGTH_MAX);

export interface Address {
  readonly host: string;
  readonly port: number;
  /** `host:port`, IPv6 in brackets; the identity of the address. */
  readonly text: string;
  /** Equal addresses have equal ones: 31 bits, not 0. */
  readonly hash: number;
}

/** The address of a canonical host (see `canonicalHost`) and a port. */
export function address(host: string, port: number): Address {
  const text = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return { host, port, text, hash: hashOf(text) };
}

/**
 * The address in `host:port`, split at the last colon, since IPv6 has colons: `10.0.0.1:5000`, `[::1]:5000`, and on the wire also
 * `::1:5000`. Undefined when the host is no literal IP or the port is not 1-65535 in plain decimal.
 */
export function parseAddress(text: string): Address | undefined {
  const end = writeAddress(literal, 0, asciiBytes(text, literal), canonical, 0);
  return end < 0 ? undefined : addressAt(canonical, 0, end);
}

/**
 * Writes the text of the address in the bytes from `start` up to `end`, read as `parseAddress` does: where it ends in `out`, or -1
 * when there is none. There must be room for the longest.
 */
export function writeAddress(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  let colon = end - 1;
  while (colon >= start && bytes[colon] !== COLON && end - colon <= PORT_DIGITS_MAX) colon--;
  if (colon < start || !isPort(bytes, colon, end)) return -1;
  if (isIPv4At(bytes, start, colon)) return copied(bytes, start, end, out, at);
  // Brackets are for IPv6 only (RFC 3986, 3.2.2).
  const bracketed = bytes[start] === OPENING && bytes[colon - 1] === CLOSING ? 1 : 0;
  const hostEnd = writeIPv6(bytes, start + bracketed, colon - bracketed, out, at + 1);
  if (hostEnd < 0) return -1;
  if (isIPv4At(out, at + 1, hostEnd)) {
    out.copyWithin(at, at + 1, hostEnd);
    return copied(bytes, colon, end, out, hostEnd - 1);
  }
  out[at] = OPENING;
  out[hostEnd] = CLOSING;
  return copied(bytes, colon, end, out, hostEnd + 1);
}

/** The address whose text stands in the bytes from `start` up to `end`, as `writeAddress` wrote it. */
export function addressAt(bytes: Uint8Array, start: number, end: number): Address {
  const text = asciiText(bytes, start, end);
  const colon = text.lastIndexOf(':');
  const host = bytes[start] === OPENING ? text.slice(1, colon - 1) : text.slice(0, colon);
  return { host, port: Number(text.slice(colon + 1)), text, hash: hashAt(bytes, start, end) };
}

/** The hash of that address. */
export function hashAt(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = hashed(hash, bytes[i]);
  return hash || 1;
}

/** The address as the protocol writes it: `host:port`, IPv6 without brackets. For logs and configuration there is `text`. */
export function addressOnWire(address: Address): string {
  return `${address.host}:${address.port}`;
}

export function sameAddress(a: Address, b: Address): boolean {
  return a === b || (a.hash === b.hash && a.text === b.text);
}

/** A total order over addresses: which of two crossing dials survives (the smaller dialler's). By text, code unit by code unit. */
export function compareAddresses(a: Address, b: Address): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

/** Whether a port stands after this colon, up to `end`. */
function isPort(bytes: Uint8Array, colon: number, end: number): boolean {
  if (bytes[colon] !== COLON || bytes[colon + 1] === DIGIT_0) return false;
  let port = 0;
  for (let i = colon + 1; i < end; i++) {
    if (bytes[i] < DIGIT_0 || bytes[i] > DIGIT_9) return false;
    port = port * 10 + bytes[i] - DIGIT_0;
  }
  return port > 0 && port <= PORT_MAX;
}

function copied(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
  for (let i = start; i < end; i++) out[at + i - start] = bytes[i];
  return at + end - start;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = hashed(hash, text.charCodeAt(i));
  return hash || 1;
}

function hashed(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) & 0x7fffffff;
}
