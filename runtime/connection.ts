/**
 * One end of one TCP connection: its state, its gathered writes, its limit, and the order in which its handler hears of it. What
 * the bytes mean is its framing's business.
 */
import type { Socket } from 'node:net';
import type { Address } from '../src/address.ts';
import type { GossipAids } from '../src/codec/decode.ts';
import type { Message } from '../src/messages.ts';
import {
  type CloseReason,
  type Dialect,
  type Link,
  type LinkHandler,
  UNDECIDED_MAX_MS,
} from '../src/ports.ts';
import type { ConnectionLimits } from '../src/settings.ts';
import { AnswerFraming } from './answer-framing.ts';
import type { Channel, Framing } from './framing.ts';
import { GossipFraming } from './gossip-framing.ts';
import { RequestFraming } from './request-framing.ts';

/** Bytes that one link may hold back; above it `send` answers false. One message may exceed it. Source: ours. */
export const SEND_BUFFER_MAX_BYTES = 256 * 1024;

/** How long a closed connection waits for the other end to close as well. Source: ours. */
const LINGER_MAX_MS = 5_000;

/** Messages sent from within `accept`, before the dialect of the link is known. Source: ours. */
const EARLY_MESSAGES_MAX = 1024;

/** The transport, as its connections see it. */
export interface ConnectionOwner {
  /** The bytes of a message; the same ones for every neighbour. */
  encode(message: Message): string;
  readonly limits: ConnectionLimits;
  /** Something whole came over a connection that was accepted. */
  heard(connection: Connection): void;
  /** Help in reading gossip. */
  readonly aids: GossipAids;
  /** `flush` is wanted at the end of this turn of the event loop. */
  flushLater(connection: Connection): void;
  /** The socket is gone. */
  released(connection: Connection): void;
}

export class Connection implements Channel {
  readonly link: Link;
  readonly remote: Address;
  /** When it was dialled or accepted, milliseconds since the epoch. */
  readonly begunAtMs = Date.now();
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #dialled: boolean;
  #state: 'connecting' | 'open' | 'closing' = 'connecting';
  #handler: LinkHandler | undefined;
  #framing: Framing | undefined;
  #early: Message[] = [];
  /** Written in this turn of the event loop. */
  #gathered = '';
  /** Bounds, one after another: the dial, the silence of an accepted link, the closing. */
  #timeout: NodeJS.Timeout | undefined;
  /** Something whole came of it, or it was dialled. */
  #heardWhole: boolean;
  /** While it is full: whether it takes anything. */
  #stall: NodeJS.Timeout | undefined;
  #failure: CloseReason = 'closed';

  constructor(owner: ConnectionOwner, link: Link, remote: Address, socket: Socket, dialled: boolean) {
    this.#owner = owner;
    this.link = link;
    this.remote = remote;
    this.#socket = socket;
    this.#dialled = dialled;
    this.#heardWhole = dialled;
    if (!dialled) this.#state = 'open';
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error: NodeJS.ErrnoException) => this.#onError(error));
    socket.on('close', () => this.#onSocketClose());
  }

  get pendingBytes(): number {
    return this.#gathered.length + this.#socket.writableLength;
  }

