/**
 * Ends of links whose other host cannot be reached: what they send waits and is tried again at intervals that double (RFC 6298),
 * until the path is back or TCP gives up.
 */
import type { Message } from '../src/messages.ts';
import { NO_CARGO } from './cargo.ts';
import type { Engine } from './engine.ts';
import { RETRANSMIT } from './event-kinds.ts';
import type { MessageMemory } from './message-memory.ts';

/** The first retransmission, and the smallest interval. Source: Linux, TCP_RTO_MIN. */
export const RETRANSMIT_MIN_US = 200_000;
/** Source: RFC 6298, 2.5. */
const RETRANSMIT_MAX_US = 60_000_000;
/** TCP gives up after this. Source: Linux, tcp_retries2 = 15. */
const GIVE_UP_US = 924_600_000;
/** Messages that wait at one end; more are not taken. Source: ours, about 64 KiB of gossip. */
const WAITING_MAX = 1_500;

interface Waiting {
  readonly message: Message;
  /** The links it has crossed when it arrives. */
  readonly hop: number;
}

interface Stall {
  readonly waiting: Waiting[];
  readonly sinceUs: number;
  intervalUs: number;
}

export class StalledEnds {
  readonly #engine: Engine;
  readonly #memory: MessageMemory;
  /** By slot. Only looked up, never walked. */
  readonly #stalls = new Map<number, Stall>();

  constructor(engine: Engine, memory: MessageMemory) {
    this.#engine = engine;
    this.#memory = memory;
  }

  has(slot: number): boolean {
    return this.#stalls.size > 0 && this.#stalls.has(slot);
  }

  /** Keeps a message until the path is back. False: too many wait. */
  take(slot: number, generation: number, node: number, message: Message, hop: number): boolean {
    const { waiting } = this.#stalls.get(slot) ?? this.#begin(slot, generation, node);
    if (waiting.length >= WAITING_MAX) return false;
    waiting.push({ message, hop });
    return true;
  }

  /** A message that was sent came back: its host is down. Whatever order it had does not matter, that end is gone. */
  takeBack(slot: number, generation: number, node: number, message: Message): void {
    const { waiting } = this.#stalls.get(slot) ?? this.#begin(slot, generation, node);
    waiting.push({ message, hop: 0 });
  }

  /** False: it is time to give up. */
  retryLater(slot: number, generation: number, node: number): boolean {
    const stall = this.#stalls.get(slot);
    if (stall === undefined || this.#engine.nowUs - stall.sinceUs >= GIVE_UP_US) return false;
    stall.intervalUs = Math.min(2 * stall.intervalUs, RETRANSMIT_MAX_US);
    this.#engine.scheduleOwn(stall.intervalUs, node, RETRANSMIT, slot, generation, NO_CARGO);
    return true;
  }

  /** The path is back: what waited, oldest first. */
  release(slot: number): readonly Waiting[] {
    const stall = this.#stalls.get(slot);
    this.#stalls.delete(slot);
    return stall?.waiting ?? [];
  }

  /** The end is gone, and what waited with it. */
  drop(slot: number): void {
    if (!this.has(slot)) return;
    for (const { message } of this.release(slot)) {
      if (message.kind === 'gossip') this.#memory.copyDone(message.slot);
    }
  }

  #begin(slot: number, generation: number, node: number): Stall {
    const stall = { waiting: [], sinceUs: this.#engine.nowUs, intervalUs: RETRANSMIT_MIN_US };
    this.#stalls.set(slot, stall);
    this.#engine.scheduleOwn(RETRANSMIT_MIN_US, node, RETRANSMIT, slot, generation, NO_CARGO);
    return stall;
  }
}
