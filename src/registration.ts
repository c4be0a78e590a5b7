/**
 * Registration with a quorum of seeds, floor(n/2)+1 of n, chosen at random; kept up for as long as the peer lives. While fewer
 * hold it, the peer goes on to seeds it has not tried, and when all were tried backs off, exponentially and with jitter, and
 * begins anew. Every seed that holds it is asked to renew every `renewIntervalMs`, so that a seed that lost its registry is
 * complete again after one interval.
 */
import type { Address } from './address.ts';
import type { Answer, PeerListRequest, Register, Request } from './messages.ts';
import type { PeerObserver } from './observer.ts';
import type { PeerList } from './peer-list.ts';
import type { CloseReason, Timer, TimerHandler, World } from './ports.ts';
import type { ReceivedList } from './received-list.ts';
import { SeedCall, type SeedCaller, type SeedContact } from './seed-call.ts';
import { type PeerSettings, quorumOf } from './settings.ts';
import { unite } from './unite.ts';

export interface RegistrationOwner {
  /** A quorum holds this peer, and the lists that were asked for are united. */
  onLists(united: PeerList, lists: readonly PeerList[]): void;
  /** Whether a renewal should fetch the list as well. */
  readonly wantsList: boolean;
}

interface Contact extends SeedContact {
  /** The seed holds this peer, as far as we know. */
  held: boolean;
  /** Tried since the last back-off. */
  tried: boolean;
  /** The call under way. */
  call: SeedCall | undefined;
  /** An answer that waits to be united. */
  received: ReceivedList | undefined;
}

const NEVER = -1;

const LIST_REQUEST: PeerListRequest = {
  kind: 'peerListRequest',
  additions: true,
  entriesMax: undefined,
  plain: false,
};

export class Registration implements SeedCaller, TimerHandler {
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #owner: RegistrationOwner;
  readonly #contacts: Contact[];
  readonly #timer: Timer;
  /** Calls under way that will bring a list. */
  #listsDue = 0;
  #backoffMs: number;
  /** When to try seeds again; `NEVER` while a quorum is held or a call is under way. */
  #retryAtMs = NEVER;
  #renewAtMs = NEVER;
  #stopped = false;

