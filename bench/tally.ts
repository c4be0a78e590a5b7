/** Observers that count, so that a benchmark knows when what it started is over. */
import type { EventLog } from '../runtime/event-log.ts';
import { PeerLog } from '../runtime/peer-log.ts';
import type { Address } from '../src/address.ts';
import type { Gossip } from '../src/messages.ts';
import type { LinkNames, PeerObserver } from '../src/observer.ts';
import type { Link } from '../src/ports.ts';

/** What the peers of one process told. */
export class Tally {
  registered = 0;
  /** Ends of links that are up: at who dialled, and at who was dialled. */
  dialledEnds = 0;
  acceptedEnds = 0;
  published = 0;
  publishedBytes = 0;
  copies = 0;
  shed = 0;
  deliveries = 0;
  duplicates = 0;
  stopped = 0;
  #awaited: { readonly met: () => boolean; readonly resolve: () => void } | undefined;
  #lookDue = false;

  /** Resolves after a turn of the event loop in which something was told and this holds. One condition at a time. */
  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { met, resolve };
      this.changed();
    });
  }

  /** Something was told that somebody may wait for. */
  changed(): void {
    if (this.#lookDue) return;
    this.#lookDue = true;
    setImmediate(() => this.#look());
  }

  linkUp(dialled: boolean): void {
    if (dialled) this.dialledEnds++;
    else this.acceptedEnds++;
    this.changed();
  }

  registration(): void {
    this.registered++;
    this.changed();
  }

  publish(gossip: Gossip): void {
    this.published++;
    this.publishedBytes += gossip.text.length + 1;
  }

  delivery(): void {
    this.deliveries++;
    this.changed();
  }

  duplicate(): void {
    this.duplicates++;
    this.changed();
  }

  stop(): void {
    this.stopped++;
    this.changed();
  }

  #look(): void {
    this.#lookDue = false;
    if (this.#awaited?.met() !== true) return;
    this.#awaited.resolve();
    this.#awaited = undefined;
  }
}

/** Counts, and does nothing else. */
export class CountingPeer implements PeerObserver {
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  registered(): void {
    this.#tally.registration();
  }

  linkUp(_neighbour: Address, dialled: boolean): void {
    this.#tally.linkUp(dialled);
  }

  published(gossip: Gossip): void {
    this.#tally.publish(gossip);
  }

  delivered(): void {
    this.#tally.delivery();
  }

  duplicate(): void {
    this.#tally.duplicate();
  }

  copied(): void {
    this.#tally.copies++;
  }

  shed(): void {
    this.#tally.shed++;
  }

  stopped(): void {
    this.#tally.stop();
  }

  registrationFailed(): void {}
  listReceived(): void {}
  neighboursChosen(): void {}
  dialFailed(): void {}
  linkDown(): void {}
  neighbourRefused(): void {}
  pinged(): void {}
  pingFailed(): void {}
  pingUnable(): void {}
  declaredDead(): void {}
  reportSent(): void {}
  neighbourLeft(): void {}
}

/** Counts, and keeps the log of a real peer. */
export class LoggingPeer extends PeerLog {
  readonly #tally: Tally;

  constructor(log: EventLog, tally: Tally) {
    super(log, undefined, () => tally.stop());
    this.#tally = tally;
  }

  override registered(seed: Address, held: number, quorum: number): void {
    super.registered(seed, held, quorum);
    this.#tally.registration();
  }

  override linkUp(neighbour: Address, dialled: boolean, reference: boolean): void {
    super.linkUp(neighbour, dialled, reference);
    this.#tally.linkUp(dialled);
  }

  override published(gossip: Gossip): void {
    super.published(gossip);
    this.#tally.publish(gossip);
  }

  override delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    super.delivered(gossip, from, names);
    this.#tally.delivery();
  }

  override duplicate(): void {
    this.#tally.duplicate();
  }

  override copied(gossip: Gossip, to: Link, names: LinkNames): void {
    super.copied(gossip, to, names);
    this.#tally.copies++;
  }

  override shed(gossip: Gossip, to: Link, names: LinkNames): void {
    super.shed(gossip, to, names);
    this.#tally.shed++;
  }
}
