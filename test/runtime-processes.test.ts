/** Seeds and peers as processes on loopback, started and ended as an operator does. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakePing } from './support/runtime-fake-ping.ts';
import { listOf, loopback, type NodeProcess, untilLists, Workshop } from './support/runtime-processes.ts';

let workshop: Workshop;
beforeAll(() => {
  workshop = new Workshop();
});
afterEach(() => workshop.endAll());
afterAll(() => workshop.remove());

/** Starts seeds on free ports and writes them into config.txt. */
async function startSeeds(count: number, ...settings: string[]): Promise<NodeProcess[]> {
  const words = ['seed', '0', '--host', '127.0.0.1', '--check-timeout', '1'];
  workshop.configure('127.0.0.1:1');
  const seeds = await Promise.all(Array.from({ length: count }, () => workshop.start(words)));
  workshop.configure(...seeds.map(({ self }) => self.text), ...settings);
  return seeds;
}

describe('3 seeds and 20 peers', () => {
  it('register, connect, gossip to everybody, and survive the loss of a peer and of a seed', async () => {
    const beganAtMs = performance.now();
    const seeds = await startSeeds(
      3,
      'liveness = tcp',
      'ping-interval = 1',
      'ping-timeout = 1',
      'renew-interval = 2',
    );
    // On a busy machine everything takes longer; starting the seeds shows how much.
    const gossipStartSeconds = 4 + (performance.now() - beganAtMs) / 100;
    const gossip = [
      '--gossip-start',
      gossipStartSeconds.toFixed(1),
      '--gossip-interval',
      '0.1',
      '--gossip-count',
      '10',
    ];
    const peers: NodeProcess[] = [];
    for (let i = 0; i < 20; i++) peers.push(workshop.run(['peer', '0', ...gossip]));

    await Promise.all(peers.map((peer) => peer.addressKnown()));
    await Promise.all(peers.map((peer) => peer.says('(2 of 2 needed)')));
    await Promise.all(peers.map((peer) => peer.says('link up with')));
    expect(peers.filter((peer) => peer.said('published').length > 0)).toEqual([]);
    const lists = await Promise.all(seeds.map(({ self }) => listOf(self)));
    for (const { self } of peers) expect(holders(lists, self.text)).toBeGreaterThanOrEqual(2);

    await Promise.all(
      peers.map((peer) =>
        peer.until(() => peer.said('received gossip').length >= 190, 'it received 190 messages'),
      ),
    );
    const published = new Set(peers.flatMap((peer) => gossipTexts(peer, 'published gossip')));
    expect(published.size).toBe(200);
    for (const peer of peers) {
      const delivered = [...gossipTexts(peer, 'published gossip'), ...gossipTexts(peer, 'received gossip')];
      expect(delivered).toHaveLength(200);
      expect(new Set(delivered)).toEqual(published);
    }

    const victim = peers[7];
    await victim.kill('SIGKILL');
    await untilLists(addresses(seeds), (now) => holders(now, victim.self.text) === 0);
    const reporters = peers.filter(
      (peer) => peer.said(`${victim.self.text} is dead after 3 failed pings`).length > 0,
    );
    expect(reporters.length).toBeGreaterThan(0);
    const living = peers.filter((peer) => peer !== victim);
    expect(
      living.flatMap((peer) => peer.said('is dead after')).filter((line) => !line.includes(victim.self.text)),
    ).toEqual([]);

    const { port } = seeds[0].self;
    await seeds[0].kill('SIGKILL');
    seeds[0] = await workshop.start(['seed', String(port), '--host', '127.0.0.1']);
    await untilLists(addresses(seeds), (now) => living.every(({ self }) => holders(now, self.text) >= 2));

    const leaver = living[0];
    expect(await leaver.kill('SIGTERM')).toBe(0);
    expect(leaver.lines.at(-1)).toMatch(/ stopped$/);
    await untilLists(addresses(seeds), (now) => holders(now, leaver.self.text) === 0);
    const rest = await Promise.all([...living.slice(1), ...seeds].map((node) => node.kill('SIGINT')));
    expect(rest.every((code) => code === 0)).toBe(true);
  });
});

