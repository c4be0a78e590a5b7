/**
 * One conversation of a peer with a seed: requests in order, each sent when the one before was answered. A seed that answers
 * without a newline is a reference seed: it closes after each answer, so what is left is asked in its words over fresh
 * connections.
 */
import type { Address } from './address.ts';
import type { Answer, Message, Request } from './messages.ts';
import type { Clock, CloseReason, Link, LinkHandler, Timer, TimerHandler, Transport } from './ports.ts';

/** What a peer knows of one seed of its configuration. */
export interface SeedContact {
  readonly seed: Address;
  /** A reference seed; undefined before its first answer. */
  get plain(): boolean | undefined;
  set plain(plain: boolean);
}

export interface SeedCaller {
  /** One answer of this call. */
  onAnswer(call: SeedCall, answer: Answer): void;
  /** The last thing a call says: all answered (undefined), or why not. */
  onCallEnd(call: SeedCall, failure: CloseReason | undefined): void;
}

export class SeedCall implements LinkHandler, TimerHandler {
  readonly reads = 'answers';
  readonly contact: SeedContact;
  readonly requests: readonly Request[];
  readonly #transport: Transport;
  readonly #caller: SeedCaller;
  readonly #timeoutMs: number;
  readonly #timer: Timer;
  #link: Link = -1;
  #answered = 0;
  #over = false;

  /** `timeoutMs` bounds each connection attempt and each answer. */
  constructor(
    ports: { readonly clock: Clock; readonly transport: Transport },
    contact: SeedContact,
    requests: readonly Request[],
    timeoutMs: number,
    caller: SeedCaller,
  ) {
    this.contact = contact;
    this.requests = requests;
    this.#transport = ports.transport;
    this.#caller = caller;
    this.#timeoutMs = timeoutMs;
    this.#timer = ports.clock.timer(this);
    this.#dial();
  }

  /** Ends the call; its caller hears no more of it. */
  abandon(): void {
    if (!this.#over) this.#hangUp();
  }

  onOpen(link: Link): void {
    this.#ask(link);
  }

  onMessage(link: Link, message: Message): void {
    if (!isAnswer(message)) return this.#end('malformed');
    this.contact.plain = message.plain;
    this.#answered++;
    this.#caller.onAnswer(this, message);
    if (this.#over) return;
    if (message.kind === 'rejected') return this.#end('malformed');
    if (this.#answered === this.requests.length) return this.#end(undefined);
    if (!message.plain) return this.#ask(link);
    this.#transport.close(link);
    this.#dial();
  }

  onClose(_link: Link, reason: CloseReason): void {
    this.#link = -1;
    this.#end(reason);
  }

  onSilence(): void {}

  /** No answer in time. */
  onTimer(): void {
    this.#end('timeout');
  }

  #dial(): void {
    this.#timer.disarm();
    this.#link = this.#transport.dial(this.contact.seed, this, this.#timeoutMs);
  }

  #ask(link: Link): void {
    const request = this.requests[this.#answered];
    this.#timer.arm(this.#timeoutMs);
    if (!this.#transport.send(link, this.contact.plain === true ? inPlainWords(request) : request))
      this.#end('reset');
  }

  #end(failure: CloseReason | undefined): void {
    this.#hangUp();
    this.#caller.onCallEnd(this, failure);
  }

  #hangUp(): void {
    this.#over = true;
    this.#timer.disarm();
    if (this.#link >= 0) this.#transport.close(this.#link);
  }
}

function isAnswer(message: Message): message is Answer {
  const { kind } = message;
  return (
    kind === 'registered' ||
    kind === 'peerList' ||
    kind === 'acknowledged' ||
    kind === 'rejected' ||
    kind === 'reachability'
  );
}

/** The same request as the reference implementation would send it. */
function inPlainWords(request: Request): Request {
  if (request.kind === 'register') return { ...request, additions: false, plain: true };
  if (request.kind === 'peerListRequest')
    return { ...request, additions: false, entriesMax: undefined, plain: true };
  return { ...request, plain: true };
}
