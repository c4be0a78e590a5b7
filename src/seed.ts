/**
 * A seed: introduces peers to each other. It registers them, serves the list, oldest registration first, and takes a report of
 * death as a suspicion: it removes the accused only when its own TCP connection to the listed address fails as well.
 */
import type { Address } from './address.ts';
import { AddressCheck } from './address-check.ts';
import { Admission } from './admission.ts';
import { type AwaitingRequest, type DialBackOwner, DialBacks } from './dial-backs.ts';
import type { Message, PeerListRequest, Register } from './messages.ts';
import type { RefusalReason, RemovalReason, SeedObserver } from './observer.ts';
import type { Acceptor, CloseReason, Link, LinkHandler, Timer, TimerHandler, World } from './ports.ts';
import { Registry } from './registry.ts';
import type { SeedSettings } from './settings.ts';

/** How often the registry is looked through for entries that were not renewed. Source: ours. */
const SWEEP_INTERVAL_MS = 60_000;

/** Stale entries checked in one sweep. Source: ours. */
const SWEEP_CHECKS_MAX = 256;

export class Seed implements Acceptor, LinkHandler, TimerHandler, DialBackOwner {
  readonly reads = 'requests';
  readonly world: World<SeedObserver>;
  readonly settings: SeedSettings;
  readonly registry = new Registry();
  /** One for each address under suspicion. */
  readonly #checks = new Map<string, AddressCheck>();
  readonly #admission: Admission;
  readonly #dialBacks: DialBacks;
  readonly #sweepTimer: Timer;
  #stopped = false;

  constructor(world: World<SeedObserver>, settings: SeedSettings) {
    this.world = world;
    this.settings = settings;
    this.#admission = new Admission(settings);
    this.#dialBacks = new DialBacks(this);
    this.#sweepTimer = world.clock.timer(this);
  }

  /** Accepts requests from now on. */
  start(): void {
    this.world.transport.listen(this);
    this.#sweepTimer.arm(SWEEP_INTERVAL_MS);
  }