  /**
   * A dial began: `handler` hears of its end.
   * @param opening The event of the socket from which the other end reads; whoever answered and got no further has refused.
   */
  awaitOpen(handler: LinkHandler, timeoutMs: number, opening: string): void {
    this.#handler = handler;
    this.#socket.once('connect', () => {
      this.#failure = 'refused';
    });
    this.#socket.once(opening, () => this.#onOpen());
    this.#timeout = setTimeout(() => this.#onDialTimeout(), timeoutMs);
  }

  /** An accepted connection was given to this handler, which may have closed it while it accepted. */
  adopt(handler: LinkHandler): void {
    this.#framing = this.#newFraming(handler.reads);
    for (const message of this.#early) this.#framing.send(message);
    this.#early = [];
    if (this.#state !== 'open') {
      this.#finish(this.#framing);
    } else {
      this.#handler = handler;
      this.#timeout = setTimeout(() => this.#onSilenceDue(), UNDECIDED_MAX_MS);
      const { idleMs } = this.#owner.limits;
      if (handler.reads === 'requests' && idleMs > 0)
        this.#socket.setTimeout(idleMs, () => this.#abort('silent'));
    }
  }

  send(message: Message): boolean {
    if (this.#state !== 'open') return false;
    if (this.pendingBytes > SEND_BUFFER_MAX_BYTES) {
      this.#stall ??= this.#stallTimer();
      return false;
    }
    if (this.#framing !== undefined) return this.#framing.send(message);
    if (this.#early.length >= EARLY_MESSAGES_MAX) return false;
    this.#early.push(message);
    return true;
  }

  /** Closes after what was sent; the handler hears no more. */
  close(): void {
    if (this.#state === 'closing') return;
    const wasOpen = this.#state === 'open';
    this.#state = 'closing';
    this.#handler = undefined;
    clearTimeout(this.#timeout);
    clearTimeout(this.#stall);
    if (!wasOpen) this.#socket.destroy();
    else if (this.#framing !== undefined) this.#finish(this.#framing);
  }

  /** It has said nothing whole for too long. */
  expire(): void {
    this.#abort('silent');
  }

  /** Ends at once, whatever is still to be sent. */
  destroy(): void {
    this.close();
    this.#socket.destroy();
  }

  /** One write for everything gathered. */
  flush(): void {
    if (this.#gathered === '') return;
    const text = this.#gathered;
    this.#gathered = '';
    if (this.#socket.writable) this.#socket.write(text, 'latin1');
  }

  encode(message: Message): string {
    return this.#owner.encode(message);
  }

  get aids(): GossipAids {
    return this.#owner.aids;
  }

  write(text: string): void {
    if (this.#gathered === '') this.#owner.flushLater(this);
    this.#gathered += text;
  }

  writeAlone(text: string): void {
    this.flush();
    if (this.#socket.writable) this.#socket.write(text, 'latin1');
  }

  deliver(message: Message): void {
    if (this.#state !== 'open') return;
    if (!this.#heardWhole) {
      this.#heardWhole = true;
      this.#owner.heard(this);
    }
    this.#handler?.onMessage(this.link, message);
  }

  drained(): void {
    this.#endSocket();
  }

  #onOpen(): void {
    if (this.#state !== 'connecting' || this.#handler === undefined) return;
    this.#endTimeout();
    this.#failure = 'closed';
    this.#state = 'open';
    this.#framing = this.#newFraming(this.#handler.reads);
    this.#handler.onOpen(this.link);
  }

  #onDialTimeout(): void {
    this.#failure = 'timeout';
    this.#socket.destroy();
  }

  /** A turn of the loop begins with timers: what came while the process was busy is read after them, and only then is it silence. */
  #onSilenceDue(): void {
    const due = this.#timeout;
    setImmediate(() => {
      if (this.#timeout === due) this.#onSilence();
    });
  }

  #onSilence(): void {
    if (this.#state !== 'open') return;
    this.#framing?.silent();
    this.#handler?.onSilence(this.link);
  }

  #onData(chunk: Uint8Array): void {
    if (this.#state !== 'open' || this.#framing === undefined) return;
    // An accepted link is not silent.
    if (!this.#dialled) this.#endTimeout();
    if (!this.#framing.receive(chunk)) this.#failMalformed();
  }

  /** Nothing more is read of an end that may never stop: it gets what was sent, at the latest within the linger, and no patience. */
  #failMalformed(): void {
    this.#fail('malformed');
    this.#socket.pause();
    this.#socket.destroySoon();
  }

  #endTimeout(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  /** The other end will send no more. An asker that only shut down its sending side still gets its answer. */
  #onEnd(): void {
    if (this.#state !== 'open') return;
    this.#framing?.receiveEnd();
    this.#fail('closed');
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (this.#failure === 'closed') this.#failure = closeReasonOf(error, this.#state === 'connecting');
  }

  #onSocketClose(): void {
    const handler = this.#handler;
    this.#handler = undefined;
    this.#state = 'closing';
    clearTimeout(this.#timeout);
    clearTimeout(this.#stall);
    this.#framing?.discard();
    handler?.onClose(this.link, this.#failure);
    this.#owner.released(this);
  }

  /** Closes for a reason that the handler is told. */
  #fail(reason: CloseReason): void {
    const handler = this.#handler;
    this.close();
    handler?.onClose(this.link, reason);
  }

  /** The same at once: the other end would not take what is still to be sent. */
  #abort(reason: CloseReason): void {
    this.#fail(reason);
    this.#socket.destroy();
  }

  /** Ends once everything is written. */
  #finish(framing: Framing): void {
    if (framing.stop()) this.#endSocket();
    else this.#lingerAtMost(LINGER_MAX_MS);
  }

  #endSocket(): void {
    this.flush();
    this.#socket.end();
    this.#lingerAtMost(LINGER_MAX_MS);
  }

  /** The link is full: it closes unless it takes a buffer full in time. */
  #stallTimer(): NodeJS.Timeout | undefined {
    const { stallMs } = this.#owner.limits;
    if (stallMs === 0) return undefined;
    const takenBefore = this.#takenBytes;
    return setTimeout(() => {
      this.#stall = undefined;
      if (this.#takenBytes - takenBefore < SEND_BUFFER_MAX_BYTES) this.#abort('stalled');
    }, stallMs);
  }

  /** Given to the system so far. */
  get #takenBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  #lingerAtMost(delayMs: number): void {
    clearTimeout(this.#timeout);
    this.#timeout = setTimeout(() => this.#socket.destroy(), delayMs);
  }

  #newFraming(reads: Dialect): Framing {
    if (reads === 'requests') return new RequestFraming(this);
    return reads === 'answers' ? new AnswerFraming(this) : new GossipFraming(this, this.#dialled);
  }
}

/** Unreachable networks and hosts look like silence; whatever else breaks an open connection, the other end is lost to it. */
function closeReasonOf(error: NodeJS.ErrnoException, connecting: boolean): CloseReason {
  if (error.code === 'ECONNREFUSED') return 'refused';
  if (error.code === 'ETIMEDOUT') return 'timeout';
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'reset';
  return connecting ? 'timeout' : 'reset';
}
