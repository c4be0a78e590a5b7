/**
 * Framing: how the messages of one dialect become bytes on one connection and back. Our nodes end every message with a newline;
 * nodes of the reference implementation end none and take one read for one message, so each dialect finds out what it talks to.
 */
import type { GossipAids } from '../src/codec/decode.ts';
import type { Message } from '../src/messages.ts';

/** One connection, as its framing sees it. */
export interface Channel {
  /** Bytes handed over that the system has not taken yet. */
  readonly pendingBytes: number;
  /** The bytes of a message in lines, as text (all words are ASCII). */
  encode(message: Message): string;
  /** Sends text together with whatever else is written in this turn of the event loop. */
  write(text: string): void;
  /** Sends text in a write of its own, now. */
  writeAlone(text: string): void;
  /** Help in reading gossip. */
  readonly aids: GossipAids;
  /** Hands a message to the handler of this end, unless this end has closed. */
  deliver(message: Message): void;
  /** After `stop`: what still waited has been written. */
  drained(): void;
}

export interface Framing {
  /** Reads what came. False: it breaks the grammar or a limit, and the connection must close. */
  receive(chunk: Uint8Array): boolean;
  /** The other end will send no more. */
  receiveEnd(): void;
  /** Accepted, and nothing came so far. */
  silent(): void;
  /** Takes one message to send. False: not taken. */
  send(message: Message): boolean;
  /** Reads no more. False: something still waits to be written, and `drained` follows. */
  stop(): boolean;
  /** The connection is gone: nothing waits any more. */
  discard(): void;
}
