/**
 * Copies in flight when nodes are on several threads: a copy is counted where it is sent and taken off where it arrives. Now and
 * then all threads report their changes, for each message to the thread of its publisher, which so knows when none is in flight.
 */
import type { ShardFacts } from './shard-facts.ts';

export class FlightAccounts {
  readonly #facts: ShardFacts;
  /** Messages that may be in flight. */
  readonly #open = new Set<number>();
  /** Copies that were in flight when all reported, of messages that were published here. */
  readonly #copies = new Map<number, number>();

  constructor(facts: ShardFacts) {
    this.#facts = facts;
  }

  opened(slot: number): void {
    this.#open.add(slot);
  }

  /** Tells what changed here, and sets it back to 0. All threads do, before the same exchange. */
  report(changes: number[]): void {
    for (const slot of this.#open) {
      if (this.#facts.keepsAccountOf(slot)) this.take(slot, changes[slot]);
      else if (changes[slot] !== 0) this.#facts.copiesChanged(slot, changes[slot]);
      changes[slot] = 0;
    }
  }

  /** What a thread reports. */
  take(slot: number, change: number): void {
    this.#copies.set(slot, (this.#copies.get(slot) ?? 0) + change);
  }

  /** The messages of which no copy was in flight when all reported last. */
  landed(): number[] {
    const landed: number[] = [];
    for (const [slot, copies] of this.#copies) if (copies === 0) landed.push(slot);
    for (const slot of landed) {
      this.close(slot);
      this.#facts.landed(slot);
    }
    return landed;
  }

  close(slot: number): void {
    this.#open.delete(slot);
    this.#copies.delete(slot);
  }
}
