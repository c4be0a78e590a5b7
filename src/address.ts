/**
 * Addresses of nodes: a literal IP and a port. One address has one text, so texts can be compared: IPv6 is written as RFC 5952
 * says, lower case and shortest. Zones (`%eth0`) are not addresses of a network and are refused.
 */
import { canonicalHost } from './ip.ts';

const PORT_MAX = 65_535;

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
  const colon = text.lastIndexOf(':');
  if (colon < 0) return undefined;
  const port = parsePort(text, colon + 1);
  if (port === undefined) return undefined;
  const bracketed = text.charAt(0) === '[' && text.charAt(colon - 1) === ']';
  const literal = bracketed ? text.slice(1, colon - 1) : text.slice(0, colon);
  // Brackets are for IPv6 only (RFC 3986, 3.2.2).
  if (bracketed && !literal.includes(':')) return undefined;
  const host = canonicalHost(literal);
  return host === undefined ? undefined : address(host, port);
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

/** The port that the text holds from `start` to its end. */
function parsePort(text: string, start: number): number | undefined {
  const digitCount = text.length - start;
  if (digitCount < 1 || digitCount > 5 || text.charAt(start) === '0') return undefined;
  let port = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    port = port * 10 + digit;
  }
  return port <= PORT_MAX ? port : undefined;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) & 0x7fffffff;
  return hash || 1;
}
