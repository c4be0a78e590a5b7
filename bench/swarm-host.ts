/** One process of nodes, driven step by step: here, or in a child of this process. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BareSwarm } from './bare-swarm.ts';
import { gossipsubSwarm } from './gossipsub-folder.ts';
import { HearsaySwarm } from './hearsay-swarm.ts';
import { cpuSeconds } from './resources.ts';
import type { DialledLink, Swarm, SwarmPlan } from './swarm.ts';

/** What a child of `hostInChild` is started with. */
export const HOST_WORD = '--host-swarm';

/** A round of messages that takes longer has lost some. */
const ROUND_MAX_MS = 60_000;

/** How often a condition is looked at that nobody tells of. */
const LOOK_MS = 5;

export interface Share {
  readonly cpuS: number;
  readonly deliveries: number;
}

export interface SwarmHost {
  introducer(): Promise<string | undefined>;
  join(node: number, contacts: readonly string[]): Promise<string>;
  links(): Promise<readonly DialledLink[]>;
  /** Resolves when each of its nodes has as many links as said here, by number of the node. */
  linked(degrees: readonly number[]): Promise<void>;
  /** From now on CPU time and deliveries are counted. */
  begin(): Promise<void>;
  /** Publishes so many messages of each of its nodes, by number; resolves when all that come from elsewhere are there. */
  round(counts: readonly number[]): Promise<void>;
  /** What was counted. */
  end(): Promise<Share>;
  stop(): Promise<void>;
}

export async function hostHere(plan: SwarmPlan): Promise<SwarmHost> {
  const host = new LocalHost(plan.system);
  host.swarm = await swarmOf(plan, (payloadBytes) => host.delivered(payloadBytes === plan.payloadBytes));
  return host;
}

async function swarmOf(plan: SwarmPlan, onDelivery: (payloadBytes: number) => void): Promise<Swarm> {
  if (plan.system === 'bare') return new BareSwarm(plan, onDelivery);
  if (plan.system === 'hearsay' || plan.system === 'logged') return new HearsaySwarm(plan, onDelivery);
  return (await gossipsubSwarm())(plan, onDelivery);
}

class LocalHost implements SwarmHost {
  swarm!: Swarm;
  readonly #system: string;
  readonly #nodes: number[] = [];
  #deliveries = 0;
  #startCpuS = 0;
  #due = 0;
  #onRoundOver = (): void => {};

  constructor(system: string) {
    this.#system = system;
  }

  delivered(whole: boolean): void {
    if (!whole) throw new Error('a message arrived with another payload than it was published with');
    this.#deliveries++;
    if (--this.#due === 0) this.#onRoundOver();
  }

  introducer(): Promise<string | undefined> {
    return this.swarm.introducer();
  }

  join(node: number, contacts: readonly string[]): Promise<string> {
    this.#nodes.push(node);
    return this.swarm.join(node, contacts);
  }

  async links(): Promise<readonly DialledLink[]> {
    return this.swarm.links();
  }

  async linked(degrees: readonly number[]): Promise<void> {
    // Every node is looked at each time: some count from when they were.
    while (this.#nodes.filter((node) => !this.swarm.linked(node, degrees[node])).length > 0)
      await delay(LOOK_MS);
  }

  async begin(): Promise<void> {
    this.#deliveries = 0;
    this.#startCpuS = cpuSeconds();
  }

  async round(counts: readonly number[]): Promise<void> {
    const all = counts.reduce((sum, count) => sum + count, 0);
    const over = new Promise<void>((resolve, reject) => {
      const timeout = setTimeout(
        () => reject(new Error(`${this.#system}: ${this.#due} deliveries of a round did not come`)),
        ROUND_MAX_MS,
      );
      this.#onRoundOver = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
    // What comes from other processes may have come already.
    for (const node of this.#nodes) this.#due += all - counts[node];
    if (this.#due === 0) this.#onRoundOver();
    for (const node of this.#nodes) this.swarm.publish(node, counts[node]);
    await over;
  }

  async end(): Promise<Share> {
    return { cpuS: cpuSeconds() - this.#startCpuS, deliveries: this.#deliveries };
  }

  stop(): Promise<void> {
    return this.swarm.stop();
  }
}

interface Call {
  readonly id: number;
  readonly method: keyof SwarmHost;
  readonly values: readonly unknown[];
}

interface Return {
  readonly id: number;
  readonly value?: unknown;
  readonly fault?: string;
}

/** A host in a process of its own, which ends with `stop`. */
export function hostInChild(plan: SwarmPlan): SwarmHost {
  const child = fork(
    fileURLToPath(new URL('./main.ts', import.meta.url)),
    [HOST_WORD, JSON.stringify(plan)],
    {
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    },
  );
  const caller = new Caller(child);
  return {
    introducer: () => caller.call('introducer'),
    join: (...values) => caller.call('join', ...values),
    links: () => caller.call('links'),
    linked: (...values) => caller.call('linked', ...values),
    begin: () => caller.call('begin'),
    round: (...values) => caller.call('round', ...values),
    end: () => caller.call('end'),
    stop: async () => {
      await caller.call('stop');
      child.disconnect();
    },
  };
}

class Caller {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, (answer: Return) => void>();
  #nextId = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: Return) => {
      this.#pending.get(answer.id)?.(answer);
      this.#pending.delete(answer.id);
    });
    child.on('exit', (code) => {
      for (const [id, settle] of this.#pending)
        settle({ id, fault: `a process of nodes ended early (${code})` });
    });
  }

  call<Value>(method: keyof SwarmHost, ...values: readonly unknown[]): Promise<Value> {
    const id = this.#nextId++;
    const call: Call = { id, method, values };
    this.#child.send(call);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, ({ value, fault }) =>
        fault === undefined ? resolve(value as Value) : reject(new Error(fault)),
      );
    });
  }
}

/** The life of a child of `hostInChild`. */
export async function serveHost(planText: string): Promise<void> {
  const calls: Call[] = [];
  let host: SwarmHost | undefined;
  const serve = async ({ id, method, values }: Call): Promise<void> => {
    try {
      const value = await (host?.[method] as (...values: readonly unknown[]) => Promise<unknown>).apply(
        host,
        [...values],
      );
      process.send?.({ id, value });
    } catch (error) {
      process.send?.({ id, fault: (error as Error).message });
    }
  };
  process.on('message', (call: Call) => {
    if (host === undefined) calls.push(call);
    else void serve(call);
  });
  process.on('disconnect', () => process.exit(0));
  host = await hostHere(JSON.parse(planText) as SwarmPlan);
  for (const call of calls) void serve(call);
}
