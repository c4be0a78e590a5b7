/** A node of the real world: the ports, the protocol, and the log, put together. */
import { type Address, address } from '../src/address.ts';
import { isLoopback } from '../src/ip.ts';
import type { PeerObserver, SeedObserver } from '../src/observer.ts';
import { Peer } from '../src/peer.ts';
import { ONE_NODE, type Pinger, type World } from '../src/ports.ts';
import type { ProtocolNumbers } from '../src/profiles.ts';
import { Seed } from '../src/seed.ts';
import { SEEN_DEFAULTS, SeenMessages } from '../src/seen-messages.ts';
import { quorumOf } from '../src/settings.ts';
import { advertisedHost, hostNetworks } from './advertised-address.ts';
import { RealClock } from './clock.ts';
import { combinedPeerObserver, combinedSeedObserver, partialPeerObserver } from './combined-observer.ts';
import { descriptorLimit, linksWithin } from './descriptors.ts';
import { type EventFields, PEER_EVENTS, SEED_EVENTS } from './event-fields.ts';
import { EventLog } from './event-log.ts';
import { IcmpSuspicion } from './icmp-suspicion.ts';
import { LogFile } from './log-file.ts';
import { PeerLog, SAME_HOST_WARNING } from './peer-log.ts';
import { SharedPinger } from './ping/shared-pinger.ts';
import { nodeRandom } from './random.ts';
import { SeedLog } from './seed-log.ts';
import { TcpTransport } from './tcp-transport.ts';
import type { PemTexts } from './tls/credentials.ts';
import type { NodeTls } from './tls/node-tls.ts';

/** How long closing connections may take after the protocol has left. Source: ours, a leave ends within 2 s. */
const CLOSE_MAX_MS = 300;

/** `json`: one object a line, with the event's name and parts. */
export type LogFormat = 'text' | 'json';

export interface NodeOptions {
  /** 0: any free one. */
  readonly port: number;
  /** A literal IP to listen on and to advertise; undefined: listen on all, and find out. */
  readonly host: string | undefined;
  /** The seeds of the network; a seed itself needs none. */
  readonly seeds: readonly Address[];
  readonly numbers: ProtocolNumbers;
  /** Makes the draws repeatable; undefined: fresh ones. */
  readonly randomSeed: string | undefined;
  /** The file of events; undefined: none. */
  readonly output: string | undefined;
  /** Writes lines of the log to the console; undefined: there is none. */
  readonly print: ((lines: string) => void) | undefined;
  /** How the console shows events; text when undefined. The file is text in any case. */
  readonly logFormat?: LogFormat | undefined;
  /** Tells of trouble with the log itself. */
  readonly complain: (sentence: string) => void;
  /** Reads what secures the links, at the start and for each `reload`; undefined: nothing does. */
  readonly tls?: (() => PemTexts) | undefined;
  /** Said in the log once the node has said that it starts. */
  readonly remarks?: readonly string[];
  /** Puts something between the protocol and its pings. */
  readonly wrapPinger?: (pinger: Pinger) => Pinger;
}

export interface PeerOptions extends NodeOptions {
  /** Told of everything the peer does, before its log. */
  readonly observers?: readonly PeerObserver[];
  /** Sees the peer before it starts. */
  readonly prepare?: (peer: Peer) => void;
}

export interface SeedOptions extends NodeOptions {
  /** Told of everything the seed does, before its log. */
  readonly observers?: readonly SeedObserver[];
}

export interface RunningNode {
  /** The address others dial. */
  readonly self: Address;
  readonly transport: TcpTransport;
  /** What secures its links, if anything does. */
  readonly tls: NodeTls | undefined;
  /** Reads the TLS files again, for links from now on; its log says how that went. */
  reload(): void;
  /** Leaves gracefully, within 2 s. */
  stop(): Promise<void>;
}

export interface RunningPeer extends RunningNode {
  readonly peer: Peer;
  readonly memory: SeenMessages;
}

export interface RunningSeed extends RunningNode {
  readonly seed: Seed;
}

/**
 * Starts a peer.
 * @throws StartError when its port or its address cannot be had.
 */
export async function startPeer(options: PeerOptions): Promise<RunningPeer> {
  const { numbers, seeds } = options;
  const parts = await nodeParts('peer', options);
  const { log, pinger } = parts;
  const onIcmpOnly = numbers.liveness === 'icmp' ? parts.self.host : undefined;
  const loopback = onIcmpOnly !== undefined && isLoopback(onIcmpOnly);
  const seedTexts = seeds.map((seed) => seed.text).join(', ');
  log.write(
    `starts, listening on ${options.host ?? 'all addresses'}; seeds ${seedTexts}, ` +
      `${quorumOf(seeds.length)} of ${seeds.length} needed; liveness ${numbers.liveness}`,
  );
  remark(parts, options);
  if (loopback) log.write(`warning: ${SAME_HOST_WARNING}`);
  const stopped = signal();
  const ownLog = log.silent
    ? partialPeerObserver({ stopped: stopped.give })
    : parts.recorded(new PeerLog(log, loopback ? undefined : onIcmpOnly, stopped.give), PEER_EVENTS);
  const suspicion = new IcmpSuspicion(parts.transport, numbers.pingTimeoutMs, (words) => log.write(words));
  const watching = numbers.liveness === 'tcp' || log.silent ? [] : [deathObserver(suspicion)];
  const observer = combinedPeerObserver([...(options.observers ?? []), ...watching, ownLog]);
  const memory = new SeenMessages(parts.clock, {
    ...SEEN_DEFAULTS,
    generationMs: Math.max(SEEN_DEFAULTS.generationMs, numbers.messageAgeMs),
  });
  parts.transport.aids.memory = memory;
  const linksMax = linksWithin(descriptorLimit(), numbers.linksMax);
  const settings = { ...numbers, linksMax, seeds };
  const world = {
    ...worldOf<PeerObserver>(parts, observer, memory),
    pinger: suspicion.watch(parts.protocolPinger),
  };
  const peer = new Peer(world, settings);
  options.prepare?.(peer);
  peer.start();
  if (numbers.liveness !== 'tcp') {
    const loopbackHost = parts.self.host.includes(':') ? '::1' : '127.0.0.1';
    void pinger.preflight(loopbackHost).then((trouble) => trouble && log.write(`warning: ${trouble}`));
  }
  return { ...runningNode(parts, peer, options, stopped.given), peer, memory };
}

