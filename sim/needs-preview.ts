/**
 * Looks at what the next events will need, before the first of them is handled. Handling an event waits for memory several times,
 * each time for what the one before led to; looked at side by side, those of a batch wait all at once. Nothing depends on it. The
 * loops are small, because a processor looks ahead over so many instructions only.
 */
import { ACK, FIN, MESSAGE, PING_REPLY, RST, SILENCE, SYN_ACK, TIMER } from './event-kinds.ts';
import { PREVIEW_MAX, type Preview } from './event-queue.ts';
import { DESTINATION, KIND_AND_HOP, KIND_MASK, REF, ROW_WORDS, TO_SLOT } from './event-rows.ts';
import type { Handles } from './handles.ts';
import type { LinkEnds } from './link-ends.ts';
import type { NodeTimer } from './node-ports.ts';
import type { Processes } from './processes.ts';
import type { VirtualIcmp } from './virtual-icmp.ts';

/** What an event needs besides its node. */
const AN_END = 1;
const A_TIMER = 2;
const A_PROBE = 3;

const NEEDS = new Uint8Array(KIND_MASK + 1);
for (const kind of [MESSAGE, SYN_ACK, ACK, FIN, RST, SILENCE]) NEEDS[kind] = AN_END;
NEEDS[TIMER] = A_TIMER;
NEEDS[PING_REPLY] = A_PROBE;

export class NeedsPreview implements Preview {
  /** What was seen, so that no compiler leaves the looking out. */
  seen = 0;
  readonly #ends: LinkEnds;
  readonly #icmp: VirtualIcmp;
  readonly #processes: Processes;
  readonly #objects: Handles<object>;
  // What the events of a batch need.
  readonly #slots = new Int32Array(PREVIEW_MAX);
  readonly #nodes = new Int32Array(PREVIEW_MAX);
  readonly #timers = new Int32Array(PREVIEW_MAX);
  readonly #probes = new Int32Array(PREVIEW_MAX);

  constructor(ends: LinkEnds, icmp: VirtualIcmp, processes: Processes, objects: Handles<object>) {
    this.#ends = ends;
    this.#icmp = icmp;
    this.#processes = processes;
    this.#objects = objects;
  }

  look(words: Int32Array, rows: Int32Array, from: number, to: number): void {
    let endCount = 0;
    let nodeCount = 0;
    let timerCount = 0;
    let probeCount = 0;
    for (let i = from; i < to; i++) {
      const row = ROW_WORDS * rows[i];
      const need = NEEDS[words[row + KIND_AND_HOP] & KIND_MASK];
      if (need === AN_END) {
        this.#slots[endCount++] = words[row + TO_SLOT];
        // Events come node after node.
        const node = words[row + DESTINATION];
        if (nodeCount === 0 || this.#nodes[nodeCount - 1] !== node) this.#nodes[nodeCount++] = node;
      } else if (need === A_TIMER) {
        this.#timers[timerCount++] = words[row + REF];
      } else if (need === A_PROBE) {
        this.#probes[probeCount++] = words[row + TO_SLOT];
      }
    }
    const seen =
      this.#ends.look(this.#slots, endCount) +
      this.#objects.look(this.#timers, timerCount) +
      this.#processes.look(this.#nodes, nodeCount) +
      this.#icmp.look(this.#probes, probeCount) +
      this.#lookAtHandlers(timerCount);
    this.seen = (this.seen + seen) | 0;
  }

  #lookAtHandlers(timerCount: number): number {
    let seen = 0;
    for (let i = 0; i < timerCount; i++) {
      if (typeof (this.#objects.at(this.#timers[i]) as NodeTimer).handler === 'function') seen++;
    }
    return seen;
  }
}
