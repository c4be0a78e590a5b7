/**
 * When a peer asks the seeds for others, because it lost neighbours or found nobody: after a back-off that doubles, with jitter, and
 * starts anew once a dial succeeds.
 */
import type { Flag, NodeState, Quantity } from './node-state.ts';
import type { Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

export interface RepairOwner {
  onRepairDue(): void;
}

export class Repair implements TimerHandler {
  readonly #world: World<unknown>;
  readonly #settings: PeerSettings;
  readonly #owner: RepairOwner;
  readonly #timer: Timer;
  readonly #armed: Flag;
  readonly #backoffMs: Quantity;

  constructor(world: World<unknown>, settings: PeerSettings, owner: RepairOwner, state: NodeState) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#timer = world.clock.timer(this);
    this.#armed = state.flag();
    this.#backoffMs = state.number(settings.backoffMinMs);
  }

  get armed(): boolean {
    return this.#armed.value;
  }

  /** A dial succeeded. */
  succeeded(): void {
    this.#backoffMs.value = this.#settings.backoffMinMs;
  }

  /** There is no hurry. */
  slowDown(): void {
    this.#backoffMs.value = this.#settings.backoffMaxMs;
  }

  /** After the back-off. */
  backOff(): void {
    const { backoffMinMs, backoffMaxMs } = this.#settings;
    const backoffMs = this.#backoffMs.value;
    this.arm(backoffMs * (0.5 + 0.5 * this.#world.random.next()) + backoffMinMs / 2);
    this.#backoffMs.value = Math.min(2 * backoffMs, backoffMaxMs);
  }

  arm(delayMs: number): void {
    this.#armed.value = true;
    this.#timer.arm(delayMs);
  }

  stop(): void {
    this.#timer.disarm();
  }

  onTimer(): void {
    this.#armed.value = false;
    this.#owner.onRepairDue();
  }
}
