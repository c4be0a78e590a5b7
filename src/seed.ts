/**
 * A seed: introduces peers to each other. It registers them, serves the list, oldest registration first, and takes a report of
 * death as a suspicion: it removes the accused only when its own TCP connection to the listed address fails as well.
 */
import type { Address } from './address.ts';
import { AddressCheck } from './address-check.ts';
import type { Message, PeerListRequest, Register } from './messages.ts';
import type { RemovalReason, SeedObserver } from './observer.ts';
import type { Acceptor, CloseReason, Link, LinkHandler, Timer, TimerHandler, World } from './ports.ts';
import { Registry } from './registry.ts';
import type { SeedSettings } from './settings.ts';

/** How often the registry is looked through for entries that were not renewed. Source: ours. */
const SWEEP_INTERVAL_MS = 60_000;

/** Stale entries checked in one sweep. Source: ours. */
const SWEEP_CHECKS_MAX = 256;

export class Seed implements Acceptor, LinkHandler, TimerHandler {
  readonly reads = 'requests';
  readonly world: World<SeedObserver>;
  readonly settings: SeedSettings;
  readonly registry = new Registry();
  /** One for each address under suspicion. */
  readonly #checks = new Map<string, AddressCheck>();
  readonly #sweepTimer: Timer;
  #stopped = false;

  constructor(world: World<SeedObserver>, settings: SeedSettings) {
    this.world = world;
    this.settings = settings;
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
    this.world.observer.stopped(abandoned);
  }

  /** Checks whose verdict is still due. */
  get checkCount(): number {
    let count = 0;
    for (const check of this.#checks.values()) if (check.due) count++;
    return count;
  }

  accept(_link: Link): LinkHandler {
    return this;
  }

  onMessage(link: Link, message: Message): void {
    switch (message.kind) {
      case 'register':
        this.#register(link, message);
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

  onClose(_link: Link, _reason: CloseReason): void {}

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

  #register(link: Link, { peer, additions, plain }: Register): void {
    const { registry, world } = this;
    if (registry.register(peer, additions, world.clock.now())) {
      world.observer.peerRegistered(peer, registry.size);
    } else {
      world.observer.peerRenewed(peer);
    }
    this.#answer(link, { kind: 'registered', plain });
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
    if (this.registry.remove(address)) this.world.observer.peerRemoved(address, why, this.registry.size);
  }

  /** A plain request gets one answer, then the connection closes, as the reference does. */
  #answer(link: Link, answer: Message & { readonly plain: boolean }): void {
    const { transport } = this.world;
    const taken = transport.send(link, answer);
    if (!taken || answer.plain) transport.close(link);
  }
}
