/**
 * Liveness: every monitored neighbour is pinged once an interval, also after its connection closed, and declared dead after
 * `pingFailuresMax` failures in a row. The first ping comes after a random part of the interval, so that the pings of a hub are
 * spread, and each death is noticed at a moment of its own.
 *
 * `icmp` pings the host. `tcp` asks the process: PING on an open link with the additions, answered by any word within the
 * time-out, else a fresh connection. `icmp+tcp` does both, and either failing is a failure.
 */
import { ConnectProbe } from './connect-probe.ts';
import { DueQueue } from './due-queue.ts';
import { PING } from './messages.ts';
import type { Neighbour } from './neighbour.ts';
import type { PeerObserver } from './observer.ts';
import type { Clock, PingOutcome, Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

export interface LivenessOwner {
  /** Failed often enough in a row. Called once for a neighbour. */
  onDead(neighbour: Neighbour): void;
}

export class Liveness implements TimerHandler {
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #owner: LivenessOwner;
  readonly #timer: Timer;
  readonly #heartbeats: Heartbeats | undefined;
  /** Neighbours by when they are pinged next; those no longer monitored stay until then. */
  readonly #watched = new DueQueue<Neighbour>();
  /** When the process last went on after it had been suspended. */
  #resumedAtMs = Number.NEGATIVE_INFINITY;

  constructor(world: World<PeerObserver>, settings: PeerSettings, owner: LivenessOwner) {
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#timer = world.clock.timer(this);
    this.#heartbeats =
      settings.liveness === 'icmp' ? undefined : new Heartbeats(world, settings.pingTimeoutMs, this);
  }

  /** Pings this neighbour from now on, for as long as it is monitored. */
  watch(neighbour: Neighbour): void {
    if (neighbour.dueAtMs >= 0) return;
    this.#postpone(neighbour);
    if (this.#watched.first === neighbour) this.#arm();
  }

  stop(): void {
    this.#timer.disarm();
    this.#watched.takeAll();
    this.#heartbeats?.stop();
  }

  /** Somebody is due. */
  onTimer(): void {
    const now = this.#world.clock.now();
    if (this.#late) this.#resume(now);
    for (let due = this.#watched.first; due !== undefined && due.dueAtMs <= now; due = this.#watched.first) {
      this.#watched.take();
      if (due.monitored) {
        due.dueAtMs += this.#settings.pingIntervalMs;
        this.#watched.add(due);
        this.#ping(due);
      } else {
        due.dueAtMs = -1;
      }
    }
    this.#arm();
  }

  /** One probe of a neighbour ended. */
  answered(neighbour: Neighbour, outcome: PingOutcome): void {
    if (outcome === 'unable') this.#world.observer.pingUnable(neighbour.address);
    else if (outcome === 'lost') neighbour.pingLost = true;
    else neighbour.pingAlive = true;
    if (--neighbour.answersDue === 0 && neighbour.monitored) this.#conclude(neighbour);
  }

  /** Somebody has been due for over an interval: the process was suspended. */
  get #late(): boolean {
    const { first } = this.#watched;
    return first !== undefined && this.#world.clock.now() > first.dueAtMs + this.#settings.pingIntervalMs;
  }

  /** What was asked before the process was suspended says nothing; everybody is asked again within an interval. */
  #resume(nowMs: number): void {
    this.#resumedAtMs = nowMs;
    for (const neighbour of this.#watched.takeAll()) this.#postpone(neighbour);
  }

  #postpone(neighbour: Neighbour): void {
    const partMs = this.#settings.pingIntervalMs * this.#world.random.next();
    neighbour.dueAtMs = this.#world.clock.now() + Math.max(1, partMs);
    this.#watched.add(neighbour);
  }

  #arm(): void {
    const { first } = this.#watched;
    if (first !== undefined) this.#timer.arm(Math.max(0, first.dueAtMs - this.#world.clock.now()));
  }

  #ping(neighbour: Neighbour): void {
    // Answers to the last ping may still be out when the interval is shorter than the time-out.
    if (neighbour.answersDue > 0) return;
    const { liveness, pingTimeoutMs } = this.#settings;
    neighbour.pingLost = false;
    neighbour.pingAlive = false;
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
    if (!neighbour.pingLost) {
      if (neighbour.pingAlive) neighbour.failures = 0;
      return;
    }
    const askedAtMs = neighbour.dueAtMs - this.#settings.pingIntervalMs;
    if (this.#late || askedAtMs <= this.#resumedAtMs) return;
    neighbour.failures++;
    this.#world.observer.pingFailed(neighbour.address, neighbour.failures);
    if (neighbour.failures >= this.#settings.pingFailuresMax) this.#owner.onDead(neighbour);
  }
}

/** PINGs sent over open links, in order, and their deadlines. */
class Heartbeats implements TimerHandler {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #liveness: Liveness;
  readonly #deadline: Timer;
  readonly #awaited: { readonly neighbour: Neighbour; readonly deadlineMs: number }[] = [];

  constructor({ clock }: World<PeerObserver>, timeoutMs: number, liveness: Liveness) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#liveness = liveness;
    this.#deadline = clock.timer(this);
  }

  await(neighbour: Neighbour): void {
    this.#awaited.push({ neighbour, deadlineMs: this.#clock.now() + this.#timeoutMs });
    if (this.#awaited.length === 1) this.#deadline.arm(this.#timeoutMs);
  }

  stop(): void {
    this.#deadline.disarm();
  }

  onTimer(): void {
    const now = this.#clock.now();
    while (this.#awaited.length > 0 && this.#awaited[0].deadlineMs <= now) {
      const { neighbour } = this.#awaited.shift()!;
      this.#liveness.answered(neighbour, neighbour.heard ? 'alive' : 'lost');
    }
    if (this.#awaited.length > 0) this.#deadline.arm(Math.max(0, this.#awaited[0].deadlineMs - now));
  }
}
