/**
 * Whether a peer has joined its network, for an application that publishes (ours): a quorum of seeds holds it, and it has a link
 * whose other end answered a PING, or nobody else is there. That a link is open says less: the other end may be full, or may keep
 * another link of the pair. A reference peer answers no PING, so there an open link has to do.
 *
 * Peers that start together shall not each find itself among a few that nobody else is linked to. So a link that a younger peer
 * dialled does not count while this peer still dials its own choice, and one in doubt whether anybody is older asks again at once.
 */
import { PING } from './messages.ts';
import {
  ADDITIONS,
  ANSWERED,
  CHOSEN,
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

/** What it must know of the parts of its peer. */
export interface JoiningPeer {
  readonly table: NeighbourTable;
  /** Dials are pending. */
  readonly dialling: boolean;
  /** It seems to be the oldest, but several seeds may see that differently. */
  readonly doubtful: boolean;
  /** A quorum of seeds holds it. */
  readonly registered: boolean;
  /** Asks the seeds again; `onLists` follows. */
  fetchLists(): void;
}

/** What is sent on the link of this neighbour gets into the network. */
export function answers(store: NeighbourStore, neighbour: Neighbour): boolean {
  if (!store.is(neighbour, OPEN) || !store.is(neighbour, MONITORED)) return false;
  return store.is(neighbour, ANSWERED) || !store.is(neighbour, ADDITIONS);
}

export class Joining implements TimerHandler {
  readonly #world: World<unknown>;
  readonly #timeoutMs: number;
  readonly #peer: JoiningPeer;
  readonly #owner: JoiningOwner;
  readonly #timer: Timer;
  #alone = false;
  #joined = false;

  /** @param timeoutMs A PING unanswered so long is sent again: a full buffer may have cost it or its answer. */
  constructor(world: World<unknown>, timeoutMs: number, peer: JoiningPeer, owner: JoiningOwner) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    this.#peer = peer;
    this.#owner = owner;
    this.#timer = world.clock.timer(this);
  }

  /** The seeds listed nobody else, and no link has answered since. */
  get alone(): boolean {
    return this.#alone;
  }

  stop(): void {
    this.#timer.disarm();
  }

  onLists(united: PeerList): void {
    const selfCount = united.indexOf(this.#world.self) < 0 ? 0 : 1;
    this.#alone = united.length === selfCount && !this.#anyAnswers(0);
    if (this.#peer.doubtful && !this.#alone) this.#peer.fetchLists();
    this.check();
  }

  onLinkUp(neighbour: Neighbour): void {
    const { store } = this.#peer.table;
    store.unmark(neighbour, ANSWERED);
    if (!store.is(neighbour, ADDITIONS)) return this.#answered();
    this.#world.transport.send(store.link(neighbour), PING);
    this.#timer.arm(this.#timeoutMs);
  }

  onPong(neighbour: Neighbour): void {
    this.#peer.table.store.mark(neighbour, ANSWERED);
    this.#answered();
  }

  /** Some links may not have answered in time. */
  onTimer(): void {
    const { store, first } = this.#peer.table;
    let asked = false;
    for (let each = first; each !== NOBODY; each = store.next(each)) {
      if (answers(store, each) || !store.is(each, OPEN) || !store.is(each, MONITORED)) continue;
      this.#world.transport.send(store.link(each), PING);
      asked = true;
    }
    if (asked) this.#timer.arm(this.#timeoutMs);
  }

  /** To be called when a dial failed as well: others may count now. */
  check(): void {
    if (this.#joined || !this.#hasJoined) return;
    this.#joined = true;
    this.#owner.onJoined();
  }

  #answered(): void {
    this.#alone = false;
    this.check();
  }

  get #hasJoined(): boolean {
    const { registered, doubtful, dialling } = this.#peer;
    if (!registered || this.#alone) return registered;
    return !doubtful && (this.#anyAnswers(CHOSEN) || (!dialling && this.#anyAnswers(0)));
  }

  /** Whether a link answers of a neighbour of which these facts are true. */
  #anyAnswers(facts: number): boolean {
    const { store, first } = this.#peer.table;
    for (let each = first; each !== NOBODY; each = store.next(each)) {
      if (answers(store, each) && (facts === 0 || store.is(each, facts))) return true;
    }
    return false;
  }
}
