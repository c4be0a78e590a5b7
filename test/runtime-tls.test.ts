/** Links over TLS: who is let in, who is not, what the log says of it, and files that are read again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPeer, createSeed } from '../runtime/api/index.ts';
import { type PeerOptions, startPeer, startSeed } from '../runtime/node.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import type { Credentials } from '../runtime/tls/credentials.ts';
import { HANDSHAKE_MAX_MS, Handshakes, UNFINISHED_MAX } from '../runtime/tls/handshakes.ts';
import { type Address, address } from '../src/address.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { AcceptRecorder, BareServer, BareSocket, LinkRecorder } from './support/runtime-recorder.ts';
import { TlsFolder } from './support/tls-folder.ts';

const HOST = '127.0.0.1';
const DIAL_MAX_MS = 20_000;

let folder: TlsFolder;
let foreign: TlsFolder;
beforeAll(async () => {
  folder = await TlsFolder.make(HOST, '127.0.0.2', '--any', 'any');
  await folder.makeExpired(HOST);
  foreign = await TlsFolder.make(HOST);
});
afterAll(() => {
  folder.remove();
  foreign.remove();
});

const open: { end(graceMs: number): Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((each) => each.end(0)));
});

/** A transport with these credentials, and what it refused. */
async function transport(credentials: Credentials): Promise<{ transport: TcpTransport; refusals: string[] }> {
  const refusals: string[] = [];
  const made = await TcpTransport.listenOn(HOST, 0);
  made.handshakes = new Handshakes(credentials, (_who, why) => refusals.push(why));
  open.push(made);
  return { transport: made, refusals };
}

/** A seed that speaks TLS. */
async function tlsSeed(name = HOST): Promise<OurNode> {
  const seed = await OurNode.start((options) => startSeed({ ...options, tls: () => folder.pems(name) }), []);
  open.push({ end: () => seed.node.stop() });
  return seed;
}

interface Attempt {
  readonly cert?: string;
  readonly key?: string;
  readonly maxVersion?: 'TLSv1.2';
}

/** Dials, says this at once, and closes in the end; a dialler that believes everybody. */
function attempt(to: Address, words: string, options: Attempt): BareSocket {
  const socket: TLSSocket = connectTls({
    host: to.host,
    port: to.port,
    rejectUnauthorized: false,
    ...options,
  });
  const bare = new BareSocket(socket);
  socket.on('secureConnect', () => socket.write(words));
  return bare;
}

/** The files of a node as the options of a dialler. */
function shown({ cert, key }: ReturnType<TlsFolder['pems']>): Attempt {
  return { cert: cert.text, key: key.text };
}

