/**
 * A simulated network that a test drives by hand: real seeds and peers by name (`seed/0`, `peer/3`), stand-ins that say what the
 * test wants, time on demand, and what everybody did as lines. Times are seconds from the start. One way takes 10 ms.
 */
import { dispatch } from '../../sim/dispatch.ts';
import { Network } from '../../sim/network.ts';
import { NodeNames } from '../../sim/node-names.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../../sim/scenario.ts';
import { scheduleStarts } from '../../sim/simulation.ts';
import type { Address } from '../../src/address.ts';
import type { PeerObserver } from '../../src/observer.ts';
import { Peer } from '../../src/peer.ts';
import { ONE_NODE } from '../../src/ports.ts';
import { SeenMessages } from '../../src/seen-messages.ts';
import { PEER_DEFAULTS, type PeerSettings } from '../../src/settings.ts';
import { PausableSchedule } from './pausable-schedule.ts';
import { SimProcess } from './sim-process.ts';
import { ScriptedSeed, type SeedScript, StandIn } from './stand-ins.ts';

/** One way, seconds. */
export const LATENCY_S = 0.01;

/** `until` gives up after so many simulated seconds. */
const UNTIL_MAX_S = 3_600;

/** Everything but what a test is about: nobody publishes, and a message takes 10 ms. */
const PLAIN: Scenario = {
  ...SCENARIO_DEFAULTS,
  peers: 2,
  seeds: 1,
  latency: `constant:${1000 * LATENCY_S}`,
  publishers: 0,
};

/** One line of the trace. */
export interface Fact {
  readonly atS: number;
  readonly node: string;
  readonly what: string;
}

export interface SimulatedOptions extends Partial<Scenario> {
  /** Another one gives other draws. */
  readonly randomSeed?: string;
  /** By name; nobody else publishes. */
  readonly publisherNames?: readonly string[];
  /** Of a large network only the facts that match are kept; all when it is not given. */
  readonly keeps?: RegExp;
}

type Ports = Network['peerPorts'];

export class Simulated {
  readonly network: Network;
  readonly scenario: Scenario;
  /** What everybody did, in order. */
  readonly facts: Fact[] = [];
  readonly #schedule: PausableSchedule;
  /** Peers with settings of their own. */
  readonly #own = new Map<number, Peer>();

  constructor({ randomSeed = 'spec', publisherNames = [], keeps, ...changes }: SimulatedOptions = {}) {
    this.scenario = { ...PLAIN, ...changes };
    const names = new NodeNames(this.scenario.peers, this.scenario.seeds);
    this.#schedule = new PausableSchedule(names.nodeCount);
    this.network = new Network(this.scenario, randomSeed, {
      publishers: new Set(publisherNames.map((name) => names.nodeNamed(name))),
      exact: true,
      schedule: this.#schedule,
      trace: (line) => {
        if (keeps === undefined || keeps.test(line)) this.facts.push(factOf(line));
      },
    });
  }

  get nowS(): number {
    return this.network.engine.nowUs / 1e6;
  }

  get peerNames(): string[] {
    return namesOf('peer', this.scenario.peers);
  }

  get seedNames(): string[] {
    return namesOf('seed', this.scenario.seeds);
  }

  node(name: string): number {
    return this.network.names.nodeNamed(name);
  }

  /** The name of whoever has this address. */
  nameAt(address: Address): string {
    return this.network.names.nameOf(this.network.names.nodeAt(address));
  }

  address(name: string): Address {
    return this.network.names.addressOf(this.node(name));
  }

  /** A peer that runs. */
  peer(name: string): Peer {
    const peer = this.#own.get(this.node(name)) ?? this.network.peer(this.node(name));
    if (peer === undefined) throw new Error(`${name} does not run`);
    return peer;
  }

  /** The ports of a node whose process runs. */
  process(name: string): SimProcess {
    const node = this.node(name);
    if (!this.network.processes.isRunning(node)) throw new Error(`${name} does not run`);
    return new SimProcess(this.network, node);
  }

  /** From now on a port answers this to one peer; `before` is what it would have answered. */
  replace<Name extends 'now' | 'wallTime' | 'firstTime'>(
    name: string,
    port: Name,
    answer: (before: Ports[Name]) => Ports[Name],
  ): void {
    const { peerPorts, engine } = this.network;
    const node = this.node(name);
    const before = peerPorts[port].bind(peerPorts) as (...words: unknown[]) => unknown;
    const after = answer(before as Ports[Name]) as (...words: unknown[]) => unknown;
    const either = (...words: unknown[]) => (engine.node === node ? after : before)(...words);
    Object.assign(peerPorts, { [port]: either });
  }

  /** Whom a seed lists, oldest registration first. */
  listOf(name: string): string[] {
    const { nowUs } = this.network.engine;
    const list = this.network.seeds[this.node(name) - this.scenario.peers]?.registry.list(nowUs / 1000);
    return Array.from({ length: list?.length ?? 0 }, (_, i) => this.nameAt(list!.at(i)));
  }

  /** Whom this peer has an open link with, by name, sorted. */
  linksOf(name: string): string[] {
    const open = this.peer(name).neighbours.filter(({ link }) => link !== undefined);
    return open.map(({ address }) => this.nameAt(address)).sort();
  }

