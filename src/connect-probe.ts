/**
 * Is a process listening there? One TCP connection, closed again as soon as it opens, without a word. A seed checks an accused
 * peer with it, and a peer its neighbours in the `tcp` modes.
 */
import type { Address } from './address.ts';
import type { CloseReason, Link, LinkHandler, Transport } from './ports.ts';

export interface ProbeOwner {
  /** The one answer of a probe that was not abandoned, with the tag it was given. */
  onProbe(tag: number, listening: boolean): void;
}

export class ConnectProbe implements LinkHandler {
  readonly reads = 'gossip';
  readonly #transport: Transport;
  readonly #owner: ProbeOwner;
  readonly #tag: number;
  readonly #link: Link;

  constructor(transport: Transport, target: Address, timeoutMs: number, owner: ProbeOwner, tag = 0) {
    this.#transport = transport;
    this.#owner = owner;
    this.#tag = tag;
    this.#link = transport.dial(target, this, timeoutMs);
  }

  /** Ends the probe without an answer. */
  abandon(): void {
    this.#transport.close(this.#link);
  }

  onOpen(link: Link): void {
    this.#transport.close(link);
    this.#owner.onProbe(this.#tag, true);
  }

  onClose(_link: Link, _reason: CloseReason): void {
    this.#owner.onProbe(this.#tag, false);
  }

  onMessage(): void {}

  onSilence(): void {}
}
