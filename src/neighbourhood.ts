/**
 * The links of a peer: choosing neighbours, dialling and accepting, one link a pair, and repair. A peer chooses first among the
 * entries older than its own, so that the rank law holds however many join at once; a repair chooses among all.
 */
import { type Address, address, compareAddresses, sameAddress } from './address.ts';
import { Dissemination, type LinkOwner } from './dissemination.ts';
import { type Hello, LEAVE, type Message, PING, PONG } from './messages.ts';
import { Neighbour, type Watcher } from './neighbour.ts';
import { NeighbourTable } from './neighbour-table.ts';
import type { PeerObserver } from './observer.ts';
import { type PeerList, prefix, without } from './peer-list.ts';
import type { CloseReason, Link, Timer, TimerHandler, World } from './ports.ts';
import { chooseByRank } from './rank-choice.ts';
import type { PeerSettings } from './settings.ts';

/** Addresses that refused a dial or are dead, and are passed over in the next draws; the oldest is forgotten. Source: ours. */
const AVOIDED_MAX = 16;

export interface NeighbourhoodOwner extends Watcher {
  /** A link is open and its neighbour known. */
  onLinkUp(neighbour: Neighbour): void;
  /** Asks the seeds again; `onLists` follows. */
  fetchLists(): void;
}

export class Neighbourhood implements LinkOwner, TimerHandler {
  readonly table = new NeighbourTable();
  /** Handles all links; gossip goes to those that are open, or accepted and not yet decided. */
  readonly dissemination: Dissemination;
  /** Accepted links that neither said HELLO nor were adopted. */
  #undecidedCount = 0;
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #owner: NeighbourhoodOwner;
  readonly #repairTimer: Timer;
  #repairArmed = false;
  #backoffMs: number;
  /** The first choice was made. */
  #chose = false;
  /** Nobody was before this peer; several seeds may see that differently, so it is looked at once more. */
  #doubtful = false;
  /** How many neighbours this peer keeps by its own choice, and how many of those have a link or are dialled. */
  #wanted = 0;
  #chosenCount = 0;
  #diallingCount = 0;
  readonly #avoided: Address[] = [];

