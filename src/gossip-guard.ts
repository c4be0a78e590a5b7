/**
 * What a peer lets in of the gossip of its neighbours: no more a second than a neighbour may pass on, and nothing that was said so
 * long ago that it may have been forgotten (a replay), or is dated far in the future.
 */
import type { Gossip } from './messages.ts';
import type { Clock, Link } from './ports.ts';
import { RateLimit } from './rate-limit.ts';
import type { PeerSettings } from './settings.ts';

export type GossipLimits = Pick<
  PeerSettings,
  'gossipRate' | 'gossipBurst' | 'messageAgeMs' | 'messageAheadMs'
>;

export class GossipGuard {
  readonly #clock: Clock;
  readonly #limits: GossipLimits;
  readonly #rate: RateLimit<Link> | undefined;

  constructor(clock: Clock, limits: GossipLimits) {
    this.#clock = clock;
    this.#limits = limits;
    if (limits.gossipRate > 0) this.#rate = new RateLimit(limits.gossipRate, limits.gossipBurst);
  }

  /** Whether these limits keep anything out. */
  static isNeededFor({ gossipRate, messageAgeMs, messageAheadMs }: GossipLimits): boolean {
    return gossipRate > 0 || messageAgeMs > 0 || messageAheadMs > 0;
  }

  /** Whether one more message may come over this link now. */
  admits(link: Link): boolean {
    return this.#rate?.take(link, this.#clock.now()) ?? true;
  }

  /** Whether a message is neither too old nor from too far in the future, by its timestamp and this node's wall clock. */
  isTimely({ text }: Gossip): boolean {
    const { messageAgeMs, messageAheadMs } = this.#limits;
    // The timestamp comes first, and ends at a colon, where parsing stops.
    const ageMs = 1000 * (this.#clock.wallTime() - Number.parseFloat(text));
    return (
      (messageAgeMs === 0 || ageMs <= messageAgeMs) && (messageAheadMs === 0 || -ageMs <= messageAheadMs)
    );
  }
}
