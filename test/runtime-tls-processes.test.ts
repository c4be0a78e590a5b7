/** Seeds and peers over TLS as an operator starts them: files, flags, environment and SIGHUP. */
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hearsay } from './support/command.ts';
import { listOf, Workshop } from './support/runtime-processes.ts';
import { BareSocket } from './support/runtime-recorder.ts';
import { TlsFolder } from './support/tls-folder.ts';

const HOST = '127.0.0.1';

let workshop: Workshop;
let folder: TlsFolder;
beforeAll(async () => {
  workshop = new Workshop();
  folder = await TlsFolder.make(HOST, '127.0.0.2');
  await folder.makeExpired(HOST);
});
afterEach(() => workshop.endAll());
afterAll(async () => {
  await workshop.remove();
  folder.remove();
});

const seedWords = ['seed', '0', '--host', HOST, '--check-timeout', '1'];

describe('processes', () => {
  it('register, link, gossip and check an accused over TLS', async () => {
    const words = [...seedWords, ...folder.flags(HOST)];
    workshop.configure('127.0.0.1:1');
    const seeds = [await workshop.start(words), await workshop.start(words)];
    workshop.configure(
      ...seeds.map(({ self }) => self.text),
      ...['liveness = tcp', 'ping-interval = 0.5', 'ping-timeout = 0.5', 'backoff-min = 0.2'],
    );
    const first = await workshop.start(['peer', '0', '--gossip-count', '0', ...folder.flags(HOST)]);
    await first.says('(2 of 2 needed)');
    const environment = {
      HEARSAY_TLS_CERT: folder.file(`${HOST}.crt`),
      HEARSAY_TLS_KEY: folder.file(`${HOST}.key`),
      HEARSAY_TLS_CA: folder.file('ca.crt'),
    };
    const gossip = ['--gossip-start', '1', '--gossip-interval', '0.1', '--gossip-count', '3'];
    const second = await workshop.start(['peer', '0', ...gossip], { environment });
    await first.until(() => first.said('received gossip').length === 3, 'it received 3 messages');
    await second.kill('SIGKILL');
    await Promise.all(seeds.map((seed) => seed.says(`removed peer ${second.self.text}`)));
    expect(seeds.flatMap((seed) => seed.said(`removed peer ${first.self.text}`))).toEqual([]);
    // Who is not of the cluster hears nothing.
    const stranger = await BareSocket.dial(seeds[0].self);
    stranger.write('GET_PEER_LIST\n');
    await stranger.endReceived();
    expect(stranger.text).toBe('');
    await seeds[0].says('it speaks no TLS 1.3');
  });

  it('read files again at SIGHUP, and name those that they cannot use', async () => {
    const own = await TlsFolder.make(HOST);
    const seed = await workshop.start([...seedWords, ...own.flags(HOST)]);
    await own.cert(HOST);
    seed.signal('SIGHUP');
    await seed.says('has read its TLS files again: speaks TLS 1.3 only');
    writeFileSync(own.file('ca.crt'), 'nonsense');
    seed.signal('SIGHUP');
    await seed.says(/warning: TLS files not taken, the old ones stay: --tls-ca \S+ holds no certificate/);
    own.remove();
    seed.signal('SIGHUP');
    await seed.says(/warning: TLS files not taken, the old ones stay: --tls-cert \S+ cannot be read: ENOENT/);
    expect(await seed.kill('SIGTERM')).toBe(0);
  });

  it('without TLS live on after SIGHUP', async () => {
    const seed = await workshop.start(seedWords);
    seed.signal('SIGHUP');
    await seed.says('has nothing to read again: it has no TLS files');
    expect(await listOf(seed.self)).toEqual([]);
  });
});

describe('files that cannot be used', () => {
  it.each<[string, () => readonly string[], RegExp]>([
    [
      'are too few',
      () => ['--tls-cert', folder.file(`${HOST}.crt`)],
      /TLS needs --tls-cert, --tls-key and --tls-ca together; --tls-key and --tls-ca are missing\./,
    ],
    [
      'are not there',
      () => [...folder.flags(HOST), '--tls-ca', folder.file('none.crt')],
      /--tls-ca \S+none\.crt cannot be read: ENOENT/,
    ],
    [
      'hold no certificate',
      () => [...folder.flags(HOST), '--tls-cert', folder.file(`${HOST}.key`)],
      /--tls-cert \S+\.key holds no certificate that can be read; expected PEM/,
    ],
    [
      'hold no key',
      () => [...folder.flags(HOST), '--tls-key', folder.file('ca.crt')],
      /--tls-key \S+ca\.crt holds no private key that can be read; expected PEM without a passphrase\./,
    ],
    [
      'hold the key of another certificate',
      () => [...folder.flags(HOST), '--tls-key', folder.file('127.0.0.2.key')],
      /--tls-key \S+127\.0\.0\.2\.key does not fit the certificate of --tls-cert \S+127\.0\.0\.1\.crt\./,
    ],
    [
      'hold a certificate that has expired',
      () => folder.flags('expired'),
      /The certificate of --tls-cert \S+ expired at 2020-12-31T00:00:00\.000Z; make a new one\./,
    ],
  ])('%s: that is said in a sentence, and nothing starts', async (_, flags, sentence) => {
    const { err, exitCode } = await hearsay('seed', '0', '--host', HOST, ...flags());
    expect([exitCode, err]).toEqual([2, expect.stringMatching(sentence)]);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
