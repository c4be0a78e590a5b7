/**
 * One run: the loop over events, and what is looked at between them. Scripted faults come first in their microsecond; whether the
 * network is settled or quiet is looked at on whole simulated seconds.
 */
import { dispatch } from './dispatch.ts';
import { GOSSIP_START, START } from './event-kinds.ts';
import { CHANGES_LINKS } from './event-rows.ts';
import { drawn, faultTargets, range } from './fault-targets.ts';
import { Network, type NetworkOptions } from './network.ts';
import { isQuiet, isSettled } from './rest.ts';
import type { Fault, Scenario } from './scenario.ts';
import type { Meeting } from './shard-links.ts';
import { globalStream } from './streams.ts';

const SECOND_US = 1_000_000;

/** A run without a duration that does not become quiet ends so long after its last join, message and fault. Source: ours. */
const QUIET_MAX_S = 3_600;

/** Progress is told at every simulated second, and after so many events within one. */
const PROGRESS_EVENTS = 1 << 20;

export interface Progress {
  readonly simulatedS: number;
  readonly events: number;
  readonly phase: string;
}

export interface RunOptions extends Omit<NetworkOptions, 'publishers'> {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export class Simulation {
  readonly network: Network;
  readonly #scenario: Scenario;
  readonly #publishers: readonly number[];
  readonly #faults: readonly Fault[];
  readonly #faultDraws: ReturnType<typeof globalStream>;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #faultsDone = 0;
  #gossipStarted: boolean;
  /** The network is not called quiet before a death by the last fault would have been detected. */
  #verdictsDueUs = 0;
  #eventsTaken = 0;
  /** Events of other threads, at the last whole second. */
  #eventsElsewhere = 0;

  constructor(scenario: Scenario, randomSeed: string, options: RunOptions) {
    this.#scenario = scenario;
    this.#publishers = publishersOf(scenario, randomSeed);
    this.network = new Network(scenario, randomSeed, {
      ...options,
      publishers: new Set(this.#publishers),
      exact: [options.trace, options.listener, options.watch].some((each) => each !== undefined),
    });
    this.#faults = scenario.faults.toSorted((a, b) => microsecond(a.at) - microsecond(b.at));
    this.#faultDraws = globalStream(randomSeed, 'faults');
    this.#onProgress = options.onProgress;
    this.#gossipStarted = scenario.publish === 'on-connect';
    scheduleStarts(this.network, scenario.joinOverS);
  }

  /** Runs to the end; microseconds. */
  *run(): Meeting<number> {
    const { durationS } = this.#scenario;
    const endUs = durationS === null ? this.#latestEndUs() : microsecond(durationS);
    const { engine } = this.network;
    let secondUs = 0;
    for (;;) {
      const faultUs = this.#faults[this.#faultsDone]?.at ?? Number.POSITIVE_INFINITY;
      const stopUs = Math.min(secondUs, microsecond(faultUs), endUs);
      yield* this.#handleBefore(stopUs);
      this.network.liveness.judge();
      engine.nowUs = stopUs;
      engine.hop = 0;
      if (stopUs === endUs) break;
      yield* this.#applyFaults();
      if (stopUs < secondUs) continue;
      yield* this.#compareAccounts();
      this.#tell();
      if (!this.#gossipStarted && (yield* isSettled(this.network))) this.#startGossip();
      else if (durationS === null && (yield* this.#isOver())) break;
      secondUs += SECOND_US;
    }
    this.#tell();
    return engine.nowUs;
  }

  /** Handles every event that is due before this time; on several threads, window by window. */
  *#handleBefore(stopUs: number): Meeting<void> {
    const { shard } = this.network;
    if (shard === undefined) return this.#handleHere(stopUs);
    for (;;) {
      const nextUs = yield* shard.nextUs();
      if (nextUs >= stopUs) return;
      this.#handleHere(Math.min(stopUs, shard.windowEndUs(nextUs)));
    }
  }

  #handleHere(stopUs: number): void {
    const { network } = this;
    while (dispatch(network, stopUs)) {
      if ((++this.#eventsTaken & (PROGRESS_EVENTS - 1)) === 0) this.#tell();
    }
  }

  *#applyFaults(): Meeting<void> {
    const { nowUs } = this.network.engine;
    for (;;) {
      const fault = this.#faults[this.#faultsDone];
      if (fault === undefined || microsecond(fault.at) > nowUs) return;
      this.#faultsDone++;
      yield* this.#apply(fault);
      const { pingIntervalS, pingFailures, pingTimeoutS } = this.#scenario;
      // One second more than a monitor needs, for latencies.
      this.#verdictsDueUs = nowUs + microsecond(pingIntervalS * pingFailures + pingTimeoutS + 1);
    }
  }

  *#apply(fault: Fault): Meeting<void> {
    const { network } = this;
    if (fault.kind === 'heal') return network.heal();
    const nodes = yield* this.#targets(fault);
    if (fault.kind === 'partition') return network.partition(nodes);
    for (const node of nodes) {
      if (fault.kind === 'crash') network.crash(node);
      else if (fault.kind === 'kill') network.kill(node);
      else if (fault.kind === 'restart') network.restart(node);
      else if (fault.kind === 'leave') network.leave(node);
      else network.blockIcmp(node, fault.kind === 'blockIcmp');
    }
  }

  *#targets(fault: Fault): Meeting<readonly number[]> {
    const { network } = this;
    const targets = faultTargets(fault, network.names, network, this.#faultDraws);
    if (fault.who !== 'hub' || network.shard === undefined || targets.length === 0) return targets;
    // Each thread knows the links of its own peers only.
    const [hub] = targets;
    const hubs = yield* network.shard.exchange([network.openLinkCount(hub), hub]);
    const [[, best]] = hubs.toSorted(([linksA, a], [linksB, b]) => linksB - linksA || a - b);
    return [best];
  }

  /** On several threads: finds out which messages nobody has in flight any more. */
  *#compareAccounts(): Meeting<void> {
    const { shard, memory, engine } = this.network;
    const { eventCount } = engine.hash;
    memory.report();
    const counts = shard === undefined ? [[eventCount]] : yield* shard.exchange([eventCount]);
    memory.landing();
    this.#eventsElsewhere = counts.reduce((sum, [count]) => sum + count, 0) - eventCount;
  }

  #startGossip(): void {
    this.#gossipStarted = true;
    const { engine } = this.network;
    for (const node of this.#publishers) {
      if (this.network.isHere(node)) engine.scheduleOwn(0, node, GOSSIP_START);
    }
  }

