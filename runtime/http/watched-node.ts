/** A node that can be watched over HTTP: the node, its metrics, and the pages that tell of it. */
import type { Address } from '../../src/address.ts';
import { partialPeerObserver, partialSeedObserver } from '../combined-observer.ts';
import {
  type PeerOptions,
  type RunningNode,
  type RunningPeer,
  type RunningSeed,
  type SeedOptions,
  startPeer,
  startSeed,
} from '../node.ts';
import { COUNTED_PEER_FACTS, COUNTED_SEED_FACTS } from './counted-facts.ts';
import { EventLoopLag } from './event-loop-lag.ts';
import { HttpServer, json, type Page, plain } from './http-server.ts';
import { deliveryLatency, pingRoundTrip } from './latencies.ts';
import { KEPT_BY_TLS, MEASURED_OF_PEER, MEASURED_OF_SEED, MEASURED_OF_TLS } from './measured-states.ts';
import { NodeMetrics } from './node-metrics.ts';
import { Readiness } from './readiness.ts';
import { linksDocument, registryDocument } from './topology.ts';

/** Options of a node but for what watching it sets. */
type Watchable<Options> = Omit<Options, 'remarks' | 'wrapPinger'>;

export interface HttpOptions {
  /** Port 0: any free one. */
  readonly address: Address;
  /** Of this program. */
  readonly version: string;
}

/** The pages of every node. */
export const PATHS = ['/metrics', '/healthz', '/readyz', '/topology', '/'] as const;

/** What the pages need to know of a kind of node. */
interface WatchedKind<Node extends RunningNode> {
  readonly kind: 'peer' | 'seed';
  readonly metrics: NodeMetrics;
  readonly topology: (node: Node) => Iterable<string>;
  /** Why it is not ready, in a sentence; undefined: it is. */
  readonly obstacle: (node: Node) => string | undefined;
}

/**
 * Starts a peer that answers HTTP.
 * @throws StartError when a port or an address cannot be had; then nothing was started.
 */
export function startWatchedPeer(options: Watchable<PeerOptions>, http: HttpOptions): Promise<RunningPeer> {
  const metrics = new NodeMetrics('peer', http.version);
  const readiness = new Readiness();
  const watching = [
    metrics.counting(COUNTED_PEER_FACTS),
    deliveryLatency(metrics, () => Date.now() / 1000),
    readiness.observer,
  ].map(partialPeerObserver);
  const observers = [...(options.observers ?? []), ...watching];
  const wrapPinger = pingRoundTrip(metrics);
  return watched(
    {
      kind: 'peer',
      metrics,
      topology: linksDocument,
      obstacle: ({ peer }: RunningPeer) => readiness.obstacle(peer),
    },
    http,
    async (remarks) => {
      const node = await startPeer({ ...options, observers, wrapPinger, remarks });
      metrics.measure(MEASURED_OF_PEER, node);
      return node;
    },
  );
}

/**
 * Starts a seed that answers HTTP.
 * @throws StartError when a port or an address cannot be had; then nothing was started.
 */
export function startWatchedSeed(options: Watchable<SeedOptions>, http: HttpOptions): Promise<RunningSeed> {
  const metrics = new NodeMetrics('seed', http.version);
  const observers = [...(options.observers ?? []), partialSeedObserver(metrics.counting(COUNTED_SEED_FACTS))];
  return watched(
    { kind: 'seed', metrics, topology: registryDocument, obstacle: () => undefined },
    http,
    async (remarks) => {
      const node = await startSeed({ ...options, observers, remarks });
      metrics.measure(MEASURED_OF_SEED, node);
      return node;
    },
  );
}

/** The server listens first, so that a port in use is known before anything starts. */
async function watched<Node extends RunningNode>(
  kind: WatchedKind<Node>,
  { address, version }: HttpOptions,
  start: (remarks: readonly string[]) => Promise<Node>,
): Promise<Node> {
  let running: Node | undefined;
  let stopping = false;
  const obstacle = (): string | undefined => {
    if (running === undefined) return 'it starts';
    return stopping ? 'it stops' : kind.obstacle(running);
  };
  const server = await HttpServer.listenOn(
    address,
    pagesOf(kind, version, () => running, obstacle),
  );
  try {
    running = await start([`answers HTTP at http://${server.self.text}`]);
  } catch (error) {
    await server.end();
    throw error;
  }
  const { stop } = running;
  const lag = new EventLoopLag();
  const ready = {
    name: 'ready',
    help: '1 when /readyz says so.',
    of: () => (obstacle() === undefined ? 1 : 0),
  };
  kind.metrics.measure([ready, lag.state], running);
  if (running.tls !== undefined) {
    kind.metrics.measure(MEASURED_OF_TLS, running.tls);
    kind.metrics.count(KEPT_BY_TLS, running.tls);
  }
  return {
    ...running,
    stop: async () => {
      stopping = true;
      try {
        await stop();
      } finally {
        lag.stop();
        await server.end();
      }
    },
  };
}

function pagesOf<Node extends RunningNode>(
  { kind, metrics, topology }: WatchedKind<Node>,
  version: string,
  node: () => Node | undefined,
  obstacle: () => string | undefined,
): Readonly<Record<(typeof PATHS)[number], Page>> {
  const startedAtMs = Date.now();
  const started = performance.now();
  const starting = plain(503, 'it starts');
  return {
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    '/healthz': () => plain(200, 'ok'),
    '/readyz': () => {
      const why = obstacle();
      return why === undefined ? plain(200, 'ok') : plain(503, why);
    },
    '/topology': () => {
      const running = node();
      return running === undefined ? starting : json(topology(running));
    },
    '/': () => {
      const running = node();
      if (running === undefined) return starting;
      const why = obstacle();
      const about = {
        kind,
        address: running.self.text,
        version,
        startedAt: new Date(startedAtMs).toISOString(),
        uptimeSeconds: Math.floor(performance.now() - started) / 1000,
        ready: why === undefined,
        obstacle: why ?? null,
        pages: PATHS,
      };
      return json(`${JSON.stringify(about)}\n`);
    },
  };
}
