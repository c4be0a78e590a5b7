/**
 * Rumours among peers that all know each other, the bare processes of the literature: no links, no overlay, no liveness. They run
 * on the simulator's queue of events and its random streams.
 */
import { EventQueue } from '../../sim/event-queue.ts';
import { NodeStreams } from '../../sim/streams.ts';
import { exp } from '../../src/portable-math.ts';

/** Whom a peer sends its next copy to. */
export type Target = (node: number, nodeCount: number, uniform: number) => number;

/** Uniform among the others. `uniform` is in [0, 1). */
export function uniformTarget(node: number, nodeCount: number, uniform: number): number {
  const other = Math.floor(uniform * (nodeCount - 1));
  return other < node ? other : other + 1;
}

const ROUND_US = 1_000;
/** One way. A call and its answer are over before the round is. */
const WAY_US = 400;

// Kinds of events.
const ROUND = 1;
const RUMOUR = 2;
const QUESTION = 3;

export class PushProcess {
  readonly nodeCount: number;
  readonly #queue: EventQueue;
  readonly #draws: NodeStreams;
  readonly #target: Target;
  /** Round in which each heard of the rumour: -1, not yet. */
  readonly #heard: Int32Array;
  #heardCount = 0;
  #startUs = 0;

  constructor(nodeCount: number, randomSeed: string, target: Target = uniformTarget) {
    this.nodeCount = nodeCount;
    this.#queue = new EventQueue(nodeCount, WAY_US);
    this.#draws = new NodeStreams(randomSeed, 'rumour', nodeCount);
    this.#target = target;
    this.#heard = new Int32Array(nodeCount);
  }

  /** Whoever hears of it first sends so many copies, once: how many have heard of it in the end. */
  infectAndDie(fanoutOf: (node: number) => number): number {
    const queue = this.#queue;
    this.#begin();
    this.#hear(0, 0);
    this.#sendCopies(0, fanoutOf(0));
    while (queue.take(Number.POSITIVE_INFINITY)) {
      const node = queue.destination;
      if (this.#heard[node] >= 0) continue;
      this.#hear(node, 0);
      this.#sendCopies(node, fanoutOf(node));
    }
    return this.#heardCount;
  }

  /** Everybody who has heard of it calls one other a round, and tells: rounds until all have. */
  pushRounds(): number {
    this.#begin();
    this.#hear(0, 0);
    this.#queue.push(this.#startUs, 0, 0, ROUND, 0, 0, 0, 0, 0, 0);
    return this.#roundsUntilAllHeard(false);
  }

  /** Everybody calls one other a round; whichever of the two had heard of it before that round tells the other. */
  pushPullRounds(): number {
    this.#begin();
    this.#hear(0, 0);
    for (let node = 0; node < this.nodeCount; node++) {
      this.#queue.push(this.#startUs, node, node, ROUND, 0, 0, 0, 0, 0, 0);
    }
    return this.#roundsUntilAllHeard(true);
  }

  /** A number with a Poisson distribution, drawn by this node. */
  poisson(node: number, mean: number): number {
    const end = exp(-mean);
    let count = 0;
    for (let product = this.#draws.next(node); product > end; product *= this.#draws.next(node)) count++;
    return count;
  }

  #roundsUntilAllHeard(pull: boolean): number {
    const queue = this.#queue;
    let rounds = 0;
    while (queue.take(Number.POSITIVE_INFINITY)) {
      const { kind, destination: node, source, timeUs } = queue;
      const round = Math.floor((timeUs - 1 - this.#startUs) / ROUND_US) + 1;
      if (kind === ROUND) this.#call(node, timeUs, pull);
      else if (kind === QUESTION) this.#answer(source, node, round);
      else if (this.#heard[node] < 0) {
        this.#hear(node, round);
        rounds = round;
        if (!pull) this.#queue.push(this.#startUs + round * ROUND_US, node, node, ROUND, 0, 0, 0, 0, 0, 0);
      }
    }
    return rounds;
  }

  /** A round begins for this node. Nobody calls any more when all have heard. */
  #call(node: number, nowUs: number, pull: boolean): void {
    if (this.#heardCount === this.nodeCount) return;
    const kind = this.#heard[node] >= 0 ? RUMOUR : QUESTION;
    this.#send(node, this.#draw(node), kind, nowUs + WAY_US);
    if (pull || kind === RUMOUR) this.#queue.push(nowUs + ROUND_US, node, node, ROUND, 0, 0, 0, 0, 0, 0);
  }

  #answer(asker: number, node: number, round: number): void {
    const heard = this.#heard[node];
    if (heard >= 0 && heard < round) this.#send(node, asker, RUMOUR, this.#queue.timeUs + WAY_US);
  }

  #begin(): void {
    this.#heard.fill(-1);
    this.#heardCount = 0;
    this.#startUs = Math.ceil((this.#queue.timeUs + ROUND_US) / ROUND_US) * ROUND_US;
  }

  #hear(node: number, round: number): void {
    this.#heard[node] = round;
    this.#heardCount++;
  }

  #sendCopies(node: number, count: number): void {
    const nowUs = Math.max(this.#startUs, this.#queue.timeUs);
    for (let i = 0; i < count; i++) this.#send(node, this.#draw(node), RUMOUR, nowUs + WAY_US);
  }

  #draw(node: number): number {
    return this.#target(node, this.nodeCount, this.#draws.next(node));
  }

  #send(from: number, to: number, kind: number, atUs: number): void {
    this.#queue.push(atUs, to, from, kind, 0, 0, 0, 0, 0, 0);
  }
}
