/**
 * Liveness, of each peer of a world: every monitored neighbour is pinged once an interval, also after its connection closed, and
 * declared dead after `pingFailuresMax` failures in a row. The first ping comes after a random part of the interval, so that the pings of a hub are
 * spread, and each death is noticed at a moment of its own.
 *
 * `icmp` pings the host. `tcp` asks the process: PING on an open link with the additions, answered by any word within the
 * time-out, else a fresh connection. `icmp+tcp` does both, and either failing is a failure.
 *
 * Where pings are shared, one end of a link asks for both: whoever heard PING asks nothing for an interval. Whoever asks does so a little
 * more often, so that the other end hears of it before it is due.
 */
import type { Address } from './address.ts';
import { ConnectProbe, type ProbeOwner } from './connect-probe.ts';
import { PING } from './messages.ts';
import {
  ADDITIONS,
  HAS_TURN,
  HEARD,
  MONITORED,
  NAMED,
  type Neighbour,
  type NeighbourStore,
  NOBODY,
  OPEN,
  PING_ALIVE,
  PING_LOST,
  WATCHED,
} from './neighbour-store.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import type { Count, NodeState, Quantity, Thing } from './node-state.ts';
import type { PeerObserver } from './observer.ts';
import { addedTo, emptied, withoutFirst } from './ping-queue.ts';
import { PingTurns } from './ping-turns.ts';
import type { Clock, PingHandler, PingOutcome, Timer, TimerHandler, World } from './ports.ts';
import type { PeerSettings } from './settings.ts';

/** How much later than due everybody may be pinged, as a part of the interval, so that many are in one turn of a process. Source: ours. */
const PATIENCE_PART = 1 / 32;
/** The same for the end of the wait for an answer, as a part of the time-out. Source: ours. */
const DEADLINE_PATIENCE_PART = 1 / 8;

/** Stands for no time. */
const NEVER = -1;

/** Whether PING also says that its sender lives: by `tcp`, of a peer whose pings are limited. */
export function sharesPings({ liveness, pingsPerInterval }: PeerSettings): boolean {
  return liveness === 'tcp' && pingsPerInterval > 0;
}

export interface LivenessOwner {
  /** Failed often enough in a row. Called once for a neighbour. */
  onDead(neighbour: Neighbour): void;
}

export class Liveness implements TimerHandler, PingHandler, ProbeOwner {
  /** Whoever is pinged next, first of a heap; those no longer monitored stay in it until then. */
  readonly #next: Count;
  readonly #store: NeighbourStore;
  readonly #world: World<PeerObserver>;
  readonly #settings: PeerSettings;
  readonly #timer: Timer;
  readonly #table: NeighbourTable;
  readonly #owner: LivenessOwner;
  readonly #heartbeats: Heartbeats | undefined;
  /** Of peers whose pings are limited. */
  readonly #turns: PingTurns | undefined;
  readonly #sharesPings: boolean;
  /** From one ping of a neighbour to the next. */
  readonly #spacingMs: number;
  /** When the process last went on after it had been suspended. */
  readonly #resumedAtMs: Quantity;

  constructor(
    world: World<PeerObserver>,
    settings: PeerSettings,
    owner: LivenessOwner,
    table: NeighbourTable,
    state: NodeState,
  ) {
    this.#table = table;
    this.#store = table.store;
    this.#world = world;
    this.#settings = settings;
    this.#owner = owner;
    this.#timer = world.clock.timer(this, PATIENCE_PART * settings.pingIntervalMs);
    if (settings.pingsPerInterval > 0) {
      this.#turns = new PingTurns(state, settings.pingIntervalMs, settings.pingsPerInterval);
    }
    this.#next = state.count(NOBODY);
    this.#resumedAtMs = state.number(NEVER);
    this.#sharesPings = sharesPings(settings);
    this.#spacingMs = settings.pingIntervalMs * (this.#sharesPings ? 1 - PATIENCE_PART : 1);
    this.#heartbeats =
      settings.liveness === 'icmp'
        ? undefined
        : new Heartbeats(world.clock, settings.pingTimeoutMs, this, table.store, state);
  }

  /** Whoever this peer pings next. */
  earliestOf(peer: number): Neighbour {
    return this.#next.of(peer);
  }

