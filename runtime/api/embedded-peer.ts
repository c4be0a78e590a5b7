/** A peer that a program embeds: the node, its listeners, what waits to be read and what waits to be sent. */
import { type RunningPeer, startPeer } from '../node.ts';
import { Deferred } from './deferred.ts';
import { Events } from './events.ts';
import { peerFacts } from './facts.ts';
import { HearsayError } from './hearsay-error.ts';
import { Lifetime } from './lifetime.ts';
import { MessageQueue } from './message-queue.ts';
import { peerNodeOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { encodedPayload, type ReceivedMessage } from './received-message.ts';
import type { Message, Neighbour, Peer, PeerEvents, PeerOptions } from './types.ts';

type Listener<Name extends keyof PeerEvents> = (detail: PeerEvents[Name]) => void;

export class EmbeddedPeer implements Peer {
  readonly #events = new Events<PeerEvents>([
    'message',
    'neighbour',
    'neighbourLost',
    'dead',
    'registered',
    'registrationFailed',
    'warning',
  ]);
  readonly #lifetime: Lifetime<RunningPeer>;
  readonly #queue = new MessageQueue();
  readonly #joined = new Deferred<void>();
  /** Defined once it has joined. */
  #outbox: Outbox | undefined;
  /** Why nothing can be published any more; defined once the end has begun. */
  #endReason: unknown;
  /** A loop over the messages has begun. */
  #looped = false;

  constructor(options: PeerOptions) {
    const nodeOptions = {
      ...peerNodeOptions(options),
      complain: (sentence: string) => this.#events.tell('warning', sentence),
      observers: [peerFacts(this.#events, (message) => this.#onMessage(message))],
    };
    const start = () =>
      startPeer({
        ...nodeOptions,
        prepare: (peer) => peer.embed({ onJoined: () => this.#onJoined(peer) }),
      });
    this.#lifetime = new Lifetime(start, options.signal, (reason) => this.#onEnd(reason));
  }

  get address(): string {
    return this.#lifetime.address;
  }

  get ready(): Promise<void> {
    return this.#joined.promise;
  }

  get neighbours(): Neighbour[] {
    const neighbours = this.#lifetime.running?.peer.neighbours ?? [];
    return neighbours.map(({ address, dialled, link }) => ({
      address: address.text,
      dialled,
      linked: link !== undefined,
    }));
  }

  get droppedCount(): number {
    return this.#queue.droppedCount;
  }

  start(): Promise<void> {
    return this.#lifetime.start();
  }

  stop(): Promise<void> {
    return this.#lifetime.stop();
  }

  async publish(payload: string | Uint8Array): Promise<string> {
    const encoded = encodedPayload(payload);
    if (this.#endReason !== undefined) throw this.#endReason;
    if (this.#outbox === undefined) {
      throw new HearsayError('NOT_READY', 'the peer has not joined the network yet; await its `ready` first');
    }
    return this.#outbox.publish(encoded);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, undefined, undefined> {
    this.#looped = true;
    for (;;) {
      const message = await this.#queue.take();
      if (message === undefined) return;
      yield message;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  on<Name extends keyof PeerEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.on(event, listener);
    return this;
  }

  once<Name extends keyof PeerEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.once(event, listener);
    return this;
  }

  off<Name extends keyof PeerEvents>(event: Name, listener: Listener<Name>): this {
    this.#events.off(event, listener);
    return this;
  }

  #onJoined(peer: RunningPeer['peer']): void {
    this.#outbox = new Outbox(peer);
    this.#joined.resolve();
  }

  #onMessage(message: ReceivedMessage): void {
    if (this.#looped || !this.#events.heard('message')) this.#queue.push(message);
    this.#events.tell('message', message);
  }

  #onEnd(reason: unknown): void {
    this.#endReason ??= reason;
    this.#joined.reject(reason);
    this.#outbox?.stop(reason);
    this.#queue.end();
  }
}
