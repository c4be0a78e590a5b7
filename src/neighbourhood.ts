/**
 * The links of each peer of a world: choosing neighbours, dialling and accepting, one link a pair, and repair. A peer chooses
 * first among the entries older than its own, so that the rank law holds however many join at once; a repair chooses among all.
 */
import { type Address, address, compareAddresses, sameAddress } from './address.ts';
import { Avoided } from './avoided.ts';
import { type LinkLimit, REFUSED_MAX } from './link-limit.ts';
import { type Hello, LEAVE, type Message, PING } from './messages.ts';
import { NeighbourLinks } from './neighbour-links.ts';
import {
  ADDITIONS,
  ANSWERED,
  CHOSEN,
  DIALLED,
  HEARD,
  MONITORED,
  NAMED,
  type Neighbour,
  type NeighbourStore,
  NOBODY,
  OPEN,
  PING_ALIVE,
  PING_LOST,
  REFUSED,
} from './neighbour-store.ts';
import type { Count, Flag, NodeState, Thing } from './node-state.ts';
import type { PeerObserver } from './observer.ts';
import { mostOlderEntries, olderEntries } from './older-entries.ts';
import { type PeerList, without } from './peer-list.ts';
import type { CloseReason, Link, World } from './ports.ts';
import { chooseByRank } from './rank-choice.ts';
import { Repair, type RepairOwner } from './repair.ts';
import type { PeerSettings } from './settings.ts';

export interface NeighbourhoodOwner {
  /** A link is open and its neighbour known. */
  onLinkUp(neighbour: Neighbour): void;
  /** It answered a PING. */
  onPong(neighbour: Neighbour): void;
  onDialFailed(): void;
  /** Asks the seeds again; `onLists` follows. */
  fetchLists(): void;
}

export class Neighbourhood extends NeighbourLinks implements RepairOwner {
  readonly #owner: NeighbourhoodOwner;
  readonly #repair: Repair;
  /** The first choice was made. */
  readonly #chose: Flag;
  readonly #doubtful: Flag;
  /** How many neighbours a peer keeps by its own choice. */
  readonly #wanted: Count;
  /** Defined once a dial failed or a neighbour died. */
  readonly #avoided: Thing<Avoided>;

  constructor(
    world: World<PeerObserver>,
    settings: PeerSettings,
    owner: NeighbourhoodOwner,
    store: NeighbourStore,
    state: NodeState,
  ) {
    super(world, settings, store, state);
    this.#owner = owner;
    this.#repair = new Repair(world, settings, this, state);
    this.#chose = state.flag();
    this.#doubtful = state.flag();
    this.#wanted = state.count();
    this.#avoided = state.thing();
  }

  /** Nobody was before this peer; several seeds may see that differently, so it is looked at once more. */
  get doubtful(): boolean {
    return this.#doubtful.value;
  }

  /** Neighbours this peer should still dial, if it has room: those it lost, or one when it has no link at all. */
  get missing(): number {
    const none = this.openCount === 0 && this.dials.value === 0 ? 1 : 0;
    const lost = this.#wanted.value - this.chosenLinks.value;
    return Math.max(none, this.limit === undefined ? lost : Math.min(lost, this.limit.room(this.linkCount)));
  }

  /** The first choice is made, no dial is pending and no repair is due. */
  get settled(): boolean {
    return this.#chose.value && this.dials.value === 0 && !this.repairDue;
  }

  get repairDue(): boolean {
    return this.#repair.armed && this.wantsList;
  }

  /** Whether it has a use for a new list. */
  get wantsList(): boolean {
    return this.doubtful || this.missing > 0;
  }

