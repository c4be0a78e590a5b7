/** Real peers over loopback, and their seed, all real but for their observers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RealClock } from '../runtime/clock.ts';
import { partialPeerObserver } from '../runtime/combined-observer.ts';
import { EventLog } from '../runtime/event-log.ts';
import { LogFile } from '../runtime/log-file.ts';
import { PeerLog } from '../runtime/peer-log.ts';
import { IcmpPinger } from '../runtime/ping/icmp-pinger.ts';
import { nodeRandom } from '../runtime/random.ts';
import { SeedLog } from '../runtime/seed-log.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import { type Address, address, parseAddress } from '../src/address.ts';
import type { Dissemination } from '../src/dissemination.ts';
import { type Gossip, gossip } from '../src/messages.ts';
import type { LinkNames, PeerObserver } from '../src/observer.ts';
import { Peer } from '../src/peer.ts';
import { type Acceptor, type Link, ONE_NODE, type World } from '../src/ports.ts';
import { PROFILES } from '../src/profiles.ts';
import { Seed } from '../src/seed.ts';
import { SeenMessages } from '../src/seen-messages.ts';
import type { PeerSettings } from '../src/settings.ts';
import type { DialledLink, Swarm, SwarmPlan } from './swarm.ts';

const HOST = '127.0.0.1';

/** How long closing connections may take at the end. */
const CLOSE_MAX_MS = 1_000;

/** How often a condition is looked at that nobody tells of. */
const LOOK_MS = 2;

/** All message numbers have six digits. */
const MESSAGE_NUMBER_MIN = 100_000;

type OnDelivery = (payloadBytes: number, text: string) => void;

export class HearsaySwarm implements Swarm {
  /** What its peers told, of those without a log. */
  readonly troubles = { shed: 0, linksLost: 0, declaredDead: 0 };
  readonly #onDelivery: OnDelivery;
  readonly #settings: Partial<PeerSettings>;
  readonly #nodes = new Map<number, PublishingPeer>();
  readonly #transports: TcpTransport[] = [];
  readonly #pinger = new IcmpPinger();
  readonly #payload: string;
  #seed: Seed | undefined;
  #logs: LogFolder | undefined;

  /** @param settings Others than those of the profile `hardened`. */
  constructor(plan: SwarmPlan, onDelivery: OnDelivery, settings: Partial<PeerSettings> = {}) {
    this.#onDelivery = onDelivery;
    this.#settings = settings;
    this.#payload = Buffer.alloc(plan.payloadBytes, 'hearsay').toString('base64url');
    if (plan.system === 'logged') this.#logs = new LogFolder();
  }

  async introducer(): Promise<string> {
    const seed = new Seed(
      await this.#world('seed', () => new SeedLog(new EventLog('seed', () => {}, undefined), () => {})),
      PROFILES.hardened,
    );
    seed.start();
    this.#seed = seed;
    return seed.world.self.text;
  }