describe('a seed', () => {
  // "renews every 60 s, so a restarted seed is complete again within about a minute"
  it('that was restarted empty is complete again after the renewals', async () => {
    const [seed] = await startSeeds(1, 'liveness = tcp', 'renew-interval = 1', 'backoff-min = 0.2');
    const peers = await Promise.all([1, 2, 3, 4].map(() => workshop.start(['peer', '0'])));
    await untilLists([seed.self], ([list]) => list.length === 4);
    await seed.kill('SIGKILL');
    const again = await workshop.start(['seed', String(seed.self.port), '--host', '127.0.0.1']);
    await untilLists([again.self], ([list]) => list.length === 4);
    expect((await listOf(again.self)).sort()).toEqual(peers.map(({ self }) => self.text).sort());
  });

  it('whose address is not in config.txt says so', async () => {
    workshop.configure('127.0.0.1:1');
    const seed = await workshop.start(['seed', '0']);
    await seed.says(`warning: ${seed.self.text} is not among the seeds of the configuration`);
  });
});

describe('a peer', () => {
  // "seeds all down (keep trying, say so)"
  it('without any seed keeps trying, and says so', async () => {
    const [seed] = await startSeeds(1, 'liveness = tcp', 'backoff-min = 0.1', 'backoff-max = 0.2');
    await seed.kill('SIGTERM');
    const peer = await workshop.start(['peer', '0']);
    await peer.says(`cannot reach seed ${seed.self.text}: connection refused; keeps trying (0 of 1 needed)`);
    await workshop.start(['seed', String(seed.self.port), '--host', '127.0.0.1']);
    await peer.says(`registered with seed ${seed.self.text} (1 of 1 needed)`);
  });

  // "SIGINT/SIGTERM leave gracefully within 2 s (pending checks and reports are abandoned and logged)"
  it('leaves in time although its seed does not answer', async () => {
    const [seed] = await startSeeds(1, 'liveness = tcp');
    const peer = await workshop.start(['peer', '0']);
    await peer.says('chose 0 neighbours');
    seed.signal('SIGSTOP');
    expect(await peer.kill('SIGTERM')).toBe(0);
    expect(peer.lines.at(-1)).toMatch(/ stopped; abandoned 1 notice to seeds$/);
  });

  it('says how it starts, and warns that ICMP cannot tell processes on one machine apart', async () => {
    await startSeeds(2);
    const peer = await workshop.start(['peer', '0']);
    expect(peer.lines[0]).toMatch(
      /^peer 127\.0\.0\.1:\d+ starts, listening on all addresses; seeds 127.*, 127.*, 2 of 2 needed; liveness icmp$/,
    );
    await peer.says('warning: several nodes share this IP, and ICMP sees hosts, not processes');
    expect(workshop.output).toContain(peer.lines[0]);
  });
});

