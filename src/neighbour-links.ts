/**
 * The links of each peer of a world and what its table says of them: who is at the other end, how many are open, dialled or not yet
 * decided. Whom to dial, and what the words on a link mean, is the neighbourhood's.
 */
import { type Address, address } from './address.ts';
import { Dissemination, type LinkOwner } from './dissemination.ts';
import { LinkLimit } from './link-limit.ts';
import { sharesPings } from './liveness.ts';
import { type Message, PONG } from './messages.ts';
import {
  CHOSEN,
  DIALLED,
  MONITORED,
  type Neighbour,
  type NeighbourStore,
  NOBODY,
  OPEN,
} from './neighbour-store.ts';
import { NeighbourTable } from './neighbour-table.ts';
import type { Count, NodeState, Thing } from './node-state.ts';
import type { PeerObserver } from './observer.ts';
import type { CloseReason, Link, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

export abstract class NeighbourLinks implements LinkOwner {
  readonly table: NeighbourTable;
  /** Handles all links; gossip goes to those that are open, or accepted and not yet decided. */
  readonly dissemination: Dissemination;
  /** How many links are open, or accepted and not yet decided. */
  protected readonly openLinks: Count;
  protected readonly dials: Count;
  /** How many neighbours that a peer chose have a link or are dialled. */
  protected readonly chosenLinks: Count;
  /** Of peers that have one. */
  readonly #limits: Thing<LinkLimit> | undefined;
  protected readonly store: NeighbourStore;
  protected readonly world: World<PeerObserver>;
  protected readonly settings: PeerSettings;

  constructor(world: World<PeerObserver>, settings: PeerSettings, store: NeighbourStore, state: NodeState) {
    this.table = new NeighbourTable(store, state);
    this.store = store;
    this.world = world;
    this.settings = settings;
    this.dissemination = new Dissemination(world, this, this.table, settings, state);
    this.openLinks = state.count();
    this.dials = state.count();
    this.chosenLinks = state.count();
    if (settings.linksMax > 0) this.#limits = state.thing();
  }

  /** Links that are open, or accepted and not yet decided. */
  get openCount(): number {
    return this.openLinks.value;
  }

  /** Dials are pending. */
  get dialling(): boolean {
    return this.dials.value > 0;
  }

  abstract onAccept(link: Link): void;
  abstract onOpen(link: Link): void;
  abstract onSilence(link: Link): void;
  abstract onWord(link: Link, word: Message): void;
  abstract onClose(link: Link, reason: CloseReason): void;

  addressAt(link: Link): Address {
    return this.addressOf(this.table.at(link));
  }

  /** Where a neighbour listens, or of an accepted link without HELLO where it was dialled from. */
  addressOf(neighbour: Neighbour): Address {
    const known = this.store.address(neighbour);
    return known ?? this.world.transport.remote(this.store.link(neighbour));
  }

  /** Whoever asks lives, so it need not be asked for an interval. */
  protected answerPing(neighbour: Neighbour): void {
    const { store, world } = this;
    world.transport.send(store.link(neighbour), PONG);
    if (sharesPings(this.settings)) store.setAskedAtMs(neighbour, world.clock.now());
  }

  /** Its link, if any, closes, and it is no longer in the table. */
  protected forget(neighbour: Neighbour): void {
    const link = this.store.link(neighbour);
    this.releaseLink(neighbour);
    if (link >= 0) this.world.transport.close(link);
    this.store.unmark(neighbour, MONITORED);
    this.table.remove(neighbour);
  }

  /**
   * Its link is gone and only its host is known: one such entry a host, so that reconnecting peers do not pile up. Whoever never said
   * anything was no peer.
   */
  protected keepHostOnly(neighbour: Neighbour, reason: CloseReason): void {
    const hostOnly = address(this.addressOf(neighbour).host, 0);
    if (reason !== 'silent' && this.table.find(hostOnly) === NOBODY)
      return this.table.rename(neighbour, hostOnly);
    this.store.unmark(neighbour, MONITORED);
    this.table.remove(neighbour);
  }

  /** Of a peer that has one. */
  protected get limit(): LinkLimit | undefined {
    if (this.#limits === undefined) return undefined;
    this.#limits.value ??= new LinkLimit(this.settings.linksMax);
    return this.#limits.value;
  }

  /** Links that are open or dialled; those accepted and not yet decided do not count. */
  protected get linkCount(): number {
    return this.openLinks.value - this.dissemination.undecided.value + this.dials.value;
  }

  /** An open link does not count any more, though it is not closed. */
  protected disown(neighbour: Neighbour): void {
    if (!this.store.is(neighbour, MONITORED)) this.decide(-1);
    this.store.unmark(neighbour, OPEN);
    this.openLinks.value--;
  }

  /** So many more accepted links are undecided: they neither said HELLO nor were adopted. */
  protected decide(more: number): void {
    this.dissemination.undecided.value += more;
  }

  /** Its link no longer counts. */
  protected releaseLink(neighbour: Neighbour): void {
    const { store } = this;
    if (store.link(neighbour) < 0) return;
    if (store.is(neighbour, OPEN)) {
      this.disown(neighbour);
    } else if (store.is(neighbour, DIALLED)) {
      this.dials.value--;
    }
    this.table.relink(neighbour, -1);
    if (store.is(neighbour, CHOSEN)) this.chosenLinks.value--;
  }
}
