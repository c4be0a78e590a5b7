/** The simplest schedule there is: all events in one binary heap, in the total order of law 4. An oracle for the event queue. */
import type { QueuedEvent, Schedule } from '../../sim/event-queue.ts';
import { CHANGES_LINKS, KIND_MASK } from '../../sim/event-rows.ts';

interface Waiting extends QueuedEvent {
  readonly sent: number;
}

export class HeapSchedule implements Schedule {
  linkChangeCount = 0;
  timeUs = 0;
  destination = 0;
  source = 0;
  kind = 0;
  hop = 0;
  ref = 0;
  toSlot = 0;
  toGeneration = 0;
  fromSlot = 0;
  fromGeneration = 0;
  readonly #heap: Waiting[] = [];
  #sentCount = 0;

  get windowStartUs(): number {
    return this.timeUs;
  }

  push(
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
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount++;
    const link = { toSlot, toGeneration, fromSlot, fromGeneration };
    const event = { timeUs, destination, source, sent: this.#sentCount++, kind, hop, ref, ...link };
    const heap = this.#heap;
    let at = heap.length;
    for (; at > 0 && isBefore(event, heap[(at - 1) >> 1]); at = (at - 1) >> 1) heap[at] = heap[(at - 1) >> 1];
    heap[at] = event;
  }

  take(stopUs: number): boolean {
    const heap = this.#heap;
    if (heap.length === 0 || heap[0].timeUs >= stopUs) return false;
    const { kind, sent, ...event } = heap[0];
    Object.assign(this, event);
    this.kind = kind & KIND_MASK;
    if ((kind & CHANGES_LINKS) !== 0) this.linkChangeCount--;
    const last = heap.pop() as Waiting;
    if (heap.length > 0) this.#sink(last);
    return true;
  }

  #sink(event: Waiting): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (child >= heap.length || !isBefore(heap[child], event)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = event;
  }
}

/** The order of law 4, and by destination between nodes. */
function isBefore(a: Waiting, b: Waiting): boolean {
  return (a.timeUs - b.timeUs || a.destination - b.destination || a.source - b.source || a.sent - b.sent) < 0;
}
