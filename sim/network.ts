/** The simulated network: the virtual world and the seeds and peers in it, with what happens to their processes. */
import { NeighbourStore } from '../src/neighbour-store.ts';
import { Peer } from '../src/peer.ts';
import { PROFILES } from '../src/profiles.ts';
import { Seed } from '../src/seed.ts';
import type { PeerSettings, SeedSettings } from '../src/settings.ts';
import { Cargo } from './cargo.ts';
import { Engine, type HandledEvent } from './engine.ts';
import { EXIT, FAULT, GOSSIP_START, START } from './event-kinds.ts';
import { EventQueue, type Schedule } from './event-queue.ts';
import type { Struck } from './fault-targets.ts';
import { Hosts } from './hosts.ts';
import { latencySource } from './latency.ts';
import { LinkEnds } from './link-ends.ts';
import { LivenessStatistics } from './liveness-statistics.ts';
import { Loss } from './loss.ts';
import { MessageMemory } from './message-memory.ts';
import type { MessageWatch } from './message-watch.ts';
import { NeedsPreview } from './needs-preview.ts';
import { NodeNames } from './node-names.ts';
import { NodePorts, type SharedWorld } from './node-ports.ts';
import { Processes } from './processes.ts';
import { PeerRecorder, SeedRecorder, type Statistics } from './recorders.ts';
import type { Scenario } from './scenario.ts';
import { Shard } from './shard.ts';
import type { ShardOptions } from './shards.ts';
import { Spread } from './spread.ts';
import { RETRANSMIT_MIN_US } from './stalled-ends.ts';
import { NodeStreams } from './streams.ts';
import { TraceWriter } from './trace-writer.ts';
import { TracingPeerRecorder, TracingSeedRecorder } from './tracing-recorders.ts';
import { VirtualIcmp } from './virtual-icmp.ts';
import { VirtualTcp } from './virtual-tcp.ts';
import { WatchingPeerRecorder } from './watching-recorder.ts';

/** Rows for the neighbours of a peer: with 4 links a peer it has 8 neighbours, in chunks. */
const NEIGHBOURS_EXPECTED = 16;

export interface NetworkOptions {
  /** Nodes of the publishers. */
  readonly publishers: ReadonlySet<number>;
  readonly planetlabRttTenthsMs?: Uint16Array | undefined;
  /** Takes the lines of the readable trace. */
  readonly trace?: ((line: string) => void) | undefined;
  /** All events run in one total order, so that a trace can be read and a test can stop anywhere; otherwise only those of each node. */
  readonly exact?: boolean | undefined;
  /** Is told every event that reaches the protocol. */
  readonly listener?: ((event: HandledEvent) => void) | undefined;
  /** Is told all about one message, on one thread. */
  readonly watch?: MessageWatch | undefined;
  /** Which of several threads this is; its network has the processes of its own nodes only. */
  readonly shard?: ShardOptions | undefined;
  /** Instead of the event queue: tests hold one against the other. */
  readonly schedule?: Schedule | undefined;
}

export class Network implements Struck {
  readonly names: NodeNames;
  readonly engine: Engine;
  readonly hosts: Hosts;
  /** Those of this thread. */
  readonly processes: Processes;
  readonly tcp: VirtualTcp;
  readonly icmp: VirtualIcmp;
  readonly memory: MessageMemory;
  readonly spread: Spread;
  readonly liveness: LivenessStatistics;
  /** When there are several threads. */
  readonly shard: Shard | undefined;
  /** Seed i; undefined while its process does not run on this thread. */
  readonly seeds: (Seed | undefined)[];
  readonly registeredOnce: Uint8Array;
  /** The world as peers know it, and as seeds do. */
  readonly peerPorts: NodePorts<PeerRecorder>;
  readonly #seedPorts: NodePorts<SeedRecorder>;
  readonly #trace: TraceWriter | undefined;
  readonly #watch: MessageWatch | undefined;
  readonly #started: Uint8Array;
  /** All of them, of which one acts. */
  readonly #peers: Peer;
  readonly #publishers: ReadonlySet<number>;
  readonly #seedSettings: SeedSettings;