  async join(node: number, contacts: readonly string[]): Promise<string> {
    const world = await this.#world(`peer ${node}`, (name) => this.#observer(name));
    const peer = new PublishingPeer(world, contacts[0], this.#settings);
    this.#nodes.set(node, peer);
    await peer.join(node === 0);
    return peer.self;
  }

  links(): readonly DialledLink[] {
    return [...this.#nodes].flatMap(([index, { peer }]) =>
      peer.neighbours
        .filter(({ dialled, link }) => dialled && link !== undefined)
        .map((neighbour): DialledLink => [index, neighbour.address.text]),
    );
  }

  linked(node: number, degree: number): boolean {
    return this.#nodes.get(node)?.peer.openLinkCount === degree;
  }

  publish(node: number, count: number): void {
    for (let i = 0; i < count; i++) this.publishOne(node);
  }

  /** The text of the message that it publishes. */
  publishOne(node: number): string {
    return this.#nodes.get(node)!.publish(this.#payload);
  }

  async stop(): Promise<void> {
    for (const { peer } of this.#nodes.values()) peer.stop();
    while ([...this.#nodes.values()].some(({ stopped }) => !stopped)) await delay(LOOK_MS);
    this.#seed?.stop();
    this.#pinger.stop();
    await Promise.all(this.#transports.map((transport) => transport.end(CLOSE_MAX_MS)));
    this.#logs?.remove();
  }

  #observer(name: string): Witness {
    if (this.#logs === undefined) return countingPeer(this.#onDelivery, this.troubles);
    return new LoggingPeer(this.#logs.open(name), this.#onDelivery);
  }

  async #world<Facts>(name: string, observerOf: (name: string) => Facts): Promise<World<Facts>> {
    const transport = await TcpTransport.listenOn(HOST, 0);
    this.#transports.push(transport);
    const self = address(HOST, transport.port);
    const clock = new RealClock();
    const memory = new SeenMessages(clock);
    transport.aids.memory = memory;
    // By its number and not its port, so that every run has the same overlay.
    const random = nodeRandom('bench', name);
    return {
      ...ONE_NODE,
      self,
      clock,
      transport,
      pinger: this.#pinger,
      random,
      memory,
      observer: observerOf(name),
    };
  }
}

/** A peer, and the way to its dissemination: it is what accepts links. */
class PublishingPeer {
  readonly peer: Peer;
  readonly #world: World<Witness>;
  #acceptor: Acceptor | undefined;
  #published = 0;

  constructor(world: World<Witness>, seed: string, settings: Partial<PeerSettings>) {
    this.#world = world;
    const { transport } = world;
    const listen = transport.listen.bind(transport);
    transport.listen = (acceptor) => {
      this.#acceptor = acceptor;
      listen(acceptor);
    };
    this.peer = new Peer(world, {
      ...PROFILES.hardened,
      seeds: [parseAddress(seed) as Address],
      liveness: 'tcp', // the peers share a host
      gossipCount: 0,
      gossipRate: 0, // what is measured is what a node can carry, not what it lets in
      ...settings,
    });
  }

  get stopped(): boolean {
    return this.#world.observer.hasStopped;
  }

  get self(): string {
    return this.#world.self.text;
  }

  /** The oldest has nobody to link to, so it only registers. */
  async join(oldest: boolean): Promise<void> {
    this.peer.start();
    while (oldest ? !this.#world.observer.hasRegistered : !this.peer.settled) await delay(LOOK_MS);
  }

  /** An identity as long as those of `Publication`. */
  publish(payload: string): string {
    const { host, port } = this.#world.self;
    const number = MESSAGE_NUMBER_MIN + this.#published++;
    const seconds = Math.floor(Date.now() / 1000);
    const message = gossip(`${seconds}.0000${String(port).padStart(5, '0')}:${host}:${number}`, payload);
    (this.#acceptor as Dissemination).publish(message);
    return message.text;
  }
}

/** An observer that knows whether its peer has registered, and left. */
interface Witness extends PeerObserver {
  readonly hasRegistered: boolean;
  readonly hasStopped: boolean;
}

/** Takes every payload as bytes, as an application does, and tells of it. */
function countingPeer(onDelivery: OnDelivery, troubles: HearsaySwarm['troubles']): Witness {
  const witness = Object.assign(
    partialPeerObserver({
      registered: () => {
        witness.hasRegistered = true;
      },
      stopped: () => {
        witness.hasStopped = true;
      },
      shed: () => void troubles.shed++,
      linkDown: () => void troubles.linksLost++,
      declaredDead: () => void troubles.declaredDead++,
      delivered: ({ payload, text }: Gossip) => onDelivery(bytesOf(payload), text),
    }),
    { hasRegistered: false, hasStopped: false },
  );
  return witness;
}

/** The same, and keeps the log of a real peer. */
class LoggingPeer extends PeerLog implements Witness {
  hasRegistered = false;
  hasStopped = false;
  readonly #onDelivery: OnDelivery;

  constructor(log: EventLog, onDelivery: OnDelivery) {
    super(log, undefined, () => {
      this.hasStopped = true;
    });
    this.#onDelivery = onDelivery;
  }

  override registered(...facts: Parameters<PeerLog['registered']>): void {
    super.registered(...facts);
    this.hasRegistered = true;
  }

  override delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    super.delivered(gossip, from, names);
    this.#onDelivery(bytesOf(gossip.payload), gossip.text);
  }
}

/** All peers append to one file that rotates, as those that are started in one folder do. */
class LogFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
  readonly #logs: EventLog[] = [];

  open(name: string): EventLog {
    const log = new EventLog(name, () => {}, new LogFile(join(this.#path, 'outputfile.txt'), fail));
    this.#logs.push(log);
    return log;
  }

  remove(): void {
    for (const log of this.#logs) log.close();
    rmSync(this.#path, { recursive: true });
  }
}

function bytesOf(payload: string | undefined): number {
  return Buffer.from(payload ?? '', 'base64url').length;
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
