/** What one process of real peers can carry: how fast, how many, how large, and what they cost when nothing happens. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type RunningPeer, startPeer, startSeed } from '../runtime/node.ts';
import type { Address } from '../src/address.ts';
import { PROFILES } from '../src/profiles.ts';
import type { LivenessMode } from '../src/settings.ts';
import { HearsaySwarm } from './hearsay-swarm.ts';
import { cpuSeconds, residentBytes } from './resources.ts';

const HOST = '127.0.0.1';
const LOOK_MS = 5;

export interface LatencyPlan {
  readonly nodes: number;
  readonly payloadBytes: number;
  readonly messagesPerS: number;
  readonly seconds: number;
}

export interface LatencyFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Deliveries that never came. */
  readonly lost: number;
}

/** From a publish until a peer is told, over all messages and peers; publishers take turns. */
export async function measureLatency(plan: LatencyPlan): Promise<LatencyFigures> {
  const { nodes, payloadBytes, messagesPerS, seconds } = plan;
  const latenciesMs: number[] = [];
  const publishedAtMs = new Map<string, number>();
  const swarm = new HearsaySwarm({ system: 'hearsay', payloadBytes }, (_, text) =>
    latenciesMs.push(performance.now() - (publishedAtMs.get(text) ?? 0)),
  );
  const seed = await swarm.introducer();
  for (let node = 0; node < nodes; node++) await swarm.join(node, [seed]);
  const total = messagesPerS * seconds;
  const startMs = performance.now() + 100;
  for (let i = 0; i < total; i++) {
    await delay(Math.max(1, startMs + (1000 * i) / messagesPerS - performance.now()));
    // The first second is for the compiler.
    if (i === messagesPerS) latenciesMs.length = 0;
    const atMs = performance.now();
    publishedAtMs.set(swarm.publishOne(i % nodes), atMs);
  }
  await delay(1_000);
  await swarm.stop();
  latenciesMs.sort((a, b) => a - b);
  const part = (share: number) => latenciesMs[Math.floor(share * (latenciesMs.length - 1))];
  const lost = (total - messagesPerS) * (nodes - 1) - latenciesMs.length;
  return { p50Ms: part(0.5), p99Ms: part(0.99), lost };
}

export interface CrowdPlan {
  readonly nodes: number;
  /** How long after the first lists are fetched again, which is not counted; then how long nothing is published, which is. */
  readonly settleS: number;
  readonly idleS: number;
  readonly liveness: LivenessMode;
}

export interface CrowdFigures {
  /** From the first start until every peer holds its quorum, has a link and looks for no more. */
  readonly connectedS: number;
  readonly links: number;
  /** More main memory than before the first, with the seed. */
  readonly residentBytesANode: number;
  readonly idleCpuPart: number;
}

/** Peers as the API starts them, without a log, all at once. */
export async function measureCrowd({ nodes, settleS, idleS, liveness }: CrowdPlan): Promise<CrowdFigures> {
  const beforeBytes = residentBytes();
  const seed = await startSeed(optionsOf([], liveness));
  const startMs = performance.now();
  const peers: RunningPeer[] = [];
  for (let i = 0; i < nodes; i++) peers.push(await startPeer(optionsOf([seed.self], liveness)));
  while (!peers.every(({ peer }) => peer.settled && peer.openLinkCount > 0)) await delay(LOOK_MS);
  const connectedS = (performance.now() - startMs) / 1000;
  const links = peers.reduce((sum, { peer }) => sum + peer.openLinkCount, 0) / 2;
  await delay(1_000);
  const residentBytesANode = (residentBytes() - beforeBytes) / nodes;
  await delay(1000 * settleS);
  const startCpuS = cpuSeconds();
  await delay(1000 * idleS);
  const idleCpuPart = idleS === 0 ? 0 : (cpuSeconds() - startCpuS) / idleS;
  await Promise.all(peers.map((peer) => peer.stop()));
  await seed.stop();
  return { connectedS, links, residentBytesANode, idleCpuPart };
}

function optionsOf(seeds: readonly Address[], liveness: LivenessMode) {
  return {
    port: 0,
    host: HOST,
    seeds,
    numbers: { ...PROFILES.hardened, liveness, gossipCount: 0 },
    randomSeed: undefined,
    output: undefined,
    print: undefined,
    complain: () => {},
  };
}

export interface ProcessFigures {
  readonly residentBytes: number;
}

/** A peer alone in a process, from the built command; Linux only. */
export async function measureProcess(_plan: object): Promise<ProcessFigures> {
  const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  if (!existsSync(command)) throw new Error('dist/ is missing: `npm run build` makes it');
  const seed = await startSeed(optionsOf([], 'tcp'));
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
  writeFileSync(join(folder, 'config.txt'), `${seed.self.text}\n`);
  const words = ['peer', '0', '--host', HOST, '--liveness', 'tcp'];
  const child = spawn(process.execPath, [command, ...words], { cwd: folder, stdio: 'ignore' });
  await delay(5_000);
  const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  await seed.stop();
  rmSync(folder, { recursive: true });
  return { residentBytes: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) };
}
