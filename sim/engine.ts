/** What every part of the virtual world shares: the time, the queue of events, and the digest of those that were handled. */
import type { Crossing } from './crossing.ts';
import type { Schedule } from './event-queue.ts';
import { Handles } from './handles.ts';
import { TraceHash } from './trace-hash.ts';

/** An event that reached the protocol at a node, as the trace hash takes it. */
export interface HandledEvent {
  readonly timeUs: number;
  readonly node: number;
  readonly kind: number;
  readonly source: number;
  readonly identity: number;
}

export class Engine {
  readonly queue: Schedule;
  readonly hash: TraceHash;
  /** What events refer to, each for one event. */
  readonly objects = new Handles<object>();
  /** The node that is being handled, and the event: its time, and how many links its message had crossed. */
  node = 0;
  nowUs = 0;
  hop = 0;

  /** To the nodes of other threads; undefined when there are none. */
  crossing: Crossing | undefined;
  readonly #listener: ((event: HandledEvent) => void) | undefined;

  /** @param listener is told every event that is handled */
  constructor(nodeCount: number, queue: Schedule, listener?: (event: HandledEvent) => void) {
    this.queue = queue;
    this.#listener = listener;
    this.hash = new TraceHash(nodeCount);
  }

  /** An event of a node for itself, `delayUs` from now, a whole number of microseconds. */
  scheduleOwn(delayUs: number, node: number, kind: number, slot = 0, generation = 0, ref = 0, hop = 0): void {
    this.queue.push(this.nowUs + delayUs, node, node, kind, hop, ref, slot, generation, 0, 0);
  }

  /** An event for another node. */
  send(
    timeUs: number,
    destination: number,
    source: number,
    kind: number,
    hop: number,
    ref: number,
    toSlot: number,
    toGeneration: number,
    fromSlot: number,
    fromGeneration: number,
  ): void {
    const way = this.crossing?.isElsewhere(destination) ? this.crossing : this.queue;
    way.push(timeUs, destination, source, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration);
  }

  /** Events that wait, or are on their way from this thread, and change links. The sum over threads counts each once. */
  get linkChangeCount(): number {
    return this.queue.linkChangeCount + (this.crossing?.linkChangeCount ?? 0);
  }

  /** The event being handled reaches the protocol at `node`. */
  note(node: number, kind: number, source: number, identity: number): void {
    this.hash.note(node, this.nowUs, kind, source, identity);
    this.#listener?.({ timeUs: this.nowUs, node, kind, source, identity });
  }
}

/** Milliseconds as whole microseconds, at least 1. */
export function microseconds(ms: number): number {
  return Math.max(1, Math.round(1000 * ms));
}