  /** Chooses from the lists of the seeds, united: first among the older entries, later whatever is missing among all. */
  onLists(united: PeerList, lists: readonly PeerList[]): void {
    if (!this.#chose.value) this.#chooseFirst(united, lists.length);
    else if (this.doubtful) this.#chooseAgain(united, lists);
    else if (this.missing > 0) this.#chooseMissing(united);
  }

  onAccept(link: Link): void {
    const neighbour = this.table.add(undefined, OPEN);
    this.table.relink(neighbour, link);
    this.openLinks.value++;
    this.decide(+1);
  }

  /** A dial succeeded. */
  onOpen(link: Link): void {
    const neighbour = this.table.at(link);
    this.dials.value--;
    this.openLinks.value++;
    this.#repair.succeeded();
    this.#avoided.drop();
    if (this.store.is(neighbour, ADDITIONS)) {
      this.world.transport.send(link, { kind: 'hello', peer: this.world.self });
    }
    this.store.mark(neighbour, OPEN);
    this.#linkUp(neighbour);
  }

  onSilence(link: Link): void {
    this.#adopt(this.table.at(link));
  }

  onWord(link: Link, word: Message): void {
    const neighbour = this.table.at(link);
    if (this.store.is(neighbour, REFUSED)) return;
    const hasAdditions = this.store.is(neighbour, ADDITIONS);
    this.store.mark(neighbour, HEARD);
    const { transport, observer } = this.world;
    switch (word.kind) {
      case 'gossip':
        if (!this.store.is(neighbour, MONITORED)) this.#adopt(neighbour);
        break;
      case 'hello':
        this.#onHello(neighbour, word);
        break;
      case 'ping':
        if (hasAdditions) this.answerPing(neighbour);
        break;
      case 'pong':
        this.#owner.onPong(neighbour);
        break;
      case 'leave':
        if (!hasAdditions) break;
        if (this.limit !== undefined && this.#refuses(neighbour))
          return this.#drawAgain(neighbour, this.limit);
        observer.neighbourLeft(this.addressOf(neighbour));
        this.remove(neighbour, 'left');
        break;
      default:
        // Words that no peer says to a peer: the link is closed as if the other end had.
        transport.close(link);
        this.#closed(neighbour, 'malformed');
    }
  }

  onClose(link: Link, reason: CloseReason): void {
    this.#closed(this.table.at(link), reason);
  }

  /** An accepted link without HELLO: a reference peer, known by its host only. */
  #adopt(neighbour: Neighbour): void {
    this.table.rename(neighbour, this.addressOf(neighbour));
    const closedBefore = this.table.find(address(this.addressOf(neighbour).host, 0));
    if (closedBefore !== NOBODY) this.forget(closedBefore);
    this.decide(-1);
    this.#linkUp(neighbour);
  }

  /** The other end of an accepted link says where it listens. Of two links with one peer the dial of the smaller survives. */
  #onHello(neighbour: Neighbour, { peer }: Hello): void {
    const { store } = this;
    if (store.is(neighbour, NAMED)) return;
    const { self, transport } = this.world;
    if (sameAddress(peer, self)) return this.#drop(neighbour);
    const known = this.table.find(peer);
    if (known !== NOBODY && this.#outranks(known, peer)) {
      this.#drop(neighbour);
      // A link whose other end restarted answers this with a reset, and makes room for the next dial.
      if (store.is(known, OPEN) && store.is(known, ADDITIONS)) transport.send(store.link(known), PING);
      return;
    }
    const linked = known !== NOBODY && store.link(known) >= 0;
    if (!linked && !store.is(neighbour, MONITORED) && this.limit?.room(this.linkCount) === 0) {
      return this.#refuse(neighbour, peer);
    }
    if (known !== NOBODY) this.#replace(known, neighbour);
    if (!store.is(neighbour, MONITORED)) this.decide(-1);
    this.table.rename(neighbour, peer);
    store.mark(neighbour, NAMED | ADDITIONS);
    this.#linkUp(neighbour);
  }

