/** What each peer of a world publishes itself: one message an interval, so many in all, and besides what an application gives it. */
import { MessageIds } from './message-ids.ts';
import { type Gossip, gossip } from './messages.ts';
import type { Count, Flag, NodeState } from './node-state.ts';
import type { PeerObserver } from './observer.ts';
import type { Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

export interface PublicationOwner {
  /** A new message of this peer goes out. */
  publish(message: Gossip): void;
}

export class Publication implements TimerHandler {
  readonly #settings: PeerSettings;
  readonly #owner: PublicationOwner;
  readonly #ids: MessageIds;
  readonly #timer: Timer;
  readonly #started: Flag;
  readonly #publishedCount: Count;

  constructor(world: World<PeerObserver>, settings: PeerSettings, owner: PublicationOwner, state: NodeState) {
    this.#settings = settings;
    this.#owner = owner;
    this.#ids = new MessageIds(world, state);
    this.#timer = world.clock.timer(this);
    this.#started = state.flag();
    this.#publishedCount = state.count();
  }

  /** Whether messages of the interval are still to come. */
  get due(): boolean {
    return this.#started.value && this.#publishedCount.value < this.#settings.gossipCount;
  }

  /** Publishes the first message after `delayMs` (0: now), then one an interval until `gossipCount`. Once. */
  start(delayMs: number): void {
    if (this.#started.value || this.#settings.gossipCount === 0) return;
    this.#started.value = true;
    if (delayMs > 0) this.#timer.arm(delayMs);
    else this.onTimer();
  }

  stop(): void {
    this.#timer.disarm();
    this.#publishedCount.value = this.#settings.gossipCount;
  }

  onTimer(): void {
    this.#publishedCount.value++;
    this.#owner.publish(this.message());
    if (this.due) this.#timer.arm(this.#settings.gossipIntervalMs);
  }

  /** The next message of this peer; `payload` is base64url. */
  message(payload?: string): Gossip {
    return gossip(this.#ids.next(), payload);
  }
}
