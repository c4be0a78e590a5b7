/**
 * A peer: registers with seeds, chooses neighbours, gossips, and watches whether its neighbours are alive. Each idea has a
 * class of its own; this one joins them and is where their events meet.
 */
import type { Address } from './address.ts';
import { Joining, type JoiningOwner, type JoiningPeer } from './joining.ts';
import { Liveness, type LivenessOwner } from './liveness.ts';
import type { Gossip } from './messages.ts';
import { DIALLED, NAMED, type Neighbour, NeighbourStore, NOBODY, OPEN } from './neighbour-store.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import { Neighbourhood, type NeighbourhoodOwner } from './neighbourhood.ts';
import type { PeerObserver } from './observer.ts';
import type { PeerList } from './peer-list.ts';
import type { Link, Timer, TimerHandler, World } from './ports.ts';
import { Publication } from './publication.ts';
import { Registration, type RegistrationOwner } from './registration.ts';
import { type NoticesOwner, SeedNotices } from './seed-notices.ts';
import type { PeerSettings } from './settings.ts';

/** What a peer tells of a neighbour. */
export interface NeighbourFacts {
  readonly address: Address;
  /** The open link, if any. */
  readonly link: Link | undefined;
  /** The link, if any, was dialled by this peer. */
  readonly dialled: boolean;
  /** `address` is where it listens. */
  readonly named: boolean;
}

