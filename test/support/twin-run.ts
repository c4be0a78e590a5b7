/** One scenario, in whatever world: peers join one after another, some publish, and all leave. */
import { nodeRandom } from '../../runtime/random.ts';
import { Peer } from '../../src/peer.ts';
import { type Clock, ONE_NODE, type World } from '../../src/ports.ts';
import { Seed } from '../../src/seed.ts';
import { PEER_DEFAULTS, type PeerSettings, SEED_DEFAULTS } from '../../src/settings.ts';
import type { ConformanceWorld, NodePorts } from './conformance-world.ts';
import { TwinFacts } from './twin-facts.ts';

const HOUR_MS = 3_600_000;

/**
 * How much later, by all clocks, each peer joins than the one before, so that no delay of the real world, where an entry of a list
 * looks younger by its time under way, can change the order in which the seeds' lists are united.
 */
const JOIN_APART_MS = 10_000;

export interface TwinScenario {
  readonly randomSeed: string;
  readonly seedCount: number;
  readonly peerCount: number;
  /** How many messages each of these peers publishes. */
  readonly publishers: ReadonlyMap<number, number>;
  readonly choice: Pick<PeerSettings, 'alpha' | 'links' | 'uniformLinks'>;
}

export class TwinRun {
  readonly facts: TwinFacts;
  readonly #world: ConformanceWorld;
  readonly #scenario: TwinScenario;
  readonly #seeds: Seed[] = [];
  readonly #peers: Peer[] = [];

  constructor(world: ConformanceWorld, scenario: TwinScenario) {
    this.#world = world;
    this.#scenario = scenario;
    this.facts = new TwinFacts(() => world.changed());
  }

  /** From the first start until all have left. */
  async run(): Promise<TwinFacts> {
    const { seedCount, peerCount } = this.#scenario;
    for (let i = 0; i < seedCount; i++) await this.#startSeed(i);
    for (let i = 0; i < peerCount; i++) await this.#join(i);
    await this.#gossip();
    await this.#leave();
    return this.facts;
  }

  async #startSeed(i: number): Promise<void> {
    const name = `seed/${i}`;
    const ports = await this.#world.node();
    this.facts.name(ports.self, name);
    const seed = new Seed(this.#worldOf(ports, name, this.facts.seed(name)), SEED_DEFAULTS);
    this.#seeds.push(seed);
    seed.start();
  }

  /** A peer starts, and has its links at both ends. */
  async #join(i: number): Promise<void> {
    const name = `peer/${i}`;
    const ports = await this.#world.node();
    this.facts.name(ports.self, name);
    const peer = new Peer(this.#worldOf(ports, name, this.facts.peer(name)), this.#settingsOf(i));
    this.#peers.push(peer);
    peer.start();
    const { chosen, accepted } = this.facts;
    const hasItsLinks = () =>
      chosen.some((fact) => fact.startsWith(`${name} `)) && accepted.length === sumOfChosen(chosen);
    await this.#world.until(hasItsLinks, `${name} has its links`);
  }

  async #gossip(): Promise<void> {
    const { publishers, peerCount } = this.#scenario;
    for (const i of publishers.keys()) this.#peers[i]?.startGossip();
    let messageCount = 0;
    for (const count of publishers.values()) messageCount += count;
    const { published, delivered, sent, received } = this.facts;
    const isOver = () =>
      published.length === messageCount &&
      delivered.length >= messageCount * (peerCount - 1) &&
      received.length === sent.length;
    await this.#world.until(isOver, 'every copy has arrived');
  }

  async #leave(): Promise<void> {
    for (const peer of this.#peers) peer.stop();
    const { left, registered, removed } = this.facts;
    const isOver = () => left.length === this.#peers.length && removed.length === registered.length;
    await this.#world.until(isOver, 'all have left');
    for (const seed of this.#seeds) seed.stop();
  }

  /** A world whose clock is ahead by what lies between the joins, and whose draws are those of this name. */
  #worldOf<Facts>(ports: NodePorts, name: string, observer: Facts): World<Facts> {
    const peers = this.#peers;
    const clock: Clock = {
      now: () => ports.clock.now() + JOIN_APART_MS * peers.length,
      wallTime: () => ports.clock.wallTime(),
      timer: (handler, patienceMs) => ports.clock.timer(handler, patienceMs),
    };
    const { self, transport, pinger, memory } = ports;
    return {
      ...ONE_NODE,
      self,
      transport,
      pinger,
      memory,
      clock,
      random: nodeRandom(this.#scenario.randomSeed, name),
      observer,
    };
  }

  /** What runs by the clock alone is put off, but gossip. */
  #settingsOf(i: number): PeerSettings {
    return {
      ...PEER_DEFAULTS,
      ...this.#scenario.choice,
      seeds: this.#seeds.map(({ world }) => world.self),
      gossipStart: 'called',
      gossipIntervalMs: 20,
      gossipCount: this.#scenario.publishers.get(i) ?? 0,
      pingIntervalMs: HOUR_MS,
      renewIntervalMs: HOUR_MS,
      aloneMs: HOUR_MS,
      leaveMs: HOUR_MS,
    };
  }
}

function sumOfChosen(chosen: readonly string[]): number {
  let sum = 0;
  for (const fact of chosen) sum += Number(fact.split(' ')[1]);
  return sum;
}