  /** Pings this neighbour from now on, for as long as it is monitored. */
  watch(neighbour: Neighbour): void {
    if (this.#store.is(neighbour, WATCHED)) return;
    this.#postpone(neighbour);
    if (this.#next.value === neighbour) this.#arm();
  }

  stop(): void {
    this.#timer.disarm();
    for (const neighbour of this.#takeAll()) this.#table.releaseUnused(neighbour);
    this.#heartbeats?.stop();
  }

  /** Somebody is due. */
  onTimer(): void {
    const store = this.#store;
    const now = this.#world.clock.now();
    if (this.#late) this.#resume(now);
    while (this.#next.value !== NOBODY && store.dueAtMs(this.#next.value) <= now) {
      const due = this.#next.value;
      this.#next.value = withoutFirst(store, due);
      if (!store.is(due, MONITORED)) {
        this.#table.releaseUnused(due);
        continue;
      }
      const turnMs = this.#turnOf(due, now);
      const pinged = turnMs <= now;
      store.setDueAtMs(due, pinged ? turnMs + this.#spacingMs : turnMs);
      this.#next.value = addedTo(store, this.#next.value, due);
      if (pinged) this.#ping(due);
    }
    this.#arm();
  }

  onPing(neighbour: Neighbour, outcome: PingOutcome): void {
    this.answered(neighbour, outcome);
  }

  onProbe(neighbour: Neighbour, listening: boolean): void {
    this.answered(neighbour, listening ? 'alive' : 'lost');
  }

  /** One probe of a neighbour ended. */
  answered(neighbour: Neighbour, outcome: PingOutcome): void {
    const store = this.#store;
    if (outcome === 'unable') this.#world.observer.pingUnable(this.#addressOf(neighbour));
    else store.mark(neighbour, outcome === 'lost' ? PING_LOST : PING_ALIVE);
    const due = store.answersDue(neighbour) - 1;
    store.setAnswersDue(neighbour, due);
    if (due > 0) return;
    if (store.is(neighbour, MONITORED)) this.#conclude(neighbour);
    else this.#table.releaseUnused(neighbour);
  }

  /** Whoever is watched has an address. */
  #addressOf(neighbour: Neighbour): Address {
    return this.#store.address(neighbour) as Address;
  }

  /** Somebody has been due for over an interval: the process was suspended. */
  get #late(): boolean {
    if (this.#next.value === NOBODY) return false;
    return this.#world.clock.now() > this.#store.dueAtMs(this.#next.value) + this.#settings.pingIntervalMs;
  }

  /** What was asked before the process was suspended says nothing; everybody is asked again within an interval. */
  #resume(nowMs: number): void {
    this.#resumedAtMs.value = nowMs;
    for (const neighbour of this.#takeAll()) this.#postpone(neighbour);
  }

  #takeAll(): Neighbour[] {
    const all = emptied(this.#store, this.#next.value);
    this.#next.value = NOBODY;
    return all;
  }

  #postpone(neighbour: Neighbour): void {
    const partMs = this.#settings.pingIntervalMs * this.#world.random.next();
    this.#store.unmark(neighbour, HAS_TURN);
    this.#store.setDueAtMs(neighbour, this.#world.clock.now() + Math.max(1, partMs));
    this.#next.value = addedTo(this.#store, this.#next.value, neighbour);
  }

  #arm(): void {
    if (this.#next.value === NOBODY) return;
    this.#timer.arm(Math.max(0, this.#store.dueAtMs(this.#next.value) - this.#world.clock.now()));
  }

  /** When this one, which is due, may be pinged: by now, or when it is due again. Whoever just failed does not wait for a turn. */
  #turnOf(neighbour: Neighbour, nowMs: number): number {
    const store = this.#store;
    const dueAtMs = store.dueAtMs(neighbour);
    if (this.#turns === undefined || store.failures(neighbour) > 0) return dueAtMs;
    const hasTurn = store.is(neighbour, HAS_TURN);
    store.unmark(neighbour, HAS_TURN);
    const { pingIntervalMs } = this.#settings;
    const restUntilMs = store.askedAtMs(neighbour) + pingIntervalMs;
    if (this.#sharesPings && restUntilMs > nowMs && this.#speaks(neighbour)) {
      // As good as an answer.
      store.mark(neighbour, PING_ALIVE);
      return restUntilMs;
    }
    if (hasTurn) return dueAtMs;
    if (this.#turns.waitMs(dueAtMs) > pingIntervalMs && this.#isHeard(neighbour)) {
      store.unmark(neighbour, HEARD);
      return dueAtMs + pingIntervalMs;
    }
    const turnMs = this.#turns.take(dueAtMs);
    if (turnMs > nowMs) store.mark(neighbour, HAS_TURN);
    return turnMs;
  }

  /** Something came over its link since it was last due: it lives. A ping notices sooner that it does not, so this is for want of one. */
  #isHeard(neighbour: Neighbour): boolean {
    return this.#store.is(neighbour, HEARD) && this.#speaks(neighbour);
  }

  /** It can be asked over its link. */
  #speaks(neighbour: Neighbour): boolean {
    return this.#store.is(neighbour, OPEN) && this.#store.is(neighbour, ADDITIONS);
  }

  #ping(neighbour: Neighbour): void {
    const store = this.#store;
    // Answers to the last ping may still be out when the interval is shorter than the time-out.
    if (store.answersDue(neighbour) > 0) return;
    const { liveness, pingTimeoutMs } = this.#settings;
    const { observer, pinger } = this.#world;
    store.unmark(neighbour, PING_LOST | PING_ALIVE);
    // An accepted link without HELLO can only be watched by its host.
    const overTcp = liveness !== 'icmp' && store.is(neighbour, NAMED);
    const overIcmp = liveness !== 'tcp' || !store.is(neighbour, NAMED);
    store.setAnswersDue(neighbour, (overTcp ? 1 : 0) + (overIcmp ? 1 : 0));
    observer.pinged(this.#addressOf(neighbour));
    if (overIcmp) pinger.ping(this.#addressOf(neighbour), pingTimeoutMs, this, neighbour);
    if (overTcp) this.#probe(neighbour);
  }

  #probe(neighbour: Neighbour): void {
    const store = this.#store;
    const { transport } = this.#world;
    store.unmark(neighbour, HEARD);
    if (this.#speaks(neighbour) && transport.send(store.link(neighbour), PING)) {
      this.#heartbeats?.await(neighbour);
    } else {
      new ConnectProbe(transport, this.#addressOf(neighbour), this.#settings.pingTimeoutMs, this, neighbour);
    }
  }

  #conclude(neighbour: Neighbour): void {
    const store = this.#store;
    if (!store.is(neighbour, PING_LOST)) {
      if (store.is(neighbour, PING_ALIVE)) store.setFailures(neighbour, 0);
      return;
    }
    const pingedAtMs = store.dueAtMs(neighbour) - this.#spacingMs;
    if (this.#late || pingedAtMs <= this.#resumedAtMs.value) return;
    const failures = store.failures(neighbour) + 1;
    store.setFailures(neighbour, failures);
    this.#world.observer.pingFailed(this.#addressOf(neighbour), failures);
    if (failures >= this.#settings.pingFailuresMax) this.#owner.onDead(neighbour);
  }
}

/** PINGs sent over open links, in order, and their deadlines. */
class Heartbeats implements TimerHandler {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #liveness: Liveness;
  readonly #store: NeighbourStore;
  readonly #deadline: Timer;
  readonly #queues: Thing<{ readonly neighbour: Neighbour; readonly deadlineMs: number }[]>;

  constructor(clock: Clock, timeoutMs: number, liveness: Liveness, store: NeighbourStore, state: NodeState) {
    this.#store = store;
    this.#clock = clock;
    this.#queues = state.thing();
    this.#timeoutMs = timeoutMs;
    this.#liveness = liveness;
    this.#deadline = clock.timer(this, DEADLINE_PATIENCE_PART * timeoutMs);
  }

  await(neighbour: Neighbour): void {
    this.#queues.value ??= [];
    const awaited = this.#queues.value;
    awaited.push({ neighbour, deadlineMs: this.#clock.now() + this.#timeoutMs });
    if (awaited.length === 1) this.#deadline.arm(this.#timeoutMs);
  }

  stop(): void {
    this.#deadline.disarm();
  }

  onTimer(): void {
    const now = this.#clock.now();
    const awaited = this.#queues.value ?? [];
    while (awaited.length > 0 && awaited[0].deadlineMs <= now) {
      const { neighbour } = awaited.shift()!;
      const alive = this.#store.is(neighbour, HEARD);
      // The answer to this PING says nothing of the next interval.
      this.#store.unmark(neighbour, HEARD);
      this.#liveness.answered(neighbour, alive ? 'alive' : 'lost');
    }
    if (awaited.length > 0) this.#deadline.arm(Math.max(0, awaited[0].deadlineMs - now));
  }
}
