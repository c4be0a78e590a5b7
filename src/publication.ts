/** What a peer publishes itself: `<timestamp>:<IP>:<Msg#>`, one message an interval, so many in all. */
import { type Gossip, gossip } from './messages.ts';
import type { PeerObserver } from './observer.ts';
import type { Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

/** Timestamps count in 100 us of wall time; five digits of the port follow, so two peers on one IP never write the same. */
const TICKS_PER_SECOND = 10_000;

export interface PublicationOwner {
  /** A new message of this peer goes out. */
  publish(message: Gossip): void;
}

export class Publication implements TimerHandler {
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #owner: PublicationOwner;
  readonly #timer: Timer;
  #started = false;
  #publishedCount = 0;
  #lastTick = 0;

  constructor(world: World<PeerObserver>, settings: PeerSettings, owner: PublicationOwner) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#timer = world.clock.timer(this);
  }

  /** Whether messages are still to come. */
  get due(): boolean {
    return this.#started && this.#publishedCount < this.#settings.gossipCount;
  }

  /** Publishes the first message after `delayMs` (0: now), then one an interval until `gossipCount`. Once. */
  start(delayMs: number): void {
    if (this.#started) return;
    this.#started = true;
    if (delayMs > 0) this.#timer.arm(delayMs);
    else this.onTimer();
  }

  stop(): void {
    this.#timer.disarm();
    this.#publishedCount = this.#settings.gossipCount;
  }

  onTimer(): void {
    const { host } = this.#world.self;
    this.#owner.publish(gossip(`${this.#timestamp()}:${host}:${++this.#publishedCount}`));
    if (this.due) this.#timer.arm(this.#settings.gossipIntervalMs);
  }

  /** Seconds since the epoch, 9 decimals, strictly increasing. */
  #timestamp(): string {
    this.#lastTick = Math.max(
      this.#lastTick + 1,
      Math.floor(this.#world.clock.wallTime() * TICKS_PER_SECOND),
    );
    const seconds = Math.floor(this.#lastTick / TICKS_PER_SECOND);
    const fraction = String(this.#lastTick % TICKS_PER_SECOND).padStart(4, '0');
    return `${seconds}.${fraction}${String(this.#world.self.port).padStart(5, '0')}`;
  }
}