  /** Stops at once; checks under way are abandoned. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.world.transport.unlisten();
    this.#sweepTimer.disarm();
    const abandoned = this.checkCount;
    for (const check of this.#checks.values()) check.abandon();
    this.#checks.clear();
    this.#dialBacks.abandon();
    this.world.observer.stopped(abandoned);
  }

  /** Checks and dial-backs whose verdict is still due. */
  get checkCount(): number {
    let count = this.#dialBacks.count;
    for (const check of this.#checks.values()) if (check.due) count++;
    return count;
  }

  accept(_link: Link): LinkHandler {
    return this;
  }

  onMessage(link: Link, message: Message): void {
    // Answers keep the order of their questions, so whoever waits for one asks no other.
    if (this.#dialBacks.has(link)) return this.#close(link);
    switch (message.kind) {
      case 'register':
        this.#onRegister(link, message);
        break;
      case 'peerListRequest':
        this.#serveList(link, message);
        break;
      case 'deathReport':
        this.#answer(link, { kind: 'acknowledged', plain: message.plain });
        this.#onReport(message.accused, message.reporterHost);
        break;
      case 'deregister':
        this.#answer(link, { kind: 'acknowledged', plain: message.plain });
        if (this.registry.has(message.peer)) this.#suspect(message.peer, 'left');
        break;
      case 'dialBack':
        if (!this.#dialBacks.begin(link, message)) this.#close(link);
        break;
      case 'badRequest':
        this.world.observer.badRequest(this.world.transport.remote(link));
        this.world.transport.send(link, { kind: 'rejected', why: message.why, plain: message.plain });
        this.world.transport.close(link);
        break;
      default:
        this.world.transport.close(link);
    }
  }

  onOpen(): void {}

  onSilence(): void {}

  onClose(link: Link, _reason: CloseReason): void {
    this.#dialBacks.drop(link);
  }

  onDialledBack(link: Link, request: AwaitingRequest, listening: boolean): void {
    this.world.observer.dialledBack(request.peer, listening);
    if (request.kind === 'dialBack') {
      this.#answer(link, { kind: 'reachability', reachable: listening, plain: request.plain });
    } else if (listening) {
      this.#list(link, request);
    } else {
      this.#refuse(link, request, 'unreachable');
    }
  }

  /** Looks for entries that were not renewed. */
  onTimer(): void {
    const { registry, settings, world } = this;
    for (const address of registry.stale(world.clock.now(), settings.staleMs, SWEEP_CHECKS_MAX)) {
      this.#suspect(address, 'stale');
    }
    this.#sweepTimer.arm(SWEEP_INTERVAL_MS);
  }

  checkFailed(check: AddressCheck): void {
    this.#remove(check.accused, check.why);
  }

  checkEnded(check: AddressCheck): void {
    this.#checks.delete(check.accused.text);
  }

  /** A peer registers itself: what names another host than it comes from is listed only when somebody listens there. */
  #onRegister(link: Link, request: Register): void {
    const { registry, settings, world } = this;
    const { peer, additions, plain } = request;
    const foreign = !settings.trustSources && world.transport.remote(link).host !== peer.host;
    if (!registry.has(peer)) {
      const why = this.#admission.refusalOf(world.transport.remote(link), world.clock.now());
      if (why !== undefined) return this.#refuse(link, request, why);
      if (!foreign) return this.#list(link, request);
      if (!this.#dialBacks.begin(link, request)) this.#refuse(link, request, 'unreachable');
      return;
    }
    // Others may ask to renew an entry, and change nothing: the seed checks by itself what its owner does not renew.
    if (!foreign) {
      registry.register(peer, additions, world.clock.now());
      world.observer.peerRenewed(peer);
    }
    this.#answer(link, { kind: 'registered', plain });
  }

  /** Lists a new peer if there is room. */
  #list(link: Link, request: Register): void {
    const { registry, world } = this;
    const { peer, additions, plain } = request;
    const shortage = this.#admission.shortageFor(peer, registry.size);
    if (shortage !== undefined) return this.#refuse(link, request, shortage);
    if (registry.register(peer, additions, world.clock.now())) {
      this.#admission.listed(peer);
      world.observer.peerRegistered(peer, registry.size);
    }
    this.#answer(link, { kind: 'registered', plain });
  }

  /** No answer says so, since the reference has none. */
  #refuse(link: Link, { peer }: Register, why: RefusalReason): void {
    this.world.observer.registrationRefused(peer, this.world.transport.remote(link), why);
    this.#close(link);
  }

  #close(link: Link): void {
    this.#dialBacks.drop(link);
    this.world.transport.close(link);
  }

  #serveList(link: Link, { additions, entriesMax, plain }: PeerListRequest): void {
    const list = this.registry.list(this.world.clock.now(), entriesMax);
    this.world.observer.listServed(this.world.transport.remote(link), list.length);
    this.#answer(link, { kind: 'peerList', list, aged: additions, plain });
  }

  #onReport(accused: Address, reporterHost: string): void {
    const listed = this.registry.has(accused);
    this.world.observer.deathReported(accused, reporterHost, listed);
    if (!listed) return;
    if (this.settings.trustReports) this.#remove(accused, 'trusted');
    else this.#suspect(accused, 'dead');
  }

  #suspect(accused: Address, why: RemovalReason): void {
    const running = this.#checks.get(accused.text);
    if (running !== undefined) running.again(why);
    else this.#checks.set(accused.text, new AddressCheck(this, accused, why));
  }

  #remove(address: Address, why: RemovalReason): void {
    if (!this.registry.remove(address)) return;
    this.#admission.removed(address);
    this.world.observer.peerRemoved(address, why, this.registry.size);
  }

  /** A plain request gets one answer, then the connection closes, as the reference does. */
  #answer(link: Link, answer: Message & { readonly plain: boolean }): void {
    const { transport } = this.world;
    const taken = transport.send(link, answer);
    if (!taken || answer.plain) transport.close(link);
  }
}
