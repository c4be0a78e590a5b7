/** How many copies each end of a link has sent: what a link carries in one direction. A column by slot, for smaller networks. */
import { grown } from '../src/columns.ts';

/** With more peers the column no longer fits into the caches of a processor, and counting would show. Source: measured. */
export const LINK_LOAD_PEERS_MAX = 100_000;

const SLOTS_MIN = 256;

export class LinkLoad {
  #copies = new Uint32Array(SLOTS_MIN);

  /** The slot stands for a new end. */
  opened(slot: number): void {
    if (slot >= this.#copies.length) {
      this.#copies = grown(this.#copies, new Uint32Array(Math.max(slot + 1, 2 * this.#copies.length)));
    }
    this.#copies[slot] = 0;
  }

  /** One more copy. */
  sent(slot: number): void {
    this.#copies[slot]++;
  }

  /** Copies that this end has sent. */
  of(slot: number): number {
    return this.#copies[slot];
  }
}
