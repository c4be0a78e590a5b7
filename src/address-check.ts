/**
 * A seed's check of one accused peer: a few TCP connections to the listed address, one after another. Then a pause, so that the
 * same accused is checked at most once in `checkIntervalMs` however many reports come; a report in the pause leads to one more
 * check at its end, because a monitor reports only once.
 */
import type { Address } from './address.ts';
import { ConnectProbe, type ProbeOwner } from './connect-probe.ts';
import type { RemovalReason, SeedObserver } from './observer.ts';
import type { Timer, TimerHandler, World } from './ports.ts';
import type { SeedSettings } from './settings.ts';

/** Who asked for the check: a seed. */
export interface CheckOwner {
  readonly world: World<SeedObserver>;
  readonly settings: SeedSettings;
  /** Nobody listens there. */
  checkFailed(check: AddressCheck): void;
  /** The pause after the check is over, and nothing more is suspected. */
  checkEnded(check: AddressCheck): void;
}

export class AddressCheck implements ProbeOwner, TimerHandler {
  readonly accused: Address;
  why: RemovalReason;
  readonly #owner: CheckOwner;
  readonly #pause: Timer;
  #probe: ConnectProbe | undefined;
  #triesLeft = 0;
  #startedAtMs = 0;
  #suspectedAgain = false;

  constructor(owner: CheckOwner, accused: Address, why: RemovalReason) {
    this.accused = accused;
    this.why = why;
    this.#owner = owner;
    this.#pause = owner.world.clock.timer(this);
    this.#begin();
  }

  /** Whether a verdict is still to come. */
  get due(): boolean {
    return this.#probe !== undefined || this.#suspectedAgain;
  }

  /** Another report about the same address. A check under way answers it, but not a leave: the listener may close only now. */
  again(why: RemovalReason): void {
    if (this.#probe !== undefined && why !== 'left') return;
    this.why = why;
    this.#suspectedAgain = true;
  }

  abandon(): void {
    this.#pause.disarm();
    this.#probe?.abandon();
  }

  onProbe(_tag: number, listening: boolean): void {
    this.#probe = undefined;
    if (!listening && --this.#triesLeft > 0) return this.#try();
    const { world, settings } = this.#owner;
    if (listening) {
      world.observer.checkPassed(this.accused);
    } else {
      this.#suspectedAgain = false;
      this.#owner.checkFailed(this);
    }
    this.#pause.arm(Math.max(1, this.#startedAtMs + settings.checkIntervalMs - world.clock.now()));
  }

  /** The pause is over. */
  onTimer(): void {
    if (this.#suspectedAgain) this.#begin();
    else this.#owner.checkEnded(this);
  }

  #begin(): void {
    const { world, settings } = this.#owner;
    this.#suspectedAgain = false;
    this.#triesLeft = settings.checkTries;
    this.#startedAtMs = world.clock.now();
    world.observer.checkStarted(this.accused);
    this.#try();
  }

  #try(): void {
    const { world, settings } = this.#owner;
    this.#probe = new ConnectProbe(world.transport, this.accused, settings.checkTimeoutMs, this);
  }
}