describe('an acceptor', () => {
  it.each<[string, string, () => Attempt | 'plain']>([
    ['no certificate', 'it shows no certificate', () => ({})],
    ['one of another CA', 'its certificate is not of a CA of this node', () => shown(foreign.pems(HOST))],
    ['an expired one', 'its certificate has expired', () => shown(folder.pems('expired'))],
    ['TLS 1.2', 'it speaks no TLS 1.3', () => ({ ...shown(folder.pems(HOST)), maxVersion: 'TLSv1.2' })],
    ['plain text', 'it speaks no TLS 1.3', () => 'plain'],
  ])('takes not one line of a dialler with %s', async (_, why, how) => {
    const seed = await tlsSeed();
    const options = how();
    const words = 'REGISTER:127.0.0.1:6000\n';
    let dialler: BareSocket;
    if (options === 'plain') {
      dialler = await BareSocket.dial(seed.self);
      dialler.write(words);
    } else dialler = attempt(seed.self, words, options);
    await dialler.endReceived();
    dialler.socket.destroy();
    expect(dialler.text).toBe('');
    await seed.says(`refuses a connection with 127.0.0.1:${dialler.socket.localPort ?? ''}`);
    expect(seed.lines.filter((line) => line.includes('refuse')).map(reasonIn)).toEqual([why]);
    expect(seed.lines.filter((line) => line.includes('registered'))).toEqual([]);
  });

  it('takes a dialler with a certificate of its CA, whatever address that names', async () => {
    const seed = await tlsSeed();
    const dialler = attempt(seed.self, 'REGISTER:127.0.0.1:6000\n', shown(folder.pems('127.0.0.2')));
    await dialler.received('Registered\n');
    dialler.socket.destroy();
  });

  it('answers an asker that shut down its sending side', async () => {
    const seed = await tlsSeed();
    const dialler = attempt(seed.self, '', shown(folder.pems(HOST)));
    dialler.socket.allowHalfOpen = true;
    dialler.socket.once('secureConnect', () => dialler.socket.end('REGISTER:127.0.0.1:6000'));
    await dialler.endReceived();
    expect(dialler.text).toBe('Registered');
  });

  it('resumes no session, so that every handshake shows a certificate that holds', async () => {
    const { transport: acceptor } = await transport(folder.credentials(HOST));
    acceptor.listen(new AcceptRecorder('gossip'));
    const to = { host: HOST, port: acceptor.port, ...folder.credentials('any').options };
    const first = connectTls(to);
    const session = await new Promise<Buffer>((resolve) => first.once('session', resolve));
    first.destroy();
    const second = connectTls({ ...to, session });
    await new Promise((resolve) => second.once('session', resolve));
    expect(second.isSessionReused()).toBe(false);
    second.destroy();
  });

  it('ends a handshake that is not finished in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { transport: acceptor, refusals } = await transport(folder.credentials(HOST));
    acceptor.listen(new AcceptRecorder('gossip'));
    const silent = await accepted(acceptor);
    vi.advanceTimersByTime(HANDSHAKE_MAX_MS - 1);
    expect(refusals).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(refusals).toEqual(['no handshake within 10 s']);
    vi.useRealTimers();
    await silent.endReceived();
  });

  it('ends a handshake whose dialler sends no more', async () => {
    const { transport: acceptor, refusals } = await transport(folder.credentials(HOST));
    acceptor.listen(new AcceptRecorder('gossip'));
    const half = await BareSocket.dial(address(HOST, acceptor.port));
    half.socket.end();
    await half.endReceived();
    expect(refusals).toEqual(['it broke off the handshake, and may say why in its log']);
  });

  it('keeps so many unfinished handshakes: for one more the oldest goes', async () => {
    const { transport: acceptor, refusals } = await transport(folder.credentials(HOST));
    const links = new AcceptRecorder('gossip');
    acceptor.listen(links);
    const silent = [];
    for (let i = 0; i < UNFINISHED_MAX; i++) silent.push(await accepted(acceptor));
    const { transport: dialler } = await transport(folder.credentials(HOST));
    dialler.dial(address(HOST, acceptor.port), new LinkRecorder('gossip'), DIAL_MAX_MS);
    await links.accepted();
    expect(refusals).toEqual([`${UNFINISHED_MAX} handshakes came after its own, which is unfinished`]);
    await silent[0].endReceived();
    expect(silent[1].ended).toBe(false);
    for (const { socket } of silent) socket.destroy();
  });

  it('ends what is unfinished when it listens no more', async () => {
    const { transport: acceptor, refusals } = await transport(folder.credentials(HOST));
    acceptor.listen(new AcceptRecorder('gossip'));
    const silent = await accepted(acceptor);
    acceptor.unlisten();
    await silent.endReceived();
    expect(refusals).toEqual([]);
  });
});

/** A connection of which the acceptor has heard and that says nothing. */
async function accepted(acceptor: TcpTransport): Promise<BareSocket> {
  const { handshakes } = acceptor as { handshakes: Handshakes };
  const heard = vi.spyOn(handshakes, 'accept');
  const bare = await BareSocket.dial(address(HOST, acceptor.port));
  await new Promise<void>((resolve) => {
    const look = (): unknown => (heard.mock.calls.length > 0 ? resolve() : setImmediate(look));
    look();
  });
  heard.mockRestore();
  return bare;
}

/** What follows the last colon but for those of the time. */
function reasonIn(line: string): string | undefined {
  return /: ([^:]+)$/.exec(line)?.[1];
}

describe('a dialler', () => {
  /** What the handler of a dial heard, and why it was refused. */
  async function dialled(
    acceptor: Credentials,
    dialler: Credentials,
  ): Promise<{ events: unknown[]; refusals: string[] }> {
    const { transport: listening } = await transport(acceptor);
    listening.listen(new AcceptRecorder('gossip'));
    const { transport: dialling, refusals } = await transport(dialler);
    const handler = new LinkRecorder('gossip');
    dialling.dial(address(HOST, listening.port), handler, DIAL_MAX_MS);
    await handler.until(() => handler.events.length > 0, 'the dial led to something');
    return { events: handler.events, refusals };
  }

  it.each([HOST, 'any'])('takes an acceptor whose certificate is for %s', async (name) => {
    const { events, refusals } = await dialled(folder.credentials(name), folder.credentials('127.0.0.2'));
    expect([events, refusals]).toEqual([['open'], []]);
  });

  it.each<[string, string, () => Credentials]>([
    ['for another IP', 'its certificate names another address', () => folder.credentials('127.0.0.2')],
    ['of another CA', 'its certificate is not of a CA of this node', () => foreign.credentials(HOST)],
    ['that has expired', 'its certificate has expired', () => folder.credentials('expired')],
  ])('refuses an acceptor with a certificate %s', async (_, why, acceptor) => {
    const { events, refusals } = await dialled(acceptor(), folder.credentials(HOST));
    expect([events, refusals]).toEqual([['closed: refused'], [why]]);
  });

  it('is refused where its own certificate is', async () => {
    const { events, refusals } = await dialled(folder.credentials(HOST), folder.credentials('expired'));
    expect([events, refusals]).toEqual([
      ['closed: refused'],
      ['it broke off the handshake, and may say why in its log'],
    ]);
  });

  it('is refused where somebody answers in plain text', async () => {
    const server = await BareServer.listen();
    const { transport: dialler, refusals } = await transport(folder.credentials(HOST));
    const handler = new LinkRecorder('gossip');
    dialler.dial(address(HOST, server.port), handler, DIAL_MAX_MS);
    (await server.accepted()).write('220 welcome\r\n');
    await handler.heard('closed: refused');
    expect(refusals).toEqual(['it speaks no TLS 1.3']);
    server.close();
  });

  it('waits no longer than its time-out for a handshake', async () => {
    const server = await BareServer.listen();
    const { transport: dialler, refusals } = await transport(folder.credentials(HOST));
    const handler = new LinkRecorder('gossip');
    dialler.dial(address(HOST, server.port), handler, 300);
    await handler.heard('closed: timeout');
    expect(refusals).toEqual([]);
    server.close();
  });
});

