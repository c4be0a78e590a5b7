/**
 * Watches one message of a run: who got it from whom, and all that decides whether one peer gets it. An observer that is only
 * there when it is asked for; on one thread, with all events in one order, so that messages can be numbered as they are published.
 */
import type { Engine } from './engine.ts';
import type { Hosts } from './hosts.ts';

/** A first receipt, or the publication itself. */
export interface Receipt {
  readonly peer: number;
  /** The peer that sent it; null: published here. */
  readonly parent: number | null;
  /** Microseconds since publish. */
  readonly afterUs: number;
  /** Links crossed. */
  readonly hop: number;
}

/** What happened to the peer that is asked about. `apart`: no packet passes between it and the publisher; `together`: again. */
export type PeerEvent = {
  readonly timeUs: number;
  readonly kind: 'started' | 'ended' | 'apart' | 'together' | 'linkUp' | 'linkDown' | 'copySent' | 'copyShed';
  /** Of links and copies: who is at the other end. */
  readonly other: number;
};

/** What was seen of a message; times in microseconds since the start of the run. */
export interface WatchedMessage {
  /** Its number, from 0 in the order of publication. */
  readonly message: number;
  readonly publishedUs: number;
  readonly publisher: number;
  readonly text: string;
  /** The publisher first, then by time. A peer that restarted and got it again stands there once. */
  readonly receipts: readonly Receipt[];
  /** When a copy was received last. */
  readonly lastCopyUs: number;
}

const NOBODY = -1;

export class MessageWatch {
  /** The message's number, from 0 in the order of publication. */
  readonly message: number;
  /** Messages published in all. */
  publishedCount = 0;
  /** In order of time. */
  readonly events: PeerEvent[] = [];
  readonly #peer: number | undefined;
  #publisher = NOBODY;
  #publishedUs = 0;
  #text = '';
  #lastCopyUs = 0;
  /** By peer. */
  readonly #receipts = new Map<number, Receipt>();
  #hosts!: Hosts;
  #engine!: Engine;
  #apart = false;

  /** @param peer whose events are to be kept */
  constructor(message: number, peer?: number) {
    this.message = message;
    this.#peer = peer;
  }

  /** The message as it was seen; undefined when it was not published. */
  get seen(): WatchedMessage | undefined {
    if (this.#publisher === NOBODY) return undefined;
    return {
      message: this.message,
      publishedUs: this.#publishedUs,
      publisher: this.#publisher,
      text: this.#text,
      receipts: [...this.#receipts.values()],
      lastCopyUs: this.#lastCopyUs,
    };
  }

  /** Takes its place in a world. */
  enter(hosts: Hosts, engine: Engine): void {
    this.#hosts = hosts;
    this.#engine = engine;
  }

  published(slot: number, node: number, text: string): void {
    this.publishedCount++;
    if (slot !== this.message) return;
    this.#publisher = node;
    this.#publishedUs = this.#engine.nowUs;
    this.#lastCopyUs = this.#engine.nowUs;
    this.#text = text;
    this.#receipts.set(node, { peer: node, parent: null, afterUs: 0, hop: 0 });
    this.sidesChanged();
  }

  /** A copy of this message arrived. */
  received(node: number, from: number): void {
    const { nowUs, hop } = this.#engine;
    this.#lastCopyUs = nowUs;
    if (this.#receipts.has(node)) return;
    this.#receipts.set(node, { peer: node, parent: from, afterUs: nowUs - this.#publishedUs, hop });
  }

  /** A partition began or ended. */
  sidesChanged(): void {
    if (this.#peer === undefined || this.#publisher === NOBODY || !this.#hosts.isUp(this.#peer)) return;
    const apart = this.#peer !== this.#publisher && !this.#hosts.reaches(this.#publisher, this.#peer);
    if (apart !== this.#apart) this.note(this.#peer, apart ? 'apart' : 'together');
    this.#apart = apart;
  }

  /** Something happened at a node, between it and another if there is one. */
  note(node: number, kind: PeerEvent['kind'], other = NOBODY): void {
    if (node === this.#peer) this.events.push({ timeUs: this.#engine.nowUs, kind, other });
  }
}
