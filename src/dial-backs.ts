/**
 * A seed dials back: is somebody listening at the address that a request names? One attempt, on behalf of whoever waits for the
 * answer on its link. Whoever asks, a host is dialled only once in
 * a while, since it may be somebody else's.
 */
import type { Address } from './address.ts';
import { ConnectProbe, type ProbeOwner } from './connect-probe.ts';
import { isDialable, isLoopback } from './ip.ts';
import type { DialBack, Register } from './messages.ts';
import type { SeedObserver } from './observer.ts';
import type { Link, World } from './ports.ts';
import { RateLimit } from './rate-limit.ts';
import type { SeedSettings } from './settings.ts';

/** Attempts under way. Source: ours. */
const PENDING_MAX = 1_024;

/** What is answered when it is known whether the peer listens. */
export type AwaitingRequest = Register | DialBack;

export interface DialBackOwner {
  readonly world: World<SeedObserver>;
  readonly settings: SeedSettings;
  onDialledBack(link: Link, request: AwaitingRequest, listening: boolean): void;
}

interface Pending {
  readonly request: AwaitingRequest;
  readonly probe: ConnectProbe;
}

export class DialBacks implements ProbeOwner {
  readonly #owner: DialBackOwner;
  /** By the link of whoever asked. */
  readonly #pending = new Map<Link, Pending>();
  readonly #rate: RateLimit<string>;

  constructor(owner: DialBackOwner) {
    this.#owner = owner;
    this.#rate = new RateLimit(1000 / owner.settings.dialBackIntervalMs, 1);
  }

  get count(): number {
    return this.#pending.size;
  }

  /** Dials the peer of this request. False: it may not be dialled, or not now. */
  begin(link: Link, request: AwaitingRequest): boolean {
    const { world, settings } = this.#owner;
    const { peer } = request;
    if (this.#pending.size >= PENDING_MAX || !mayAskFor(peer, world.transport.remote(link))) return false;
    const exempt = isLoopback(peer.host) && !settings.limitLoopback;
    if (!exempt && !this.#rate.take(peer.host, world.clock.now())) return false;
    const probe = new ConnectProbe(world.transport, peer, settings.checkTimeoutMs, this, link);
    this.#pending.set(link, { request, probe });
    return true;
  }

  /** Whether somebody waits for an answer on this link. */
  has(link: Link): boolean {
    return this.#pending.has(link);
  }

  /** Whoever waited on this link is gone. */
  drop(link: Link): void {
    this.#pending.get(link)?.probe.abandon();
    this.#pending.delete(link);
  }

  abandon(): void {
    for (const { probe } of this.#pending.values()) probe.abandon();
    this.#pending.clear();
  }

  onProbe(link: Link, listening: boolean): void {
    const pending = this.#pending.get(link);
    if (pending === undefined) return;
    this.#pending.delete(link);
    this.#owner.onDialledBack(link, pending.request, listening);
  }
}

/** Nobody makes a seed dial its own machine from outside. */
function mayAskFor(peer: Address, source: Address): boolean {
  return isDialable(peer.host) && (!isLoopback(peer.host) || isLoopback(source.host));
}