  constructor(world: World<PeerObserver>, settings: PeerSettings, owner: NeighbourhoodOwner) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.dissemination = new Dissemination(world, this);
    this.#decide(0);
    this.#repairTimer = world.clock.timer(this);
    this.#backoffMs = settings.backoffMinMs;
  }

  /** Neighbours this peer should still dial: those it lost, or one when it has no link at all. */
  get missing(): number {
    const none = this.dissemination.open.length === 0 && this.#diallingCount === 0 ? 1 : 0;
    return Math.max(none, this.#wanted - this.#chosenCount);
  }

  /** The first choice is made, no dial is pending and no repair is due. */
  get settled(): boolean {
    return this.#chose && this.#diallingCount === 0 && !this.repairDue;
  }

  get repairDue(): boolean {
    return this.#repairArmed && this.wantsList;
  }

  /** Whether it has a use for a new list. */
  get wantsList(): boolean {
    return this.#doubtful || this.missing > 0;
  }

  /** Chooses from the lists of the seeds, united: first among the older entries, later whatever is missing among all. */
  onLists(united: PeerList, lists: readonly PeerList[]): void {
    if (!this.#chose) this.#chooseFirst(united, lists.length);
    else if (this.#doubtful) this.#chooseAgain(united, lists);
    else if (this.missing > 0) this.#chooseMissing(united);
  }

  onAccept(link: Link): void {
    const neighbour = new Neighbour(this.#owner, this.#world.transport.remote(link), false);
    neighbour.link = link;
    this.table.add(neighbour);
    this.#decide(+1);
    this.#addOpen(neighbour);
  }

  /** A dial succeeded. */
  onOpen(link: Link): void {
    const neighbour = this.#at(link);
    this.#diallingCount--;
    this.#backoffMs = this.#settings.backoffMinMs;
    this.#avoided.length = 0;
    if (neighbour.additions) {
      this.#world.transport.send(link, { kind: 'hello', peer: this.#world.self });
    }
    this.#addOpen(neighbour);
    this.#linkUp(neighbour);
  }

  onSilence(link: Link): void {
    this.#adopt(this.#at(link));
  }

  onWord(link: Link, word: Message): void {
    const neighbour = this.#at(link);
    neighbour.heard = true;
    const { transport, observer } = this.#world;
    switch (word.kind) {
      case 'gossip':
        if (!neighbour.monitored) this.#adopt(neighbour);
        break;
      case 'hello':
        this.#onHello(neighbour, word);
        break;
      case 'ping':
        if (neighbour.additions) transport.send(link, PONG);
        break;
      case 'pong':
        break;
      case 'leave':
        if (!neighbour.additions) break;
        observer.neighbourLeft(neighbour.address);
        this.remove(neighbour, 'left');
        break;
      default:
        // Words that no peer says to a peer: the link is closed as if the other end had.
        transport.close(link);
        this.#closed(neighbour, 'malformed');
    }
  }

  onClose(link: Link, reason: CloseReason): void {
    this.#closed(this.#at(link), reason);
  }

  addressAt(link: Link): Address {
    return this.#at(link).address;
  }

  /** An accepted link without HELLO: a reference peer, known by its host only. */
  #adopt(neighbour: Neighbour): void {
    const closedBefore = this.table.find(address(neighbour.address.host, 0));
    if (closedBefore !== undefined) this.forget(closedBefore);
    this.#decide(-1);
    this.#linkUp(neighbour);
  }

  /** The other end of an accepted link says where it listens. Of two links with one peer the dial of the smaller survives. */
  #onHello(neighbour: Neighbour, { peer }: Hello): void {
    if (neighbour.named) return;
    const { self, transport } = this.#world;
    if (sameAddress(peer, self)) return this.#drop(neighbour);
    const known = this.table.find(peer);
    if (known !== undefined && known.link >= 0 && known.dialled && compareAddresses(self, peer) < 0) {
      this.#drop(neighbour);
      // A link whose other end restarted answers this with a reset, and makes room for the next dial.
      if (known.openIndex >= 0 && known.additions) transport.send(known.link, PING);
      return;
    }
    if (known !== undefined) this.#replace(known, neighbour);
    if (!neighbour.monitored) this.#decide(-1);
    this.table.remove(neighbour);
    neighbour.address = peer;
    neighbour.named = true;
    neighbour.additions = true;
    this.table.add(neighbour);
    this.#linkUp(neighbour);
  }

  /** The link closed, or the dial failed. A neighbour whose link closed is monitored on. */
  #closed(neighbour: Neighbour, reason: CloseReason): void {
    const wasOpen = neighbour.openIndex >= 0;
    this.#releaseLink(neighbour);
    if (!wasOpen) {
      this.#avoid(neighbour.address);
      this.#world.observer.dialFailed(neighbour.address, reason);
    }
    if (!neighbour.monitored) {
      this.table.remove(neighbour);
    } else if (wasOpen) {
      this.#world.observer.linkDown(neighbour.address, reason);
      if (!neighbour.named) this.#keepHostOnly(neighbour);
    }
    this.#repairLater();
  }

  /** Monitoring ends: it left, or is dead. */
  remove(neighbour: Neighbour, why: 'left' | 'dead' | 'duplicate'): void {
    if (neighbour.openIndex >= 0) this.#world.observer.linkDown(neighbour.address, why);
    if (why === 'dead') this.#avoid(neighbour.address);
    this.forget(neighbour);
    this.#repairLater();
  }

  forget(neighbour: Neighbour): void {
    const { link } = neighbour;
    this.#releaseLink(neighbour);
    if (link >= 0) this.#world.transport.close(link);
    neighbour.monitored = false;
    this.table.remove(neighbour);
  }

  /** Says goodbye to everybody. */
  leave(): void {
    this.#repairTimer.disarm();
    const { transport, observer } = this.#world;
    for (const link of [...this.dissemination.open]) {
      const neighbour = this.#at(link);
      if (neighbour.additions) transport.send(neighbour.link, LEAVE);
      if (neighbour.monitored) observer.linkDown(neighbour.address, 'stopped');
      this.forget(neighbour);
    }
    for (const neighbour of [...this.table.all]) this.forget(neighbour);
  }

  /** The oldest peer waited long enough to be dialled, or a back-off is over. */
  onTimer(): void {
    this.#repairArmed = false;
    if (this.wantsList) this.#owner.fetchLists();
  }

  #chooseFirst(united: PeerList, listCount: number): void {
    this.#chose = true;
    const rank = united.indexOf(this.#world.self);
    const older = rank < 0 ? united : prefix(united, rank);
    this.#chooseOlder(older);
    if (older.length > 0) return;
    this.#doubtful = listCount > 1;
    this.#arm(this.#settings.aloneMs);
  }

  #chooseOlder(older: PeerList): void {
    this.#choose(older, this.#settings.links, this.#settings.uniformLinks);
    this.#wanted = this.#chosenCount;
  }

  /**
   * Peers that registered at the same time may each have come out first in the union, and would never look for one another. Any
   * two share a seed, in whose list one of them is before the other: now that counts.
   */
  #chooseAgain(united: PeerList, lists: readonly PeerList[]): void {
    this.#doubtful = false;
    let older = prefix(united, 0);
    for (const list of lists) {
      const rank = list.indexOf(this.#world.self);
      if (rank > older.length) older = prefix(list, rank);
    }
    if (older.length > 0) this.#chooseOlder(older);
    else if (this.missing > 0) this.#chooseMissing(united);
  }

  /** Among those it does not know; when none of them is left, also among those whose link closed or who refused. */
  #chooseMissing(united: PeerList): void {
    const { self } = this.#world;
    const known = this.table.all.map((neighbour) => neighbour.address);
    let candidates = without(united, [self, ...known, ...this.#avoided]);
    if (candidates.length === 0) {
      const linked = this.table.all.filter(({ link }) => link >= 0).map((neighbour) => neighbour.address);
      candidates = without(united, [self, ...linked]);
    }
    if (candidates.length > 0) this.#choose(candidates, this.missing, 0);
  }

  #choose(candidates: PeerList, links: number | 'auto', uniformLinks: number): void {
    const { alpha, rank } = this.#settings;
    const positions = chooseByRank(
      { alpha, links, rank, uniformLinks },
      candidates.length,
      this.#world.random,
    );
    let chosen = 0;
    for (const position of positions) {
      const candidate = candidates.at(position);
      const known = this.table.find(candidate);
      if (known !== undefined && known.link >= 0) continue;
      this.#dial(known ?? this.#stranger(candidate), candidates.additions(position));
      chosen++;
    }
    this.#world.observer.neighboursChosen(candidates.length, chosen);
  }

  #stranger(address: Address): Neighbour {
    const neighbour = new Neighbour(this.#owner, address, true);
    this.table.add(neighbour);
    return neighbour;
  }

  /** Dials one without a link; it is monitored meanwhile if it was. */
  #dial(neighbour: Neighbour, additions: boolean): void {
    neighbour.dialled = true;
    neighbour.chosen = true;
    neighbour.additions ||= additions;
    this.#chosenCount++;
    this.#diallingCount++;
    const { transport } = this.#world;
    const link = transport.dial(neighbour.address, this.dissemination, this.#settings.dialTimeoutMs);
    this.table.relink(neighbour, link);
  }

  #linkUp(neighbour: Neighbour): void {
    neighbour.monitored = true;
    this.#world.observer.linkUp(neighbour.address, neighbour.dialled, !neighbour.additions);
    this.#owner.onLinkUp(neighbour);
  }

  /** Another link with the same peer takes over its place and its standing. */
  #replace(known: Neighbour, successor: Neighbour): void {
    if (known.chosen && !successor.chosen) {
      successor.chosen = true;
      this.#chosenCount++;
    }
    if (known.openIndex >= 0) this.#world.observer.linkDown(known.address, 'duplicate');
    this.forget(known);
  }

  /** An accepted link that is not wanted. */
  #drop(neighbour: Neighbour): void {
    if (neighbour.monitored) this.remove(neighbour, 'duplicate');
    else this.forget(neighbour);
  }

  /** Its link is gone and only its host is known: one such entry a host, so that reconnecting peers do not pile up. */
  #keepHostOnly(neighbour: Neighbour): void {
    this.table.remove(neighbour);
    neighbour.address = address(neighbour.address.host, 0);
    if (this.table.find(neighbour.address) === undefined) this.table.add(neighbour);
    else neighbour.monitored = false;
  }

  /** The neighbour of a link that is open or being dialled. */
  #at(link: Link): Neighbour {
    return this.table.at(link) as Neighbour;
  }

  /** So many more accepted links are undecided; the next word on one decides it. */
  #decide(more: number): void {
    this.#undecidedCount += more;
    this.dissemination.everyWordCounts = this.#undecidedCount > 0 || this.#settings.liveness !== 'icmp';
  }

  #addOpen(neighbour: Neighbour): void {
    const { open } = this.dissemination;
    neighbour.openIndex = open.length;
    open.push(neighbour.link);
  }

  /** Its link no longer counts. The last open one takes its place. */
  #releaseLink(neighbour: Neighbour): void {
    if (neighbour.link < 0) return;
    if (neighbour.openIndex >= 0) {
      if (!neighbour.monitored) this.#decide(-1);
      const { open } = this.dissemination;
      const last = open.pop() as Link;
      if (last !== neighbour.link) {
        open[neighbour.openIndex] = last;
        this.#at(last).openIndex = neighbour.openIndex;
      }
      neighbour.openIndex = -1;
    } else if (neighbour.dialled) {
      this.#diallingCount--;
    }
    this.table.relink(neighbour, -1);
    if (neighbour.chosen) this.#chosenCount--;
  }

  #avoid(refused: Address): void {
    this.#avoided.push(refused);
    if (this.#avoided.length > AVOIDED_MAX) this.#avoided.shift();
  }

  #repairLater(): void {
    if (!this.#chose || this.#repairArmed || this.missing === 0) return;
    this.#arm(this.#backoffMs * (0.5 + 0.5 * this.#world.random.next()) + this.#settings.backoffMinMs / 2);
    this.#backoffMs = Math.min(2 * this.#backoffMs, this.#settings.backoffMaxMs);
  }

  #arm(delayMs: number): void {
    this.#repairArmed = true;
    this.#repairTimer.arm(delayMs);
  }
}
