/**
 * Looks at what the next events will need, before the first of them is handled. Handling an event waits for memory several times,
 * each time for what the one before led to; looked at side by side, those of a batch wait all at once. Nothing depends on it.
 */
import type { LinkHandler } from '../src/ports.ts';
import { ACK, FIN, MESSAGE, PING_REPLY, RST, SILENCE, SYN_ACK, TIMER } from './event-kinds.ts';
import type { Preview } from './event-queue.ts';
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
  readonly #timers: Handles<object>;

  constructor(ends: LinkEnds, icmp: VirtualIcmp, processes: Processes, timers: Handles<object>) {
    this.#ends = ends;
    this.#icmp = icmp;
    this.#processes = processes;
    this.#timers = timers;
  }

  /** Looks ahead of the events in these rows, from `from` to before `to`. */
  look(words: Int32Array, rows: Int32Array, from: number, to: number): void {
    this.#lookFirst(words, rows, from, to);
    this.#lookFurther(words, rows, from, to);
  }

  #lookFirst(words: Int32Array, rows: Int32Array, from: number, to: number): void {
    let seen = 0;
    for (let i = from; i < to; i++) {
      const row = ROW_WORDS * rows[i];
      const need = NEEDS[words[row + KIND_AND_HOP] & KIND_MASK];
      if (need === AN_END) seen += this.#ends.generation(words[row + TO_SLOT]);
      else if (need === A_TIMER) seen += (this.#timers.at(words[row + REF]) as NodeTimer).due.length;
    }
    this.seen = (this.seen + seen) | 0;
  }

  /** At whom the first look led to: to read a method of an object is to read where the object begins. */
  #lookFurther(words: Int32Array, rows: Int32Array, from: number, to: number): void {
    let seen = 0;
    for (let i = from; i < to; i++) {
      const row = ROW_WORDS * rows[i];
      const need = NEEDS[words[row + KIND_AND_HOP] & KIND_MASK];
      if (need === AN_END) {
        const resident = this.#processes.resident(words[row + DESTINATION]) as LinkHandler | undefined;
        if (resident?.onMessage !== undefined) seen++;
      } else if (need === A_TIMER) {
        if ((this.#timers.at(words[row + REF]) as NodeTimer).handler?.onTimer !== undefined) seen++;
      } else if (need === A_PROBE) {
        if (this.#icmp.handler(words[row + TO_SLOT])?.onPing !== undefined) seen++;
      }
    }
    this.seen = (this.seen + seen) | 0;
  }
}
