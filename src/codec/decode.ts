/**
 * Bytes as messages. Every function is total: whatever the bytes are, it answers and never throws. What is not printable ASCII
 * fits no rule of the grammar, so it is refused wherever it stands, a carriage return at the end of a line included.
 */
import { parseAddress } from '../address.ts';
import { asciiText } from '../ascii.ts';
import { type Hello, LEAVE, type Message, type PeerWord, PING, PONG } from '../messages.ts';
import type { Dialect } from '../ports.ts';
import { decodeAnswer } from './answers.ts';
import { decodeGossip, type GossipAids } from './gossip.ts';
import { CONTROL_LINE_BYTES_MAX } from './limits.ts';
import { decodeRequest } from './requests.ts';
import { ADDITIONS, HELLO, LEAVE_WORD, PING_WORD, PONG_WORD } from './words.ts';

export { decodePlainAnswer } from './answers.ts';
export { type GossipAids, splitPlainGossip } from './gossip.ts';
export { decodePlainRequest } from './requests.ts';

/**
 * The message in one line, given without its newline. A broken request is a `badRequest`, which the seed answers; among answers
 * and between peers a broken line is undefined, and the link is closed as malformed.
 */
export function decodeLine(dialect: Dialect, line: Uint8Array, aids?: GossipAids): Message | undefined {
  switch (dialect) {
    case 'gossip':
      return decodePeerWord(line, aids);
    case 'requests':
      return decodeRequest(line);
    case 'answers':
      return decodeAnswer(line);
  }
}

/** Only gossip begins with a digit. */
function decodePeerWord(line: Uint8Array, aids: GossipAids | undefined): PeerWord | undefined {
  const gossip = decodeGossip(line, aids);
  if (gossip !== undefined) return gossip;
  if (line.length > CONTROL_LINE_BYTES_MAX) return undefined;
  const text = asciiText(line);
  switch (text) {
    case PING_WORD:
      return PING;
    case PONG_WORD:
      return PONG;
    case LEAVE_WORD:
      return LEAVE;
    default:
      return decodeHello(text);
  }
}

/** `HELLO:<ip>:<port>:hearsay/1` */
function decodeHello(text: string): Hello | undefined {
  const beginning = `${HELLO}:`;
  const end = `:${ADDITIONS}`;
  if (!text.startsWith(beginning) || !text.endsWith(end)) return undefined;
  const peer = parseAddress(text.slice(beginning.length, -end.length));
  return peer === undefined ? undefined : { kind: 'hello', peer };
}
