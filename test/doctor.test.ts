/** `hearsay doctor`: what it says of a good and of a broken configuration, against real seeds and every kind of `ping`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClockWatch } from '../cli/doctor/clock-watch.ts';
import { nodeFinding, seedFindings } from '../cli/doctor/examination.ts';
import type { Finding } from '../cli/doctor/finding.ts';
import { descriptorFinding } from '../cli/doctor/hub-descriptors.ts';
import { sameHostFinding } from '../cli/doctor/same-host.ts';
import { lineOf } from '../cli/doctor-run.ts';
import { descriptorLimit } from '../runtime/descriptors.ts';
import { startPeer, startSeed } from '../runtime/node.ts';
import { address } from '../src/address.ts';
import { PROFILES } from '../src/profiles.ts';
import { hearsay } from './support/command.ts';
import { ArrayPeerList } from './support/peer-lists.ts';
import { FakePing, type FakePingMode } from './support/runtime-fake-ping.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { freePort } from './support/watched-nodes.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-doctor-'));
const fake = new FakePing();
const path = process.env.PATH;
const nodes: OurNode[] = [];

beforeAll(() => {
  process.env.PATH = fake.path;
});
afterEach(() => {
  fake.install();
  fake.does('alive');
});
afterAll(async () => {
  process.env.PATH = path;
  fake.remove();
  rmSync(folder, { recursive: true });
  await Promise.all(nodes.map(({ node }) => node.stop()));
});

async function started(...args: Parameters<typeof OurNode.start>): Promise<OurNode> {
  const node = await OurNode.start(...args);
  nodes.push(node);
  return node;
}

let configCount = 0;

function configOf(...lines: readonly string[]): string {
  const file = join(folder, `config-${configCount++}.txt`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

function serverOn(host: string): Promise<Server> {
  return listening(
    host,
    createServer((socket) => socket.on('error', () => {}).end('220 welcome\n')),
  );
}

/** A seed that lists nobody, and answers so when it is asked to dial back; undefined: it hangs up. */
function seedThatSays(dialBack: string | undefined): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (request) => {
      const answer = request.toString().startsWith('GET_PEER_LIST') ? '' : dialBack;
      if (answer === undefined) socket.end();
      else socket.write(`${answer}\n`);
    });
  });
  return listening('127.0.0.1', server);
}

function listening(host: string, server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, host, () => resolve(server)));
}

