/** The recorder of peers that also tells a watch of one message. */
import type { Address } from '../src/address.ts';
import type { Gossip } from '../src/messages.ts';
import type { LinkNames } from '../src/observer.ts';
import type { Link } from '../src/ports.ts';
import type { MessageWatch } from './message-watch.ts';
import { PeerRecorder, type Statistics } from './recorders.ts';

export class WatchingPeerRecorder extends PeerRecorder {
  readonly #watch: MessageWatch;
  readonly #world: Statistics;

  constructor(statistics: Statistics, watch: MessageWatch) {
    super(statistics);
    this.#watch = watch;
    this.#world = statistics;
  }

  override published(gossip: Gossip): void {
    this.#watch.published(gossip.slot, this.#node, gossip.text);
  }

  override delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    super.delivered(gossip, from, names);
    this.#received(gossip, from, names);
  }

  override duplicate(gossip: Gossip, from: Link, names: LinkNames): void {
    super.duplicate(gossip, from, names);
    this.#received(gossip, from, names);
  }

  override copied(gossip: Gossip, to: Link, names: LinkNames): void {
    super.copied(gossip, to, names);
    if (this.#isWatched(gossip)) this.#watch.note(this.#nodeAt(to, names), 'copySent', this.#node);
  }

  override shed(gossip: Gossip, to: Link, names: LinkNames): void {
    super.shed(gossip, to, names);
    if (this.#isWatched(gossip)) this.#watch.note(this.#nodeAt(to, names), 'copyShed', this.#node);
  }

  override linkUp(neighbour: Address, _dialled: boolean, _reference: boolean): void {
    this.#watch.note(this.#node, 'linkUp', this.#world.names.nodeAt(neighbour));
  }

  override linkDown(neighbour: Address, _reason: string): void {
    this.#watch.note(this.#node, 'linkDown', this.#world.names.nodeAt(neighbour));
  }

  get #node(): number {
    return this.#world.engine.node;
  }

  #isWatched({ slot }: Gossip): boolean {
    return slot === this.#watch.message;
  }

  #received(gossip: Gossip, from: Link, names: LinkNames): void {
    if (this.#isWatched(gossip)) this.#watch.received(this.#node, this.#nodeAt(from, names));
  }

  #nodeAt(link: Link, names: LinkNames): number {
    return this.#world.names.nodeAt(names.addressAt(link));
  }
}
