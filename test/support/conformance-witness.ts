/**
 * A node of a conformance test, and the witness of what happens to it: every port call is made, and every handler runs, under
 * its eyes, so each test also checks that no handler runs inside a port call or inside another handler, and that a link tells
 * nothing in an order that no link may have.
 */
import type { Address } from '../../src/address.ts';
import { type Gossip, gossip, type Message } from '../../src/messages.ts';
import type {
  Acceptor,
  CloseReason,
  Dialect,
  Link,
  LinkHandler,
  PingOutcome,
  Timer,
} from '../../src/ports.ts';
import type { NodePorts } from './conformance-world.ts';

/** Long enough for every dial of a test that should succeed. */
const DIAL_MAX_MS = 60_000;

/** Gossip that says a number, as text or in full. */
export function saying(number: number, payload?: string): Gossip {
  return gossip(`1700000000.5:10.0.0.1:${number}`, payload);
}

export class Witness {
  /** What no world may do. */
  readonly breaches: string[] = [];
  readonly #changed: () => void;
  readonly #calls: string[] = [];
  #running: string | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** A port call. */
  call<T>(what: string, call: () => T): T {
    this.#calls.push(what);
    try {
      return call();
    } finally {
      this.#calls.pop();
    }
  }

  /** A handler. */
  run(what: string, body: () => void): void {
    if (this.#running !== undefined) this.breach(`${what} inside ${this.#running}`);
    const call = this.#calls.at(-1);
    if (call !== undefined) this.breach(`${what} inside ${call}`);
    const outer = this.#running;
    this.#running = what;
    body();
    this.#running = outer;
    this.#changed();
  }

  breach(sentence: string): void {
    this.breaches.push(sentence);
  }
}

/** The handler of one link, and this end of it. */
export class LinkEnd implements LinkHandler {
  readonly station: Station;
  readonly dialled: boolean;
  readonly reads: Dialect;
  link: Link = -1;
  /** `open`, `silence`, `closed: why`, the kind of a message, or the number that gossip says. */
  readonly events: string[] = [];
  readonly messages: Message[] = [];
  /** Done inside each event. */
  onEvent: ((event: string) => void) | undefined;
  #closedHere = false;

  constructor(station: Station, dialled: boolean, reads: Dialect) {
    this.station = station;
    this.dialled = dialled;
    this.reads = reads;
  }

  heard(event: string): boolean {
    return this.events.includes(event);
  }

  /** The link closed, or never opened, and this end was told. */
  get isOver(): boolean {
    return this.events.at(-1)?.startsWith('closed') ?? false;
  }

  /** Whether this end asked for its close. */
  get closedHere(): boolean {
    return this.#closedHere;
  }

  /** Sends a message, which from now on nobody can change. */
  send(message: Message): boolean {
    const { ports, witness } = this.station;
    Object.freeze(message);
    return witness.call('send', () => ports.transport.send(this.link, message));
  }

  /** Sends gossip that nobody has seen, as whoever publishes does. */
  say(number: number, payload?: string): boolean {
    const message = saying(number, payload);
    this.station.ports.memory.firstTime(message);
    return this.send(message);
  }

  close(): void {
    const { ports, witness } = this.station;
    this.#closedHere = true;
    witness.call('close', () => ports.transport.close(this.link));
  }

  get remote(): Address {
    return this.station.ports.transport.remote(this.link);
  }

  onOpen(link: Link): void {
    this.#note(link, 'open');
  }

  onSilence(link: Link): void {
    this.#note(link, 'silence');
  }

  onMessage(link: Link, message: Message): void {
    this.messages.push(message);
    this.#note(link, message.kind === 'gossip' ? message.text.replace(/.*:/, '') : message.kind);
  }

  onClose(link: Link, reason: CloseReason): void {
    this.#note(link, `closed: ${reason}`);
  }

  #note(link: Link, event: string): void {
    const { witness } = this.station;
    const problem = this.#problemWith(link, event);
    if (problem !== undefined) witness.breach(`"${event}" ${problem}, after ${JSON.stringify(this.events)}`);
    this.events.push(event);
    witness.run(event, () => this.onEvent?.(event));
  }

  #problemWith(link: Link, event: string): string | undefined {
    if (link !== this.link) return `of link ${link} to the handler of link ${this.link}`;
    if (this.#closedHere) return 'after this end closed';
    if (this.station.hasEnded) return 'after its process ended';
    if (this.isOver) return 'after the link was over';
    if (event === 'open') return this.dialled && this.events.length === 0 ? undefined : 'is not the first';
    if (event === 'silence') return this.dialled || this.events.length > 0 ? 'on no silent link' : undefined;
    return this.dialled && this.events.length === 0 && !event.startsWith('closed') ? 'too early' : undefined;
  }
}

/** One node: its ports, and what it heard. */
export class Station implements Acceptor {
  readonly ports: NodePorts;
  #pingCount = 0;
  readonly witness: Witness;
  readonly accepted: LinkEnd[] = [];
  /** Its process ended. */
  hasEnded = false;
  /** Done inside `accept`. */
  onAccept: ((end: LinkEnd) => void) | undefined;
  #reads: Dialect = 'gossip';

  constructor(ports: NodePorts, witness: Witness) {
    this.ports = ports;
    this.witness = witness;
  }

  get self(): Address {
    return this.ports.self;
  }

  listen(reads: Dialect = 'gossip'): void {
    this.#reads = reads;
    this.witness.call('listen', () => this.ports.transport.listen(this));
  }

  unlisten(): void {
    this.witness.call('unlisten', () => this.ports.transport.unlisten());
  }

  accept(link: Link): LinkHandler {
    const end = new LinkEnd(this, false, this.#reads);
    end.link = link;
    this.accepted.push(end);
    this.witness.run('accept', () => this.onAccept?.(end));
    return end;
  }

  dial(to: Address, reads: Dialect = 'gossip', timeoutMs = DIAL_MAX_MS): LinkEnd {
    const end = new LinkEnd(this, true, reads);
    end.link = this.witness.call('dial', () => this.ports.transport.dial(to, end, timeoutMs));
    return end;
  }

  /** The answers to one ping, as they come. */
  ping(target: Address, timeoutMs: number): PingAnswer[] {
    const answers: PingAnswer[] = [];
    const { pinger, clock } = this.ports;
    const sentTag = this.#pingCount++;
    const onPing = (tag: number, outcome: PingOutcome, roundTripMs: number): void => {
      if (tag !== sentTag) throw new Error(`the answer to ping ${sentTag} came with tag ${tag}`);
      answers.push({ outcome, roundTripMs, atMs: clock.now() });
      this.witness.run('onPing', () => {});
    };
    this.witness.call('ping', () => pinger.ping(target, timeoutMs, { onPing }, sentTag));
    return answers;
  }

  /** A timer under the eyes of the witness. */
  timer(task: () => void): Timer {
    const timer = this.ports.clock.timer({ onTimer: () => this.witness.run('onTimer', task) });
    return {
      arm: (delayMs) => this.witness.call('arm', () => timer.arm(delayMs)),
      disarm: () => this.witness.call('disarm', () => timer.disarm()),
    };
  }
}

export interface PingAnswer {
  readonly outcome: PingOutcome;
  readonly roundTripMs: number;
  readonly atMs: number;
}
