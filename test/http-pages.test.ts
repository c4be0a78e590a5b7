/** What a node that is watched answers over HTTP, its limits, and that it costs nothing else when it stops or cannot start. */
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHttpAddress } from '../runtime/http/http-address.ts';
import { Readiness } from '../runtime/http/readiness.ts';
import { StartError } from '../runtime/start-error.ts';
import { type Address, address } from '../src/address.ts';
import type { Peer } from '../src/peer.ts';
import { freePort, WatchedNode, type WatchedOptions } from './support/watched-nodes.ts';

const nodes: WatchedNode[] = [];

async function started(kind: 'peer' | 'seed', options?: WatchedOptions): Promise<WatchedNode> {
  const node = await WatchedNode.start(kind, options);
  nodes.push(node);
  return node;
}

let seed: WatchedNode;
let older: WatchedNode;
let younger: WatchedNode;
beforeAll(async () => {
  seed = await started('seed');
  const seeds = [seed.self];
  older = await started('peer', { seeds });
  await older.ours.says('registered with seed');
  younger = await started('peer', { seeds, numbers: { gossipCount: 3, gossipIntervalMs: 10 } });
  await older.until('/metrics', ({ text }) => text.includes('\nhearsay_deliveries_total 3\n'));
});
afterAll(() => Promise.all(nodes.map((node) => node.stop())));

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function ask(
  method: string,
  { host, port }: Address,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ method, host, port, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('pages', () => {
  it('tell who the node is', async () => {
    const about = JSON.parse((await older.page('/')).text);
    expect(about).toMatchObject({ kind: 'peer', address: older.self.text, version: '1.2.3' });
    expect(about).toMatchObject({ ready: true, obstacle: null });
    expect(about.uptimeSeconds).toBeGreaterThan(0);
    expect(JSON.parse((await seed.page('/')).text)).toMatchObject({ kind: 'seed', ready: true });
  });

  it.each([
    '/metrics',
    '/healthz',
    '/readyz',
    '/topology',
    '/',
  ])('%s answers GET and HEAD only', async (path) => {
    const got = await ask('GET', older.http, `${path}?anything`);
    const head = await ask('HEAD', older.http, path);
    expect([got.status, head.status, head.body]).toEqual([200, 200, '']);
    expect(head.headers['content-type']).toBe(got.headers['content-type']);
    expect(got.headers.connection).toBe('close');
    const posted = await ask('POST', older.http, path);
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it.each(['/metric', '/metrics/', '/constructor', '//'])('%s is none', async (path) => {
    expect((await ask('GET', older.http, path)).status).toBe(404);
  });

  it.each([
    ['localhost', 200],
    ['127.0.0.1:9464', 200],
    ['[::1]:9464', 200],
    ['example.com', 421],
    ['127.0.0.1.example.com:9464', 421],
    ['localhost.example.com', 421],
  ])('on loopback are for whoever means it, %s: %i', async (host, status) => {
    expect((await ask('GET', older.http, '/topology', { host })).status).toBe(status);
  });

  it('tell the links of a peer from both ends, and since when', async () => {
    const [{ links: atOlder }, { links: atYounger }] = await Promise.all([
      older.topology(),
      younger.topology(),
    ]);
    const common = { named: true, reference: false, since: expect.any(String) };
    expect(atOlder).toEqual([{ address: younger.self.text, direction: 'accepted', ...common }]);
    expect(atYounger).toEqual([{ address: older.self.text, direction: 'dialled', ...common }]);
    const agoMs = Date.now() - Date.parse(atOlder[0].since);
    expect(agoMs).toBeGreaterThanOrEqual(0);
    expect(agoMs).toBeLessThan(60_000);
  });

  it("tell a seed's registry, oldest first, with ages", async () => {
    const { kind, address, registered } = await seed.topology();
    expect([kind, address]).toEqual(['seed', seed.self.text]);
    expect(registered).toEqual(
      [older, younger].map(({ self }) => ({
        address: self.text,
        ageSeconds: expect.any(Number),
        additions: true,
      })),
    );
    expect(registered[0].ageSeconds).toBeGreaterThan(registered[1].ageSeconds);
  });
});

describe('/metrics', () => {
  it('counts what happened', async () => {
    const [ofOlder, ofYounger, ofSeed] = await Promise.all(
      [older, younger, seed].map((node) => node.metrics()),
    );
    expect(Object.fromEntries(ofOlder)).toMatchObject({
      hearsay_deliveries_total: 3,
      hearsay_delivery_latency_seconds_count: 3,
      hearsay_duplicates_total: 0,
      hearsay_seen_messages: 3,
      hearsay_neighbours: 1,
      'hearsay_degree{direction="accepted"}': 1,
      'hearsay_degree{direction="dialled"}': 0,
      'hearsay_links_opened_total{direction="accepted"}': 1,
      hearsay_registrations: 1,
      hearsay_registrations_quorum: 1,
      hearsay_queue_bytes: 0,
      hearsay_ready: 1,
      'hearsay_build_info{kind="peer",version="1.2.3"}': 1,
    });
    expect(Object.fromEntries(ofYounger)).toMatchObject({
      hearsay_published_total: 3,
      hearsay_copies_total: 3,
      'hearsay_degree{direction="dialled"}': 1,
    });
    expect(Object.fromEntries(ofSeed)).toMatchObject({
      hearsay_registered_peers: 2,
      hearsay_peers_registered_total: 2,
      hearsay_evictions_total: 0,
    });
    // Both clocks are this one.
    expect(ofOlder.get('hearsay_delivery_latency_seconds_sum')).toBeLessThan(60);
    expect(ofOlder.get('hearsay_event_loop_lag_seconds{quantile="1"}')).toBeGreaterThanOrEqual(
      ofOlder.get('hearsay_event_loop_lag_seconds{quantile="0.5"}') as number,
    );
  });

  it('tells no address', async () => {
    for (const node of [older, seed]) {
      const { text } = await node.page('/metrics');
      expect(text).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
      for (const { self } of nodes) expect(text).not.toContain(`"${self.port}"`);
    }
  });
});

describe('/readyz', () => {
  it('says why not, until a quorum holds the peer and nobody else is there', async () => {
    const port = await freePort();
    const peer = await started('peer', { seeds: [address('127.0.0.1', port)] });
    expect(await peer.page('/readyz')).toEqual({
      status: 503,
      text: '0 of 1 seeds hold this peer, 1 needed\n',
    });
    expect((await peer.page('/healthz')).status).toBe(200);
    expect((await peer.metrics()).get('hearsay_ready')).toBe(0);
    await started('seed', { port });
    await peer.until('/readyz', ({ status }) => status === 200);
  });

  it('wants a link where others are', () => {
    const readiness = new Readiness();
    const { listReceived, linkUp } = readiness.observer;
    const [a, b] = [address('10.0.0.1', 5000), address('10.0.0.2', 5000)];
    const state = { heldCount: 1, openLinkCount: 0, settings: { seeds: [a, b, a] } };
    const obstacle = () => readiness.obstacle(state as unknown as Peer);
    expect(obstacle()).toBe('1 of 3 seeds hold this peer, 2 needed');
    state.heldCount = 2;
    expect(obstacle()).toBe('no link to a neighbour is open');
    listReceived?.(a, 1);
    expect(obstacle()).toBeUndefined();
    listReceived?.(b, 2);
    expect(obstacle()).toBe('no link to a neighbour is open');
    state.openLinkCount = 1;
    linkUp?.(b, true, false);
    expect(obstacle()).toBeUndefined();
    // What a list said before others were met says nothing any more.
    state.openLinkCount = 0;
    expect(obstacle()).toBe('no link to a neighbour is open');
    listReceived?.(a, 1);
    expect(obstacle()).toBeUndefined();
  });
});

describe('limits', () => {
  it('close a request that does not come to an end', async () => {
    const socket = await opened(older.http);
    socket.write('GET / HTTP/1.1\r\n');
    expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1.1 408 /);
  });

  it('close a request with too large a head', async () => {
    const socket = await opened(older.http);
    socket.write(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('refuse more connections than 64', async () => {
    const sockets = await Promise.all(Array.from({ length: 64 }, () => opened(younger.http)));
    const refused = await opened(younger.http);
    expect(await textUntilClosed(refused)).toBe('');
    for (const socket of sockets) socket.destroy();
    await answersAgain(younger);
  });
});

describe('the end', () => {
  it('waits for no connection', async () => {
    const node = await WatchedNode.start('seed');
    const idle = await opened(node.http);
    const half = await opened(node.http);
    half.write('GET /metrics HTTP/1.1\r\n');
    const closed = Promise.all([idle, half].map(textUntilClosed));
    await node.stop();
    await closed;
    await expect(opened(node.http)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the address', () => {
  it.each([
    ['127.0.0.1:9464', '127.0.0.1:9464'],
    ['127.0.0.1:0', '127.0.0.1:0'],
    ['0.0.0.0:80', '0.0.0.0:80'],
    ['[::1]:0', '[::1]:0'],
    ['[::1]:9464', '[::1]:9464'],
  ])('%s is one', (text, read) => {
    expect(parseHttpAddress(text, '--http').text).toBe(read);
  });

  it.each([
    '',
    '9464',
    ':9464',
    'localhost:9464',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '127.0.0.1:00',
    '127.0.0.1:100:0',
  ])('"%s" is none', (text) => {
    expect(() => parseHttpAddress(text, 'HEARSAY_HTTP')).toThrow(
      new StartError(
        `HEARSAY_HTTP is "${text}"; expected a literal IP and a port, for example 127.0.0.1:9464 or [::1]:9464; port 0 means any free one.`,
      ),
    );
  });
});

describe('a port in use', () => {
  it('of HTTP lets nothing start', async () => {
    const port = await freePort();
    const start = WatchedNode.start('seed', { port, httpPort: older.http.port });
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(`Port ${older.http.port} on 127.0.0.1 is in use`);
    await expect(opened(address('127.0.0.1', port))).rejects.toThrow('ECONNREFUSED');
  });

  it('of the node leaves no HTTP behind', async () => {
    const httpPort = await freePort();
    const start = WatchedNode.start('peer', { port: older.self.port, httpPort, seeds: [seed.self] });
    await expect(start).rejects.toThrow(StartError);
    await expect(opened(address('127.0.0.1', httpPort))).rejects.toThrow('ECONNREFUSED');
  });
});

function opened({ host, port }: Address): Promise<Socket> {
  const socket = connect({ host, port });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

function textUntilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

/** That connections are closed takes a moment to be seen at the other end. */
async function answersAgain(node: WatchedNode): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await node.page('/healthz').catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the node does not answer any more');
}