  /** The link that this peer has with one that says HELLO, or is dialling, is the one that survives. */
  #outranks(known: Neighbour, peer: Address): boolean {
    const { self } = this.world;
    const linked = this.store.link(known) >= 0;
    return linked && this.store.is(known, DIALLED) && compareAddresses(self, peer) < 0;
  }

  /** Says that there is no room. What the other end has sent meanwhile still counts, so it is for that end to close the link. */
  #refuse(neighbour: Neighbour, peer: Address): void {
    const { store } = this;
    this.world.observer.neighbourRefused(peer);
    this.world.transport.send(store.link(neighbour), LEAVE);
    this.disown(neighbour);
    store.mark(neighbour, REFUSED);
    const refused = this.table.all().filter((each) => store.is(each, REFUSED));
    if (refused.length > REFUSED_MAX) this.forget(refused[0]);
  }

  /** A farewell on a dialled link that comes before the answer to a ping: the other end is full. */
  #refuses(neighbour: Neighbour): boolean {
    return this.store.is(neighbour, DIALLED) && !this.store.is(neighbour, PING_ALIVE | PING_LOST | ANSWERED);
  }

  /** One that this peer dialled is full: another takes its place. */
  #drawAgain(full: Neighbour, limit: LinkLimit): void {
    const refuser = this.addressOf(full);
    this.world.observer.linkDown(refuser, 'full');
    this.forget(full);
    if (this.missing === 0) return;
    const redraw = limit.redraw(refuser, this.#knownAddresses());
    if (redraw !== undefined) {
      return this.#choose(redraw.candidates, redraw.ranked ? 1 : 0, redraw.ranked ? 0 : 1);
    }
    this.#avoid(refuser);
    if (limit.hasList) this.#repair.slowDown();
    this.#repairLater();
  }

  /** The link closed, or the dial failed. A neighbour whose link closed is monitored on. */
  #closed(neighbour: Neighbour, reason: CloseReason): void {
    const { store } = this;
    const wasOpen = store.is(neighbour, OPEN);
    this.releaseLink(neighbour);
    if (!wasOpen && !store.is(neighbour, REFUSED)) {
      this.#avoid(this.addressOf(neighbour));
      this.world.observer.dialFailed(this.addressOf(neighbour), reason);
    }
    if (!store.is(neighbour, MONITORED)) {
      this.table.remove(neighbour);
    } else if (wasOpen) {
      this.world.observer.linkDown(this.addressOf(neighbour), reason);
      if (!store.is(neighbour, NAMED)) this.keepHostOnly(neighbour, reason);
    }
    this.#repairLater();
    if (!wasOpen) this.#owner.onDialFailed();
  }

  /** Monitoring ends: it left, or is dead. */
  remove(neighbour: Neighbour, why: 'left' | 'dead' | 'duplicate'): void {
    const named = this.addressOf(neighbour);
    if (this.store.is(neighbour, OPEN)) this.world.observer.linkDown(named, why);
    if (why === 'dead') this.#avoid(named);
    this.forget(neighbour);
    this.#repairLater();
  }

  /** Says goodbye to everybody. */
  leave(): void {
    this.#repair.stop();
    const { transport, observer } = this.world;
    const { store } = this;
    for (const neighbour of this.table.all()) {
      if (store.is(neighbour, OPEN)) {
        if (store.is(neighbour, ADDITIONS)) transport.send(store.link(neighbour), LEAVE);
        if (store.is(neighbour, MONITORED)) observer.linkDown(this.addressOf(neighbour), 'stopped');
      }
      this.forget(neighbour);
    }
  }

  /** The oldest peer waited long enough to be dialled, or a back-off is over. */
  onRepairDue(): void {
    if (this.wantsList) this.#owner.fetchLists();
  }

  #chooseFirst(united: PeerList, listCount: number): void {
    this.#chose.value = true;
    const older = olderEntries(united, this.world.self);
    this.#chooseOlder(older);
    if (older.length > 0) return;
    this.#doubtful.value = listCount > 1;
    this.#repair.arm(this.settings.aloneMs);
  }

  #chooseOlder(older: PeerList): void {
    this.limit?.chooseFrom(older);
    this.#choose(older, this.settings.links, this.settings.uniformLinks);
    this.#wanted.value = this.chosenLinks.value;
  }

  /**
   * Peers that registered at the same time may each have come out first in the union, and would never look for one another. Any
   * two share a seed, in whose list one of them is before the other: now that counts.
   */
  #chooseAgain(united: PeerList, lists: readonly PeerList[]): void {
    this.#doubtful.value = false;
    const older = mostOlderEntries(lists, this.world.self);
    if (older !== undefined) this.#chooseOlder(older);
    else if (this.missing > 0) this.#chooseMissing(united);
  }

  /** Among those it does not know; when none of them is left, also among those whose link closed or who refused. */
  #chooseMissing(united: PeerList): void {
    const { self } = this.world;
    const all = this.table.all();
    let candidates = without(united, [self, ...this.#knownAddresses()]);
    if (candidates.length === 0) {
      const linked = all.filter((neighbour) => this.store.link(neighbour) >= 0);
      candidates = without(united, [self, ...linked.map((neighbour) => this.addressOf(neighbour))]);
    }
    this.limit?.chooseFrom(candidates);
    if (candidates.length > 0) this.#choose(candidates, this.missing, 0);
  }

  /** Whom a repair passes over, if it can. */
  #knownAddresses(): Address[] {
    const known = this.table.all().map((neighbour) => this.addressOf(neighbour));
    const avoided = this.#avoided.value;
    return avoided === undefined ? known : [...known, ...avoided.addresses];
  }

  #choose(candidates: PeerList, links: number | 'auto', uniformLinks: number): void {
    const { alpha, rank } = this.settings;
    const positions = chooseByRank(
      { alpha, links, rank, uniformLinks },
      candidates.length,
      this.world.random,
    );
    let chosen = 0;
    for (const position of positions) {
      const candidate = candidates.at(position);
      const known = this.table.find(candidate);
      if (known !== NOBODY && this.store.link(known) >= 0) continue;
      if (this.limit?.room(this.linkCount) === 0) break;
      const neighbour = known !== NOBODY ? known : this.table.add(candidate, NAMED);
      this.#dial(neighbour, candidates.additions(position));
      chosen++;
    }
    this.world.observer.neighboursChosen(candidates.length, chosen);
  }

  /** Dials one without a link; it is monitored meanwhile if it was. */
  #dial(neighbour: Neighbour, additions: boolean): void {
    this.store.mark(neighbour, DIALLED | CHOSEN | (additions ? ADDITIONS : 0));
    this.chosenLinks.value++;
    this.dials.value++;
    const to = this.addressOf(neighbour);
    const link = this.world.transport.dial(to, this.dissemination, this.settings.dialTimeoutMs);
    this.table.relink(neighbour, link);
  }

  #linkUp(neighbour: Neighbour): void {
    const { store } = this;
    store.mark(neighbour, MONITORED);
    const named = this.addressOf(neighbour);
    this.world.observer.linkUp(named, store.is(neighbour, DIALLED), !store.is(neighbour, ADDITIONS));
    this.#owner.onLinkUp(neighbour);
  }

  /** Another link with the same peer takes over its place and its standing. */
  #replace(known: Neighbour, successor: Neighbour): void {
    const { store } = this;
    if (store.is(known, CHOSEN) && !store.is(successor, CHOSEN)) {
      store.mark(successor, CHOSEN);
      this.chosenLinks.value++;
    }
    if (store.is(known, OPEN)) this.world.observer.linkDown(this.addressOf(known), 'duplicate');
    this.forget(known);
  }

  /** An accepted link that is not wanted. */
  #drop(neighbour: Neighbour): void {
    if (this.store.is(neighbour, MONITORED)) this.remove(neighbour, 'duplicate');
    else this.forget(neighbour);
  }

  #avoid(address: Address): void {
    this.#avoided.value ??= new Avoided();
    this.#avoided.value.add(address);
  }

  #repairLater(): void {
    if (this.#chose.value && !this.#repair.armed && this.missing > 0) this.#repair.backOff();
  }
}