describe('hearsay doctor', () => {
  it('finds nothing wrong where all is well', async () => {
    const seeds = [await started(startSeed, []), await started(startSeed, [])];
    const config = configOf(...seeds.map(({ self }) => self.text), 'liveness = tcp');
    const { out, exitCode } = await hearsay('doctor', '--config', config);
    expect(exitCode).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('0 faults, 0 warnings');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^ok {7}[a-z]+.*: .+\.$/);
    for (const { self } of seeds) {
      expect(out).toMatch(
        new RegExp(`^ok       seed ${self.text}: Answers in [\\d.,]+ ms, 0 peers registered.$`, 'm'),
      );
    }
    const subjects = lines.slice(0, -1).map((line) => /^ok +([\w-]+)/.exec(line)?.[1]);
    expect(subjects).toEqual(
      'node configuration address seed seed dial-back neighbours descriptors ping clock'.split(' '),
    );
  });

  it('names every fault of a broken one, and what to do', async () => {
    const port = await freePort();
    const stranger = await serverOn('127.0.0.1');
    const { port: strange } = stranger.address() as { port: number };
    fake.uninstall();
    const config = configOf(`127.0.0.1:${port}`, `127.0.0.1:${strange}`);
    const { out, exitCode } = await hearsay('doctor', '--config', config);
    stranger.close();
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^warning {2}seed .*: Does not answer: connection refused. Start it \(hearsay seed \d+\)/m,
    );
    expect(out).toMatch(
      /^warning {2}seed .*: Does not answer: .*. Something else listens there; correct the line/m,
    );
    expect(out).toMatch(/^fault {4}quorum: 0 of 2 seeds answer, 2 needed. No peer can register/m);
    expect(out).toMatch(/^fault {4}ping: .*`ping` program is not on PATH. Install it/m);
    expect(out).toMatch(/2 faults, 2 warnings\n$/);
  });

  it.each([
    ['Unreachable', 'fault', /cannot connect to 127.0.0.1:\d+. Let firewalls pass TCP to it/, 1],
    ['Unknown command', 'warning', /does not know how to. Run the same version/, 0],
    [undefined, 'warning', /did not try 127.0.0.1:\d+. It dials a host at most once in 12 s/, 0],
  ])('tells what a seed says that dials back: %s', async (answer, state, words, code) => {
    const server = await seedThatSays(answer);
    const { port } = server.address() as AddressInfo;
    const { out, exitCode } = await hearsay(
      'doctor',
      '--config',
      configOf(`127.0.0.1:${port}`, 'liveness = tcp'),
    );
    server.close();
    expect(out).toMatch(new RegExp(`^${state} +dial-back: Seed 127.0.0.1:${port} ${words.source}`, 'm'));
    expect(exitCode).toBe(code);
  });

  it.each([
    ['no step of the clock', 'No step of the clock.'],
    [
      'mesh.txt, line 2: unknown key "x"; did you mean y?',
      'mesh.txt, line 2: unknown key "x"; did you mean y?',
    ],
    ['node.crt holds no certificate.', 'node.crt holds no certificate.'],
  ])('says in sentences, in which files keep their names: %s', (says, said) => {
    const finding: Finding = { state: 'fault', subject: 'x', says, advice: 'correct it' };
    expect(lineOf(finding)).toBe(`fault    x: ${said} Correct it.`);
  });

  it('goes on without a configuration that it cannot read', async () => {
    const config = configOf('127.0.0.1:5000', 'ping-intervall = 3');
    const { out, exitCode } = await hearsay('doctor', '--config', config, '--json');
    expect(exitCode).toBe(1);
    const { faults, findings } = JSON.parse(out) as { faults: number; findings: Finding[] };
    expect(faults).toBe(1);
    expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
      ['node', 'ok'],
      ['configuration', 'fault'],
      ['ping', 'ok'],
      ['clock', 'ok'],
    ]);
    expect(findings[1].says).toMatch(/line 2: unknown key "ping-intervall"; did you mean ping-interval\?/);
  });

  it('knows a port in use, and asks all the same', async () => {
    const seed = await started(startSeed, []);
    const peer = await started(startPeer, [seed.self]);
    const config = configOf(seed.self.text, 'liveness = tcp');
    const { out, exitCode } = await hearsay('doctor', String(peer.self.port), '--config', config);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^warning {2}address: Port \d+ on .* is in use; .* Nothing, if that is the peer you mean.$/m,
    );
    expect(out).toMatch(/1 peer registered/);
  });

  it('tries where the node shall answer HTTP', async () => {
    const seed = await started(startSeed, []);
    const config = configOf(seed.self.text, 'liveness = tcp');
    const free = await hearsay('doctor', '--config', config, '--http', '127.0.0.1:0');
    expect(free.out).toMatch(/^ok {7}http: Port \d+ on 127.0.0.1 is free.$/m);
    const taken = await hearsay('doctor', '--config', config, '--http', seed.self.text);
    expect(taken.out).toMatch(/^fault {4}http: Port \d+ on 127.0.0.1 is in use/m);
    const bad = await hearsay('doctor', '--config', config, '--http', 'nowhere');
    expect(bad.out).toMatch(
      /^fault {4}configuration: --http is "nowhere"; expected a literal IP and a port/m,
    );
    expect([free.exitCode, taken.exitCode, bad.exitCode]).toEqual([0, 1, 1]);
  });

  it('warns of peers that ICMP cannot tell apart', async () => {
    const seed = await started(startSeed, []);
    const peer = await started(startPeer, [seed.self]);
    await peer.says('registered with seed');
    const { out } = await hearsay('doctor', '--config', configOf(seed.self.text, 'liveness = icmp'));
    expect(out).toMatch(
      /^warning {2}neighbours: 1 other peer registered under 127.0.0.1, and liveness icmp/m,
    );
  });

  it.each<[FakePingMode, RegExp]>([
    ['notPermitted', /not permitted to send. Allow it/],
    ['lost', /got no answer. Let the firewall pass ICMP echo/],
    ['garbage', /words unknown here. Install that of iputils/],
  ])('says why ping does not work: %s', async (mode, words) => {
    fake.does(mode);
    const seed = await started(startSeed, []);
    const faulty = await hearsay('doctor', '--config', configOf(seed.self.text));
    expect(faulty.out).toMatch(/^fault {4}ping: ICMP does not work here/m);
    expect(faulty.out).toMatch(words);
    expect(faulty.exitCode).toBe(1);
    const unneeded = await hearsay('doctor', '--config', configOf(seed.self.text), '--liveness', 'tcp');
    expect(unneeded.out).toMatch(/^warning {2}ping: /m);
    expect(unneeded.exitCode).toBe(0);
  });

  it.each([
    [['--peers', 'many'], /--peers is "many"; expected a whole number from 2 to 1000000/],
    [['70000'], /The port is "70000"; expected a number from 1 to 65535/],
    [['--liveness', 'tcp', '--bogus'], /unknown option '--bogus'/],
  ])('refuses %j', async (words, sentence) => {
    const { err, exitCode } = await hearsay('doctor', ...words);
    expect([exitCode, err]).toEqual([2, expect.stringMatching(sentence)]);
  });
});

