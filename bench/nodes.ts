/** Measures real peers, all in this process, that gossip over loopback as fast as the event loop turns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RealClock } from '../runtime/clock.ts';
import { EventLog } from '../runtime/event-log.ts';
import { LogFile } from '../runtime/log-file.ts';
import { IcmpPinger } from '../runtime/ping/icmp-pinger.ts';
import { nodeRandom } from '../runtime/random.ts';
import { SeedLog } from '../runtime/seed-log.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import { type Address, address } from '../src/address.ts';
import type { PeerObserver } from '../src/observer.ts';
import { Peer } from '../src/peer.ts';
import type { World } from '../src/ports.ts';
import { PROFILES } from '../src/profiles.ts';
import { Seed } from '../src/seed.ts';
import { SeenMessages } from '../src/seen-messages.ts';
import type { PeerSettings } from '../src/settings.ts';
import { cpuSeconds, loopTurns } from './resources.ts';
import { CountingPeer, LoggingPeer, Tally } from './tally.ts';

const HOST = '127.0.0.1';

/** How long closing connections may take at the end. */
const CLOSE_MAX_MS = 1_000;

export interface NodesPlan {
  readonly peers: number;
  /** Messages of each peer. */
  readonly messages: number;
  /** Peers keep the log that deployed ones keep, or else only count. */
  readonly log: boolean;
}

export interface NodesFigures {
  /** Links of the overlay, two peers each. */
  readonly links: readonly (readonly [number, number])[];
  readonly deliveries: number;
  readonly copies: number;
  readonly shed: number;
  /** Of a message on the wire, with its newline, on average. */
  readonly lineBytes: number;
  /** From the first publish until the last copy has arrived. */
  readonly cpuS: number;
  readonly turns: number;
}

export async function measureNodes(plan: NodesPlan): Promise<NodesFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
  try {
    const nodes = new Nodes(plan, join(folder, 'outputfile.txt'));
    await nodes.join();
    const figures = await nodes.gossip();
    await nodes.stop();
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The peers of one process and their seed. */
class Nodes {
  readonly #plan: NodesPlan;
  /** All peers append to one file, as those that are started in one folder do. */
  readonly #output: string;
  readonly #tally = new Tally();
  readonly #pinger = new IcmpPinger();
  readonly #transports: TcpTransport[] = [];
  readonly #logs: EventLog[] = [];
  readonly #peers: Peer[] = [];
  #seed: Seed | undefined;

  constructor(plan: NodesPlan, output: string) {
    this.#plan = plan;
    this.#output = output;
  }

  /** One peer after another, so that every run has the same overlay. */
  async join(): Promise<void> {
    const tally = this.#tally;
    const seed = new Seed(
      await this.#world('seed', (self) => new SeedLog(this.#log(`seed ${self.text}`), () => tally.stop())),
      PROFILES.hardened,
    );
    this.#seed = seed;
    seed.start();
    for (let i = 0; i < this.#plan.peers; i++) {
      const world = await this.#world(`peer ${i}`, (self) => this.#observer(self));
      const peer = new Peer(world, this.#settings(seed.world.self));
      this.#peers.push(peer);
      peer.start();
      await tally.until(() => tally.registered === i + 1 && (i === 0 || this.#settled));
    }
  }

  async gossip(): Promise<NodesFigures> {
    const tally = this.#tally;
    const total = this.#plan.peers * this.#plan.messages;
    const startCpuS = cpuSeconds();
    const startTurns = loopTurns();
    for (const peer of this.#peers) peer.startGossip();
    await tally.until(
      () => tally.published === total && tally.deliveries + tally.duplicates === tally.copies,
    );
    return {
      cpuS: cpuSeconds() - startCpuS,
      turns: loopTurns() - startTurns,
      links: this.#links(),
      deliveries: tally.deliveries,
      copies: tally.copies,
      shed: tally.shed,
      lineBytes: tally.publishedBytes / tally.published,
    };
  }

  async stop(): Promise<void> {
    const tally = this.#tally;
    for (const peer of this.#peers) peer.stop();
    await tally.until(() => tally.stopped === this.#peers.length);
    this.#seed?.stop();
    this.#pinger.stop();
    await Promise.all(this.#transports.map((transport) => transport.end(CLOSE_MAX_MS)));
    for (const log of this.#logs) log.close();
  }

  /** Every link is open at both ends, and no peer looks for more. */
  get #settled(): boolean {
    const { dialledEnds, acceptedEnds } = this.#tally;
    return dialledEnds === acceptedEnds && this.#peers.every((peer) => peer.settled);
  }

  #links(): [number, number][] {
    const indexOf = new Map(this.#peers.map((peer, index) => [peer.world.self.text, index]));
    return this.#peers.flatMap((peer, index) =>
      peer.neighbours
        .filter(({ dialled, link }) => dialled && link !== undefined)
        .map((neighbour): [number, number] => [index, indexOf.get(neighbour.address.text) as number]),
    );
  }

  #settings(seed: Address): PeerSettings {
    return {
      ...PROFILES.hardened,
      seeds: [seed],
      liveness: 'tcp', // the peers share a host
      gossipStart: 'called',
      gossipIntervalMs: 1, // shorter than a turn of the loop under this load
      gossipCount: this.#plan.messages,
    };
  }

  async #world<Facts>(name: string, observerOf: (self: Address) => Facts): Promise<World<Facts>> {
    const transport = await TcpTransport.listenOn(HOST, 0);
    this.#transports.push(transport);
    const self = address(HOST, transport.port);
    const clock = new RealClock();
    const memory = new SeenMessages(clock);
    const random = nodeRandom('bench', name);
    return { self, clock, transport, pinger: this.#pinger, random, memory, observer: observerOf(self) };
  }

  #observer(self: Address): PeerObserver {
    if (!this.#plan.log) return new CountingPeer(this.#tally);
    return new LoggingPeer(this.#log(`peer ${self.text}`, new LogFile(this.#output, fail)), this.#tally);
  }

  #log(name: string, file?: LogFile): EventLog {
    const log = new EventLog(name, () => {}, file);
    this.#logs.push(log);
    return log;
  }
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
