/** What the nodes of one scenario told, whatever world they ran in: addresses become names, texts of gossip become numbers. */
import type { Address } from '../../src/address.ts';
import type { Gossip } from '../../src/messages.ts';
import type { LinkNames, PeerObserver, RemovalReason, SeedObserver } from '../../src/observer.ts';
import type { Link } from '../../src/ports.ts';

export class TwinFacts {
  /** `peer/3 at seed/1`, in the order of registration at each seed. */
  readonly registered: string[] = [];
  /** The same, as the peers were told. */
  readonly confirmed: string[] = [];
  /** `peer/3 at seed/1: left` */
  readonly removed: string[] = [];
  /** Candidates and choices of each peer: `peer/3 2 of 3`. */
  readonly chosen: string[] = [];
  /** `peer/3 -> peer/1`: who dialled whom, by who dialled and by who accepted. */
  readonly dialled: string[] = [];
  readonly accepted: string[] = [];
  /** `peer/0#1`: the publisher, and which of its messages. */
  readonly published: string[] = [];
  /** `peer/0#1 peer/3`: the message, and who saw it for the first time. */
  readonly delivered: string[] = [];
  /** `peer/0#1 peer/3 -> peer/1`: the message, and the direction of the link it crossed, when sent and when received. */
  readonly sent: string[] = [];
  readonly received: string[] = [];
  /** Anything that should not happen in this scenario. */
  readonly troubles: string[] = [];
  /** Nodes that have left. */
  readonly left: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #messages = new Map<string, string>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  name(address: Address, name: string): void {
    this.#names.set(address.text, name);
  }

  nameOf(address: Address): string {
    return this.#names.get(address.text) ?? address.text;
  }

  messageOf(gossip: Gossip): string {
    return this.#messages.get(gossip.text) ?? gossip.text;
  }

  add(facts: string[], fact: string): void {
    facts.push(fact);
    this.#changed();
  }

  publish(gossip: Gossip, publisher: string): void {
    this.#messages.set(gossip.text, `${publisher}#${gossip.text.replace(/.*:/, '')}`);
    this.add(this.published, this.messageOf(gossip));
  }

  peer(name: string): PeerObserver {
    return new TwinPeerObserver(this, name);
  }

  seed(name: string): SeedObserver {
    return new TwinSeedObserver(this, name);
  }
}

class TwinPeerObserver implements PeerObserver {
  readonly #facts: TwinFacts;
  readonly #name: string;

  constructor(facts: TwinFacts, name: string) {
    this.#facts = facts;
    this.#name = name;
  }

  registered(seed: Address): void {
    this.#facts.add(this.#facts.confirmed, `${this.#name} at ${this.#facts.nameOf(seed)}`);
  }

  neighboursChosen(candidates: number, chosen: number): void {
    this.#facts.add(this.#facts.chosen, `${this.#name} ${chosen} of ${candidates}`);
  }

  linkUp(neighbour: Address, dialled: boolean, reference: boolean): void {
    const other = this.#facts.nameOf(neighbour);
    if (reference) this.#trouble(`takes ${other} for a reference peer`);
    if (dialled) this.#facts.add(this.#facts.dialled, `${this.#name} -> ${other}`);
    else this.#facts.add(this.#facts.accepted, `${other} -> ${this.#name}`);
  }

  published(gossip: Gossip): void {
    this.#facts.publish(gossip, this.#name);
  }

  delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#facts.add(this.#facts.delivered, `${this.#facts.messageOf(gossip)} ${this.#name}`);
    this.#receive(gossip, names.addressAt(from));
  }

  duplicate(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#receive(gossip, names.addressAt(from));
  }

  copied(gossip: Gossip, to: Link, names: LinkNames): void {
    const { sent } = this.#facts;
    this.#facts.add(
      sent,
      `${this.#facts.messageOf(gossip)} ${this.#name} -> ${this.#facts.nameOf(names.addressAt(to))}`,
    );
  }

  stopped(abandoned: number): void {
    if (abandoned > 0) this.#trouble(`abandoned ${abandoned} notices`);
    this.#facts.add(this.#facts.left, this.#name);
  }

  registrationFailed(seed: Address): void {
    this.#trouble(`was not registered by ${this.#facts.nameOf(seed)}`);
  }

  dialFailed(neighbour: Address): void {
    this.#trouble(`could not dial ${this.#facts.nameOf(neighbour)}`);
  }

  linkDown(neighbour: Address, reason: string): void {
    if (reason === 'left' || reason === 'stopped') return;
    this.#trouble(`lost its link to ${this.#facts.nameOf(neighbour)}: ${reason}`);
  }

  shed(gossip: Gossip): void {
    this.#trouble(`shed ${this.#facts.messageOf(gossip)}`);
  }

  throttled(gossip: Gossip): void {
    this.#trouble(`throttled ${this.#facts.messageOf(gossip)}`);
  }

  untimely(gossip: Gossip): void {
    this.#trouble(`ignored ${this.#facts.messageOf(gossip)}`);
  }

  pingFailed(neighbour: Address): void {
    this.#trouble(`could not ping ${this.#facts.nameOf(neighbour)}`);
  }

  neighbourRefused(neighbour: Address): void {
    this.#trouble(`refused ${this.#facts.nameOf(neighbour)}`);
  }

  listReceived(): void {}
  pinged(): void {}
  pingUnable(): void {}
  declaredDead(): void {}
  reportSent(): void {}
  neighbourLeft(): void {}

  #receive(gossip: Gossip, from: Address): void {
    const direction = `${this.#facts.nameOf(from)} -> ${this.#name}`;
    this.#facts.add(this.#facts.received, `${this.#facts.messageOf(gossip)} ${direction}`);
  }

  #trouble(what: string): void {
    this.#facts.add(this.#facts.troubles, `${this.#name} ${what}`);
  }
}

class TwinSeedObserver implements SeedObserver {
  readonly #facts: TwinFacts;
  readonly #name: string;

  constructor(facts: TwinFacts, name: string) {
    this.#facts = facts;
    this.#name = name;
  }

  peerRegistered(peer: Address): void {
    this.#facts.add(this.#facts.registered, `${this.#facts.nameOf(peer)} at ${this.#name}`);
  }

  peerRemoved(peer: Address, why: RemovalReason): void {
    this.#facts.add(this.#facts.removed, `${this.#facts.nameOf(peer)} at ${this.#name}: ${why}`);
  }

  registrationRefused(peer: Address): void {
    this.#facts.add(this.#facts.troubles, `${this.#name} refuses ${this.#facts.nameOf(peer)}`);
  }

  dialledBack(peer: Address): void {
    this.#facts.add(this.#facts.troubles, `${this.#name} dials ${this.#facts.nameOf(peer)} back`);
  }

  badRequest(from: Address): void {
    this.#facts.add(this.#facts.troubles, `${this.#name} does not understand ${from.text}`);
  }

  peerRenewed(): void {}
  listServed(): void {}
  deathReported(): void {}
  checkStarted(): void {}
  checkPassed(): void {}
  stopped(): void {}
}