export class Peer
  implements NeighbourhoodOwner, RegistrationOwner, LivenessOwner, NoticesOwner, JoiningPeer, TimerHandler
{
  readonly world: World<PeerObserver>;
  readonly settings: PeerSettings;
  readonly #registration: Registration;
  readonly #neighbourhood: Neighbourhood;
  /** Of a peer that publishes. */
  #publication: Publication | undefined;
  /** Of a peer that an application embeds. */
  #joining: Joining | undefined;
  readonly #liveness: Liveness;
  #notices: SeedNotices | undefined;
  /** Bounds the graceful leave; defined once it began. */
  #leaveTimer: Timer | undefined;
  #stopped = false;

  /** @param store shared by the peers of one process, if there are several */
  constructor(world: World<PeerObserver>, settings: PeerSettings, store = new NeighbourStore()) {
    this.world = world;
    this.settings = settings;
    this.#registration = new Registration(world, settings, this);
    this.#neighbourhood = new Neighbourhood(world, settings, this, store);
    if (settings.gossipCount > 0) {
      this.#publication = new Publication(world, settings, this.#neighbourhood.dissemination);
    }
    this.#liveness = new Liveness(world, settings, this, this.#neighbourhood.table);
  }

  /**
   * An application is about to use this peer: it hears once when the peer has joined, and may publish. To be called before
   * `start`.
   */
  embed(application: JoiningOwner): void {
    this.#joining = new Joining(this.world, this.settings.pingTimeoutMs, this, application);
    this.#publication ??= new Publication(this.world, this.settings, this.#neighbourhood.dissemination);
  }

  /** Listens, registers, and goes on from there. */
  start(): void {
    this.world.transport.listen(this.#neighbourhood.dissemination);
    this.#registration.start();
    if (typeof this.settings.gossipStart === 'number') this.#publication?.start(this.settings.gossipStart);
  }

  /** Publishes the first of `gossipCount` messages now, if none was published yet. */
  startGossip(): void {
    this.#publication?.start(0);
  }

  /** The next message of the application, to be published; `payload` is base64url. */
  message(payload: string | undefined): Gossip {
    if (this.#publication === undefined) throw new Error('no application embeds this peer');
    return this.#publication.message(payload);
  }

  /** Publishes a message of the application. False: no link took it, nothing was published, and it may be given again. */
  publish(message: Gossip): boolean {
    const { dissemination } = this.#neighbourhood;
    if (this.#joining?.alone !== true) return dissemination.offer(message);
    dissemination.publish(message);
    return true;
  }

  /** Leaves gracefully; `observer.stopped` follows, at the latest after `leaveMs`. */
  stop(): void {
    if (this.#leaveTimer !== undefined) return;
    this.#leaveTimer = this.world.clock.timer(this);
    this.#leaveTimer.arm(this.settings.leaveMs);
    // The listener closes first: a seed checks a leaver like an accused.
    this.world.transport.unlisten();
    this.#publication?.stop();
    this.#joining?.stop();
    this.#liveness.stop();
    const { holders } = this.#registration;
    this.#registration.stop();
    this.#neighbourhood.leave();
    this.#seedNotices().deregister(holders);
    if (this.noticesPending === 0) this.onNoticesSent();
  }

  /** Holds its quorum, has united its lists and chosen, and has no request or dial pending. Renewals do not count. */
  get settled(): boolean {
    return this.#registration.settled && this.#neighbourhood.settled;
  }

  /** How many seeds hold it. */
  get heldCount(): number {
    return this.#registration.heldCount;
  }

  /** Messages of its own are still to come. */
  get gossipDue(): boolean {
    return this.#publication?.due ?? false;
  }

  /** It has lost neighbours and will replace them. */
  get repairDue(): boolean {
    return this.#neighbourhood.repairDue || !this.#registration.settled;
  }

  /** Death reports and deregistrations under way. */
  get noticesPending(): number {
    return this.#notices?.pendingCount ?? 0;
  }

  /** Its neighbours, in the order in which they came; also those whose link closed or is being dialled. */
  get neighbours(): NeighbourFacts[] {
    const { table } = this.#neighbourhood;
    const { store } = table;
    return table.all().map((neighbour) => ({
      address: this.#neighbourhood.addressOf(neighbour),
      link: store.is(neighbour, OPEN) ? store.link(neighbour) : undefined,
      dialled: store.is(neighbour, DIALLED),
      named: store.is(neighbour, NAMED),
    }));
  }

  /** Tells every open link that this peer dialled. */
  eachDialledLink(visit: (link: Link) => void): void {
    const { store, first } = this.#neighbourhood.table;
    for (let each = first; each !== NOBODY; each = store.next(each)) {
      if (store.is(each, OPEN) && store.is(each, DIALLED)) visit(store.link(each));
    }
  }

  /** Links that are open, or accepted and not yet decided. */
  get openLinkCount(): number {
    return this.#neighbourhood.openCount;
  }

  /** The process of this peer is gone: its rows in the store are for others. */
  discard(): void {
    this.#neighbourhood.table.releaseAll();
  }

  get table(): NeighbourTable {
    return this.#neighbourhood.table;
  }

  get dialling(): boolean {
    return this.#neighbourhood.dialling;
  }

  get doubtful(): boolean {
    return this.#neighbourhood.doubtful;
  }

  get registered(): boolean {
    return this.#registration.complete;
  }

  get wantsList(): boolean {
    return this.#neighbourhood.wantsList;
  }

  onLists(united: PeerList, lists: readonly PeerList[]): void {
    this.#neighbourhood.onLists(united, lists);
    this.#joining?.onLists(united);
  }

  fetchLists(): void {
    this.#registration.fetchLists();
  }

  onLinkUp(neighbour: Neighbour): void {
    this.#liveness.watch(neighbour);
    this.#joining?.onLinkUp(neighbour);
    if (this.settings.gossipStart === 'connected') this.#publication?.start(0);
  }

  onPong(neighbour: Neighbour): void {
    this.#joining?.onPong(neighbour);
  }

  onDialFailed(): void {
    this.#joining?.check();
  }

  /** The verdict: told to every seed of the configuration; monitoring of this neighbour ends. */
  onDead(neighbour: Neighbour): void {
    const { store } = this.#neighbourhood.table;
    const named = store.is(neighbour, NAMED);
    const accused = this.#neighbourhood.addressOf(neighbour);
    this.world.observer.declaredDead(accused, store.failures(neighbour), named);
    this.#neighbourhood.remove(neighbour, 'dead');
    if (named) this.#seedNotices().reportDead(accused, this.#registration.contacts);
  }

  onNoticesSent(): void {
    if (this.#leaveTimer !== undefined) this.#end(0);
  }

  /** The leave took too long: what is pending is abandoned. */
  onTimer(): void {
    this.#end(this.noticesPending);
  }

  #end(abandoned: number): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#leaveTimer?.disarm();
    this.#notices?.abandon();
    this.world.observer.stopped(abandoned);
  }

  #seedNotices(): SeedNotices {
    this.#notices ??= new SeedNotices(this.world, this.settings.dialTimeoutMs, this);
    return this.#notices;
  }
}
