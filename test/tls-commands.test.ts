/** What `hearsay doctor` says of TLS files, and that it and `hearsay topology` ask seeds over TLS. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tlsFindings } from '../cli/doctor/tls-files.ts';
import { startPeer, startSeed } from '../runtime/node.ts';
import type { PemTexts } from '../runtime/tls/credentials.ts';
import { hearsay } from './support/command.ts';
import { FakePing } from './support/runtime-fake-ping.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { TlsFolder } from './support/tls-folder.ts';

const HOST = '127.0.0.1';
const DAY_MS = 86_400_000;

const scratch = mkdtempSync(join(tmpdir(), 'hearsay-tls-commands-'));
const config = join(scratch, 'config.txt');
const fake = new FakePing();
const path = process.env.PATH;
let folder: TlsFolder;
let foreign: TlsFolder;
let seed: OurNode;
let peer: OurNode;
beforeAll(async () => {
  process.env.PATH = fake.path;
  folder = await TlsFolder.make(HOST, '127.0.0.2', '--any', 'any');
  await folder.makeExpired(HOST);
  foreign = await TlsFolder.make(HOST);
  const tls = () => folder.pems(HOST);
  seed = await OurNode.start((options) => startSeed({ ...options, tls }), []);
  peer = await OurNode.start((options) => startPeer({ ...options, tls }), [seed.self]);
  await peer.says('registered with seed');
  writeFileSync(config, `${seed.self.text}\nliveness = tcp\n`);
});
afterAll(async () => {
  process.env.PATH = path;
  fake.remove();
  await Promise.all([peer.node.stop(), seed.node.stop()]);
  for (const each of [folder, foreign]) each.remove();
  rmSync(scratch, { recursive: true });
});

/** What is said of the files of a node, a line each. */
function said(name: string, host = HOST, now?: Date): string[] {
  return tlsFindings(() => folder.pems(name), host, now).map(
    ({ state, subject, says }) => `${state} ${subject}: ${says}`,
  );
}

describe('TLS files', () => {
  it('that are good', () => {
    expect(said(HOST)).toEqual([
      'ok tls key: it fits the certificate',
      'ok tls name: the certificate names 127.0.0.1',
      expect.stringMatching(/^ok tls certificate: it expires in 36[45] days$/),
      expect.stringMatching(/^ok tls ca: it expires in 3,6(49|50) days$/),
    ]);
  });

  it('that are good for any address', () => {
    expect(said('any')[1]).toBe('ok tls name: the certificate names no address, so it is good for any');
  });

  it('of another address', () => {
    expect(said('127.0.0.2')[1]).toBe(
      'fault tls name: the certificate names IP Address:127.0.0.2, but others dial 127.0.0.1, and would refuse it',
    );
  });

  it.each<[number, RegExp]>([
    [380, /^fault tls certificate: it expired at 20\d\d-/],
    [364.9, /^warning tls certificate: it expires in 0 days$/],
    [351.1, /^warning tls certificate: it expires in 13 days$/],
    [350.9, /^ok tls certificate: it expires in 14 days$/],
    [-1, /^fault tls certificate: it is not valid before 20\d\d-/],
  ])('after %d days', (days, line) => {
    expect(said(HOST, HOST, new Date(Date.now() + days * DAY_MS))[2]).toMatch(line);
  });

  it('whose CA expires', () => {
    expect(said(HOST, HOST, new Date(Date.now() + 3640 * DAY_MS))[3]).toMatch(
      /^warning tls ca: it expires in 9 days/,
    );
  });

  it('that do not fit together', () => {
    const { cert, key, ca } = folder.pems(HOST);
    const states = (pems: PemTexts) =>
      tlsFindings(() => pems, HOST).map(({ state, subject }) => `${state} ${subject}`);
    const goodExpiry = 'ok tls certificate';
    expect(states({ cert, key: folder.pems('any').key, ca })).toEqual([
      'fault tls key',
      'ok tls name',
      goodExpiry,
      'ok tls ca',
    ]);
    expect(states({ cert, key, ca: foreign.pems(HOST).ca })).toEqual([
      'ok tls key',
      'ok tls name',
      goodExpiry,
      'fault tls ca',
    ]);
    expect(states({ cert: key, key, ca })).toEqual(['fault tls']);
  });

  it('with several CAs', () => {
    const { cert, key, ca } = folder.pems(HOST);
    const both = { text: foreign.pems(HOST).ca.text + ca.text, name: 'both' };
    const states = tlsFindings(() => ({ cert, key, ca: both }), HOST).map(({ state }) => state);
    expect(states).toEqual(['ok', 'ok', 'ok', 'ok']);
  });
});

describe('hearsay doctor', () => {
  it('asks seeds over TLS', async () => {
    const { out, exitCode } = await hearsay('doctor', '--config', config, ...folder.flags(HOST));
    expect(out).toMatch(/^ok {7}dial-back: Seed \S+ can connect to \S+\.$/m);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^ok {7}tls name: The certificate names 127\.0\.0\.1\.$/m);
    expect(out).toMatch(/^ok {7}seed \S+: Answers in [\d.,]+ ms, 1 peer registered\.$/m);
  });

  it('says of a seed why TLS with it fails', async () => {
    const { out } = await hearsay('doctor', '--config', config, ...foreign.flags(HOST));
    expect(out).toMatch(
      /^warning {2}seed \S+: No TLS with it: its certificate is not of a CA of this node\. See docs\/DEPLOY\.md, TLS\.$/m,
    );
  });

  it('asks nobody with files that cannot be used', async () => {
    const { out, exitCode } = await hearsay('doctor', '--config', config, ...folder.flags('expired'));
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^fault {4}tls certificate: It expired at 2020-12-31T00:00:00\.000Z\. Make a new one/m,
    );
    expect(out).not.toMatch(/ seed /);
  });
});

describe('hearsay topology', () => {
  it('asks seeds over TLS', async () => {
    const { err } = await hearsay('topology', seed.self.text, ...folder.flags(HOST));
    // The peer answers no HTTP, but it is known.
    expect(err).toContain(`no answer from ${peer.self.text}`);
  });

  it('says why TLS with a seed fails', async () => {
    const { err, exitCode } = await hearsay('topology', seed.self.text, ...foreign.flags(HOST));
    expect(exitCode).toBe(1);
    expect(err).toContain(
      `seed ${seed.self.text} does not answer (its certificate is not of a CA of this node), nor by HTTP`,
    );
  });

  it('refuses files that cannot be used', async () => {
    const { err, exitCode } = await hearsay('topology', seed.self.text, ...folder.flags('expired'));
    expect([exitCode, err]).toEqual([2, expect.stringMatching(/expired at 2020-12-31/)]);
  });
});