  constructor(world: World<PeerObserver>, settings: PeerSettings, owner: RegistrationOwner) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#contacts = settings.seeds.map(newContact);
    this.#timer = world.clock.timer(this);
    this.#backoffMs = settings.backoffMinMs;
  }

  get #quorum(): number {
    return quorumOf(this.#settings.seeds.length);
  }

  /** How many seeds hold this peer. */
  get heldCount(): number {
    let count = 0;
    for (const contact of this.#contacts) if (contact.held) count++;
    return count;
  }

  /** A quorum holds this peer. */
  get complete(): boolean {
    return this.heldCount >= this.#quorum;
  }

  /** A quorum holds this peer and no list is due. Renewals do not count. */
  get settled(): boolean {
    return this.complete && this.#listsDue === 0;
  }

  /** All seeds of the configuration. */
  get contacts(): readonly SeedContact[] {
    return this.#contacts;
  }

  /** Seeds that hold this peer. */
  get holders(): SeedContact[] {
    return this.#contacts.filter((contact) => contact.held);
  }

  start(): void {
    this.#shuffle();
    this.#renewAtMs = this.#world.clock.now() + this.#settings.renewIntervalMs;
    this.#pursue();
  }

  /** Calls under way are abandoned. */
  stop(): void {
    this.#stopped = true;
    this.#timer.disarm();
    for (const contact of this.#contacts) contact.call?.abandon();
  }

  /** Asks the seeds that hold this peer for their lists; `onLists` follows when all have answered or failed. */
  fetchLists(): void {
    for (const contact of this.#contacts) {
      if (contact.held && contact.call === undefined) this.#call(contact, [LIST_REQUEST]);
    }
    this.#pursue();
  }

  onAnswer(call: SeedCall, answer: Answer): void {
    const contact = this.#contactOf(call);
    if (answer.kind === 'registered' && !contact.held) {
      contact.held = true;
      this.#world.observer.registered(contact.seed, this.heldCount, this.#quorum);
    } else if (answer.kind === 'peerList') {
      contact.received = { list: answer.list, aged: answer.aged, receivedAtMs: this.#world.clock.now() };
      this.#world.observer.listReceived(contact.seed, answer.list.length);
    }
  }

  onCallEnd(call: SeedCall, failure: CloseReason | undefined): void {
    const contact = this.#contactOf(call);
    contact.call = undefined;
    if (bringsList(call)) this.#listsDue--;
    if (!call.requests.some(({ kind }) => kind === 'register')) this.#lookForSelf(contact);
    if (failure !== undefined) {
      contact.held = false;
      this.#world.observer.registrationFailed(contact.seed, failure, this.heldCount, this.#quorum);
    }
    this.#pursue();
    this.#uniteWhenComplete();
  }

  /** A back-off or the renewal interval is over. */
  onTimer(): void {
    const now = this.#world.clock.now();
    if (this.#retryAtMs !== NEVER && now >= this.#retryAtMs) {
      this.#retryAtMs = NEVER;
      for (const contact of this.#contacts) contact.tried = false;
    }
    if (now >= this.#renewAtMs) {
      this.#renewAtMs += this.#settings.renewIntervalMs;
      if (this.#renewAtMs <= now) this.#renewAtMs = now + this.#settings.renewIntervalMs;
      this.#renew();
    }
    this.#pursue();
  }

  /** A seed whose list lacks this peer, removed by mistake or lost in a restart, is asked again at once. */
  #lookForSelf(contact: Contact): void {
    if (contact.received === undefined || contact.received.list.indexOf(this.#world.self) >= 0) return;
    contact.held = false;
    contact.tried = false;
  }

  #renew(): void {
    const requests = this.#owner.wantsList ? [this.#register(), LIST_REQUEST] : [this.#register()];
    for (const contact of this.#contacts) {
      if (contact.held && contact.call === undefined) this.#call(contact, requests);
    }
  }

  /** Calls as many untried seeds as are missing; when none is left, arms the back-off. */
  #pursue(): void {
    if (this.#stopped) return;
    let missing = this.#quorum;
    for (const contact of this.#contacts) if (contact.held || contact.call !== undefined) missing--;
    for (const contact of this.#contacts) {
      if (missing <= 0) break;
      if (contact.held || contact.call !== undefined || contact.tried) continue;
      contact.tried = true;
      missing--;
      this.#call(contact, [this.#register(), LIST_REQUEST]);
    }
    if (missing > 0 && this.#retryAtMs === NEVER) this.#backOff();
    if (this.heldCount >= this.#quorum) {
      this.#retryAtMs = NEVER;
      this.#backoffMs = this.#settings.backoffMinMs;
    }
    const dueAtMs = this.#retryAtMs === NEVER ? this.#renewAtMs : Math.min(this.#retryAtMs, this.#renewAtMs);
    this.#timer.arm(Math.max(1, dueAtMs - this.#world.clock.now()));
  }

  #backOff(): void {
    const jitter = 0.5 + 0.5 * this.#world.random.next();
    this.#retryAtMs =
      this.#world.clock.now() + Math.max(this.#settings.backoffMinMs, this.#backoffMs * jitter);
    this.#backoffMs = Math.min(2 * this.#backoffMs, this.#settings.backoffMaxMs);
  }

  #uniteWhenComplete(): void {
    if (this.#stopped || this.#listsDue > 0 || this.heldCount < this.#quorum) return;
    const received: ReceivedList[] = [];
    for (const seed of this.#settings.seeds) {
      const contact = this.#contacts.find((each) => each.seed === seed);
      if (contact?.received !== undefined) received.push(contact.received);
      if (contact !== undefined) contact.received = undefined;
    }
    if (received.length === 0) return;
    const united = unite(received, this.#world.clock.now());
    this.#owner.onLists(
      united,
      received.map(({ list }) => list),
    );
  }

  #call(contact: Contact, requests: readonly Request[]): void {
    if (requests.includes(LIST_REQUEST)) this.#listsDue++;
    contact.call = new SeedCall(this.#world, contact, requests, this.#settings.dialTimeoutMs, this);
  }

  #register(): Register {
    return { kind: 'register', peer: this.#world.self, additions: true, plain: false };
  }

  #contactOf(call: SeedCall): Contact {
    return call.contact as Contact;
  }

  /** The order in which seeds are tried: at random, once. */
  #shuffle(): void {
    for (let i = this.#contacts.length - 1; i > 0; i--) {
      const j = Math.floor(this.#world.random.next() * (i + 1));
      const contact = this.#contacts[i];
      this.#contacts[i] = this.#contacts[j];
      this.#contacts[j] = contact;
    }
  }
}

function bringsList(call: SeedCall): boolean {
  return call.requests.includes(LIST_REQUEST);
}

function newContact(seed: Address): Contact {
  return { seed, plain: undefined, held: false, tried: false, call: undefined, received: undefined };
}
