/**
 * How messages spread: what the peers' observers tell, put together message by message when the last copy has landed, or at the
 * end of a run with faults. The group of a message is the peers that live from its publish to the end, without its publisher.
 */
import { grown } from '../src/columns.ts';
import type { Engine } from './engine.ts';
import type { Hosts } from './hosts.ts';
import type { FlightWatcher } from './message-memory.ts';
import type { PerShare, SpreadFindings } from './result.ts';

/** Width of a bin of the curve of infected peers. */
const BIN_US = 10_000;

/** A coverage of 1: 2^32. */
const COVERAGE_UNIT = 4_294_967_296;

const PERCENTS = [50, 90, 99, 100] as const;

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
  /** By slot; undefined once it was evaluated. */
  readonly #logs: (DeliveryLog | undefined)[] = [];
  published = 0;
  deliveries = 0;
  copies = 0;
  duplicates = 0;
  shed = 0;
  /** Sum over messages in `COVERAGE_UNIT`ths: integers, so that no order of addition shows. */
  #coverageSum = 0n;
  #coveredCount = 0;
  #hopSum = 0;
  #hopMax = 0;
  #deliveredCount = 0;
  readonly #timeSumsUs = PERCENTS.map(() => 0);
  readonly #reachedCounts = PERCENTS.map(() => 0);
  readonly #deliveriesByBin: number[] = [];
  #groupSum = 0;

  constructor(engine: Engine, hosts: Hosts, peerCount: number, churn: boolean) {
    this.#engine = engine;
    this.#hosts = hosts;
    this.#peerCount = peerCount;
    this.#churn = churn;
  }

  onPublish(slot: number, node: number): void {
    this.published++;
    this.#logs[slot] = new DeliveryLog(node, this.#engine.nowUs);
  }

  /** First sight of a message at a peer. */
  delivered(slot: number, node: number): void {
    this.deliveries++;
    (this.#logs[slot] as DeliveryLog).add(node, this.#engine.nowUs, this.#engine.hop);
  }

  onLanded(slot: number): void {
    if (this.#churn) return;
    this.#evaluate(this.#logs[slot] as DeliveryLog);
    this.#logs[slot] = undefined;
  }

  /** @param livePeerCount peers at the end */
  findings(livePeerCount: number): SpreadFindings {
    for (const log of this.#logs) if (log !== undefined) this.#evaluate(log);
    this.#logs.length = 0;
    const perMessage = this.published * (livePeerCount - 1);
    const [p50, p90, p99, p100] = this.#reachedCounts.map((count, i) =>
      count === 0 ? null : this.#timeSumsUs[i] / count / 1000,
    );
    return {
      published: this.published,
      deliveries: this.deliveries,
      coverage:
        this.#coveredCount === 0 ? null : Number(this.#coverageSum) / COVERAGE_UNIT / this.#coveredCount,
      copies: this.copies,
      duplicates: this.duplicates,
      shed: this.shed,
      redundancy: perMessage > 0 ? this.copies / perMessage - 1 : null,
      lastDeliveryHop: {
        mean: this.#deliveredCount === 0 ? null : this.#hopSum / this.#deliveredCount,
        max: this.#deliveredCount === 0 ? null : this.#hopMax,
      },
      timeToMs: { p50, p90, p99, p100 },
    };
  }

  /** How many messages got to each share of their group. */
  reached(): PerShare<number> {
    const [p50, p90, p99, p100] = this.#reachedCounts;
    return { p50, p90, p99, p100 };
  }

  /** `[milliseconds since publish, share of the group]`, over all messages; a point at the end of each bin with deliveries. */
  infectedShare(): [number, number][] {
    const points: [number, number][] = [];
    let total = 0;
    this.#deliveriesByBin.forEach((count, bin) => {
      total += count;
      if (this.#groupSum > 0) points.push([((bin + 1) * BIN_US) / 1000, total / this.#groupSum]);
    });
    return points;
  }

  #evaluate(log: DeliveryLog): void {
    const groupSize = this.#groupSize(log);
    if (log.count > 0) {
      this.#deliveredCount++;
      this.#hopSum += log.lastHop;
      this.#hopMax = Math.max(this.#hopMax, log.lastHop);
    }
    this.#groupSum += groupSize;
    const times = this.#groupTimesUs(log).sort();
    PERCENTS.forEach((percent, i) => {
      const rank = Math.ceil((percent * groupSize) / 100);
      if (rank < 1 || rank > times.length) return;
      this.#reachedCounts[i]++;
      this.#timeSumsUs[i] += times[rank - 1];
    });
    for (const afterUs of times) {
      const bin = Math.floor(afterUs / BIN_US);
      this.#deliveriesByBin[bin] = (this.#deliveriesByBin[bin] ?? 0) + 1;
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
    this.#coveredCount++;
    this.#coverageSum += (BigInt(reached) * BigInt(COVERAGE_UNIT)) / BigInt(groupSize);
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
