/**
 * The ids of each peer's own messages, `<timestamp>:<IP>:<Msg#>`. Timestamps rise strictly, and two peers on one IP never write the
 * same one: they count in 100 us of wall time, and five digits of the port follow.
 */
import type { Count, NodeState, Quantity } from './node-state.ts';
import type { World } from './ports.ts';

const TICKS_PER_SECOND = 10_000;

type OwnWorld = Pick<World<unknown>, 'self' | 'clock'>;

export class MessageIds {
  readonly #world: OwnWorld;
  readonly #lastTick: Quantity;
  readonly #number: Count;

  constructor(world: OwnWorld, state: NodeState) {
    this.#world = world;
    this.#lastTick = state.number();
    this.#number = state.count();
  }

  /** The id of the next message. */
  next(): string {
    return `${this.#timestamp()}:${this.#world.self.host}:${++this.#number.value}`;
  }

  /** Seconds since the epoch, 9 decimals, strictly increasing. */
  #timestamp(): string {
    const now = Math.floor(this.#world.clock.wallTime() * TICKS_PER_SECOND);
    const tick = Math.max(this.#lastTick.value + 1, now);
    this.#lastTick.value = tick;
    const seconds = Math.floor(tick / TICKS_PER_SECOND);
    const fraction = String(tick % TICKS_PER_SECOND).padStart(4, '0');
    return `${seconds}.${fraction}${String(this.#world.self.port).padStart(5, '0')}`;
  }
}
