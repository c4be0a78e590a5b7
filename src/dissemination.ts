/**
 * Dissemination: flooding, by each peer of a world. It passes on each message at its first sight, to every neighbour but the one it
 * came from; later sights are only counted. So a message crosses a link at most once a direction. Every link to a neighbour ends
 * here, so that a message touches no more than it must; whatever else is said on a link is the neighbourhood's.
 */
import type { Address } from './address.ts';
import { GossipGuard } from './gossip-guard.ts';
import { answers } from './joining.ts';
import type { Gossip, Message } from './messages.ts';
import { NOBODY, OPEN } from './neighbour-store.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import type { Count, NodeState, Thing } from './node-state.ts';
import type { LinkNames, PeerObserver } from './observer.ts';
import type { Acceptor, CloseReason, Dialect, Link, LinkHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

/** Who knows the neighbours behind the links. */
export interface LinkOwner extends LinkNames {
  onAccept(link: Link): void;
  onOpen(link: Link): void;
  onSilence(link: Link): void;
  /** Something was said. Of gossip only what came while it matters that something was said. */
  onWord(link: Link, word: Message): void;
  onClose(link: Link, reason: CloseReason): void;
}

export class Dissemination implements Acceptor, LinkHandler, LinkNames {
  readonly #world: World<PeerObserver>;
  readonly #owner: LinkOwner;
  /** How many links are not decided: the next word on one decides it, so the owner wants to know of gossip too. */
  readonly undecided: Count;
  /** Gossip goes to whoever has an open link. */
  readonly #table: NeighbourTable;
  /** Of peers that have limits for gossip, each made when its first comes. */
  readonly #guards: Thing<GossipGuard> | undefined;
  readonly #settings: PeerSettings;
  /** The owner always wants to know of gossip too. */
  readonly #everyWordCounts: boolean;

  constructor(
    world: World<PeerObserver>,
    owner: LinkOwner,
    table: NeighbourTable,
    settings: PeerSettings,
    state: NodeState,
  ) {
    this.#world = world;
    this.#owner = owner;
    this.#table = table;
    this.#settings = settings;
    if (GossipGuard.isNeededFor(settings)) this.#guards = state.thing();
    this.undecided = state.count();
    this.#everyWordCounts = settings.liveness !== 'icmp' || settings.pingsPerInterval > 0;
  }

  get reads(): Dialect {
    return 'gossip';
  }

  /** Sends a message of this peer to every neighbour. */
  publish(message: Gossip): void {
    const { memory, observer } = this.#world;
    memory.firstTime(message);
    observer.published(message);
    this.#forward(message, undefined);
  }

  /** The same, unless no link whose other end answered takes it: then nothing is published, and the answer is false. */
  offer(message: Gossip): boolean {
    const { memory, observer } = this.#world;
    memory.firstTime(message);
    const taker = this.#firstTaker(message);
    if (taker === undefined) return false;
    observer.published(message);
    observer.copied(message, taker, this);
    this.#forward(message, taker);
    return true;
  }

  onMessage(link: Link, message: Message): void {
    if (message.kind !== 'gossip') return this.#owner.onWord(link, message);
    if (this.#everyWordCounts || this.undecided.value > 0) this.#owner.onWord(link, message);
    const { memory, observer } = this.#world;
    const guard = this.#guard;
    if (guard?.admits(link) === false) return observer.throttled(message, link, this);
    if (!memory.firstTime(message)) return observer.duplicate(message, link, this);
    if (guard?.isTimely(message) === false) return observer.untimely(message, link, this);
    observer.delivered(message, link, this);
    this.#forward(message, link);
  }

  accept(link: Link): LinkHandler {
    this.#owner.onAccept(link);
    return this;
  }

  onOpen(link: Link): void {
    this.#owner.onOpen(link);
  }

  onSilence(link: Link): void {
    this.#owner.onSilence(link);
  }

  onClose(link: Link, reason: CloseReason): void {
    this.#owner.onClose(link, reason);
  }

  addressAt(link: Link): Address {
    return this.#owner.addressAt(link);
  }

  get #guard(): GossipGuard | undefined {
    if (this.#guards === undefined) return undefined;
    this.#guards.value ??= new GossipGuard(this.#world.clock, this.#settings);
    return this.#guards.value;
  }

  #firstTaker(message: Gossip): Link | undefined {
    const { store, first } = this.#table;
    for (let neighbour = first; neighbour !== NOBODY; neighbour = store.next(neighbour)) {
      const link = store.link(neighbour);
      if (answers(store, neighbour) && this.#world.transport.send(link, message)) return link;
    }
    return undefined;
  }

  #forward(message: Gossip, except: Link | undefined): void {
    const { transport, observer } = this.#world;
    const { store, first } = this.#table;
    for (let neighbour = first; neighbour !== NOBODY; neighbour = store.next(neighbour)) {
      const link = store.link(neighbour);
      if (link === except || !store.is(neighbour, OPEN)) continue;
      if (transport.send(link, message)) observer.copied(message, link, this);
      else observer.shed(message, link, this);
    }
  }
}
