/** What a peer knows of one neighbour. A hub has a million, so what is yes or no shares one number. */
import type { Address } from './address.ts';
import type { ProbeOwner } from './connect-probe.ts';
import type { Link, PingHandler, PingOutcome } from './ports.ts';

/** Who wants to know whether a neighbour answered. */
export interface Watcher {
  answered(neighbour: Neighbour, outcome: PingOutcome): void;
}

const NAMED = 1;
const ADDITIONS = 2;
const DIALLED = 4;
const CHOSEN = 8;
const MONITORED = 16;
const PING_LOST = 32;
const PING_ALIVE = 64;
const HEARD = 128;

export class Neighbour implements PingHandler, ProbeOwner {
  /** Its listening address; of an accepted link without HELLO the host with the port it dialled from. */
  address: Address;
  /** The open link, or the one being dialled; -1 without. */
  link: Link = -1;
  /** Place in the list of open links; -1 when not in it. */
  openIndex = -1;
  /** Place in the table of neighbours; -1 when not in it. */
  tableIndex = -1;
  /** When it is pinged next; -1 while it is not watched. */
  dueAtMs = -1;
  /** Failures in a row. */
  failures = 0;
  /** Answers still due to the last ping. */
  answersDue = 0;
  readonly #watcher: Watcher;
  #marks: number;

  constructor(watcher: Watcher, address: Address, dialled: boolean) {
    this.#watcher = watcher;
    this.address = address;
    this.#marks = dialled ? NAMED | DIALLED | CHOSEN : 0;
  }

  /** `address` is where it listens. */
  get named(): boolean {
    return this.#has(NAMED);
  }

  set named(yes: boolean) {
    this.#mark(NAMED, yes);
  }

  /** It understands the additions: HELLO, PING, PONG, LEAVE. */
  get additions(): boolean {
    return this.#has(ADDITIONS);
  }

  set additions(yes: boolean) {
    this.#mark(ADDITIONS, yes);
  }

  /** The link, if any, was dialled by this peer. */
  get dialled(): boolean {
    return this.#has(DIALLED);
  }

  set dialled(yes: boolean) {
    this.#mark(DIALLED, yes);
  }

  /** This peer chose it, so this peer replaces it when it is lost. */
  get chosen(): boolean {
    return this.#has(CHOSEN);
  }

  set chosen(yes: boolean) {
    this.#mark(CHOSEN, yes);
  }

  /** It counts as a neighbour: pinged at every interval until it leaves or is declared dead. */
  get monitored(): boolean {
    return this.#has(MONITORED);
  }

  set monitored(yes: boolean) {
    this.#mark(MONITORED, yes);
  }

  /** What the answers to the last ping said. */
  get pingLost(): boolean {
    return this.#has(PING_LOST);
  }

  set pingLost(yes: boolean) {
    this.#mark(PING_LOST, yes);
  }

  get pingAlive(): boolean {
    return this.#has(PING_ALIVE);
  }

  set pingAlive(yes: boolean) {
    this.#mark(PING_ALIVE, yes);
  }

  /** Something was heard on the link since the last ping; kept up only where the process is watched over its link. */
  get heard(): boolean {
    return this.#has(HEARD);
  }

  set heard(yes: boolean) {
    this.#mark(HEARD, yes);
  }

  onPing(outcome: PingOutcome, _roundTripMs: number): void {
    this.#watcher.answered(this, outcome);
  }

  onProbe(listening: boolean): void {
    this.#watcher.answered(this, listening ? 'alive' : 'lost');
  }

  #has(mark: number): boolean {
    return (this.#marks & mark) !== 0;
  }

  #mark(mark: number, yes: boolean): void {
    if (yes) this.#marks |= mark;
    else this.#marks &= ~mark;
  }
}