  *#isOver(): Meeting<boolean> {
    const { engine } = this.network;
    if (!this.#gossipStarted || this.#faultsDone < this.#faults.length) return false;
    return engine.nowUs >= this.#verdictsDueUs && (yield* isQuiet(this.network));
  }

  /** When a run that never becomes quiet ends. */
  #latestEndUs(): number {
    const { joinOverS, messages, gossipIntervalS, faults } = this.#scenario;
    const lastFaultS = faults.reduce((last, { at }) => Math.max(last, at), 0);
    return microsecond(Math.max(joinOverS, lastFaultS) + messages * gossipIntervalS + QUIET_MAX_S);
  }

  #tell(): void {
    if (this.#onProgress === undefined) return;
    const { nowUs, hash } = this.network.engine;
    this.#onProgress({
      simulatedS: nowUs / 1e6,
      events: hash.eventCount + this.#eventsElsewhere,
      phase: this.#phase,
    });
  }

  get #phase(): string {
    const { nowUs } = this.network.engine;
    if (nowUs <= microsecond(this.#scenario.joinOverS)) return 'joining';
    if (!this.#gossipStarted) return 'settling';
    return 'running';
  }
}

function microsecond(seconds: number): number {
  return Math.round(seconds * 1e6);
}

function publishersOf({ publishers, peers }: Scenario, randomSeed: string): number[] {
  const all = range(0, peers);
  return publishers === 'all' ? all : drawn(all, publishers, globalStream(randomSeed, 'workload'));
}

/** Schedules the start of every node on every thread, for all must know who lives. Seeds start at once, peers evenly spaced over so many seconds. */
export function scheduleStarts({ engine, names }: Network, joinOverS: number): void {
  for (let node = names.peerCount; node < names.nodeCount; node++) {
    engine.scheduleOwn(0, node, START | CHANGES_LINKS);
  }
  const spanUs = microsecond(joinOverS);
  for (let node = 0; node < names.peerCount; node++) {
    engine.scheduleOwn(Math.floor((node * spanUs) / names.peerCount), node, START | CHANGES_LINKS);
  }
}
