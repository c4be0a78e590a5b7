/**
 * Accepted connections of which nothing whole has come yet: each has only so long, and they are only so many, in all and of one IP.
 * For one more the one that has waited longest is closed, since honest ones speak at once.
 */
import { isLoopback, siteOf } from '../src/ip.ts';
import type { ConnectionLimits } from '../src/settings.ts';

/** A connection, as those who count it see it. */
export interface Newcomer {
  readonly remote: { readonly host: string };
  /** It had its time, or gives its place to another one. */
  expire(): void;
}

export class Newcomers {
  readonly #limits: ConnectionLimits;
  /** When each has had its time; the order in which they came. */
  readonly #deadlines = new Map<Newcomer, number>();
  /** Of each site that is not exempt. */
  readonly #bySite = new Map<string, Set<Newcomer>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#deadlines.size;
  }

  add(newcomer: Newcomer): void {
    const { firstLineMs, newcomersMax, newcomersPerHost } = this.#limits;
    if (firstLineMs === 0 && newcomersMax === 0 && newcomersPerHost === 0) return;
    this.#deadlines.set(newcomer, performance.now() + (firstLineMs > 0 ? firstLineMs : Infinity));
    const site = this.#siteOf(newcomer);
    if (site !== undefined) {
      const others = this.#bySite.get(site) ?? new Set();
      this.#bySite.set(site, others.add(newcomer));
      if (newcomersPerHost > 0 && others.size > newcomersPerHost) expireOldest(others.keys());
    }
    if (newcomersMax > 0 && this.count > newcomersMax) expireOldest(this.#deadlines.keys());
    this.#arm();
  }

  /** Something whole came of it, or it is gone. */
  remove(newcomer: Newcomer): void {
    if (!this.#deadlines.delete(newcomer)) return;
    const site = this.#siteOf(newcomer);
    const others = site === undefined ? undefined : this.#bySite.get(site);
    others?.delete(newcomer);
    if (site !== undefined && others?.size === 0) this.#bySite.delete(site);
    if (this.count > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Closes those whose time is over. */
  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const [newcomer, deadlineMs] of this.#deadlines) {
      if (deadlineMs > now) break;
      newcomer.expire();
    }
    this.#arm();
  }

  /** They come in the order of their deadlines. */
  #arm(): void {
    if (this.#timer !== undefined || this.#limits.firstLineMs === 0) return;
    for (const [, deadlineMs] of this.#deadlines) {
      this.#timer = setTimeout(() => this.#expire(), Math.max(0, deadlineMs - performance.now()) + 1);
      return;
    }
  }

  #siteOf({ remote }: Newcomer): string | undefined {
    return !this.#limits.limitLoopback && isLoopback(remote.host) ? undefined : siteOf(remote.host);
  }
}

function expireOldest(oldestFirst: Iterable<Newcomer>): void {
  for (const newcomer of oldestFirst) return newcomer.expire();
}
