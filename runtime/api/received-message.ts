/** Payloads: what applications publish and receive as bytes or text, and messages carry as base64url. */
import { PAYLOAD_BYTES_MAX } from '../../src/codec/limits.ts';
import type { Gossip } from '../../src/messages.ts';
import type { Message } from './types.ts';

const UTF8 = new TextDecoder();

/**
 * The payload as a message carries it; undefined when it is empty.
 * @throws TypeError when it is neither text nor bytes, RangeError when it is too long.
 */
export function encodedPayload(payload: string | Uint8Array): string | undefined {
  const isText = typeof payload === 'string';
  if (!isText && !(payload instanceof Uint8Array)) {
    throw new TypeError(`the payload is ${kindOf(payload)}; expected a string or a Uint8Array`);
  }
  const sizeBytes = isText ? Buffer.byteLength(payload) : payload.byteLength;
  if (sizeBytes > PAYLOAD_BYTES_MAX) {
    throw new RangeError(`the payload has ${sizeBytes} bytes; expected at most ${PAYLOAD_BYTES_MAX}`);
  }
  if (sizeBytes === 0) return undefined;
  const bytes = isText
    ? Buffer.from(payload)
    : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return bytes.toString('base64url');
}

/** A message as an application sees it; its payload is decoded when it is looked at. */
export class ReceivedMessage implements Message {
  readonly id: string;
  readonly from: string;
  readonly receivedAtMs: number;
  readonly #encoded: string;
  #payload: Uint8Array | undefined;

  constructor({ text, payload = '' }: Gossip, from: string, receivedAtMs: number) {
    this.id = text;
    this.from = from;
    this.receivedAtMs = receivedAtMs;
    this.#encoded = payload;
  }

  get origin(): string {
    return this.id.slice(this.id.indexOf(':') + 1, this.id.lastIndexOf(':'));
  }

  get payload(): Uint8Array {
    this.#payload ??= new Uint8Array(Buffer.from(this.#encoded, 'base64url'));
    return this.#payload;
  }

  /** What it takes while it waits. */
  get sizeBytes(): number {
    return this.#encoded.length;
  }

  text(): string {
    return UTF8.decode(this.payload);
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : typeof value;
}
