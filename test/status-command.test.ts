/** `hearsay status`: one node in a few lines, and in its exit code. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { metricValues } from '../cli/metrics-text.ts';
import { address } from '../src/address.ts';
import { hearsay } from './support/command.ts';
import { freePort, WatchedNode } from './support/watched-nodes.ts';

let seed: WatchedNode;
let peer: WatchedNode;
let stranger: Server;
beforeAll(async () => {
  seed = await WatchedNode.start('seed');
  peer = await WatchedNode.start('peer', { seeds: [seed.self] });
  await peer.until('/readyz', ({ status }) => status === 200);
  stranger = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  stranger.close();
  await peer.stop();
  await seed.stop();
});

const status = (target: string, ...words: readonly string[]) =>
  hearsay('status', target, '--interval', '0.05', ...words);

it('tells how a peer does', async () => {
  const { out, err, exitCode } = await status(peer.http.text);
  expect([err, exitCode]).toEqual(['', 0]);
  expect(out.replace(/[\d.,]+ (m?s)$/gm, '# $1')).toBe(
    [
      `node          peer ${peer.self.text}, hearsay 1.2.3`,
      'health        ready',
      'uptime        # ms',
      'degree        0 links, 0 dialled, 0 accepted',
      'watched       0 neighbours',
      'registrations held by 1 seed, 1 needed',
      'remembered    0 messages',
      'a second      0 deliveries, 0 duplicates, 0 copies, 0 shed, 0 pings, 0 failed pings',
      'waiting       0 bytes',
      'event loop    99 % of turns within # ms',
      '',
    ].join('\n'),
  );
});

it('tells how a seed does', async () => {
  const { out, exitCode } = await status(`localhost:${seed.http.port}`);
  expect(exitCode).toBe(0);
  expect(out).toContain(`node          seed ${seed.self.text}, hearsay 1.2.3\n`);
  expect(out).toContain('registrations 1 peer\n');
  expect(out).toMatch(
    /^a second {6}[\d.]+ registrations, [\d.]+ renewals, [\d.]+ lists, 0 reports, 0 evictions$/m,
  );
});

it('tells it to programs, with the names of the metrics', async () => {
  const { out } = await status(seed.http.text, '--json');
  expect(JSON.parse(out)).toMatchObject({
    kind: 'seed',
    address: seed.self.text,
    ready: true,
    gauges: { hearsay_registered_peers: 1, hearsay_queue_bytes: 0 },
    perSecond: { hearsay_evictions_total: 0 },
  });
});

it('tells rates by the second', async () => {
  let looks = 0;
  const server = createServer(({ url }, response) => {
    if (url === '/metrics') response.end(`hearsay_deliveries_total ${100 * looks++}\n`);
    else response.end(JSON.stringify({ kind: 'peer', ready: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const beforeMs = performance.now();
  const { out } = await hearsay('status', `127.0.0.1:${port}`, '--interval', '0.2', '--json');
  const tookS = (performance.now() - beforeMs) / 1000;
  server.close();
  const rate = JSON.parse(out).perSecond.hearsay_deliveries_total;
  expect(rate).toBeLessThanOrEqual(100 / 0.19);
  expect(rate).toBeGreaterThanOrEqual(100 / tookS);
});

it('exits with 1 when the node is not ready, and says why', async () => {
  const lost = await WatchedNode.start('peer', { seeds: [address('127.0.0.1', await freePort())] });
  const { out, exitCode } = await status(lost.http.text);
  await lost.stop();
  expect(exitCode).toBe(1);
  expect(out).toContain('health        not ready: 0 of 1 seeds hold this peer, 1 needed\n');
});

it('exits with 1 when nobody, or somebody else, answers', async () => {
  const nobody = await status(`127.0.0.1:${await freePort()}`);
  expect([nobody.out, nobody.exitCode]).toEqual(['', 1]);
  expect(nobody.err).toContain('tells no status: connection refused');
  const { port } = stranger.address() as { port: number };
  const other = await status(`127.0.0.1:${port}`);
  expect([other.out, other.exitCode]).toEqual(['', 1]);
  expect(other.err).toContain('tells no status: it is no node of hearsay');
});

it.each([
  [['9464'], 'The node is "9464"; expected HOST:PORT'],
  [['127.0.0.1:0'], 'The node is "127.0.0.1:0"; expected HOST:PORT'],
  [['127.0.0.1:9464', '--interval', '0'], '--interval is "0"; expected seconds'],
])('refuses %j', async (words, sentence) => {
  const { out, err, exitCode } = await hearsay('status', ...words);
  expect([out, exitCode]).toEqual(['', 2]);
  expect(err).toContain(sentence);
});

it('reads the text format of Prometheus', () => {
  const text =
    '# HELP a_total x\n# TYPE a_total counter\na_total{k="x"} 2\na_total{k="y"} 3\nb 1.5e3 1700000000\n\n';
  expect(Object.fromEntries(metricValues(text))).toEqual({
    a_total: 5,
    'a_total{k="x"}': 2,
    'a_total{k="y"}': 3,
    b: 1500,
  });
});
