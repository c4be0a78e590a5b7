/**
 * Liveness: every monitored neighbour is pinged once a round, also after its connection closed, and declared dead after
 * `pingFailuresMax` failures in a row. Rounds of different peers are spread: the first comes after a random part of the interval.
 *
 * `icmp` pings the host. `tcp` asks the process: PING on an open link with the additions, answered by any word within the
 * time-out, else a fresh connection. `icmp+tcp` does both, and either failing is a failure.
 */
import { ConnectProbe } from './connect-probe.ts';
import { PING } from './messages.ts';
import type { Neighbour } from './neighbour.ts';
import type { PeerObserver } from './observer.ts';
import type { PingOutcome, Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

export interface LivenessOwner {
  /** Failed often enough in a row. Called once for a neighbour. */
  onDead(neighbour: Neighbour): void;
}

export class Liveness implements TimerHandler {
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #neighbours: readonly Neighbour[];
  readonly #owner: LivenessOwner;
  readonly #roundTimer: Timer;
  readonly #heartbeats: Heartbeats | undefined;
  /** When the next round is due. */
  #roundAtMs = 0;
  /** This round came late by over an interval, so the process was suspended: its failures are not counted. */
  #excused = false;

  constructor(
    world: World<PeerObserver>,
    settings: PeerSettings,
    neighbours: readonly Neighbour[],
    owner: LivenessOwner,
  ) {
    this.#world = world;
    this.#settings = settings;
    this.#neighbours = neighbours;
    this.#owner = owner;
    this.#roundTimer = world.clock.timer(this);
    this.#heartbeats =
      settings.liveness === 'icmp' ? undefined : new Heartbeats(world, settings.pingTimeoutMs, this);
  }

  start(): void {
    const phaseMs = Math.max(1, this.#settings.pingIntervalMs * this.#world.random.next());
    this.#roundAtMs = this.#world.clock.now() + phaseMs;
    this.#roundTimer.arm(phaseMs);
  }

  stop(): void {
    this.#roundTimer.disarm();
    this.#heartbeats?.stop();
  }

  /** A round begins. */
  onTimer(): void {
    const { pingIntervalMs } = this.#settings;
    const now = this.#world.clock.now();
    this.#excused = this.#late;
    this.#roundAtMs = (this.#excused ? now : this.#roundAtMs) + pingIntervalMs;
    this.#roundTimer.arm(Math.max(1, this.#roundAtMs - now));
    for (const neighbour of this.#neighbours) if (neighbour.monitored) this.#ping(neighbour);
  }

  /** One probe of a neighbour ended. */
  answered(neighbour: Neighbour, outcome: PingOutcome): void {
    if (outcome === 'unable') this.#world.observer.pingUnable(neighbour.address);
    else if (outcome === 'lost') neighbour.roundLost = true;
    else neighbour.roundAlive = true;
    if (--neighbour.answersDue === 0 && neighbour.monitored) this.#conclude(neighbour);
  }

  get #late(): boolean {
    return this.#world.clock.now() > this.#roundAtMs + this.#settings.pingIntervalMs;
  }

  #ping(neighbour: Neighbour): void {
    // Answers of the last round may still be out when the interval is shorter than the time-out.
    if (neighbour.answersDue > 0) return;
    const { liveness, pingTimeoutMs } = this.#settings;
    neighbour.roundLost = false;
    neighbour.roundAlive = false;
    // An accepted link without HELLO can only be watched by its host.
    const overTcp = liveness !== 'icmp' && neighbour.named;
    const overIcmp = liveness !== 'tcp' || !neighbour.named;
    neighbour.answersDue = (overTcp ? 1 : 0) + (overIcmp ? 1 : 0);
    this.#world.observer.pinged(neighbour.address);
    if (overIcmp) this.#world.pinger.ping(neighbour.address, pingTimeoutMs, neighbour);
    if (overTcp) this.#probe(neighbour);
  }

  #probe(neighbour: Neighbour): void {
    const { transport } = this.#world;
    neighbour.heard = false;
    if (neighbour.openIndex >= 0 && neighbour.additions && transport.send(neighbour.link, PING)) {
      this.#heartbeats?.await(neighbour);
    } else {
      new ConnectProbe(transport, neighbour.address, this.#settings.pingTimeoutMs, neighbour);
    }
  }

  #conclude(neighbour: Neighbour): void {
    if (!neighbour.roundLost) {
      if (neighbour.roundAlive) neighbour.failures = 0;
      return;
    }
    if (this.#excused || this.#late) return;
    neighbour.failures++;
    this.#world.observer.pingFailed(neighbour.address, neighbour.failures);
    if (neighbour.failures >= this.#settings.pingFailuresMax) this.#owner.onDead(neighbour);
  }
}

/** PINGs sent over open links in one round, and the deadline they share. */
class Heartbeats implements TimerHandler {
  readonly #timeoutMs: number;
  readonly #liveness: Liveness;
  readonly #deadline: Timer;
  #awaited: Neighbour[] = [];

  constructor(world: World<PeerObserver>, timeoutMs: number, liveness: Liveness) {
    this.#timeoutMs = timeoutMs;
    this.#liveness = liveness;
    this.#deadline = world.clock.timer(this);
  }

  await(neighbour: Neighbour): void {
    if (this.#awaited.length === 0) this.#deadline.arm(this.#timeoutMs);
    this.#awaited.push(neighbour);
  }

  stop(): void {
    this.#deadline.disarm();
  }

  onTimer(): void {
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const neighbour of awaited) this.#liveness.answered(neighbour, neighbour.heard ? 'alive' : 'lost');
  }
}