  /** @throws ScenarioError when the latency model cannot be had. */
  constructor(scenario: Scenario, randomSeed: string, options: NetworkOptions) {
    const names = new NodeNames(scenario.peers, scenario.seeds);
    const { nodeCount, peerCount } = names;
    const hosts = new Hosts(peerCount, nodeCount);
    const draws = new NodeStreams(randomSeed, 'network', nodeCount);
    const latency = latencySource(scenario, randomSeed, draws, options.planetlabRttTenthsMs);
    const loss = new Loss(scenario.loss, draws);
    const lookaheadUs = options.exact ? 1 : Math.min(latency.minUs, RETRANSMIT_MIN_US);
    const nodesHere = Math.ceil(nodeCount / (options.shard?.count ?? 1));
    const queue = new EventQueue(nodeCount, lookaheadUs, nodesHere);
    const engine = new Engine(nodeCount, options.schedule ?? queue, options.listener);
    const shard = options.shard && new Shard(options.shard, names);
    const facts = shard?.facts;
    this.names = names;
    this.seeds = new Array(names.seedCount).fill(undefined);
    this.engine = engine;
    this.shard = shard;
    this.hosts = hosts;
    const processes = new Processes(nodeCount);
    this.processes = processes;
    this.spread = new Spread(engine, hosts, peerCount, scenario.faults.length > 0, facts);
    this.memory = new MessageMemory(nodeCount, this.spread, facts);
    this.liveness = new LivenessStatistics(engine, names, hosts, facts);
    const cargo = new Cargo(this.memory);
    const ends = new LinkEnds(nodeCount, nodesHere);
    this.tcp = new VirtualTcp(engine, names, hosts, processes, ends, latency, loss, this.memory, cargo);
    this.icmp = new VirtualIcmp(engine, names, hosts, processes, latency, loss);
    this.registeredOnce = new Uint8Array(peerCount);
    this.#started = new Uint8Array(nodeCount);
    const choices = new NodeStreams(randomSeed, 'choices', nodeCount);
    const { tcp, icmp, spread, liveness, memory, registeredOnce } = this;
    const neighbours = new NeighbourStore(NEIGHBOURS_EXPECTED * nodesHere);
    engine.crossing = shard?.enter({ names, queue, cargo, hosts, memory, spread, liveness });
    const statistics: Statistics = {
      engine,
      names,
      spread,
      liveness,
      registeredOnce,
      onLeft: (node) => this.#exitSoon(node),
    };
    const trace = options.trace && new TraceWriter(engine, names, options.trace);
    this.#trace = trace;
    const shared: SharedWorld = { names, engine, processes, tcp, icmp, memory, choices };
    this.#watch = options.watch;
    this.#watch?.enter(hosts, engine);
    const [forPeers, forSeeds] = recordersFor(statistics, trace, options.watch);
    this.peerPorts = new NodePorts(shared, forPeers);
    this.#seedPorts = new NodePorts(shared, forSeeds);
    this.#publishers = options.publishers;
    this.#peers = new Peer(this.peerPorts, peerSettings(scenario, names), neighbours);
    const needs = { ends, icmp, objects: engine.objects, memory, neighbours: this.#peers.table };
    if (!options.exact) queue.preview = new NeedsPreview(needs);
    this.#seedSettings = { ...PROFILES[scenario.profile], trustReports: scenario.trustReports };
  }

  isLive(node: number): boolean {
    return this.hosts.isLive(node);
  }

  hostIsUp(node: number): boolean {
    return this.hosts.isUp(node);
  }

  hasStarted(node: number): boolean {
    return this.#started[node] === 1;
  }

  /** Whether this thread runs this node. */
  isHere(node: number): boolean {
    return this.shard === undefined || this.shard.shards.isHere(node);
  }

  /** A peer whose process runs on this thread; it acts from now on. */
  peer(node: number): Peer | undefined {
    if (!this.processes.isRunning(node)) return undefined;
    this.engine.node = node;
    return this.#peers;
  }

  /** 0 for a peer of another thread. */
  openLinkCount(peer: number): number {
    return this.peer(peer)?.openLinkCount ?? 0;
  }

  /** A process with nothing in it, whose node acts from now on. Its ports. */
  boot(node: number): NodePorts<PeerRecorder> {
    if (this.#started[node] === 1) this.memory.forget(node);
    this.#markStarted(node);
    this.processes.start(node);
    this.engine.node = node;
    return this.peerPorts;
  }

  /** The seed or peer of this node starts. */
  start(node: number): void {
    if (!this.isHere(node)) return this.#markStarted(node);
    this.engine.node = node;
    this.engine.note(node, START, node, 0);
    this.boot(node);
    this.#trace?.write('starts');
    if (this.names.isPeer(node)) {
      this.#peers.start(this.#publishers.has(node));
    } else {
      const seed = new Seed(this.#seedPorts, this.#seedSettings);
      this.seeds[node - this.names.peerCount] = seed;
      seed.start();
    }
  }

  startGossip(node: number): void {
    const peer = this.peer(node);
    if (peer === undefined) return;
    this.engine.note(node, GOSSIP_START, node, 0);
    peer.startGossip();
  }

  // Every thread applies every fault, for what all must know of its target.

  /** The host and all that runs on it are gone. */
  crash(node: number): void {
    this.#struck(node, 'crashes');
    this.hosts.goDown(node);
    if (this.#end(node)) this.tcp.forgetAll(node);
  }

  /** The process is gone; its host closes its links. */
  kill(node: number): void {
    this.#struck(node, 'is killed');
    this.#endAndClose(node);
  }

  restart(node: number): void {
    this.#struck(node, 'restarts');
    this.start(node);
  }

  leave(node: number): void {
    this.#struck(node, 'leaves');
    if (this.names.isPeer(node)) this.peer(node)?.stop();
    else this.seeds[node - this.names.peerCount]?.stop();
  }

  partition(nodes: readonly number[]): void {
    for (const node of nodes) this.#struck(node, 'is cut off');
    this.hosts.partition(nodes);
    this.#watch?.sidesChanged();
  }

  heal(): void {
    this.hosts.heal();
    this.#watch?.sidesChanged();
  }

  blockIcmp(node: number, blocked: boolean): void {
    this.#struck(node, blocked ? 'has its ICMP blocked' : 'has its ICMP back');
    this.hosts.blockIcmp(node, blocked);
  }

  /** The process of a node that has left ends. */
  exit(node: number): void {
    this.engine.note(node, EXIT, node, 0);
    this.#endAndClose(node);
    this.shard?.facts.ended(node, this.engine.nowUs);
  }

  #exitSoon(node: number): void {
    if (this.processes.isRunning(node))
      this.engine.scheduleOwn(1, node, EXIT, 0, this.processes.numberAt(node));
  }

  #endAndClose(node: number): void {
    if (this.#end(node)) this.tcp.closeAll(node);
  }

  /** Whether a process ended that ran on this thread. */
  #end(node: number): boolean {
    if (!this.hosts.isLive(node)) return false;
    this.hosts.ended(node, this.engine.nowUs);
    this.#watch?.note(node, 'ended');
    if (!this.processes.isRunning(node)) return false;
    if (this.names.isPeer(node)) this.peer(node)?.discard();
    else this.seeds[node - this.names.peerCount] = undefined;
    this.processes.end(node);
    return true;
  }

  #markStarted(node: number): void {
    this.#started[node] = 1;
    this.hosts.started(node, this.engine.nowUs);
    this.#watch?.note(node, 'started');
    this.#watch?.sidesChanged();
  }

  #struck(node: number, what: string): void {
    if (!this.isHere(node)) return;
    this.engine.node = node;
    this.engine.note(node, FAULT, node, 0);
    this.#trace?.write(what);
  }
}

