/** What every part of the virtual world shares: the time, the queue of events, and the digest of those that were handled. */
import type { Schedule } from './event-queue.ts';
import { Handles } from './handles.ts';
import { TraceHash } from './trace-hash.ts';

export class Engine {
  readonly queue: Schedule;
  readonly hash: TraceHash;
  /** What events refer to, each for one event. */
  readonly objects = new Handles<object>();
  /** The node that is being handled, and the event: its time, and how many links its message had crossed. */
  node = 0;
  nowUs = 0;
  hop = 0;

  constructor(nodeCount: number, queue: Schedule) {
    this.queue = queue;
    this.hash = new TraceHash(nodeCount);
  }

  /** An event of a node for itself, `delayUs` from now, a whole number of microseconds. */
  scheduleOwn(delayUs: number, node: number, kind: number, slot = 0, generation = 0, ref = 0, hop = 0): void {
    this.queue.push(this.nowUs + delayUs, node, node, kind, hop, ref, slot, generation, 0, 0);
  }

  /** The event being handled reaches the protocol at `node`. */
  note(node: number, kind: number, source: number, identity: number): void {
    this.hash.note(node, this.nowUs, kind, source, identity);
  }
}

/** Milliseconds as whole microseconds, at least 1. */
export function microseconds(ms: number): number {
  return Math.max(1, Math.round(1000 * ms));
}
