/** What every part of the virtual world shares: the time, the queue of events, and the digest of those that were handled. */
import { EventQueue, type EventRef } from './event-queue.ts';
import { TraceHash } from './trace-hash.ts';

export class Engine {
  readonly queue = new EventQueue();
  readonly hash: TraceHash;
  /** The event being handled: its time, and how many links its message had crossed. */
  nowUs = 0;
  hop = 0;

  constructor(nodeCount: number) {
    this.hash = new TraceHash(nodeCount);
  }

  /** An event `delayUs` from now, a whole number of microseconds, at least 1. */
  schedule(
    delayUs: number,
    destination: number,
    source: number,
    kind: number,
    toEnd: number,
    fromEnd: number,
    ref: EventRef,
    hop = 0,
  ): void {
    this.queue.push(this.nowUs + delayUs, destination, source, kind, toEnd, fromEnd, hop, ref);
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
