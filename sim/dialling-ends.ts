/**
 * Ends that were dialled and not answered yet, of each node by deadline. One event a node waits for the earliest of them, so that
 * a million dials, most of which succeed at once, do not fill the queue with time-outs. The lists lie in the rows of the ends,
 * where the other end is written when it is known, and the deadline where the last arrival will be.
 */
import type { Engine } from './engine.ts';
import { DIAL_TIMEOUT } from './event-kinds.ts';
import type { LinkEnds } from './link-ends.ts';

const NONE = -1;
const NEVER = Number.POSITIVE_INFINITY;

export class DiallingEnds {
  readonly #engine: Engine;
  readonly #ends: LinkEnds;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** When the event of a node is due. */
  readonly #armedUs: Float64Array;

  constructor(engine: Engine, ends: LinkEnds, nodeCount: number) {
    this.#engine = engine;
    this.#ends = ends;
    this.#first = new Int32Array(nodeCount).fill(NONE);
    this.#last = new Int32Array(nodeCount).fill(NONE);
    this.#armedUs = new Float64Array(nodeCount).fill(NEVER);
  }

  add(slot: number, timeoutUs: number): void {
    const ends = this.#ends;
    const node = ends.owner(slot);
    const deadlineUs = this.#engine.nowUs + timeoutUs;
    ends.setLastArrivalUs(slot, deadlineUs);
    let previous = this.#last[node];
    // Most time-outs are alike, so the place is at the end or near it.
    while (previous !== NONE && ends.lastArrivalUs(previous) > deadlineUs)
      previous = ends.otherGeneration(previous);
    const next = previous === NONE ? this.#first[node] : ends.otherSlot(previous);
    ends.setOtherEnd(slot, next, previous);
    this.#join(node, previous, slot);
    this.#join(node, slot, next);
    this.#arm(node);
  }

  /** The end was answered, or is gone. */
  remove(slot: number): void {
    const ends = this.#ends;
    this.#join(ends.owner(slot), ends.otherGeneration(slot), ends.otherSlot(slot));
    ends.setLastArrivalUs(slot, 0);
  }

  /** The event of a node is due: the end that is too late now, or -1; to be asked again until then. */
  expired(node: number): number {
    const { nowUs } = this.#engine;
    if (this.#armedUs[node] > nowUs) return NONE;
    const first = this.#first[node];
    if (first !== NONE && this.#ends.lastArrivalUs(first) <= nowUs) return first;
    this.#armedUs[node] = NEVER;
    this.#arm(node);
    return NONE;
  }

  #arm(node: number): void {
    const first = this.#first[node];
    if (first === NONE || this.#armedUs[node] <= this.#ends.lastArrivalUs(first)) return;
    this.#armedUs[node] = this.#ends.lastArrivalUs(first);
    this.#engine.scheduleOwn(this.#armedUs[node] - this.#engine.nowUs, node, DIAL_TIMEOUT);
  }

  /** Makes these two neighbours of the list; -1: its start, or its end. */
  #join(node: number, previous: number, next: number): void {
    const ends = this.#ends;
    if (previous === NONE) this.#first[node] = next;
    else ends.setOtherEnd(previous, next, ends.otherGeneration(previous));
    if (next === NONE) this.#last[node] = previous;
    else ends.setOtherEnd(next, ends.otherSlot(next), previous);
  }
}
