/** The queue of events, in one total order, of nodes whose processes a test can suspend. */
import { SYN } from '../../sim/event-kinds.ts';
import { EventQueue } from '../../sim/event-queue.ts';

export class PausableSchedule extends EventQueue {
  readonly #untilUs = new Map<number, number>();

  constructor(nodeCount: number) {
    super(nodeCount, 1);
  }

  /** Until then nothing reaches the process of this node; then comes everything at once, in the order of each source. */
  pause(node: number, untilUs: number): void {
    this.#untilUs.set(node, untilUs);
  }

  override take(stopUs: number): boolean {
    while (super.take(stopUs)) {
      const untilUs = this.#untilUs.get(this.destination) ?? 0;
      // From SYN on the kinds are those that a host handles without its process.
      if (this.timeUs >= untilUs || this.kind >= SYN) return true;
      const { destination, source, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration } = this;
      this.push(untilUs, destination, source, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration);
    }
    return false;
  }
}
