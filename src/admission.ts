/**
 * Whom a seed takes in: how many entries in all, of one host and of one network, and how many new ones a second one source may
 * bring. Renewals are not asked about. An IPv6 host counts with its /64, which one customer has, and its network is the /48.
 */
import type { Address } from './address.ts';
import { isLoopback, networkOf, siteOf } from './ip.ts';
import type { RefusalReason } from './observer.ts';
import { RateLimit } from './rate-limit.ts';
import type { SeedSettings } from './settings.ts';

export class Admission {
  readonly #settings: SeedSettings;
  readonly #byHost = new Map<string, number>();
  readonly #byNetwork = new Map<string, number>();
  readonly #rate: RateLimit<string> | undefined;

  constructor(settings: SeedSettings) {
    this.#settings = settings;
    const { registrationRate, registrationBurst } = settings;
    if (registrationRate > 0) this.#rate = new RateLimit(registrationRate, registrationBurst);
  }

  /** Why a source may bring no new entry now; undefined: it may. */
  refusalOf(source: Address, nowMs: number): RefusalReason | undefined {
    if (this.#rate === undefined || this.#isExempt(source.host)) return undefined;
    return this.#rate.take(siteOf(source.host), nowMs) ? undefined : 'rate';
  }

  /** Why there is no room for this peer beside so many; undefined: there is. */
  shortageFor(peer: Address, registeredCount: number): RefusalReason | undefined {
    const { entriesMax, entriesPerHost, entriesPerNetwork } = this.#settings;
    if (registeredCount >= entriesMax) return 'full';
    if (this.#isExempt(peer.host)) return undefined;
    if (isOver(this.#byHost.get(siteOf(peer.host)), entriesPerHost)) return 'host';
    return isOver(this.#byNetwork.get(networkOf(peer.host)), entriesPerNetwork) ? 'network' : undefined;
  }

  listed(peer: Address): void {
    this.#count(peer, +1);
  }

  removed(peer: Address): void {
    this.#count(peer, -1);
  }

  #count({ host }: Address, more: number): void {
    if (this.#settings.entriesPerHost > 0) add(this.#byHost, siteOf(host), more);
    if (this.#settings.entriesPerNetwork > 0) add(this.#byNetwork, networkOf(host), more);
  }

  #isExempt(host: string): boolean {
    return !this.#settings.limitLoopback && isLoopback(host);
  }
}

/** Whether there are as many as may be; 0: any number may. */
function isOver(count = 0, max: number): boolean {
  return max > 0 && count >= max;
}

function add(counts: Map<string, number>, key: string, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
