/**
 * Registration of each peer of a world with a quorum of seeds, floor(n/2)+1 of n, chosen at random; kept up for as long as the
 * peer lives. While fewer hold it, the peer goes on to seeds it has not tried, and when all were tried backs off, exponentially
 * and with jitter, and begins anew. Every seed that holds it is asked to renew every `renewIntervalMs`, so that a seed that lost
 * its registry is complete again after one interval.
 */
import type { Answer, PeerListRequest, Register, Request } from './messages.ts';
import type { Count, Flag, NodeState, Quantity } from './node-state.ts';
import type { PeerObserver } from './observer.ts';
import type { PeerList } from './peer-list.ts';
import type { CloseReason, Timer, TimerHandler, World } from './ports.ts';
import type { ReceivedList } from './received-list.ts';
import { SeedCall, type SeedCaller, type SeedContact } from './seed-call.ts';
import { type Contact, SeedContacts } from './seed-contacts.ts';
import { type PeerSettings, quorumOf } from './settings.ts';
import { unite } from './unite.ts';

export interface RegistrationOwner {
  /** A quorum holds this peer, and the lists that were asked for are united. */
  onLists(united: PeerList, lists: readonly PeerList[]): void;
  /** Whether a renewal should fetch the list as well. */
  readonly wantsList: boolean;
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
  readonly #contacts: SeedContacts;
  readonly #timer: Timer;
  /** Calls under way that will bring a list. */
  readonly #listsDue: Count;
  readonly #backoffMs: Quantity;
  /** When to try seeds again; `NEVER` while a quorum is held or a call is under way. */
  readonly #retryAtMs: Quantity;
  readonly #renewAtMs: Quantity;
  /** When the timer calls; `NEVER` when it is not armed. */
  readonly #armedForMs: Quantity;
  readonly #stopped: Flag;

  constructor(
    world: World<PeerObserver>,
    settings: PeerSettings,
    owner: RegistrationOwner,
    state: NodeState,
  ) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#contacts = new SeedContacts(world, settings.seeds);
    this.#timer = world.clock.timer(this);
    this.#listsDue = state.count();
    this.#backoffMs = state.number(settings.backoffMinMs);
    this.#retryAtMs = state.number(NEVER);
    this.#renewAtMs = state.number(NEVER);
    this.#armedForMs = state.number(NEVER);
    this.#stopped = state.flag();
  }

  get #quorum(): number {
    return quorumOf(this.#settings.seeds.length);
  }

  /** How many seeds hold this peer. */
  get heldCount(): number {
    return this.#contacts.heldCount;
  }

  /** A quorum holds this peer. */
  get complete(): boolean {
    return this.heldCount >= this.#quorum;
  }

  /** A quorum holds this peer and no list is due. Renewals do not count. */
  get settled(): boolean {
    return this.complete && this.#listsDue.value === 0;
  }

  /** All seeds of the configuration. */
  get contacts(): readonly SeedContact[] {
    return this.#contacts.all();
  }

  /** Seeds that hold this peer. */
  get holders(): SeedContact[] {
    return this.#contacts.all().filter((contact) => contact.held);
  }

  start(): void {
    this.#contacts.shuffle(() => this.#world.random.next());
    this.#renewAtMs.value = this.#world.clock.now() + this.#settings.renewIntervalMs;
    this.#pursue();
  }

  /** Calls under way are abandoned. */
  stop(): void {
    this.#stopped.value = true;
    this.#timer.disarm();
    for (const contact of this.#contacts.all()) contact.call?.abandon();
  }

  /** The peer is gone, and its state. */
  discard(): void {
    this.#contacts.reset();
  }

  /** Asks the seeds that hold this peer for their lists; `onLists` follows when all have answered or failed. */
  fetchLists(): void {
    for (const contact of this.#contacts.all()) {
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
    if (bringsList(call)) this.#listsDue.value--;
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
    this.#armedForMs.value = NEVER;
    const now = this.#world.clock.now();
    if (this.#retryAtMs.value !== NEVER && now >= this.#retryAtMs.value) {
      this.#retryAtMs.value = NEVER;
      for (const contact of this.#contacts.all()) contact.tried = false;
    }
    if (now >= this.#renewAtMs.value) {
      this.#renewAtMs.value += this.#settings.renewIntervalMs;
      if (this.#renewAtMs.value <= now) this.#renewAtMs.value = now + this.#settings.renewIntervalMs;
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
    for (const contact of this.#contacts.all()) {
      if (contact.held && contact.call === undefined) this.#call(contact, requests);
    }
  }

  /** Calls as many untried seeds as are missing; when none is left, arms the back-off. */
  #pursue(): void {
    if (this.#stopped.value) return;
    let missing = this.#quorum;
    for (const contact of this.#contacts.all()) if (contact.held || contact.call !== undefined) missing--;
    for (const contact of this.#contacts.all()) {
      if (missing <= 0) break;
      if (contact.held || contact.call !== undefined || contact.tried) continue;
      contact.tried = true;
      missing--;
      this.#call(contact, [this.#register(), LIST_REQUEST]);
    }
    if (missing > 0 && this.#retryAtMs.value === NEVER) this.#backOff();
    if (this.heldCount >= this.#quorum) {
      this.#retryAtMs.value = NEVER;
      this.#backoffMs.value = this.#settings.backoffMinMs;
    }
    const dueAtMs =
      this.#retryAtMs.value === NEVER
        ? this.#renewAtMs.value
        : Math.min(this.#retryAtMs.value, this.#renewAtMs.value);
    // Most often it is armed for that already.
    if (dueAtMs === this.#armedForMs.value) return;
    this.#armedForMs.value = dueAtMs;
    this.#timer.arm(Math.max(1, dueAtMs - this.#world.clock.now()));
  }

  #backOff(): void {
    const jitter = 0.5 + 0.5 * this.#world.random.next();
    this.#retryAtMs.value =
      this.#world.clock.now() + Math.max(this.#settings.backoffMinMs, this.#backoffMs.value * jitter);
    this.#backoffMs.value = Math.min(2 * this.#backoffMs.value, this.#settings.backoffMaxMs);
  }

  #uniteWhenComplete(): void {
    if (this.#stopped.value || this.#listsDue.value > 0 || this.heldCount < this.#quorum) return;
    const received: ReceivedList[] = [];
    // In the order of the configuration.
    for (const contact of this.#contacts.all().sort((a, b) => a.number - b.number)) {
      if (contact.received !== undefined) received.push(contact.received);
      contact.received = undefined;
    }
    if (received.length === 0) return;
    const united = unite(received, this.#world.clock.now());
    this.#owner.onLists(
      united,
      received.map(({ list }) => list),
    );
  }

  #call(contact: Contact, requests: readonly Request[]): void {
    if (requests.includes(LIST_REQUEST)) this.#listsDue.value++;
    contact.call = new SeedCall(this.#world, contact, requests, this.#settings.dialTimeoutMs, this);
  }

  #register(): Register {
    return { kind: 'register', peer: this.#world.self, additions: true, plain: false };
  }

  #contactOf(call: SeedCall): Contact {
    return call.contact as Contact;
  }
}

function bringsList(call: SeedCall): boolean {
  return call.requests.includes(LIST_REQUEST);
}
