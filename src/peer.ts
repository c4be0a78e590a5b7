/**
 * A peer, or all peers of a world, of which one acts at a time: it registers with seeds, chooses neighbours, gossips, and watches
 * whether its neighbours are alive. Each idea has a class of its own; this one joins them and is where their events meet.
 */
import type { Address } from './address.ts';
import { Joining, type JoiningOwner, type JoiningPeer } from './joining.ts';
import { Liveness, type LivenessOwner } from './liveness.ts';
import type { Gossip } from './messages.ts';
import { DIALLED, NAMED, type Neighbour, NeighbourStore, NOBODY, OPEN } from './neighbour-store.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import { Neighbourhood, type NeighbourhoodOwner } from './neighbourhood.ts';
import { type Flag, NodeState, type Thing } from './node-state.ts';
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
  readonly #state: NodeState;
  readonly #registration: Registration;
  readonly #neighbourhood: Neighbourhood;
  readonly #publication: Publication;
  /** Of a peer that publishes by itself. */
  readonly #publishes: Flag;
  /** Of a peer that an application embeds. */
  readonly #joining: Thing<Joining>;
  readonly #liveness: Liveness;
  readonly #notices: Thing<SeedNotices>;
  /** Bounds the graceful leave. */
  readonly #leaveTimer: Timer;
  readonly #leaving: Flag;
  readonly #stopped: Flag;

  /** @param store shared by the peers of one process, if there are several */
  constructor(world: World<PeerObserver>, settings: PeerSettings, store = new NeighbourStore()) {
    const state = new NodeState(world);
    this.world = world;
    this.settings = settings;
    this.#state = state;
    this.#registration = new Registration(world, settings, this, state);
    this.#neighbourhood = new Neighbourhood(world, settings, this, store, state);
    this.#publication = new Publication(world, settings, this.#neighbourhood.dissemination, state);
    this.#publishes = state.flag();
    this.#joining = state.thing();
    this.#liveness = new Liveness(world, settings, this, this.#neighbourhood.table, state);
    this.#notices = state.thing();
    this.#leaveTimer = world.clock.timer(this);
    this.#leaving = state.flag();
    this.#stopped = state.flag();
  }

  /**
   * An application is about to use this peer: it hears once when the peer has joined, and may publish. To be called before
   * `start`.
   */
  embed(application: JoiningOwner): void {
    this.#joining.value = new Joining(this.world, this.settings.pingTimeoutMs, this, application);
  }

  /**
   * Listens, registers, and goes on from there.
   * @param publishes the messages of the settings; otherwise none by itself
   */
  start(publishes = true): void {
    this.#publishes.value = publishes;
    this.world.transport.listen(this.#neighbourhood.dissemination);
    this.#registration.start();
    if (typeof this.settings.gossipStart === 'number') this.#publish(this.settings.gossipStart);
  }

  /** Publishes the first of `gossipCount` messages now, if none was published yet. */
  startGossip(): void {
    this.#publish(0);
  }

  /** The next message of the application, to be published; `payload` is base64url. */
  message(payload: string | undefined): Gossip {
    return this.#publication.message(payload);
  }

  /** Publishes a message of the application. False: no link took it, nothing was published, and it may be given again. */
  publish(message: Gossip): boolean {
    const { dissemination } = this.#neighbourhood;
    if (this.#joining.value?.alone !== true) return dissemination.offer(message);
    dissemination.publish(message);
    return true;
  }

  /** Leaves gracefully; `observer.stopped` follows, at the latest after `leaveMs`. */
  stop(): void {
    if (this.#leaving.value) return;
    this.#leaving.value = true;
    this.#leaveTimer.arm(this.settings.leaveMs);
    // The listener closes first: a seed checks a leaver like an accused.
    this.world.transport.unlisten();
    this.#publication.stop();
    this.#joining.value?.stop();
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
    return this.#publication.due;
  }

  /** It has lost neighbours and will replace them. */
  get repairDue(): boolean {
    return this.#neighbourhood.repairDue || !this.#registration.settled;
  }

  /** Death reports and deregistrations under way. */
  get noticesPending(): number {
    return this.#notices.value?.pendingCount ?? 0;
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

  /** The process of this peer is gone: its rows in the store are for others, and another one may start in its place. */
  discard(): void {
    this.#registration.discard();
    this.#neighbourhood.table.releaseAll();
    this.#state.begin();
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
    this.#joining.value?.onLists(united);
  }

  fetchLists(): void {
    this.#registration.fetchLists();
  }

  onLinkUp(neighbour: Neighbour): void {
    this.#liveness.watch(neighbour);
    this.#joining.value?.onLinkUp(neighbour);
    if (this.settings.gossipStart === 'connected') this.#publish(0);
  }

  onPong(neighbour: Neighbour): void {
    this.#joining.value?.onPong(neighbour);
  }

  onDialFailed(): void {
    this.#joining.value?.check();
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
    if (this.#leaving.value) this.#end(0);
  }

  /** The leave took too long: what is pending is abandoned. */
  onTimer(): void {
    this.#end(this.noticesPending);
  }

  #publish(delayMs: number): void {
    if (this.#publishes.value) this.#publication.start(delayMs);
  }

  #end(abandoned: number): void {
    if (this.#stopped.value) return;
    this.#stopped.value = true;
    this.#leaveTimer.disarm();
    this.#notices.value?.abandon();
    this.world.observer.stopped(abandoned);
  }

  #seedNotices(): SeedNotices {
    this.#notices.value ??= new SeedNotices(this.world, this.settings.dialTimeoutMs, this);
    return this.#notices.value;
  }
}
