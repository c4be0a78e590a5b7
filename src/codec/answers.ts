/**
 * Answers of a seed, framed by a newline or in the bare words of the reference implementation. One is read as its bytes come, entry
 * by entry: nothing is left to do at its end that takes long, however long the list.
 */
import { asciiText } from '../ascii.ts';
import type { Answer, PeerListAnswer } from '../messages.ts';
import { ListPacker, NO_AGE } from '../packed-list.ts';
import { ACK, INVALID_REGISTER, REACHABLE, REGISTERED, UNKNOWN_COMMAND, UNREACHABLE } from './words.ts';

const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
const DIGIT_9 = 0x39;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/** The longest entry: an address in brackets, a flag and an age. */
const ENTRY_BYTES_MAX = 80;

const AGE_DIGITS_MAX = 15;
const BAD_AGE = -2;

/** The longest of the fixed answers. */
const WORDS_BYTES_MAX = 32;

const NOTHING = new Uint8Array(0);
const EMPTY_LIST = new ListPacker().list();

/** The answer in a line; an empty line is an empty list. Undefined when it is malformed. */
export function decodeAnswer(line: Uint8Array): Answer | undefined {
  return whole(line).line();
}

/**
 * The answer of a reference seed: all bytes until it closed, without a newline; no bytes are an empty list. Entries of its list that
 * are no address are left out, because it lists whatever registered. What is no known answer is `rejected`.
 */
export function decodePlainAnswer(bytes: Uint8Array): Answer {
  return whole(bytes).plain();
}

function whole(bytes: Uint8Array): AnswerReader {
  const reader = new AnswerReader();
  reader.push(bytes, 0, bytes.length);
  return reader;
}

/** Reads one answer. The result does not depend on how its bytes were cut into chunks. */
export class AnswerReader {
  #entries: ListPacker | undefined;
  #sizeBytes = 0;
  #agedCount = 0;
  #refusedCount = 0;
  /** What came after the last comma; of what is too long for an entry, the beginning. */
  #held = NOTHING;
  #heldBytes = 0;

  /** How many bytes came. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Takes the bytes from `start` up to `end`, of which none is a newline that ends the answer. */
  push(bytes: Uint8Array, start: number, end: number): void {
    this.#sizeBytes += end - start;
    let from = start;
    for (let i = start; i < end; i++) {
      if (bytes[i] !== COMMA) continue;
      if (this.#heldBytes === 0) {
        this.#take(bytes, from, i);
      } else {
        this.#hold(bytes, from, i);
        this.#takeHeld();
      }
      from = i + 1;
    }
    this.#hold(bytes, from, end);
  }

  /** What came, as the answer in a line: undefined when it is malformed. Nothing may be pushed any more. */
  line(): Answer | undefined {
    return this.#words(false) ?? this.#list(false);
  }

  /** What came, as the answer of a reference seed. Nothing may be pushed any more. */
  plain(): Answer {
    return this.#words(true) ?? this.#list(true) ?? { kind: 'rejected', why: 'unknown', plain: true };
  }

  /** No fixed answer has a comma. */
  #words(plain: boolean): Answer | undefined {
    if (this.#heldBytes < this.#sizeBytes || this.#heldBytes > WORDS_BYTES_MAX) return undefined;
    switch (asciiText(this.#held, 0, this.#heldBytes)) {
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
  #list(plain: boolean): PeerListAnswer | undefined {
    if (this.#sizeBytes > 0) this.#takeHeld();
    const list = this.#entries?.list() ?? EMPTY_LIST;
    if (this.#refusedCount > 0 && (!plain || list.length === 0)) return undefined;
    return { kind: 'peerList', list, aged: this.#agedCount === list.length, plain };
  }

  #hold(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    if (this.#held.length === 0) this.#held = new Uint8Array(ENTRY_BYTES_MAX);
    const fits = Math.min(end - start, Math.max(0, ENTRY_BYTES_MAX - this.#heldBytes));
    for (let i = 0; i < fits; i++) this.#held[this.#heldBytes + i] = bytes[start + i];
    this.#heldBytes += end - start;
  }

  #takeHeld(): void {
    this.#take(this.#held, 0, this.#heldBytes);
    this.#heldBytes = 0;
  }

  /** `<address>[;<1 or 0>;<ageMs>]` */
  #take(bytes: Uint8Array, start: number, end: number): void {
    let semicolon = start;
    const last = Math.min(end, start + ENTRY_BYTES_MAX);
    while (semicolon < last && bytes[semicolon] !== SEMICOLON) semicolon++;
    const isAged = semicolon < end;
    const ageMs = isAged ? ageAt(bytes, semicolon, end) : NO_AGE;
    const additions = isAged && bytes[semicolon + 1] === DIGIT_1;
    const fits = end - start <= ENTRY_BYTES_MAX && ageMs !== BAD_AGE;
    this.#entries ??= new ListPacker();
    if (!fits || !this.#entries.add(bytes, start, semicolon, ageMs, additions)) this.#refusedCount++;
    else if (isAged) this.#agedCount++;
  }
}

/** The age in `;<1 or 0>;<ageMs>` from this semicolon up to `end`, at most 15 digits, which a number holds exactly. */
function ageAt(bytes: Uint8Array, semicolon: number, end: number): number {
  const flag = bytes[semicolon + 1];
  const start = semicolon + 3;
  if ((flag !== DIGIT_0 && flag !== DIGIT_1) || bytes[semicolon + 2] !== SEMICOLON) return BAD_AGE;
  if (start >= end || end - start > AGE_DIGITS_MAX) return BAD_AGE;
  let ageMs = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] < DIGIT_0 || bytes[i] > DIGIT_9) return BAD_AGE;
    ageMs = ageMs * 10 + bytes[i] - DIGIT_0;
  }
  return ageMs;
}
