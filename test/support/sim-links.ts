/** Ends of virtual links that write down what they hear. */
import type { Message } from '../../src/messages.ts';
import type { Acceptor, CloseReason, Dialect, Link, LinkHandler } from '../../src/ports.ts';
import type { SimProcess } from './sim-process.ts';

/** The longest time that a peer gives a dial. */
export const DIAL_TIMEOUT_MS = 10_000;

/** A message that tells its number. */
export function numbered(number: number): Message {
  return { kind: 'peerListRequest', additions: true, entriesMax: number, plain: false };
}

function textOf(message: Message): string {
  return message.kind === 'peerListRequest' ? String(message.entriesMax) : message.kind;
}

/** One end. `heard` holds one line a fact: milliseconds and what, such as `150 message 3`. */
export class End implements LinkHandler {
  readonly reads: Dialect = 'requests';
  readonly process: SimProcess;
  readonly heard: string[] = [];
  link: Link = -1;
  /** Numbers of the messages that came. */
  readonly numbers: number[] = [];
  /** When they came. */
  readonly atMs: number[] = [];
  closedWhy: CloseReason | undefined;

  constructor(process: SimProcess) {
    this.process = process;
  }

  /** Sends these messages and says how many were taken. */
  send(...numbers: readonly number[]): number {
    return numbers.filter((number) => this.process.send(this.link, numbered(number))).length;
  }

  close(): void {
    this.process.close(this.link);
  }

  onOpen(link: Link): void {
    this.#write(link, 'open');
  }

  onSilence(link: Link): void {
    this.#write(link, 'silence');
  }

  onMessage(link: Link, message: Message): void {
    if (message.kind === 'peerListRequest') this.numbers.push(message.entriesMax ?? -1);
    this.atMs.push(this.process.now());
    this.#write(link, `message ${textOf(message)}`);
  }

  onClose(link: Link, reason: CloseReason): void {
    this.closedWhy = reason;
    this.#write(link, `close ${reason}`);
  }

  #write(link: Link, what: string): void {
    if (link !== this.link) throw new Error(`heard of link ${link}, this is link ${this.link}`);
    this.heard.push(`${this.process.now()} ${what}`);
  }
}

/** A process that listens; its accepted ends. */
export class Listener implements Acceptor {
  readonly process: SimProcess;
  readonly ends: End[] = [];
  readonly acceptedAtMs: number[] = [];

  constructor(process: SimProcess) {
    this.process = process;
    process.listen(this);
  }

  accept(link: Link): LinkHandler {
    const end = new End(this.process);
    end.link = link;
    this.ends.push(end);
    this.acceptedAtMs.push(this.process.now());
    return end;
  }
}

export function dial(from: SimProcess, to: SimProcess, timeoutMs = DIAL_TIMEOUT_MS): End {
  const end = new End(from);
  end.link = from.dial(to.self, end, timeoutMs);
  return end;
}
