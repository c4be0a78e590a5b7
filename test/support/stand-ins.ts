/** Stand-ins for nodes of a simulated network: processes that say what a test wants, and write down what they hear. */
import type { Network } from '../../sim/network.ts';
import type { Address } from '../../src/address.ts';
import { type Gossip, gossip, type Message, type Request } from '../../src/messages.ts';
import type { Acceptor, CloseReason, Link, LinkHandler } from '../../src/ports.ts';
import { ArrayPeerList, type PeerListEntry } from './peer-lists.ts';
import type { SimProcess } from './sim-process.ts';

export interface Heard {
  readonly atS: number;
  readonly link: Link;
  readonly from: string;
  readonly what: 'accepted' | 'open' | Message | CloseReason;
}

/** Long enough for every dial of a test. */
const DIAL_MAX_MS = 60_000;

/** Accepts every link and answers nothing. */
export class StandIn implements Acceptor, LinkHandler {
  readonly reads = 'gossip';
  readonly process: SimProcess;
  readonly heard: Heard[] = [];
  readonly network: Network;

  constructor(process: SimProcess, network: Network) {
    this.process = process;
    this.network = network;
    process.listen(this);
  }

  get self(): Address {
    return this.process.self;
  }

  /** The messages of this kind that came. */
  messages<Kind extends Message['kind']>(kind: Kind): Extract<Message, { kind: Kind }>[] {
    return this.heardMessages(kind).map(({ what }) => what as Extract<Message, { kind: Kind }>);
  }

  /** The same with time and link; of every kind when none is given. */
  heardMessages(kind?: Message['kind']): Heard[] {
    return this.heard.filter(
      ({ what }) => typeof what === 'object' && (kind === undefined || what.kind === kind),
    );
  }

  /** Texts of the gossip that came. */
  get texts(): string[] {
    return this.messages('gossip').map(({ text }) => text);
  }

  /** Links accepted, oldest first. */
  get accepted(): Heard[] {
    return this.heard.filter(({ what }) => what === 'accepted');
  }

  /** What was heard on one link since it opened, in order. The number of a link that closed may serve another one. */
  on(link: Link): Heard['what'][] {
    const heard = this.heard.filter((each) => each.link === link).map(({ what }) => what);
    const opened = heard.findLastIndex((what) => what === 'open' || what === 'accepted');
    return heard.slice(Math.max(0, opened));
  }

  /** Dials, and says this as soon as the link is open. */
  dial(to: Address, ...words: readonly Message[]): Link {
    const link = this.process.dial(to, this, DIAL_MAX_MS);
    this.#onceOpen.set(link, words);
    return link;
  }

  /** A link as our peers dial one. */
  dialWithHello(to: Address): Link {
    return this.dial(to, { kind: 'hello', peer: this.self });
  }

  send(link: Link, message: Message): void {
    this.network.engine.hop = 0;
    if (message.kind === 'gossip' && message.slot < 0) this.process.firstTime(message);
    if (!this.process.send(link, message)) throw new Error(`${message.kind} was not taken`);
  }

  /** Sends a gossip text on each of these links. */
  gossip(text: string, ...links: readonly Link[]): Gossip {
    const message = gossip(text);
    for (const link of links) this.send(link, message);
    return message;
  }

  close(link: Link): void {
    this.process.close(link);
  }

  accept(link: Link): LinkHandler {
    this.#note(link, 'accepted');
    return this;
  }

  onOpen(link: Link): void {
    this.#note(link, 'open');
    for (const message of this.#onceOpen.get(link) ?? []) this.send(link, message);
  }

  onMessage(link: Link, message: Message): void {
    this.#note(link, message);
  }

  onSilence(_link: Link): void {}

  onClose(link: Link, reason: CloseReason): void {
    this.heard.push({ atS: this.#nowS, link, from: '', what: reason });
  }

  readonly #onceOpen = new Map<Link, readonly Message[]>();

  get #nowS(): number {
    return this.network.engine.nowUs / 1e6;
  }

  #note(link: Link, what: Heard['what']): void {
    const { names } = this.network;
    const from = names.nameOf(names.nodeAt(this.process.remote(link)));
    this.heard.push({ atS: this.#nowS, link, from, what });
  }
}

/** An entry of a scripted list: a name (`me`: whoever asks), or one with more to say. */
export type Listed =
  | string
  | { readonly name: string; readonly ageMs?: number; readonly additions?: boolean };

export interface SeedScript {
  /** Whom it lists, oldest first; whoever registered when there is no script. Without ages, each is a second older than the next. */
  lists?: readonly Listed[];
  /** Speaks the words of the reference implementation: no ages, no newline, and closes after each answer. */
  reference?: boolean;
  /** Says nothing. */
  mute?: boolean;
}

/** Registers everybody and lists whom its script says. */
export class ScriptedSeed extends StandIn {
  script: SeedScript;
  readonly #registered: string[] = [];

  constructor(process: SimProcess, network: Network, script: SeedScript) {
    super(process, network);
    this.script = script;
  }

  /** Requests that came, in order. */
  get requests(): Request[] {
    return this.heardMessages().map(({ what }) => what as Request);
  }

  override onMessage(link: Link, message: Message): void {
    super.onMessage(link, message);
    if (this.script.mute) return;
    this.send(link, this.#answer(link, message as Request));
    if (this.script.reference) this.close(link);
  }

  #answer(link: Link, request: Request): Message {
    const { names } = this.network;
    const plain = this.script.reference ?? false;
    const asker = names.nameOf(names.nodeAt(this.process.remote(link)));
    switch (request.kind) {
      case 'register':
        if (!this.#registered.includes(asker)) this.#registered.push(asker);
        return { kind: 'registered', plain };
      case 'peerListRequest':
        return { kind: 'peerList', list: this.#list(asker), aged: !plain, plain };
      case 'deathReport':
        return { kind: 'acknowledged', plain };
      case 'deregister':
        return plain ? { kind: 'rejected', why: 'unknown', plain } : { kind: 'acknowledged', plain };
      case 'dialBack':
        return { kind: 'reachability', reachable: false, plain };
      case 'badRequest':
        return { kind: 'rejected', why: request.why, plain };
    }
  }

  #list(asker: string): ArrayPeerList {
    const lists = this.script.lists ?? this.#registered;
    return new ArrayPeerList(lists.map((listed, i) => this.#entry(listed, asker, 1000 * (lists.length - i))));
  }

  #entry(listed: Listed, asker: string, positionAgeMs: number): PeerListEntry {
    const {
      name,
      ageMs = positionAgeMs,
      additions = true,
    } = typeof listed === 'string' ? { name: listed } : listed;
    const { names } = this.network;
    const node = names.nodeNamed(name === 'me' ? asker : name);
    return this.script.reference
      ? { address: names.addressOf(node), ageMs: 0, additions: false }
      : { address: names.addressOf(node), ageMs, additions };
  }
}