// "a fake `ping` program on PATH drives every error mode"
describe('peers watched by ICMP', () => {
  let fake: FakePing;
  beforeAll(() => {
    fake = new FakePing();
  });
  afterAll(() => fake.remove());

  it('are dead after three failed pings in a row, but a seed that reaches them keeps them', async () => {
    const [seed] = await startSeeds(1, 'ping-interval = 0.4', 'ping-timeout = 0.3', 'gossip-count = 0');
    const environment = { PATH: fake.path };
    const watched = await workshop.start(['peer', '0', '--host', '127.0.0.3'], { environment });
    await watched.says('chose 0 neighbours');
    const watcher = await workshop.start(['peer', '0', '--host', '127.0.0.2'], { environment });
    await watcher.says(`link up with ${watched.self.text}`);

    fake.does('notPermitted', '127.0.0.3');
    await watcher.says(`cannot ping ${watched.self.text} from here; not counted as its failure`);
    fake.does('garbage', '127.0.0.3');
    const unable = watcher.said('cannot ping').length;
    await watcher.until(
      () => watcher.said('cannot ping').length > unable + 1,
      'garbage is not counted either',
    );
    expect(watcher.said('failed (')).toEqual([]);

    fake.does('lost', '127.0.0.3');
    await watcher.says(`${watched.self.text} is dead after 3 failed pings; reports it to every seed`);
    expect(watcher.said('failed (').map((line) => line.replace(/.*failed/, ''))).toEqual([
      ' (1 in a row)',
      ' (2 in a row)',
      ' (3 in a row)',
    ]);
    await watcher.says(`reported ${watched.self.text} dead to seed ${seed.self.text}: acknowledged`);
    await seed.says(`${watched.self.text} listens, and stays`);
    expect(await listOf(seed.self)).toContain(watched.self.text);
  });

  it('say what to install when the program is missing', async () => {
    await startSeeds(1);
    fake.uninstall();
    const peer = await workshop.start(['peer', '0'], { environment: { PATH: fake.path } });
    await peer.says(
      'warning: ICMP does not work here, so neighbours cannot be watched: the `ping` program is not on PATH.',
    );
    fake.install();
  });
});

// "Port in use, unreadable or malformed config.txt, no seeds, [...] bad flags: clear sentences, exit code 2 where it cannot start."
describe('what cannot start', () => {
  it.each([
    [['peer', '6000', '--config', 'nowhere.txt'], 'hearsay: nowhere.txt was not found (looked for '],
    [
      ['peer', 'six'],
      'hearsay: The port is "six"; expected a number from 1 to 65535, or 0 for any free one.',
    ],
    [['peer', '6000', '--alpha', 'x'], 'hearsay: --alpha is "x"; expected a number from 0 to 100.'],
    [['peer', '6000', '--ping-intervall', '5'], 'Did you mean --ping-interval?'],
    [
      ['seed', '5000', '--host', 'here'],
      'hearsay: --host is "here"; expected a literal IP address of this machine',
    ],
    [['peer'], "missing required argument 'PORT'"],
  ])('%j says why and exits with 2', async (words, sentence) => {
    workshop.configure('127.0.0.1:1');
    const failed = workshop.run(words);
    expect(await failed.exited()).toBe(2);
    expect(failed.stderr).toContain(sentence);
    expect(failed.lines).toEqual([]);
  });

  it('on a port in use says so and exits with 2', async () => {
    const [seed] = await startSeeds(1);
    const { port } = loopback(seed.self.port);
    const second = workshop.run(['seed', String(port), '--host', '127.0.0.1']);
    expect(await second.exited()).toBe(2);
    expect(second.stderr).toBe(
      `hearsay: Port ${port} on 127.0.0.1 is in use; choose another, or stop the program that holds it.\n`,
    );
  });

  it('with a malformed config.txt says where and exits with 2', async () => {
    workshop.configure('127.0.0.1:1', 'localhost');
    const peer = workshop.run(['peer', '0']);
    expect(await peer.exited()).toBe(2);
    expect(peer.stderr).toMatch(
      /^hearsay: config\.txt, line 2: found "localhost"; expected a seed as IP:Port/,
    );
  });
});

function addresses(nodes: readonly NodeProcess[]) {
  return nodes.map(({ self }) => self);
}

/** How many of the lists hold this peer. */
function holders(lists: readonly string[][], peer: string): number {
  return lists.filter((list) => list.includes(peer)).length;
}

/** The gossip texts in the lines that say this. */
function gossipTexts(peer: NodeProcess, words: string): string[] {
  return peer.said(words).map((line) => /gossip (\S+)/.exec(line)?.[1] ?? '');
}