function recordersFor(
  statistics: Statistics,
  trace: TraceWriter | undefined,
  watch: MessageWatch | undefined,
): [PeerRecorder, SeedRecorder] {
  if (trace) return [new TracingPeerRecorder(statistics, trace), new TracingSeedRecorder(statistics, trace)];
  const forPeers = watch ? new WatchingPeerRecorder(statistics, watch) : new PeerRecorder(statistics);
  return [forPeers, new SeedRecorder(statistics)];
}

function peerSettings(scenario: Scenario, names: NodeNames): PeerSettings {
  return {
    ...PROFILES[scenario.profile],
    seeds: Array.from({ length: names.seedCount }, (_, i) => names.addressOf(names.peerCount + i)),
    alpha: scenario.alpha,
    links: scenario.links,
    rank: scenario.rank,
    uniformLinks: scenario.uniformLinks,
    linksMax: scenario.linksMax,
    gossipStart: scenario.publish === 'on-connect' ? 'connected' : 'called',
    gossipIntervalMs: 1000 * scenario.gossipIntervalS,
    gossipCount: scenario.messages,
    liveness: scenario.liveness,
    pingIntervalMs: 1000 * scenario.pingIntervalS,
    pingTimeoutMs: 1000 * scenario.pingTimeoutS,
    pingFailuresMax: scenario.pingFailures,
    renewIntervalMs: 1000 * scenario.renewIntervalS,
  };
}
