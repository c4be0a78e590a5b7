/**
 * Looks at what the next events will need, before the first of them is handled. Handling an event waits for memory several times,
 * each time for what the one before led to; looked at side by side, those of a batch wait all at once. Nothing depends on it. The
 * loops are small, because a processor looks ahead over so many instructions only.
 */
import { Liveness } from '../src/liveness.ts';
import { type Neighbour, NOBODY } from '../src/neighbour-store.ts';
import type { NeighbourTable } from '../src/neighbour-table.ts';
import { isGossipRef } from './cargo.ts';
import type { Engine } from './engine.ts';
import { ACK, FIN, MESSAGE, PING_REPLY, RST, SILENCE, SYN_ACK, TIMER } from './event-kinds.ts';
import { PREVIEW_MAX, type Preview } from './event-queue.ts';
import { DESTINATION, KIND_AND_HOP, KIND_MASK, REF, ROW_WORDS, TO_SLOT } from './event-rows.ts';
import type { LinkEnds } from './link-ends.ts';
import type { MessageMemory } from './message-memory.ts';
import type { NodeTimer } from './node-ports.ts';
import type { VirtualIcmp } from './virtual-icmp.ts';

/** What an event needs besides its node. */
const AN_END = 1;
const A_TIMER = 2;
const A_PROBE = 3;

const NEEDS = new Uint8Array(KIND_MASK + 1);
for (const kind of [MESSAGE, SYN_ACK, ACK, FIN, RST, SILENCE]) NEEDS[kind] = AN_END;
NEEDS[TIMER] = A_TIMER;
NEEDS[PING_REPLY] = A_PROBE;

/** Links of one peer that are looked at: few peers have more. */
const LINKS_MAX = 16;

/** Where it looks. */
export interface Needs {
  readonly ends: LinkEnds;
  readonly icmp: VirtualIcmp;
  readonly objects: Engine['objects'];
  readonly memory: MessageMemory;
  /** Of all peers. */
  readonly neighbours: NeighbourTable;
}

export class NeedsPreview implements Preview {
  /** What was seen, so that no compiler leaves the looking out. */
  seen = 0;
  readonly #needs: Needs;
  // What the events of a batch need.
  readonly #slots = new Int32Array(PREVIEW_MAX);
  /** Nodes that see a message for the first time, and so send copies. */
  readonly #forwarders = new Int32Array(PREVIEW_MAX);
  readonly #timers = new Int32Array(PREVIEW_MAX);
  readonly #timerNodes = new Int32Array(PREVIEW_MAX);
  readonly #probes = new Int32Array(PREVIEW_MAX);
  // What that leads to.
  readonly #neighbours = new Int32Array(PREVIEW_MAX);
  readonly #copies = new Int32Array(LINKS_MAX * PREVIEW_MAX);

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  look(words: Int32Array, rows: Int32Array, from: number, to: number): void {
    const { ends, icmp, objects, memory } = this.#needs;
    let endCount = 0;
    let forwarderCount = 0;
    let timerCount = 0;
    let probeCount = 0;
    for (let i = from; i < to; i++) {
      const row = ROW_WORDS * rows[i];
      const kind = words[row + KIND_AND_HOP] & KIND_MASK;
      const need = NEEDS[kind];
      if (need === AN_END) {
        this.#slots[endCount++] = words[row + TO_SLOT];
        const node = words[row + DESTINATION];
        const ref = words[row + REF];
        if (kind === MESSAGE && isGossipRef(ref) && memory.isNews(ref, node)) {
          this.#forwarders[forwarderCount++] = node;
        }
      } else if (need === A_TIMER) {
        this.#timerNodes[timerCount] = words[row + DESTINATION];
        this.#timers[timerCount++] = words[row + REF];
      } else if (need === A_PROBE) {
        this.#probes[probeCount++] = words[row + TO_SLOT];
      }
    }
    const seen =
      ends.look(this.#slots, endCount) +
      objects.look(this.#timers, timerCount) +
      icmp.look(this.#probes, probeCount) +
      this.#lookAtForwarders(forwarderCount) +
      this.#lookAtPings(timerCount) +
      this.#lookAtReplies(probeCount);
    this.seen = (this.seen + seen) | 0;
  }

  /** A copy goes to every link of a forwarder. */
  #lookAtForwarders(count: number): number {
    const { ends, neighbours } = this.#needs;
    const { store } = neighbours;
    let copyCount = 0;
    for (let i = 0; i < count; i++) {
      let each: Neighbour = neighbours.firstOf(this.#forwarders[i]);
      for (let links = 0; each !== NOBODY && links < LINKS_MAX; links++) {
        const link = store.link(each);
        if (link >= 0) this.#copies[copyCount++] = link;
        each = store.next(each);
      }
    }
    return ends.look(this.#copies, copyCount);
  }

  /** Most timers are those of pings. */
  #lookAtPings(timerCount: number): number {
    const { objects, neighbours } = this.#needs;
    const { store } = neighbours;
    let count = 0;
    for (let i = 0; i < timerCount; i++) {
      const { handler } = objects.at(this.#timers[i]) as NodeTimer;
      if (!(handler instanceof Liveness)) continue;
      const earliest = handler.earliestOf(this.#timerNodes[i]);
      if (earliest !== NOBODY) this.#neighbours[count++] = earliest;
    }
    let seen = 0;
    for (let i = 0; i < count; i++) seen += store.look(this.#neighbours[i]);
    return seen;
  }

  #lookAtReplies(probeCount: number): number {
    const { icmp, neighbours } = this.#needs;
    let seen = 0;
    for (let i = 0; i < probeCount; i++) seen += neighbours.store.link(icmp.tagOf(this.#probes[i]));
    return seen;
  }
}
