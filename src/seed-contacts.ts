/**
 * What each peer of a world knows of the seeds of its configuration, in the order in which it tries them: one word a seed, because a
 * million peers know them all. A contact is a view of that word, made when it is asked for.
 */
import type { Address } from './address.ts';
import type { Nodes } from './ports.ts';
import type { ReceivedList } from './received-list.ts';
import type { SeedCall, SeedContact } from './seed-call.ts';

// The number of the seed stands above these.
const HELD = 1;
const TRIED = 2;
/** The seed has answered: `PLAIN` is known. */
const ANSWERED = 4;
const PLAIN = 8;
const SEED_SHIFT = 4;

export class SeedContacts {
  readonly seeds: readonly Address[];
  /** Of each node as many words as there are seeds. */
  readonly words: Int32Array;
  /** By place of the word, while a contact is called. */
  readonly calls = new Map<number, SeedCall>();
  /** Likewise: answers that wait to be united. */
  readonly received = new Map<number, ReceivedList>();
  readonly #nodes: Nodes;

  constructor(nodes: Nodes, seeds: readonly Address[]) {
    this.seeds = seeds;
    this.words = new Int32Array(nodes.nodeCount * seeds.length);
    this.#nodes = nodes;
  }

  /** Those of the peer that acts, in the order in which they are tried. */
  all(): Contact[] {
    return this.seeds.map((_, i) => new Contact(this, this.#first + i));
  }

  get heldCount(): number {
    let count = 0;
    for (let i = 0; i < this.seeds.length; i++) count += this.words[this.#first + i] & HELD;
    return count;
  }

  /** Whoever acts begins: it knows no more than which seeds there are, and draws the order once. */
  shuffle(random: () => number): void {
    const { words, seeds } = this;
    const first = this.#first;
    for (let i = 0; i < seeds.length; i++) words[first + i] = i << SEED_SHIFT;
    for (let i = seeds.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const word = words[first + i];
      words[first + i] = words[first + j];
      words[first + j] = word;
    }
  }

  /** The peer is gone. */
  reset(): void {
    for (let place = this.#first; place < this.#first + this.seeds.length; place++) {
      this.words[place] = 0;
      this.calls.delete(place);
      this.received.delete(place);
    }
  }

  get #first(): number {
    return this.#nodes.node * this.seeds.length;
  }
}

export class Contact implements SeedContact {
  readonly #contacts: SeedContacts;
  readonly #place: number;

  constructor(contacts: SeedContacts, place: number) {
    this.#contacts = contacts;
    this.#place = place;
  }

  /** Its number in the configuration. */
  get number(): number {
    return this.#word >> SEED_SHIFT;
  }

  get seed(): Address {
    return this.#contacts.seeds[this.number];
  }

  get plain(): boolean | undefined {
    return (this.#word & ANSWERED) === 0 ? undefined : (this.#word & PLAIN) !== 0;
  }

  set plain(plain: boolean) {
    this.#mark(ANSWERED, true);
    this.#mark(PLAIN, plain);
  }

  /** The seed holds this peer, as far as that knows. */
  get held(): boolean {
    return (this.#word & HELD) !== 0;
  }

  set held(held: boolean) {
    this.#mark(HELD, held);
  }

  /** Tried since the last back-off. */
  get tried(): boolean {
    return (this.#word & TRIED) !== 0;
  }

  set tried(tried: boolean) {
    this.#mark(TRIED, tried);
  }

  /** The call under way. */
  get call(): SeedCall | undefined {
    return this.#contacts.calls.get(this.#place);
  }

  set call(call: SeedCall | undefined) {
    if (call === undefined) this.#contacts.calls.delete(this.#place);
    else this.#contacts.calls.set(this.#place, call);
  }

  /** An answer that waits to be united. */
  get received(): ReceivedList | undefined {
    return this.#contacts.received.get(this.#place);
  }

  set received(received: ReceivedList | undefined) {
    if (received === undefined) this.#contacts.received.delete(this.#place);
    else this.#contacts.received.set(this.#place, received);
  }

  get #word(): number {
    return this.#contacts.words[this.#place];
  }

  #mark(fact: number, holds: boolean): void {
    const { words } = this.#contacts;
    words[this.#place] = holds ? words[this.#place] | fact : words[this.#place] & ~fact;
  }
}
