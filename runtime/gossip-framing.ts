/**
 * The words between peers. A link that carries a HELLO is in lines. One without is with a reference peer: bare gossip texts, one a
 * write, none of our other words. Who dials decides by the first message sent; who accepts waits for the first bytes, or for
 * silence, and a HELLO that comes later still changes the link to lines.
 */
import { decodeLine, splitPlainGossip } from '../src/codec/decode.ts';
import { encodePlainGossip } from '../src/codec/encode.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { LineReader } from '../src/codec/line-reader.ts';
import type { Gossip, Message } from '../src/messages.ts';
import type { Channel, Framing } from './framing.ts';
import { PacedTexts } from './paced-texts.ts';

/** Messages that may wait until an accepted link is decided; more are refused. Source: ours. */
const UNDECIDED_MESSAGES_MAX = 1024;

/** Bytes without a newline that do not form whole texts yet. Source: the limit of a control line. */
const PARTIAL_TEXT_BYTES_MAX = 1024;

const NEWLINE = 0x0a;
/** The first letter of HELLO; a bare gossip text begins with a digit. */
const LETTER_H = 0x48;

const NOTHING = new Uint8Array(0);

export class GossipFraming implements Framing {
  readonly #channel: Channel;
  readonly #dialled: boolean;
  readonly #reader = new LineReader(lineBytesMax('gossip'));
  readonly #onLine = (line: Uint8Array): void => this.#readLine(line);
  /** How this end sends. */
  #mode: 'undecided' | 'lines' | 'plain' = 'undecided';
  /** Sent while undecided. */
  #waiting: Message[] = [];
  #texts: PacedTexts | undefined;
  /** What comes is in lines from now on. */
  #readsLines = false;
  /** Bytes of a text that is not whole yet. */
  #partial: Uint8Array = NOTHING;
  #malformed = false;

  constructor(channel: Channel, dialled: boolean) {
    this.#channel = channel;
    this.#dialled = dialled;
  }

  receive(chunk: Uint8Array): boolean {
    return this.#readsLines ? this.#readLines(chunk) : this.#readTexts(chunk);
  }

  /** The last text of a link that became one of lines too late has no newline. */
  receiveEnd(): void {
    for (const text of splitPlainGossip(this.#reader.rest()) ?? []) this.#channel.deliver(text);
  }

  silent(): void {
    if (this.#mode === 'undecided') this.#becomePlain();
  }

  send(message: Message): boolean {
    if (message.kind === 'hello') this.#becomeLines();
    else if (this.#dialled && this.#mode === 'undecided') this.#becomePlain();
    if (this.#mode === 'lines') {
      this.#channel.write(this.#channel.encode(message));
      return true;
    }
    if (this.#mode === 'plain') return message.kind === 'gossip' && this.#sendText(message);
    if (this.#waiting.length >= UNDECIDED_MESSAGES_MAX) return false;
    this.#waiting.push(message);
    return true;
  }

  stop(): boolean {
    this.silent();
    this.#reader.stop();
    return this.#texts === undefined || this.#texts.stop();
  }

  discard(): void {
    this.#reader.stop();
    this.#texts?.take();
  }

  /** Lines, and at the end of the chunk bare texts, until a HELLO comes. */
  #readTexts(chunk: Uint8Array): boolean {
    const bytes = joined(this.#partial, chunk);
    this.#partial = NOTHING;
    if (bytes[0] === LETTER_H) {
      this.#readsLines = true;
      return this.#readLines(bytes);
    }
    const textsAt = bytes.lastIndexOf(NEWLINE) + 1;
    if (textsAt > 0 && !this.#readLines(bytes.subarray(0, textsAt))) return false;
    if (textsAt > 0 && this.#mayBeLong) this.#readsLines = true;
    const rest = bytes.subarray(textsAt);
    if (rest.length === 0) return true;
    if (this.#readsLines) return this.#readLines(rest);
    const texts = splitPlainGossip(rest);
    if (texts === undefined) {
      if (rest.length > PARTIAL_TEXT_BYTES_MAX) return this.#mayBeLong && this.#readLongLine(rest);
      this.#partial = rest.slice();
      return true;
    }
    for (const text of texts) this.#onMessage(text);
    return true;
  }

  /** Whoever was told HELLO answers in lines, of any length; what it sent bare before is short. */
  get #mayBeLong(): boolean {
    return this.#dialled && this.#mode === 'lines';
  }

  #readLongLine(beginning: Uint8Array): boolean {
    this.#readsLines = true;
    return this.#readLines(beginning);
  }

  #readLines(bytes: Uint8Array): boolean {
    return this.#reader.push(bytes, this.#onLine) && !this.#malformed;
  }

  #readLine(line: Uint8Array): void {
    const message = decodeLine('gossip', line, this.#channel.aids);
    if (message !== undefined) return this.#onMessage(message);
    const texts = splitPlainGossip(line);
    if (texts === undefined) {
      this.#malformed = true;
      this.#reader.stop();
    } else {
      for (const text of texts) this.#onMessage(text);
    }
  }

  #onMessage(message: Message): void {
    if (message.kind === 'hello') {
      this.#readsLines = true;
      this.#becomeLines();
    } else if (!this.#dialled) this.silent();
    this.#channel.deliver(message);
  }

  #becomePlain(): void {
    this.#mode = 'plain';
    this.#texts = new PacedTexts(this.#channel);
    for (const message of this.#waiting) if (message.kind === 'gossip') this.#sendText(message);
    this.#waiting = [];
  }

  #becomeLines(): void {
    if (this.#mode === 'lines') return;
    this.#mode = 'lines';
    const texts = this.#texts?.take() ?? [];
    // Texts that went out bare have no end yet.
    if (this.#texts?.sentAny) this.#channel.write('\n');
    for (const text of texts) this.#channel.write(`${text}\n`);
    for (const message of this.#waiting) this.#channel.write(this.#channel.encode(message));
    this.#waiting = [];
    this.#texts = undefined;
  }

  #sendText(message: Gossip): boolean {
    return this.#texts?.push(encodePlainGossip(message)) ?? false;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