describe('the log of refusals', () => {
  it('of a seed has one line for 50 connections', async () => {
    const seed = await tlsSeed();
    const diallers = Array.from({ length: 50 }, () => attempt(seed.self, 'GET_PEER_LIST\n', {}));
    await Promise.all(diallers.map((dialler) => dialler.endReceived()));
    await seed.node.stop();
    expect(seed.lines.filter((line) => line.includes(' refuses '))).toHaveLength(1);
    const [counted] = seed.lines.filter((line) => line.includes(' refused '));
    expect(counted).toMatch(/ refused 49 more within a minute, the last with \S+: it shows no certificate$/);
  });
});

describe('nodes', () => {
  it('register, link and gossip over TLS', async () => {
    const seed = await tlsSeed();
    const peer = async (gossipCount: number, name: string): Promise<OurNode> => {
      const started = await OurNode.start(
        (options) => startPeer({ ...options, tls: () => folder.pems(name) } as PeerOptions),
        [seed.self],
        { gossipCount, backoffMinMs: 50 },
      );
      open.push({ end: () => started.node.stop() });
      return started;
    };
    const first = await peer(0, HOST);
    await first.says('registered with seed');
    const second = await peer(1, 'any');
    await second.says('link up with');
    await first.until(() => first.texts.length === 1, 'the message came');
    expect(first.texts).toEqual(second.texts);
    expect(seed.lines[1]).toMatch(/ speaks TLS 1.3 only, with a certificate until 20\d\d-\d\d-\d\dT/);
  });

  it('of programs speak TLS too, and do not start with what cannot be used', async () => {
    const { cert, key, ca } = folder.pems(HOST);
    const tls = { cert: cert.text, key: Buffer.from(key.text), ca: ca.text };
    const seed = createSeed({ host: HOST, tls });
    await seed.start();
    const common = { host: HOST, seeds: [seed.address], liveness: 'tcp' as const };
    const peer = createPeer({ ...common, tls });
    await peer.start();
    await peer.ready;
    expect(seed.peers).toEqual([peer.address]);
    const bad = createPeer({ ...common, tls: { ...tls, key: 'nonsense' } });
    await expect(bad.start()).rejects.toMatchObject({
      code: 'CANNOT_START',
      message: expect.stringMatching(/tls\.key holds no private key/),
    });
    await Promise.all([peer.stop(), seed.stop()]);
  });

  it('take files that were changed when told, for new links; bad ones they name and leave', async () => {
    const own = await TlsFolder.make(HOST);
    const seed = await OurNode.start((options) => startSeed({ ...options, tls: () => own.pems(HOST) }), []);
    open.push({ end: () => seed.node.stop() });
    const before = attempt(seed.self, 'GET_PEER_LIST\n', shown(own.pems(HOST)));
    await before.received('\n');
    const oldKey = readFileSync(own.file(`${HOST}.key`), 'utf8');
    writeFileSync(own.file(`${HOST}.key`), 'nonsense');
    seed.node.reload();
    await seed.says(
      `warning: TLS files not taken, the old ones stay: ${HOST}.key holds no private key that can be read`,
    );
    writeFileSync(own.file(`${HOST}.key`), oldKey);
    await own.cert(HOST);
    const during = attempt(seed.self, 'GET_PEER_LIST\n', shown(own.pems(HOST)));
    await during.received('\n');
    expect(serialOf(during)).toBe(serialOf(before));
    seed.node.reload();
    await seed.says('has read its TLS files again: speaks TLS 1.3 only, with a certificate until');
    const after = attempt(seed.self, 'GET_PEER_LIST\n', shown(own.pems(HOST)));
    await after.received('\n');
    expect(serialOf(after)).not.toBe(serialOf(before));
    before.write('GET_PEER_LIST\n');
    await before.until(() => before.text.split('\n').length === 3, 'the old link answers');
    for (const { socket } of [before, during, after]) socket.destroy();
    own.remove();
  });
});

function serialOf({ socket }: BareSocket): string {
  return (socket as TLSSocket).getPeerCertificate().serialNumber;
}
