/** A real Prometheus scrapes five processes of the command: what it learns of them, and that nothing is measured without --http. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Address, parseAddress } from '../src/address.ts';
import { Prometheus } from './support/prometheus.ts';
import { type NodeProcess, Workshop } from './support/runtime-processes.ts';
import { freePort } from './support/watched-nodes.ts';
import { ROOT } from './tools/source-files.ts';

/** Prometheus takes seconds to start, on a busy machine many. */
const TEST_MAX_MS = 120_000;
vi.setConfig({ testTimeout: TEST_MAX_MS, hookTimeout: TEST_MAX_MS });

let workshop: Workshop;
let prometheus: Prometheus;
let nodes: NodeProcess[];
let targets: Address[];

beforeAll(async () => {
  workshop = new Workshop();
  const ports = [await freePort(), await freePort()];
  workshop.configure(...ports.map((port) => `127.0.0.1:${port}`), 'liveness = tcp', 'gossip-count = 2');
  const start = async (kind: string, port: number) => {
    const node = await workshop.start([kind, String(port), '--host', '127.0.0.1', '--http', '127.0.0.1:0']);
    await node.says('answers HTTP at');
    return node;
  };
  nodes = [];
  for (const port of ports) nodes.push(await start('seed', port));
  for (let peer = 0; peer < 3; peer++) nodes.push(await start('peer', 0));
  targets = nodes.map((node) => {
    const [said] = node.said('answers HTTP at');
    return parseAddress(said.slice(said.lastIndexOf('/') + 1)) as Address;
  });
  prometheus = await Prometheus.start(targets, join(ROOT, 'deploy/prometheus/hearsay-alerts.yml'));
});
afterAll(async () => {
  await prometheus?.end();
  await workshop.remove();
});

it('finds all of them up', async () => {
  interface Target {
    readonly health: string;
    readonly lastError: string;
    readonly labels: Readonly<Record<string, string>>;
  }
  const found = await prometheus.until<Target[]>(
    async () => (await prometheus.api('targets'))?.activeTargets ?? [],
    (all) => all.length === 5 && all.every(({ health }) => health === 'up'),
  );
  expect(found.map(({ lastError }) => lastError)).toEqual(['', '', '', '', '']);
  expect(found.map(({ labels }) => labels.instance).toSorted()).toEqual(
    targets.map(({ text }) => text).toSorted(),
  );
});

it('knows the network by its metrics', async () => {
  const links = await prometheus.until(
    () => prometheus.query('sum by (direction) (hearsay_degree)'),
    (samples) => samples.length === 2 && samples.every(({ value }) => value >= 2),
  );
  // Each link has one end that dialled and one that accepted.
  expect(links[0].value).toBe(links[1].value);
  await prometheus.until(
    () => prometheus.query('sum(hearsay_deliveries_total)'),
    ([sum]) => sum !== undefined && sum.value >= 4,
  );
  const kinds = await prometheus.query('count by (kind) (hearsay_build_info)');
  expect(Object.fromEntries(kinds.map(({ metric, value }) => [metric.kind, value]))).toEqual({
    seed: 2,
    peer: 3,
  });
  const registered = await prometheus.query('hearsay_registered_peers');
  expect(registered.map(({ value }) => value)).toEqual([3, 3]);
  expect(await prometheus.query('hearsay_ready == 1')).toHaveLength(5);
});

it('has loaded the alerts, none of which goes off', async () => {
  const { groups } = await prometheus.api('rules');
  expect(groups[0].rules.length).toBeGreaterThan(5);
  for (const rule of groups[0].rules)
    expect([rule.name, rule.health, rule.lastError ?? '']).toEqual([rule.name, 'ok', '']);
  expect((await prometheus.api('alerts')).alerts).toEqual([]);
});

it('sees a node that ends, and the alert wait for it', async () => {
  const [gone] = nodes.slice(-1);
  expect(await gone.kill('SIGTERM')).toBe(0);
  const down = await prometheus.until(
    () => prometheus.query('up == 0'),
    (samples) => samples.length > 0,
  );
  expect(down.map(({ metric }) => metric.instance)).toEqual([targets.at(-1)?.text]);
  const alerts = await prometheus.until<{ labels: Record<string, string>; state: string }[]>(
    async () => (await prometheus.api('alerts'))?.alerts ?? [],
    (all) => all.length > 0,
  );
  expect(alerts).toEqual([
    expect.objectContaining({
      state: 'pending',
      labels: expect.objectContaining({ alertname: 'HearsayNodeDown' }),
    }),
  ]);
  // It left in peace.
  await prometheus.until(
    () => prometheus.query('sum(hearsay_evictions_total{reason="left"})'),
    ([sum]) => sum !== undefined && sum.value === 2,
  );
});

it('is not loaded, nor what writes objects, by a node that is not asked for it', async () => {
  const program = workshop.runProgram(`
    import { createRequire } from 'node:module';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache);
    const has = (name) => loaded().some((path) => path.includes('/node_modules/' + name + '/'));
    await import('./dist/cli/peer.js');
    await import('./dist/runtime/api/index.js');
    console.log('before', has('prom-client'), has('pino'));
    await import('./dist/runtime/http/watched-node.js');
    await import('./dist/runtime/log-records.js');
    console.log('after', has('prom-client'), has('pino'));
  `);
  expect(await program.exited()).toBe(0);
  expect(program.lines).toEqual(['before false false', 'after true true']);
});
