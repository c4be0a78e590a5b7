/** What a peer tells seeds once: a death, or that it leaves. Each seed is told over a fresh connection of its own. */
import type { Address } from './address.ts';
import type { Answer, DeathReport, Deregister } from './messages.ts';
import type { PeerObserver } from './observer.ts';
import type { CloseReason, World } from './ports.ts';
import { SeedCall, type SeedCaller, type SeedContact } from './seed-call.ts';

export interface NoticesOwner {
  /** No notice is under way any more. */
  onNoticesSent(): void;
}

export class SeedNotices implements SeedCaller {
  readonly #world: World<PeerObserver>;
  readonly #timeoutMs: number;
  readonly #owner: NoticesOwner;
  readonly #calls = new Set<SeedCall>();

  constructor(world: World<PeerObserver>, timeoutMs: number, owner: NoticesOwner) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    this.#owner = owner;
  }

  /** Notices under way. */
  get pendingCount(): number {
    return this.#calls.size;
  }

  /** Reports this address dead to every seed given. */
  reportDead(accused: Address, seeds: readonly SeedContact[]): void {
    const { self, clock } = this.#world;
    const timestamp = clock.wallTime().toFixed(3);
    this.#tell({ kind: 'deathReport', accused, timestamp, reporterHost: self.host, plain: false }, seeds);
  }

  /** Tells every seed given that this peer leaves. */
  deregister(seeds: readonly SeedContact[]): void {
    this.#tell({ kind: 'deregister', peer: this.#world.self, plain: false }, seeds);
  }

  abandon(): void {
    for (const call of this.#calls) call.abandon();
    this.#calls.clear();
  }

  onAnswer(_call: SeedCall, _answer: Answer): void {}

  onCallEnd(call: SeedCall, failure: CloseReason | undefined): void {
    this.#calls.delete(call);
    const [notice] = call.requests;
    if (notice.kind === 'deathReport') {
      this.#world.observer.reportSent(notice.accused, call.contact.seed, failure === undefined);
    }
    if (this.#calls.size === 0) this.#owner.onNoticesSent();
  }

  #tell(notice: DeathReport | Deregister, seeds: readonly SeedContact[]): void {
    for (const contact of seeds) {
      this.#calls.add(new SeedCall(this.#world, contact, [notice], this.#timeoutMs, this));
    }
  }
}
