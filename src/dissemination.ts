/**
 * Dissemination: flooding. A peer publishes its own messages at an interval, and passes on each message at its first sight, to
 * every neighbour but the one it came from; later sights are only counted. So a message crosses a link at most once a direction.
 */
import { type Gossip, gossip } from './messages.ts';
import type { Neighbour } from './neighbour.ts';
import type { PeerObserver } from './observer.ts';
import type { Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

/** Timestamps count in 100 us of wall time; five digits of the port follow, so two peers on one IP never write the same. */
const TICKS_PER_SECOND = 10_000;

export class Dissemination implements TimerHandler {
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  /** Whoever gossip goes to; shared with the neighbourhood, which keeps it. */
  readonly #open: readonly Neighbour[];
  readonly #timer: Timer | undefined;
  #started = false;
  #publishedCount = 0;
  #lastTick = 0;

  constructor(world: World<PeerObserver>, settings: PeerSettings, open: readonly Neighbour[]) {
    this.#world = world;
    this.#settings = settings;
    this.#open = open;
    this.#timer = settings.gossipCount > 0 ? world.clock.timer(this) : undefined;
  }

  /** Whether messages of its own are still to come. */
  get due(): boolean {
    return this.#started && this.#publishedCount < this.#settings.gossipCount;
  }

  /** Publishes the first message after `delayMs` (0: now), then one an interval until `gossipCount`. Once. */
  start(delayMs: number): void {
    if (this.#started || this.#timer === undefined) return;
    this.#started = true;
    if (delayMs > 0) this.#timer.arm(delayMs);
    else this.onTimer();
  }

  stop(): void {
    this.#timer?.disarm();
    this.#publishedCount = this.#settings.gossipCount;
  }

  onTimer(): void {
    this.publish();
    if (this.due) this.#timer?.arm(this.#settings.gossipIntervalMs);
  }

  /** Sends a message of this peer to every neighbour: `<timestamp>:<IP>:<Msg#>`. */
  publish(): Gossip {
    const { memory, observer, self } = this.#world;
    const message = gossip(`${this.#timestamp()}:${self.host}:${++this.#publishedCount}`);
    memory.firstTime(message);
    observer.published(message);
    this.#forward(message, undefined);
    return message;
  }

  /** First sight: remember, tell, pass on. Later sights are only counted. */
  receive(message: Gossip, from: Neighbour): void {
    const { memory, observer } = this.#world;
    if (!memory.firstTime(message)) return observer.duplicate(message, from.address);
    observer.delivered(message, from.address);
    this.#forward(message, from);
  }

  #forward(message: Gossip, except: Neighbour | undefined): void {
    const { transport, observer } = this.#world;
    for (const neighbour of this.#open) {
      if (neighbour === except) continue;
      if (transport.send(neighbour.link, message)) observer.copied(message, neighbour.address);
      else observer.shed(message, neighbour.address);
    }
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
