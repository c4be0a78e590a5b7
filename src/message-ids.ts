/**
 * The ids of a peer's own messages, `<timestamp>:<IP>:<Msg#>`. Timestamps rise strictly, and two peers on one IP never write the
 * same one: they count in 100 us of wall time, and five digits of the port follow.
 */
import type { Address } from './address.ts';
import type { Clock } from './ports.ts';

const TICKS_PER_SECOND = 10_000;

export class MessageIds {
  readonly #self: Address;
  readonly #clock: Clock;
  #lastTick = 0;
  #number = 0;

  constructor({ self, clock }: { readonly self: Address; readonly clock: Clock }) {
    this.#self = self;
    this.#clock = clock;
  }

  /** The id of the next message. */
  next(): string {
    return `${this.#timestamp()}:${this.#self.host}:${++this.#number}`;
  }

  /** Seconds since the epoch, 9 decimals, strictly increasing. */
  #timestamp(): string {
    this.#lastTick = Math.max(this.#lastTick + 1, Math.floor(this.#clock.wallTime() * TICKS_PER_SECOND));
    const seconds = Math.floor(this.#lastTick / TICKS_PER_SECOND);
    const fraction = String(this.#lastTick % TICKS_PER_SECOND).padStart(4, '0');
    return `${seconds}.${fraction}${String(this.#self.port).padStart(5, '0')}`;
  }
}
