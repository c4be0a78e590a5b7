/**
 * How messages spread: what the peers' observers tell, put together message by message when the last copy has landed, or at the
 * end of a run with faults, on the thread of its publisher. The group of a message is the peers that live from its publish to the end, without its publisher.
 */
import { grown } from '../src/columns.ts';
import { count } from './counts.ts';
import type { Engine } from './engine.ts';
import type { Hosts } from './hosts.ts';
import type { FlightWatcher } from './message-memory.ts';
import type { ShardFacts } from './shard-facts.ts';
import { BIN_US, COVERAGE_UNIT, emptyTally, PERCENTS, type SpreadTally } from './spread-tally.ts';
import { binOf } from './time-bins.ts';

/** First receipts of one message, in no particular order. */
class DeliveryLog {
  readonly publisher: number;
  readonly publishedUs: number;
  nodes = new Int32Array(16);
  /** Microseconds since publish. */
  afterUs = new Float64Array(16);
  count = 0;
  /** The last receipt; of several at once, that of the last node. */
  lastHop = 0;
  #lastNode = -1;
  #lastUs = -1;

  constructor(publisher: number, publishedUs: number) {
    this.publisher = publisher;
    this.publishedUs = publishedUs;
  }

  add(node: number, nowUs: number, hop: number): void {
    if (this.count === this.nodes.length) {
      this.nodes = grown(this.nodes, new Int32Array(2 * this.count));
      this.afterUs = grown(this.afterUs, new Float64Array(2 * this.count));
    }
    this.nodes[this.count] = node;
    this.afterUs[this.count++] = nowUs - this.publishedUs;
    if (nowUs < this.#lastUs || (nowUs === this.#lastUs && node < this.#lastNode)) return;
    this.#lastUs = nowUs;
    this.#lastNode = node;
    this.lastHop = hop;
  }
}

export class Spread implements FlightWatcher {
  readonly #engine: Engine;
  readonly #hosts: Hosts;
  readonly #peerCount: number;
  /** Peers may go down, so who lives until the end is known only then. */
  readonly #churn: boolean;
  readonly #facts: ShardFacts | undefined;
  /** By slot; undefined once it was evaluated. */
  readonly #logs: (DeliveryLog | undefined)[] = [];
  readonly tally: SpreadTally;

  /** @param facts when there are several threads */
  constructor(engine: Engine, hosts: Hosts, peerCount: number, churn: boolean, facts?: ShardFacts) {
    this.#engine = engine;
    this.#hosts = hosts;
    this.#peerCount = peerCount;
    this.#churn = churn;
    this.#facts = facts;
    this.tally = emptyTally(peerCount);
  }

  onPublish(slot: number, node: number): void {
    this.tally.published++;
    this.#logs[slot] = new DeliveryLog(node, this.#engine.nowUs);
  }

  /** First sight of a message at a peer. */
  delivered(slot: number, node: number): void {
    const { nowUs, hop } = this.#engine;
    const { deliveriesByHop } = this.tally;
    this.tally.deliveries++;
    deliveriesByHop[hop] = (deliveriesByHop[hop] ?? 0) + 1;
    if (this.#facts === undefined || this.#facts.keepsAccountOf(slot)) this.log(slot, node, nowUs, hop);
    else this.#facts.delivered(slot, node, nowUs, hop);
  }

  /** Takes a first sight into the account of its message. */
  log(slot: number, node: number, atUs: number, hop: number): void {
    (this.#logs[slot] as DeliveryLog).add(node, atUs, hop);
  }

  onLanded(slot: number): void {
    if (this.#churn) return;
    this.#evaluate(this.#logs[slot] as DeliveryLog);
    this.#logs[slot] = undefined;
  }

  /** Evaluates the messages that are left: the run is over. */
  finish(): void {
    for (const log of this.#logs) if (log !== undefined) this.#evaluate(log);
    this.#logs.length = 0;
  }

  #evaluate(log: DeliveryLog): void {
    const { tally } = this;
    const groupSize = this.#groupSize(log);
    if (log.count > 0) {
      tally.messagesByLastHop[log.lastHop] = (tally.messagesByLastHop[log.lastHop] ?? 0) + 1;
    }
    tally.groupSum += groupSize;
    const times = this.#groupTimesUs(log).sort();
    for (const afterUs of log.afterUs.subarray(0, log.count)) tally.deliveriesByTime[binOf(afterUs)]++;
    PERCENTS.forEach((percent, i) => {
      const rank = Math.ceil((percent * groupSize) / 100);
      if (rank < 1 || rank > times.length) return;
      tally.reachedCounts[i]++;
      tally.timeSumsUs[i] += times[rank - 1];
      count(tally.timeBins[i], binOf(times[rank - 1]));
    });
    for (const afterUs of times) {
      const bin = Math.floor(afterUs / BIN_US);
      tally.deliveriesByBin[bin] = (tally.deliveriesByBin[bin] ?? 0) + 1;
    }
    this.#addCoverage(times.length, groupSize);
  }

  /** When each of the group had it. */
  #groupTimesUs(log: DeliveryLog): Float64Array {
    const times = new Float64Array(log.count);
    let count = 0;
    for (let i = 0; i < log.count; i++) {
      if (this.#inGroup(log.nodes[i], log)) times[count++] = log.afterUs[i];
    }
    return times.subarray(0, count);
  }

  #addCoverage(reached: number, groupSize: number): void {
    if (groupSize === 0) return;
    const { tally } = this;
    tally.coveredCount++;
    tally.coverageSum += (BigInt(reached) * BigInt(COVERAGE_UNIT)) / BigInt(groupSize);
  }

  #groupSize(log: DeliveryLog): number {
    const { changedUs, livePeerCount } = this.#hosts;
    if (changedUs <= log.publishedUs) return livePeerCount - 1;
    let size = 0;
    for (let node = 0; node < this.#peerCount; node++) if (this.#inGroup(node, log)) size++;
    return size;
  }

  /** Lives since before the message was published, and is not its publisher. */
  #inGroup(node: number, log: DeliveryLog): boolean {
    return node !== log.publisher && this.#hosts.startedUs[node] <= log.publishedUs;
  }
}
