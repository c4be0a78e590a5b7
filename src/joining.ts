/**
 * Whether a peer has joined its network, for an application that publishes (ours): a quorum of seeds holds it, and it has a link
 * whose other end answered a PING, or nobody else is there. That a link is open says less: the other end may be full, or may keep
 * another link of the pair. A reference peer answers no PING, so there an open link has to do.
 */
import { PING } from './messages.ts';
import {
  ADDITIONS,
  ANSWERED,
  MONITORED,
  type Neighbour,
  type NeighbourStore,
  NOBODY,
  OPEN,
} from './neighbour-store.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import type { PeerList } from './peer-list.ts';
import type { Timer, TimerHandler, World } from './ports.ts';

export interface JoiningOwner {
  /** The peer has joined. Called once. */
  onJoined(): void;
}

/** What is sent on the link of this neighbour gets into the network. */
export function answers(store: NeighbourStore, neighbour: Neighbour): boolean {
  if (!store.is(neighbour, OPEN) || !store.is(neighbour, MONITORED)) return false;
  return store.is(neighbour, ANSWERED) || !store.is(neighbour, ADDITIONS);
}

export class Joining implements TimerHandler {
  readonly #world: World<unknown>;
  readonly #timeoutMs: number;
  readonly #table: NeighbourTable;
  readonly #registration: { readonly complete: boolean };
  readonly #owner: JoiningOwner;
  readonly #timer: Timer;
  #alone = false;
  #joined = false;

  /** @param timeoutMs A PING unanswered so long is sent again: a full buffer may have cost it or its answer. */
  constructor(
    world: World<unknown>,
    timeoutMs: number,
    table: NeighbourTable,
    registration: { readonly complete: boolean },
    owner: JoiningOwner,
  ) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    this.#table = table;
    this.#registration = registration;
    this.#owner = owner;
    this.#timer = world.clock.timer(this);
  }

  /** The seeds listed nobody else, and no link has answered since. */
  get alone(): boolean {
    return this.#alone;
  }

  /** A link answered, or nobody else is there. */
  get connected(): boolean {
    if (this.#alone) return true;
    const { store, first } = this.#table;
    for (let each = first; each !== NOBODY; each = store.next(each)) if (answers(store, each)) return true;
    return false;
  }

  stop(): void {
    this.#timer.disarm();
  }

  onLists(united: PeerList): void {
    const selfCount = united.indexOf(this.#world.self) < 0 ? 0 : 1;
    this.#alone = united.length === selfCount && !this.connected;
    this.#check();
  }

  onLinkUp(neighbour: Neighbour): void {
    const { store } = this.#table;
    store.unmark(neighbour, ANSWERED);
    if (!store.is(neighbour, ADDITIONS)) return this.#answered();
    this.#world.transport.send(store.link(neighbour), PING);
    this.#timer.arm(this.#timeoutMs);
  }

  onPong(neighbour: Neighbour): void {
    this.#table.store.mark(neighbour, ANSWERED);
    this.#answered();
  }

  /** Some links may not have answered in time. */
  onTimer(): void {
    const { store, first } = this.#table;
    let asked = false;
    for (let each = first; each !== NOBODY; each = store.next(each)) {
      if (answers(store, each) || !store.is(each, OPEN) || !store.is(each, MONITORED)) continue;
      this.#world.transport.send(store.link(each), PING);
      asked = true;
    }
    if (asked) this.#timer.arm(this.#timeoutMs);
  }

  #answered(): void {
    this.#alone = false;
    this.#check();
  }

  #check(): void {
    if (this.#joined || !this.#registration.complete || !this.connected) return;
    this.#joined = true;
    this.#owner.onJoined();
  }
}
