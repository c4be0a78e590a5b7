/** Messages on their way, by number: a gossip message by its slot in the memory, any other by a handle, as a negative number. */
import type { Message } from '../src/messages.ts';
import { Handles } from './handles.ts';
import type { MessageMemory } from './message-memory.ts';

/** Stands for no message. */
export const NO_CARGO = -0x80000000;

/** Whether a number is that of a gossip message: its slot. */
export function isGossipRef(ref: number): boolean {
  return ref >= 0;
}

export class Cargo {
  readonly #memory: MessageMemory;
  readonly #words = new Handles<Message>();

  constructor(memory: MessageMemory) {
    this.#memory = memory;
  }

  /** The number of a message that is no gossip. */
  load(word: Message): number {
    return ~this.#words.hold(word);
  }

  /** The message of a number; that of a handle is over. */
  unload(ref: number): Message {
    return isGossipRef(ref) ? this.#memory.messageIn(ref) : this.#words.release(~ref);
  }

  /** The message of a number, which stays. */
  inspect(ref: number): Message {
    return isGossipRef(ref) ? this.#memory.messageIn(ref) : this.#words.at(~ref);
  }
}