describe('the clock', () => {
  it.each([
    [3_600_000, 'warning', /stepped by 3600000 ms/],
    [-60, 'warning', /stepped by -60 ms/],
    [40, 'ok', /no step .* in 1.0 s/],
  ])('that steps by %i ms', (stepMs, state, says) => {
    let [wallMs, monotonicMs] = [Date.UTC(2026, 6), 0];
    const watch = new ClockWatch(
      () => wallMs,
      () => monotonicMs,
    );
    for (let i = 0; i < 10; i++) {
      monotonicMs += 100;
      wallMs += 100 + (i === 5 ? stepMs : 0);
      watch.look();
    }
    expect(watch.finding).toMatchObject({ state, says: expect.stringMatching(says) });
  });

  it('that was never set', () => {
    const watch = new ClockWatch(
      () => 0,
      () => 0,
    );
    expect(watch.finding).toMatchObject({ state: 'fault', says: expect.stringContaining('1970') });
  });
});

describe('descriptors', () => {
  const numbers = { ...PROFILES.hardened, linksMax: 0 };

  it('are compared with what a hub will need', () => {
    expect(descriptorFinding(1024, numbers, 10_000)).toMatchObject({
      state: 'warning',
      says: expect.stringMatching(
        /^1,024 files may be open, but a hub among 10,000 peers will have about 9,99\d links/,
      ),
      advice: expect.stringContaining('ulimit -n 16384'),
    });
    expect(descriptorFinding(20_000, numbers, 10_000).state).toBe('ok');
    expect(descriptorFinding(1024, { ...numbers, linksMax: 500 }, 10_000).state).toBe('ok');
    expect(descriptorFinding(1024, numbers, 100).state).toBe('ok');
    expect(descriptorFinding(undefined, numbers, 10_000).state).toBe('ok');
  });

  it('have a limit on this system', () => {
    expect(descriptorLimit()).toBeGreaterThan(0);
  });
});

describe('other findings', () => {
  it('tell peers under one address apart by liveness', () => {
    const list = new ArrayPeerList(
      [6000, 6001].map((port) => ({ address: address('10.0.0.1', port), ageMs: 0, additions: true })),
    );
    const self = address('10.0.0.1', 6000);
    expect(sameHostFinding(self, [list, list], 'icmp')).toMatchObject({
      state: 'warning',
      says: expect.stringMatching(/^1 other peer/),
    });
    expect(sameHostFinding(self, [list], 'icmp+tcp').state).toBe('ok');
    expect(sameHostFinding(address('10.0.0.2', 6000), [list], 'icmp').state).toBe('ok');
  });

  it('need a quorum of seeds only', () => {
    const list = new ArrayPeerList([]);
    const reply = (answered: boolean, port: number) => ({
      seed: address('10.0.0.1', port),
      afterMs: 1,
      list: answered ? list : undefined,
      reference: false,
      failure: answered ? undefined : ('timeout' as const),
    });
    const states = (...answered: boolean[]) => seedFindings(answered.map(reply)).map(({ state }) => state);
    expect(states(true, true, false)).toEqual(['ok', 'ok', 'warning']);
    expect(states(true, false, false)).toEqual(['ok', 'warning', 'warning', 'fault']);
  });

  it('know a Node that is too old', () => {
    expect(nodeFinding('20.18.3').state).toBe('fault');
    expect(nodeFinding('18.20.0').state).toBe('fault');
    expect(nodeFinding('20.19.0').state).toBe('ok');
    expect(nodeFinding('24.0.1').state).toBe('ok');
  });
});
