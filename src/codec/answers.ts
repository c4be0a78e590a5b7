/** Answers of a seed, framed by a newline or in the bare words of the reference implementation. */
import { parseAddress } from '../address.ts';
import { asciiText } from '../ascii.ts';
import type { Answer, PeerListAnswer } from '../messages.ts';
import { ArrayPeerList, type PeerListEntry } from '../peer-list.ts';
import { ACK, INVALID_REGISTER, REACHABLE, REGISTERED, UNKNOWN_COMMAND, UNREACHABLE } from './words.ts';

const COMMA = 0x2c;

/** The longest entry: an address in brackets, a flag and an age. */
const ENTRY_BYTES_MAX = 80;

/** The longest of the fixed answers. */
const WORDS_BYTES_MAX = 32;

/** `;<1 or 0>;<ageMs>`, at most 15 digits, which a number holds exactly. */
const AGE = /^;([01]);([0-9]{1,15})$/;

/** The answer in a line; an empty line is an empty list. Undefined when it is malformed. */
export function decodeAnswer(line: Uint8Array): Answer | undefined {
  return decodeWords(line, false) ?? decodeList(line, false);
}

/**
 * The answer of a reference seed: all bytes until it closed, without a newline; no bytes are an empty list. Entries of its list that
 * are no address are left out, because it lists whatever registered. What is no known answer is `rejected`.
 */
export function decodePlainAnswer(bytes: Uint8Array): Answer {
  const answer = decodeWords(bytes, true) ?? decodeList(bytes, true);
  return answer ?? { kind: 'rejected', why: 'unknown', plain: true };
}

function decodeWords(line: Uint8Array, plain: boolean): Answer | undefined {
  if (line.length > WORDS_BYTES_MAX) return undefined;
  switch (asciiText(line)) {
    case REGISTERED:
      return { kind: 'registered', plain };
    case ACK:
      return { kind: 'acknowledged', plain };
    case REACHABLE:
      return { kind: 'reachability', reachable: true, plain };
    case UNREACHABLE:
      return { kind: 'reachability', reachable: false, plain };
    case UNKNOWN_COMMAND:
      return { kind: 'rejected', why: 'unknown', plain };
    case INVALID_REGISTER:
      return { kind: 'rejected', why: 'register', plain };
    default:
      return undefined;
  }
}

/** A list has ages when all its entries have one; so an empty list has. */
function decodeList(line: Uint8Array, plain: boolean): PeerListAnswer | undefined {
  const entries: PeerListEntry[] = [];
  let agedCount = 0;
  let start = 0;
  while (start <= line.length && line.length > 0) {
    const comma = line.indexOf(COMMA, start);
    const end = comma < 0 ? line.length : comma;
    const text = end - start > ENTRY_BYTES_MAX ? '' : asciiText(line, start, end);
    const semicolon = text.indexOf(';');
    const entry = decodeEntry(text, semicolon);
    if (entry !== undefined) entries.push(entry);
    else if (!plain) return undefined;
    if (entry !== undefined && semicolon >= 0) agedCount++;
    start = end + 1;
  }
  if (line.length > 0 && entries.length === 0) return undefined;
  return { kind: 'peerList', list: new ArrayPeerList(entries), aged: agedCount === entries.length, plain };
}

function decodeEntry(text: string, semicolon: number): PeerListEntry | undefined {
  const address = parseAddress(semicolon < 0 ? text : text.slice(0, semicolon));
  if (address === undefined) return undefined;
  if (semicolon < 0) return { address, ageMs: 0, additions: false };
  const age = AGE.exec(text.slice(semicolon));
  return age === null ? undefined : { address, ageMs: Number(age[2]), additions: age[1] === '1' };
}
