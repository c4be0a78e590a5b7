/**
 * Messages as text: one line with its newline, or, for a `plain` request or answer, the bare words of the reference
 * implementation.
 */
import { addressOnWire } from '../address.ts';
import { isIPv4 } from '../ip.ts';
import type { Gossip, Message, PeerListAnswer, PeerListRequest } from '../messages.ts';
import type { PeerList } from '../peer-list.ts';
import { LIST_BYTES_MAX } from './limits.ts';
import {
  ACK,
  ADDITIONS,
  DEAD_NODE,
  DEREGISTER,
  DIAL_BACK,
  GET_PEER_LIST,
  HELLO,
  INVALID_REGISTER,
  LEAVE_WORD,
  PING_WORD,
  PONG_WORD,
  REACHABLE,
  REGISTER,
  REGISTERED,
  UNKNOWN_COMMAND,
  UNREACHABLE,
} from './words.ts';

/**
 * The bytes of a message, all of them ASCII, with the newline unless it is `plain`. A plain list keeps IPv4 entries only and has
 * no ages. A list ends with the last entry that fits the limit of a list; the newest are left out.
 *
 * @throws Error for a `badRequest`, which exists only on the receiving side.
 */
export function encode(message: Message): string {
  const words = wordsOf(message);
  return 'plain' in message && message.plain ? words : `${words}\n`;
}

/** A gossip message for a reference neighbour: its text alone, without payload and newline. */
export function encodePlainGossip(gossip: Gossip): string {
  return gossip.text;
}

function wordsOf(message: Message): string {
  switch (message.kind) {
    case 'gossip':
      return message.payload ? `${message.text} ${message.payload}` : message.text;
    case 'ping':
      return PING_WORD;
    case 'pong':
      return PONG_WORD;
    case 'leave':
      return LEAVE_WORD;
    case 'hello':
      return `${HELLO}:${addressOnWire(message.peer)}:${ADDITIONS}`;
    case 'register': {
      const words = `${REGISTER}:${addressOnWire(message.peer)}`;
      return message.additions && !message.plain ? `${words}:${ADDITIONS}` : words;
    }
    case 'peerListRequest':
      return listRequestWords(message);
    case 'deathReport':
      return `${DEAD_NODE}:${addressOnWire(message.accused)}:${message.timestamp}:${message.reporterHost}`;
    case 'deregister':
      return `${DEREGISTER}:${addressOnWire(message.peer)}`;
    case 'dialBack':
      return `${DIAL_BACK}:${addressOnWire(message.peer)}`;
    case 'reachability':
      return message.reachable ? REACHABLE : UNREACHABLE;
    case 'registered':
      return REGISTERED;
    case 'acknowledged':
      return ACK;
    case 'peerList':
      return listWords(message);
    case 'rejected':
      return message.why === 'register' ? INVALID_REGISTER : UNKNOWN_COMMAND;
    case 'badRequest':
      throw new Error('a badRequest is what a seed understood, not something to send');
  }
}

function listRequestWords({ additions, entriesMax, plain }: PeerListRequest): string {
  if (!additions || plain) return GET_PEER_LIST;
  const words = `${GET_PEER_LIST}:${ADDITIONS}`;
  return entriesMax === undefined ? words : `${words}:${entriesMax}`;
}

function listWords({ list, aged, plain }: PeerListAnswer): string {
  const entries: string[] = [];
  let sizeBytes = 0;
  for (let i = 0; i < list.length; i++) {
    const peer = list.at(i);
    if (plain && !isIPv4(peer.host)) continue;
    const entry = aged && !plain ? agedEntry(list, i) : addressOnWire(peer);
    sizeBytes += entry.length + 1;
    if (sizeBytes > LIST_BYTES_MAX) break;
    entries.push(entry);
  }
  return entries.join(',');
}

/** `<ip>:<port>;<1 or 0>;<ageMs>`: whether the peer has the additions, and the age of its registration. */
function agedEntry(list: PeerList, i: number): string {
  const ageMs = Math.max(0, Math.floor(list.ageMs(i)));
  return `${addressOnWire(list.at(i))};${list.additions(i) ? 1 : 0};${ageMs}`;
}
