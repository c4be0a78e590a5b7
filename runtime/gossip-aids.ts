/** What helps the codec to read gossip fast in Node: text made in one step of the machine, and what this node has seen. */
import type { GossipAids } from '../src/codec/decode.ts';
import type { SeenMessages } from '../src/seen-messages.ts';

/** Undocumented, but what `toString('latin1', ...)` calls after looking at its arguments; it takes any bytes. */
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice: (start: number, end: number) => string;
};

export class NodeGossipAids implements GossipAids {
  /** Undefined: of no message is known whether it was seen. */
  memory: SeenMessages | undefined;

  text(bytes: Uint8Array, start: number, end: number): string {
    return latin1Slice.call(bytes, start, end);
  }

  isKnown(text: string): boolean {
    return this.memory?.isKnown(text) ?? false;
  }
}
