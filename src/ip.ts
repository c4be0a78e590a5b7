/**
 * Literal IP addresses in their one canonical text: IPv4 as four decimal parts, IPv6 as RFC 5952 says (lower case, the longest
 * run of zeros left out). All forms of RFC 4291 are read. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4
 * address, since both reach the same host. Zones (`%eth0`) mean something on one host only and are refused.
 */

/** The longest literal: eight groups of four digits, the last two as an IPv4 address. */
const HOST_LENGTH_MAX = 45;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const POINT = 0x2e;

/** The canonical text of a literal IPv4 or IPv6 address, without brackets; undefined when it is none. */
export function canonicalHost(text: string): string | undefined {
  if (text.length > HOST_LENGTH_MAX) return undefined;
  if (!text.includes(':')) return isIPv4(text) ? text : undefined;
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  return isMapped(groups) ? dotted(groups[6], groups[7]) : shortest(groups);
}

/** Whether the text is a literal IPv4 address: four decimal parts without leading zeros. */
export function isIPv4(host: string): boolean {
  return ipv4Bits(host) >= 0;
}

/** Whether this canonical host is the machine itself. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.');
}

/** Whether this canonical host can be one machine: it is not unspecified, multicast or reserved (RFC 6890). */
export function isDialable(host: string): boolean {
  if (host.includes(':')) return host !== '::' && !host.startsWith('ff');
  const first = Math.floor(ipv4Bits(host) / 0x1000000);
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
  return (ipv6Groups(host) ?? []).slice(0, groupCount).join(':');
}

/** The address as an unsigned 32-bit number; -1 when the text is no IPv4 address. */
function ipv4Bits(text: string): number {
  let bits = 0;
  let part = 0;
  let digitCount = 0;
  let partCount = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : POINT;
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

/** The eight 16-bit groups of an IPv6 address. */
function ipv6Groups(text: string): number[] | undefined {
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = groupsOf(text, true);
    return groups?.length === 8 ? groups : undefined;
  }
  if (text.includes('::', gap + 1)) return undefined;
  const head = groupsOf(text.slice(0, gap), false);
  const tail = groupsOf(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined) return undefined;
  // "::" stands for at least one group (RFC 4291, 2.2).
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** The groups on one side of "::"; only the end of an address may be written as IPv4. */
function groupsOf(text: string, mayEndInIPv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (mayEndInIPv4 && i === parts.length - 1 && part.includes('.')) {
      const bits = ipv4Bits(part);
      if (bits < 0) return undefined;
      groups.push(Math.floor(bits / 0x10000), bits % 0x10000);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/** `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2). */
function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}

/** RFC 5952, 4.2: the longest run of at least two zero groups becomes "::", the first one when two are equally long. */
function shortest(groups: readonly number[]): string {
  let start = 0;
  let length = 0;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}
