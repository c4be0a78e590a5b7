/**
 * Gossip: `<timestamp>:<IP>:<Msg#>[ <payload>]`. Its identity is its original bytes before the payload, so nothing in it is ever
 * written anew. This is the path that every copy of every message takes: it looks at each byte once or twice and makes few objects.
 */
import { asciiText } from '../ascii.ts';
import { canonicalHost } from '../ip.ts';
import { type Gossip, gossip } from '../messages.ts';
import { PAYLOAD_BYTES_MAX } from './limits.ts';

const COLON = 0x3a;
const POINT = 0x2e;
const SPACE = 0x20;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Digits of a timestamp before and after the point. */
const INTEGER_DIGITS_MAX = 12;
const FRACTION_DIGITS_MAX = 9;
const NUMBER_DIGITS_MAX = 9;

/** Without a newline, the digits before the point of a timestamp: seconds since the epoch, from 2001 to 2286. */
const PLAIN_INTEGER_DIGITS = 10;

/** 0 for the characters of base64url (RFC 4648, 5). */
const NOT_BASE64URL = new Uint8Array(256).fill(1);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
  NOT_BASE64URL[character.charCodeAt(0)] = 0;
}

/** Base64url of the largest payload: 4 characters for 3 bytes, without padding. */
const PAYLOAD_CHARACTERS_MAX = Math.ceil((PAYLOAD_BYTES_MAX * 4) / 3);

/** What a world does faster than plain code, and what it knows. */
export interface GossipAids {
  /** As `asciiText`. */
  text(bytes: Uint8Array, start: number, end: number): string;
  /** This message was seen, so nobody will take it again: its payload is neither read nor checked. */
  isKnown(text: string): boolean;
}

const PLAIN_AIDS: GossipAids = { text: asciiText, isKnown: () => false };

/** One gossip message from a line without its newline; undefined when it breaks the grammar. */
export function decodeGossip(line: Uint8Array, aids = PLAIN_AIDS): Gossip | undefined {
  const timestampEnd = endOfTimestamp(line);
  if (timestampEnd < 0 || line[timestampEnd] !== COLON) return undefined;
  let textEnd = timestampEnd + 1;
  let lastColon = timestampEnd;
  for (; textEnd < line.length && line[textEnd] !== SPACE; textEnd++) {
    if (line[textEnd] === COLON) lastColon = textEnd;
  }
  const numberDigits = textEnd - lastColon - 1;
  if (numberDigits < 1 || numberDigits > NUMBER_DIGITS_MAX) return undefined;
  if (endOfDigits(line, lastColon + 1) !== textEnd) return undefined;
  const text = aids.text(line, 0, textEnd);
  if (canonicalHost(text.slice(timestampEnd + 1, lastColon)) === undefined) return undefined;
  if (textEnd === line.length || aids.isKnown(text)) return gossip(text);
  return isPayload(line, textEnd + 1) ? gossip(text, aids.text(line, textEnd + 1, line.length)) : undefined;
}

/**
 * The gossip texts of a chunk that came without a newline, from a node that writes them bare, so that several may have merged:
 * `1767225600.1:10.0.0.1:31767225605.2:10.0.0.1:4` is message 3 followed by message 4. Undefined when the chunk is not made of
 * whole texts.
 *
 * The split is unique. A timestamp has exactly 10 digits before its point here, so where two texts meet, the Msg# of the first (1
 * to 9 digits) and the timestamp of the second make a run of 11 to 19 digits after a colon. No other field has such a run: a group
 * of an IPv6 address has at most 4 digits, a part of an IPv4 address 3, the last Msg# 9. So every run of more than 10 digits after
 * a colon ends one text 10 digits before its own end.
 */
export function splitPlainGossip(bytes: Uint8Array): Gossip[] | undefined {
  const messages: Gossip[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== COLON) continue;
    const end = endOfDigits(bytes, i + 1);
    if (end - i - 1 <= PLAIN_INTEGER_DIGITS) continue;
    const message = decodePlainText(bytes.subarray(start, end - PLAIN_INTEGER_DIGITS));
    if (message === undefined) return undefined;
    messages.push(message);
    start = end - PLAIN_INTEGER_DIGITS;
    i = end - 1;
  }
  const last = decodePlainText(bytes.subarray(start));
  return last === undefined ? undefined : [...messages, last];
}

function decodePlainText(bytes: Uint8Array): Gossip | undefined {
  if (endOfDigits(bytes, 0) !== PLAIN_INTEGER_DIGITS) return undefined;
  const message = decodeGossip(bytes);
  return message?.payload === undefined ? message : undefined;
}

/** Where the `digits[.digits]` at the beginning end; -1 when there is no timestamp. */
function endOfTimestamp(line: Uint8Array): number {
  const integerEnd = endOfDigits(line, 0);
  if (integerEnd < 1 || integerEnd > INTEGER_DIGITS_MAX) return -1;
  if (line[integerEnd] !== POINT) return integerEnd;
  const end = endOfDigits(line, integerEnd + 1);
  const fractionDigits = end - integerEnd - 1;
  return fractionDigits < 1 || fractionDigits > FRACTION_DIGITS_MAX ? -1 : end;
}

/** The first position from `start` on that holds no digit. */
function endOfDigits(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] >= DIGIT_0 && bytes[end] <= DIGIT_9) end++;
  return end;
}

/** Whether the bytes from `start` on are base64url without padding, at least one byte and not too many. */
function isPayload(line: Uint8Array, start: number): boolean {
  const characters = line.length - start;
  if (characters < 2 || characters > PAYLOAD_CHARACTERS_MAX || characters % 4 === 1) return false;
  // Without a branch in it, the loop takes half the time.
  let strangers = 0;
  for (let i = start; i < line.length; i++) strangers |= NOT_BASE64URL[line[i]];
  return strangers === 0;
}
