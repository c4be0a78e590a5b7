/** Hosts of the virtual network: which are up, what runs on them, and who can reach whom. Only faults and exits change it. */

export class Hosts {
  /** When the process that runs there started, microseconds; infinite when none runs. */
  readonly startedUs: Float64Array;
  /** When the last process there ended. */
  readonly endedUs: Float64Array;
  readonly #up: Uint8Array;
  readonly #partition: Uint32Array;
  readonly #icmpBlocked: Uint8Array;
  #partitionCount = 0;
  #downCount = 0;
  #icmpBlockedCount = 0;
  #partitioned = false;
  /** All hosts are up, and no partition was made since the last heal. */
  #undisturbed = true;
  /** When a process started or ended last. */
  changedUs = 0;

  /** Peers whose process runs. */
  livePeerCount = 0;
  readonly #peerCount: number;

  constructor(peerCount: number, nodeCount: number) {
    this.#peerCount = peerCount;
    this.startedUs = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
    this.endedUs = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
    this.#up = new Uint8Array(nodeCount).fill(1);
    this.#partition = new Uint32Array(nodeCount);
    this.#icmpBlocked = new Uint8Array(nodeCount);
  }

  isUp(node: number): boolean {
    return this.#undisturbed || this.#up[node] === 1;
  }

  /** What one host sends now would arrive at the other: it is up and on the same side of every partition. */
  reaches(from: number, to: number): boolean {
    return this.#undisturbed || (this.#up[to] === 1 && this.#partition[from] === this.#partition[to]);
  }

  /** A process runs there, on whatever thread. */
  isLive(node: number): boolean {
    return this.startedUs[node] !== Number.POSITIVE_INFINITY;
  }

  /** Whether the process that ran on this node last had ended by then. */
  hadEnded(node: number, timeUs: number): boolean {
    return !this.isLive(node) && this.endedUs[node] <= timeUs;
  }

  reachesByIcmp(from: number, to: number): boolean {
    if (!this.reaches(from, to)) return false;
    return this.#icmpBlockedCount === 0 || (this.#icmpBlocked[from] === 0 && this.#icmpBlocked[to] === 0);
  }

  /** A process starts on this node. */
  started(node: number, nowUs: number): void {
    if (this.#up[node] === 0) this.#setUp(node, 1);
    this.startedUs[node] = nowUs;
    this.changedUs = Math.max(this.changedUs, nowUs);
    if (node < this.#peerCount) this.livePeerCount++;
  }

  /** The process of this node ends. */
  ended(node: number, nowUs: number): void {
    this.startedUs[node] = Number.POSITIVE_INFINITY;
    this.endedUs[node] = nowUs;
    this.changedUs = Math.max(this.changedUs, nowUs);
    if (node < this.#peerCount) this.livePeerCount--;
  }

  goDown(node: number): void {
    if (this.#up[node] === 1) this.#setUp(node, 0);
  }

  /** These are cut off from all others. */
  partition(nodes: readonly number[]): void {
    const partition = ++this.#partitionCount;
    for (const node of nodes) this.#partition[node] = partition;
    this.#partitioned = true;
    this.#undisturbed = false;
  }

  /** All partitions end. */
  heal(): void {
    this.#partition.fill(0);
    this.#partitioned = false;
    this.#undisturbed = this.#downCount === 0;
  }

  blockIcmp(node: number, blocked: boolean): void {
    this.#icmpBlockedCount += (blocked ? 1 : 0) - this.#icmpBlocked[node];
    this.#icmpBlocked[node] = blocked ? 1 : 0;
  }

  #setUp(node: number, up: 0 | 1): void {
    this.#up[node] = up;
    this.#downCount += up === 1 ? -1 : 1;
    this.#undisturbed = this.#downCount === 0 && !this.#partitioned;
  }
}