function deathObserver(suspicion: IcmpSuspicion): PeerObserver {
  return partialPeerObserver({ declaredDead: (neighbour) => suspicion.onDead(neighbour) });
}

/**
 * Starts a seed.
 * @throws StartError when its port or its address cannot be had.
 */
export async function startSeed(options: SeedOptions): Promise<RunningSeed> {
  const parts = await nodeParts('seed', options);
  const { log, self } = parts;
  const checks = options.numbers.trustReports ? 'trusts reports of deaths' : 'checks reports of deaths';
  log.write(`starts, listening on ${options.host ?? 'all addresses'}; ${checks}`);
  remark(parts, options);
  if (options.seeds.length > 0 && !options.seeds.some((seed) => seed.text === self.text)) {
    log.write(
      `warning: ${self.text} is not among the seeds of the configuration, so peers that read it will not come`,
    );
  }
  const stopped = signal();
  const ownLog = parts.recorded<SeedObserver>(new SeedLog(log, stopped.give), SEED_EVENTS);
  const observer = combinedSeedObserver([...(options.observers ?? []), ownLog]);
  const seed = new Seed(worldOf(parts, observer, new SeenMessages(parts.clock)), options.numbers);
  seed.start();
  return { ...runningNode(parts, seed, options, stopped.given), seed };
}

interface NodeParts {
  readonly self: Address;
  readonly clock: RealClock;
  readonly transport: TcpTransport;
  readonly pinger: SharedPinger;
  /** What the protocol pings with. */
  readonly protocolPinger: Pinger;
  readonly log: EventLog;
  readonly tls: NodeTls | undefined;
  /** Of an observer that writes to the log: the same, with records if they are wanted. */
  readonly recorded: <Facts extends object>(ownLog: Facts, events: EventFields<Facts>) => Facts;
  readonly randomSeed: string | undefined;
}

async function nodeParts(kind: 'peer' | 'seed', options: NodeOptions): Promise<NodeParts> {
  const host = advertisedHost(options.host, options.seeds, hostNetworks());
  const newTls = options.tls === undefined ? undefined : await readTls(options.tls);
  const bound = options.host === undefined ? undefined : host;
  const transport = await TcpTransport.listenOn(bound, options.port, options.numbers);
  const self = address(host, transport.port);
  const file = options.output === undefined ? undefined : new LogFile(options.output, options.complain);
  const { randomSeed, wrapPinger, logFormat, print } = options;
  // Loaded when it is wanted: it is most of the start of a small process.
  const records =
    logFormat === 'json' ? new (await import('./log-records.ts')).LogRecords(kind, self.text) : undefined;
  const log = new EventLog(`${kind} ${self.text}`, print, file, records);
  const tls = newTls?.(log);
  transport.handshakes = tls?.handshakes;
  const pinger = new SharedPinger();
  return {
    self,
    clock: new RealClock(),
    transport,
    pinger,
    protocolPinger: wrapPinger?.(pinger) ?? pinger,
    log,
    tls,
    recorded: (ownLog, events) => records?.recorded(ownLog, events) ?? ownLog,
    randomSeed,
  };
}

/**
 * Loaded when it is wanted. What cannot be used is known before anything is opened; the log comes later.
 * @throws StartError
 */
async function readTls(read: () => PemTexts): Promise<(log: EventLog) => NodeTls> {
  const [{ Credentials }, { NodeTls }] = await Promise.all([
    import('./tls/credentials.ts'),
    import('./tls/node-tls.ts'),
  ]);
  const credentials = Credentials.of(read());
  return (log) => new NodeTls(credentials, log);
}

function worldOf<Facts>(parts: NodeParts, observer: Facts, memory: SeenMessages): World<Facts> {
  const { self, clock, transport, protocolPinger: pinger, randomSeed } = parts;
  const random = nodeRandom(randomSeed, self.text);
  return { ...ONE_NODE, self, clock, transport, pinger, random, memory, observer };
}

function runningNode(
  parts: NodeParts,
  node: { stop(): void },
  options: NodeOptions,
  stopped: Promise<void>,
): RunningNode {
  const { self, transport, pinger, log, tls } = parts;
  const leave = async (): Promise<void> => {
    node.stop();
    await stopped;
    pinger.stop();
    await transport.end(CLOSE_MAX_MS);
    tls?.stop();
    log.close();
  };
  let leaving: Promise<void> | undefined;
  return {
    self,
    transport,
    tls,
    reload: () => {
      if (options.tls === undefined) log.write('has nothing to read again: it has no TLS files');
      else tls?.reload(options.tls);
    },
    stop: () => {
      leaving ??= leave();
      return leaving;
    },
  };
}

function remark({ log, tls }: NodeParts, { remarks = [] }: NodeOptions): void {
  tls?.announce();
  for (const words of remarks) log.write(words);
}

/** A promise and what fulfils it. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
