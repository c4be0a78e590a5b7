/** `hearsay topology`: the overlay of a live network as a graph, whoever answers; and what it makes of those who do not, or lie. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEdgeList } from '../analysis/edge-list.ts';
import { PageError } from '../cli/http-page.ts';
import { liveOverlay } from '../cli/topology/live-overlay.ts';
import { linksOf, registeredAt } from '../cli/topology/told-links.ts';
import { walk } from '../cli/topology/walk.ts';
import { type RunningPeer, startPeer } from '../runtime/node.ts';
import { type Address, address, parseAddress } from '../src/address.ts';
import { hearsay } from './support/command.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { freePort, WatchedNode } from './support/watched-nodes.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-topology-'));
let httpPort: number;
let seeds: WatchedNode[];
let peers: WatchedNode[];
/** Answers no HTTP. */
let shy: OurNode;

/** So many draws hit everybody who is older. */
const EVERYBODY = { alpha: 0, links: 100, uniformLinks: 0 };

/** Hosts of loopback, each with one node. */
const host = (number: number): string => `127.0.9.${number}`;

beforeAll(async () => {
  httpPort = await freePort(host(1));
  seeds = await Promise.all(
    [1, 2].map((number) => WatchedNode.start('seed', { host: host(number), httpPort })),
  );
  const addresses = seeds.map(({ self }) => self);
  peers = [];
  for (const number of [3, 4, 5, 6, 7]) {
    const peer = await WatchedNode.start('peer', {
      seeds: addresses,
      host: host(number),
      httpPort,
      numbers: EVERYBODY,
    });
    peers.push(peer);
    await peer.until('/readyz', ({ status }) => status === 200);
  }
  shy = await OurNode.start((own) => startPeer({ ...own, host: host(8) }), addresses, EVERYBODY);
  await shy.until(
    () => shy.lines.filter((line) => line.includes('link up with')).length === 5,
    'it has all its links',
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([...peers.map((peer) => peer.stop()), shy.node.stop()]);
  await Promise.all(seeds.map((seed) => seed.stop()));
});

function topology(...words: readonly string[]) {
  return hearsay(
    'topology',
    ...seeds.map(({ self }) => self.text),
    '--http-port',
    String(httpPort),
    ...words,
  );
}

/** The links as the peers know them, "from to" by address. */
function knownLinks(): string[] {
  const nodes = [...peers.map(({ ours }) => ours), shy];
  return nodes
    .flatMap(({ self, node }) =>
      (node as RunningPeer).peer.neighbours
        .filter(({ dialled, link }) => dialled && link !== undefined)
        .map((neighbour) => `${self.text} ${neighbour.address.text}`),
    )
    .toSorted();
}

function linksIn(text: string): string[] {
  const names = [...text.matchAll(/^# peer \d+: (\S+)$/gm)].map(([, name]) => name);
  const list = parseEdgeList(text);
  if ('error' in list) throw new Error(list.error);
  expect(list.nodeCount).toBe(names.length);
  const links: string[] = [];
  for (let i = 0; i < list.edges.length; i += 2)
    links.push(`${names[list.edges[i]]} ${names[list.edges[i + 1]]}`);
  return links.toSorted();
}

describe('hearsay topology', () => {
  it('writes every link once, from the peer that dialled, also those of a peer that does not answer', async () => {
    const { out, err, exitCode } = await topology();
    expect(exitCode).toBe(0);
    expect(linksIn(out)).toEqual(knownLinks());
    expect(knownLinks()).toHaveLength((6 * 5) / 2);
    expect(linksIn(out).some((link) => link.startsWith(shy.self.text))).toBe(true);
    expect(err).toBe(
      `hearsay: 6 peers and ${knownLinks().length} links found; 5 of 6 peers answered\n` +
        `hearsay: no answer from ${shy.self.text}: connection refused\n`,
    );
  });

  it('gives the same bytes for the same network, from a file of seeds too', async () => {
    const config = join(folder, 'config.txt');
    writeFileSync(config, `${seeds.map(({ self }) => self.text).join('\n')}\n`);
    const first = await topology();
    const again = await hearsay('topology', '--config', config, '--http-port', String(httpPort));
    expect(again.out).toBe(first.out);
  });

  it('writes what `hearsay fit` and `hearsay measure` take', async () => {
    const file = join(folder, 'overlay.txt');
    await topology('--output', file);
    const { out } = await hearsay('measure', file, '--json');
    expect(JSON.parse(out)).toMatchObject({ peers: 6, links: knownLinks().length, components: 1 });
    const fitted = await hearsay('fit', file, '--edges', '--bootstrap', '0', '--json');
    expect(JSON.parse(fitted.out)).toMatchObject({ n: 5, zeros: 1 });
    const document = join(folder, 'fit.json');
    writeFileSync(document, fitted.out);
    expect((await hearsay('plot', 'degree', document)).out).toContain('share of values with at least x');
  });

  it('writes GraphML with the addresses', async () => {
    const file = join(folder, 'overlay.graphml');
    const { out } = await topology('--format', 'graphml', '--output', file);
    expect(out).toBe('');
    const text = readFileSync(file, 'utf8');
    expect(text.match(/<edge /g)).toHaveLength(knownLinks().length);
    for (const { self } of peers) expect(text).toContain(`<data key="node-label">${self.text}</data>`);
  });

  it('says that no seed answers, and exits with 1', async () => {
    const nobody = `127.0.9.1:${await freePort(host(1))}`;
    const { out, err, exitCode } = await hearsay('topology', nobody, '--http-port', '+1');
    expect([out, exitCode]).toEqual(['', 1]);
    expect(err).toContain(`seed ${nobody} does not answer, nor by HTTP: `);
    expect(err).toContain('no seed answers');
  });

  it.each([
    [['nobody:1'], 'The seed is "nobody:1"; expected IP:Port'],
    [['127.0.0.1:1', '--config', 'config.txt'], '--config: expected without seeds'],
    [['127.0.0.1:1', '--http-port', '70000'], '--http-port is "70000"; expected a port'],
    [['127.0.0.1:1', '--format', 'gexf'], '--format is "gexf"; expected edges or graphml'],
    [['127.0.0.1:1', '--output', '/nowhere/at/all'], 'does not exist'],
    [['--config', '/nowhere/config.txt'], '/nowhere/config.txt was not found'],
  ])('refuses %j', async (words, sentence) => {
    const { out, err, exitCode } = await hearsay('topology', ...words);
    expect([out, exitCode]).toEqual(['', 2]);
    expect(err).toContain(sentence);
  });
});

describe('a node', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  /** Answers this on every page. */
  async function answering(body: string, status = 200): Promise<number> {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }

  const self = address('127.0.0.1', 6000);
  const told = (links: unknown, more: object = {}) =>
    JSON.stringify({ kind: 'peer', address: self.text, links, ...more });

  it.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['another kind of JSON', '[1]'],
    ['null', 'null'],
    ['no list', told(7)],
    ['that it is another peer', told([], { address: '127.0.0.1:6001' })],
    ['that it is a seed', told([], { kind: 'seed' })],
  ])('that says %s does not answer', async (_, body) => {
    const port = await answering(body);
    await expect(linksOf(self, () => port)).rejects.toThrow(PageError);
  });

  it('that fails does not answer', async () => {
    const port = await answering(told([]), 503);
    await expect(linksOf(self, () => port)).rejects.toThrow('it answers with status 503');
  });

  it('is believed only in links that have the form of one', async () => {
    const other = { address: '10.0.0.1:1', named: true, direction: 'dialled' };
    const port = await answering(
      told([other, null, 3, {}, { ...other, named: false }, { ...other, address: 'localhost:1' }]),
    );
    const { links, unnamedCount } = await linksOf(self, () => port);
    expect(links).toEqual([{ other: address('10.0.0.1', 1), dialled: true }]);
    expect(unnamedCount).toBe(3);
  });

  it('that is a seed tells its registry by HTTP', async () => {
    const [seed] = seeds;
    const registered = await registeredAt(seed.self, () => httpPort);
    expect(registered.map(({ text }) => text).toSorted()).toEqual(
      [...peers.map((peer) => peer.self.text), shy.self.text].toSorted(),
    );
  });
});