  /** Real seeds and peers start. */
  start(...names: readonly string[]): void {
    for (const name of names) this.#act(() => this.network.start(this.node(name)));
  }

  /** A real peer with settings that no scenario has; its facts are in no line. `prepare` sees it before it starts. */
  startWith(
    name: string,
    settings: Partial<PeerSettings>,
    self = this.address(name),
    prepare: (peer: Peer) => void = () => {},
  ): Peer {
    const seeds = this.seedNames.map((seed) => this.address(seed));
    const { clock, transport, pinger, random, memory } = this.network.boot(this.node(name));
    const world = { ...ONE_NODE, self, clock, transport, pinger, random, memory, observer: silentObserver() };
    const peer = new Peer(world, { ...PEER_DEFAULTS, seeds, ...settings });
    this.#own.set(this.node(name), peer);
    prepare(peer);
    this.#act(() => peer.start());
    return peer;
  }

  /** A process of the test's own, which accepts links and answers nothing. */
  standIn(name: string): StandIn {
    return new StandIn(SimProcess.boot(this.network, this.node(name)), this.network);
  }

  standIns(...names: readonly string[]): StandIn[] {
    return names.map((name) => this.standIn(name));
  }

  /** A stand-in for a seed, which answers by a script. */
  scriptedSeed(name: string, script: SeedScript = {}): ScriptedSeed {
    return new ScriptedSeed(SimProcess.boot(this.network, this.node(name)), this.network, script);
  }

  /** From now on this process knows a message again by its text, as real ones do, not by which object it is. */
  rememberTexts(name: string): void {
    const seen = new SeenMessages(this.process(name));
    this.replace(name, 'firstTime', (opened) => (gossip) => {
      if (gossip.slot < 0) opened(gossip);
      return seen.firstTime(gossip);
    });
  }

  /** A publisher publishes its first message now; for networks that do not publish by themselves. */
  startGossip(name: string): void {
    this.#act(() => this.network.startGossip(this.node(name)));
  }

  /** Calls this peer from outside, as an application does. */
  asked<Answer>(name: string, ask: (peer: Peer) => Answer): Answer {
    this.network.engine.hop = 0;
    this.network.engine.node = this.node(name);
    return ask(this.peer(name));
  }

  crash(name: string): void {
    this.#act(() => this.network.crash(this.node(name)));
  }

  kill(name: string): void {
    this.#act(() => this.network.kill(this.node(name)));
  }

  leave(name: string): void {
    this.#act(() => this.network.leave(this.node(name)));
  }

  /** The process of this node is suspended for so long: what comes meanwhile waits, its host goes on. */
  pause(name: string, seconds: number): void {
    this.#schedule.pause(this.node(name), Math.round(1e6 * (this.nowS + seconds)));
  }

  /** Real seeds and peers start, the peers evenly spaced over so many seconds from now on. */
  startAll(joinOverS: number): void {
    scheduleStarts(this.network, joinOverS);
  }

  blockIcmp(name: string, blocked = true): void {
    this.#act(() => this.network.blockIcmp(this.node(name), blocked));
  }

  /** Handles everything that is due before this time. */
  runTo(seconds: number): void {
    const { engine } = this.network;
    const stopUs = Math.round(1e6 * seconds);
    while (dispatch(this.network, stopUs));
    engine.nowUs = stopUs;
  }

  runFor(seconds: number): void {
    this.runTo(this.nowS + seconds);
  }

  /** Runs until this holds. */
  until(holds: () => boolean, limitS = UNTIL_MAX_S): void {
    const { engine } = this.network;
    const stopUs = engine.nowUs + 1e6 * limitS;
    while (!holds()) {
      if (!dispatch(this.network, stopUs)) {
        throw new Error(`not within ${limitS} s: ${holds}\n${this.#tail()}`);
      }
    }
  }

  /** Runs until this node does so once more. */
  untilNext(node: string, what: string | RegExp): void {
    const before = this.times(node, what).length;
    this.until(() => this.times(node, what).length > before);
  }

  /** What this node did, as far as it matches. */
  did(node: string, what: string | RegExp): Fact[] {
    return this.facts.filter((fact) => fact.node === node && matches(fact.what, what));
  }

  /** When this node did so. */
  times(node: string, what: string | RegExp): number[] {
    return this.did(node, what).map(({ atS }) => atS);
  }

  /** Something happens between two events. */
  #act(task: () => void): void {
    this.network.engine.hop = 0;
    task();
  }

  #tail(): string {
    const last = this.facts.slice(-40);
    return last.map(({ atS, node, what }) => `${atS.toFixed(6)} ${node} ${what}`).join('\n');
  }
}

/** `peer/0`, `peer/1`, ... */
export function namesOf(kind: 'peer' | 'seed', count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => `${kind}/${from + i}`);
}

/** The differences between neighbouring numbers, to the microsecond. */
export function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => Math.round(1e6 * (time - times[i])) / 1e6);
}

/** One line of a trace. */
export function factOf(line: string): Fact {
  const [, seconds, node, what] = /^\s*(\S+) (\S+)\s+(.*)$/.exec(line) ?? [];
  return { atS: Number(seconds), node, what };
}

function matches(text: string, what: string | RegExp): boolean {
  return typeof what === 'string' ? text === what : what.test(text);
}

function silentObserver(): PeerObserver {
  return new Proxy({} as PeerObserver, { get: () => () => {} });
}
