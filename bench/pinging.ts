/**
 * Measures what it costs to watch many hosts by ping: a peer's own liveness, the real `ping` program, and addresses of the loopback
 * network, all of which answer.
 */
import type { ChildProcess } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { RealClock } from '../runtime/clock.ts';
import { partialPeerObserver } from '../runtime/combined-observer.ts';
import { SharedPinger } from '../runtime/ping/shared-pinger.ts';
import { nodeRandom } from '../runtime/random.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import { address } from '../src/address.ts';
import { Liveness } from '../src/liveness.ts';
import { MONITORED, NAMED, NeighbourStore } from '../src/neighbour-store.ts';
import { NeighbourTable } from '../src/neighbour-table.ts';
import { NodeState } from '../src/node-state.ts';
import type { PeerObserver } from '../src/observer.ts';
import { ONE_NODE } from '../src/ports.ts';
import { PROFILES } from '../src/profiles.ts';
import { SeenMessages } from '../src/seen-messages.ts';
import { cpuSeconds } from './resources.ts';

/** Of all Linux systems that Node runs on. */
const TICKS_PER_S = 100;

export interface PingsPlan {
  /** Hosts, up to 65,000. */
  readonly targets: number;
  readonly intervalMs: number;
  /** Intervals that count, after one that does not. */
  readonly intervals: number;
}

export interface PingsFigures {
  readonly pings: number;
  readonly failures: number;
  readonly seconds: number;
  /** CPU seconds of the process of the node, of its helper, and of the `ping` programs. */
  readonly nodeCpuS: number;
  readonly helperCpuS: number;
  readonly programsCpuS: number;
  /** How late a timer was at most, and on all but one of a hundred occasions. */
  readonly stallMaxMs: number;
  readonly stallP99Ms: number;
}

export async function measurePings({ targets, intervalMs, intervals }: PingsPlan): Promise<PingsFigures> {
  const helper = await startedHelper();
  const count: PingCount = { pings: 0, failures: 0 };
  const liveness = await watcher(helper.pinger, counting(count), targets, intervalMs);
  await delay(intervalMs);
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const start = {
    ...count,
    cpuS: cpuSeconds(),
    atMs: performance.now(),
  };
  const own = cpuOf(helper.pid);
  await delay(intervals * intervalMs);
  stalls.disable();
  const used = cpuOf(helper.pid);
  const figures: PingsFigures = {
    pings: count.pings - start.pings,
    failures: count.failures - start.failures,
    seconds: (performance.now() - start.atMs) / 1000,
    nodeCpuS: cpuSeconds() - start.cpuS,
    helperCpuS: used.ownS - own.ownS,
    programsCpuS: used.childrenS - own.childrenS,
    // A timer of 1 ms is due 1 ms late when nothing stalls.
    stallMaxMs: stalls.max / 1e6,
    stallP99Ms: stalls.percentile(99) / 1e6,
  };
  liveness.stop();
  helper.pinger.stop();
  return figures;
}

async function startedHelper(): Promise<{ readonly pinger: SharedPinger; readonly pid: number }> {
  let helper: ChildProcess | undefined;
  const onChild = (message: unknown): void => {
    helper = (message as { process: ChildProcess }).process;
  };
  channel('child_process').subscribe(onChild);
  const pinger = new SharedPinger();
  const trouble = await pinger.preflight('127.0.0.1');
  channel('child_process').unsubscribe(onChild);
  if (trouble !== undefined) throw new Error(trouble);
  return { pinger, pid: helper?.pid ?? 0 };
}

async function watcher(
  pinger: SharedPinger,
  observer: PeerObserver,
  targets: number,
  pingIntervalMs: number,
): Promise<Liveness> {
  const transport = await TcpTransport.listenOn('127.0.0.1', 0);
  const clock = new RealClock();
  const memory = new SeenMessages(clock);
  const random = nodeRandom('bench', 'pings');
  const self = address('127.0.0.1', transport.port);
  const world = { ...ONE_NODE, self, clock, transport, pinger, random, memory, observer };
  const state = new NodeState(world);
  const table = new NeighbourTable(new NeighbourStore(), state);
  // Everybody in every interval; the limit of the profile would leave 64 of them.
  const settings = { ...PROFILES.hardened, seeds: [], pingIntervalMs, pingsPerInterval: 0 };
  const liveness = new Liveness(world, settings, { onDead: () => {} }, table, state);
  for (let i = 1; i <= targets; i++) {
    liveness.watch(table.add(address(`127.1.${i >> 8}.${i & 255}`, 6_000), MONITORED | NAMED));
  }
  transport.unlisten();
  return liveness;
}

/** What an observer counts. */
interface PingCount {
  pings: number;
  failures: number;
}

function counting(count: PingCount): PeerObserver {
  return partialPeerObserver({
    pinged: () => void count.pings++,
    pingFailed: () => void count.failures++,
    pingUnable: () => void count.failures++,
  });
}

/** CPU seconds of a process, and of those of its children that have ended. Linux only. */
function cpuOf(pid: number): { readonly ownS: number; readonly childrenS: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return {
    ownS: (fields[11] + fields[12]) / TICKS_PER_S,
    childrenS: (fields[13] + fields[14]) / TICKS_PER_S,
  };
}