const peer = (number: number): Address => address('10.0.0.1', 6000 + number);
const told = (...others: readonly number[]) => ({
  links: others.map((number) => ({ other: peer(number), dialled: true })),
  unnamedCount: 1,
});

describe('the walk', () => {
  it('goes on to peers that only others name, and asks each once, at most 32 at a time', async () => {
    const asked: string[] = [];
    let [running, most] = [0, 0];
    const chain = await walk([peer(0), peer(0), peer(200)], async (each) => {
      asked.push(each.text);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      const number = each.port - 6000;
      // A chain with a hundred leaves at peer 1.
      if (number === 1) return told(2, ...Array.from({ length: 100 }, (_, i) => 1000 + i));
      return number < 5 ? told(number + 1) : told();
    });
    expect(asked).toHaveLength(7 + 100);
    expect(new Set(asked).size).toBe(asked.length);
    expect(chain.answered.size).toBe(asked.length);
    expect(chain.links).toHaveLength(5 + 100);
    expect(chain.unnamedCount).toBe(asked.length);
    expect(most).toBe(32);
  });

  it('keeps why a peer did not answer, and stops at what only a bug can be', async () => {
    const failing = await walk([peer(0)], () => Promise.reject(new PageError('no')));
    expect([...failing.silent]).toEqual([[peer(0).text, 'no']]);
    await expect(walk([peer(0)], () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  });
});

describe('the overlay', () => {
  const found = (links: readonly (readonly [number, number])[], answered: readonly number[] = []) =>
    liveOverlay({
      answered: new Set(answered.map((number) => peer(number).text)),
      silent: new Map(),
      links: links.map(([from, to]) => [peer(from).text, peer(to).text] as const),
      unnamedCount: 0,
    });

  it('has a link once that both its ends tell, and of two crossing dials that of the smaller address', () => {
    const { addresses, links } = found(
      [
        [2, 1],
        [1, 2],
        [2, 1],
        [3, 1],
        [3, 1],
        [3, 3],
      ],
      [4],
    );
    expect(addresses.map((text) => (parseAddress(text) as Address).port - 6000)).toEqual([1, 2, 3, 4]);
    expect([...links]).toEqual([0, 1, 2, 0]);
  });

  it('is the same whatever came first', () => {
    const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 30 });
    const shuffled = pairs.chain((links) =>
      fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
    );
    fc.assert(
      fc.property(shuffled, ([links, others]) => {
        expect(found(others)).toEqual(found(links));
      }),
    );
  });
});
