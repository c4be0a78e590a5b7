/** The TCP transport against bare sockets: framing, limits, closing, and the order in which handlers hear of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEND_BUFFER_MAX_BYTES } from '../runtime/connection.ts';
import { TcpTransport } from '../runtime/tcp-transport.ts';
import { address } from '../src/address.ts';
import { gossip, type Register } from '../src/messages.ts';
import { UNDECIDED_MAX_MS } from '../src/ports.ts';
import { AcceptRecorder, BareServer, BareSocket, LinkRecorder } from './support/runtime-recorder.ts';
import { SilentServer } from './support/runtime-silent-server.ts';
import { type RealNode, type TcpWorld, tcpWorld } from './support/runtime-world.ts';

const PEER = address('10.0.0.9', 6000);
const REGISTER: Register = { kind: 'register', peer: PEER, additions: true, plain: false };

let world: TcpWorld;
let node: RealNode;
beforeEach(async () => {
  world = await tcpWorld();
  node = await world.node();
});
afterEach(() => world.close());

describe('requests to a seed', () => {
  let acceptor: AcceptRecorder;
  beforeEach(() => {
    acceptor = new AcceptRecorder('requests');
    // Answers as a seed does: in lines to lines, else plainly and then it closes.
    acceptor.onAccept = (_, handler) => {
      handler.onEachMessage = (link, message) => {
        if (message.kind !== 'register') return;
        node.transport.send(link, { kind: 'registered', plain: message.plain });
        if (message.plain) node.transport.close(link);
      };
    };
    node.transport.listen(acceptor);
  });

  // "Answers to a request that ended in \n end in \n." "one connection may carry several"
  it('answers requests in lines on one connection', async () => {
    const asker = await BareSocket.dial(node.self);
    asker.write('REGISTER:10.0.0.9:6000\nREGISTER:10.0.0.9:6000:hearsay/1\n');
    await asker.received('Registered\nRegistered\n');
    expect((await acceptor.accepted()).messages).toMatchObject([
      { kind: 'register', peer: PEER, additions: false, plain: false },
      { kind: 'register', peer: PEER, additions: true, plain: false },
    ]);
    asker.socket.destroy();
  });

  // "A seed answers a request that came without a newline once its bytes form a whole request and nothing followed for 100 ms:
  // without a newline, [...] then it closes"
  it('answers a request without a newline after a pause, and closes', async () => {
    const asker = await BareSocket.dial(node.self);
    const askedAtMs = performance.now();
    asker.write('REGISTER:10.0.0.9:60');
    await acceptor.accepted();
    asker.write('00');
    await asker.endReceived();
    expect(asker.text).toBe('Registered');
    expect(performance.now() - askedAtMs).toBeGreaterThanOrEqual(99);
    expect((await acceptor.accepted()).messages).toMatchObject([
      { kind: 'register', peer: PEER, plain: true },
    ]);
    asker.socket.destroy();
  });

  it('answers an asker that shut down its sending side', async () => {
    const asker = await BareSocket.dial(node.self);
    asker.socket.end('REGISTER:10.0.0.9:6000');
    await asker.endReceived();
    expect(asker.text).toBe('Registered');
  });

  // "Limits: 1,024 bytes for a control line [...]; longer than that closes the connection."
  it('closes on a line that is too long', async () => {
    const asker = await BareSocket.dial(node.self);
    asker.write('x'.repeat(1025));
    await asker.endReceived();
    expect((await acceptor.accepted()).events).toEqual(['closed: malformed']);
    asker.socket.destroy();
  });

  it('tells a silent link once, after 200 ms', async () => {
    const asker = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    await handler.heard('silence');
    asker.write('REGISTER:10.0.0.9:6000\n');
    await asker.received('Registered\n');
    expect(handler.events.filter((event) => event === 'silence')).toHaveLength(1);
    asker.socket.destroy();
  });

  it('takes nothing for silence that came while the process was busy', async () => {
    const asker = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    asker.write('REGISTER:10.0.0.9:6000\n');
    const busyUntilMs = performance.now() + UNDECIDED_MAX_MS + 100;
    while (performance.now() < busyUntilMs);
    await asker.received('Registered\n');
    expect(handler.events).toMatchObject([{ kind: 'register' }]);
    asker.socket.destroy();
  });

  it('tells that the other end closed, last and once', async () => {
    const asker = await BareSocket.dial(node.self);
    asker.socket.end('REGISTER:10.0.0.9:6000\n');
    const handler = await acceptor.accepted();
    await handler.heard('closed: closed');
    expect(handler.events.map((event) => (typeof event === 'object' ? event.kind : event))).toEqual([
      'register',
      'closed: closed',
    ]);
    await asker.received('Registered\n');
  });

  it('tells that the other end forgot the connection', async () => {
    const asker = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    asker.socket.resetAndDestroy();
    await handler.heard('closed: reset');
    expect(handler.events).toEqual(['closed: reset']);
  });
});

describe('answers of a seed', () => {
  let server: BareServer;
  let handler: LinkRecorder;
  beforeEach(async () => {
    server = await BareServer.listen();
    handler = new LinkRecorder('answers');
  });
  afterEach(() => server.close());

  it('reads answers in lines, however they are cut', async () => {
    const link = node.transport.dial(address('127.0.0.1', server.port), handler, 5000);
    expect(handler.events).toEqual([]);
    await handler.heard('open');
    expect(node.transport.send(link, REGISTER)).toBe(true);
    const seed = await server.accepted();
    await seed.received('REGISTER:10.0.0.9:6000:hearsay/1\n');
    seed.write('Regis');
    seed.write('tered\nACK\n');
    expect(await handler.heardMessages(2)).toEqual([
      { kind: 'registered', plain: false },
      { kind: 'acknowledged', plain: false },
    ]);
    node.transport.close(link);
    await seed.endReceived();
    expect(handler.events).toHaveLength(3);
  });

  // "Reference nodes send no newline and treat one recv as one message."
  it('reads the answer of a reference seed at the end of its stream', async () => {
    const link = node.transport.dial(address('127.0.0.1', server.port), handler, 5000);
    await handler.heard('open');
    node.transport.send(link, REGISTER);
    (await server.accepted()).socket.end('Registered');
    await handler.heard('closed: closed');
    expect(handler.events).toEqual(['open', { kind: 'registered', plain: true }, 'closed: closed']);
  });

  it('reads no bytes as an empty list only when a list was asked for in plain words', async () => {
    const link = node.transport.dial(address('127.0.0.1', server.port), handler, 5000);
    await handler.heard('open');
    node.transport.send(link, {
      kind: 'peerListRequest',
      additions: false,
      entriesMax: undefined,
      plain: true,
    });
    const seed = await server.accepted();
    await seed.received('GET_PEER_LIST');
    seed.socket.end();
    await handler.heard('closed: closed');
    expect(handler.messages).toMatchObject([{ kind: 'peerList', plain: true }]);

    const other = new LinkRecorder('answers');
    node.transport.dial(address('127.0.0.1', server.port), other, 5000);
    await other.heard('open');
    (await server.accepted(2)).socket.end();
    await other.heard('closed: closed');
    expect(other.messages).toEqual([]);
  });

  it('closes on an answer that breaks the grammar', async () => {
    node.transport.dial(address('127.0.0.1', server.port), handler, 5000);
    const seed = await server.accepted();
    seed.write('Welcome!\n');
    await handler.heard('closed: malformed');
    await seed.endReceived();
    expect(handler.events).toEqual(['open', 'closed: malformed']);
  });

  it('tells a refused dial apart', async () => {
    const { port } = server;
    server.close();
    const link = node.transport.dial(address('127.0.0.1', port), handler, 5000);
    expect(node.transport.send(link, REGISTER)).toBe(false);
    await handler.heard('closed: refused');
    expect(handler.events).toEqual(['closed: refused']);
  });

  it('is not told of a dial that it closed itself', async () => {
    const refused = new LinkRecorder('answers');
    node.transport.close(node.transport.dial(address('127.0.0.1', server.port), handler, 5000));
    server.close();
    node.transport.dial(address('127.0.0.1', server.port), refused, 5000);
    await refused.heard('closed: refused');
    expect(handler.events).toEqual([]);
  });
});

describe('a dial that nobody answers', () => {
  it('ends after its time-out', async () => {
    const server = await SilentServer.start();
    const handler = new LinkRecorder('gossip');
    node.transport.dial(server.self, handler, 200);
    await handler.heard('closed: timeout');
    expect(handler.events).toEqual(['closed: timeout']);
    server.end();
  });
});

describe('two nodes', () => {
  let other: RealNode;
  let acceptor: AcceptRecorder;
  let dialler: LinkRecorder;
  beforeEach(async () => {
    other = await world.node();
    acceptor = new AcceptRecorder('gossip');
    dialler = new LinkRecorder('gossip');
    other.transport.listen(acceptor);
  });

  it('close after what was sent', async () => {
    const link = node.transport.dial(other.self, dialler, 5000);
    await dialler.heard('open');
    node.transport.send(link, { kind: 'hello', peer: node.self });
    const texts = Array.from({ length: 1000 }, (_, i) => `1700000000.5:10.0.0.1:${i + 1}`);
    for (const text of texts) expect(node.transport.send(link, gossip(text))).toBe(true);
    node.transport.close(link);
    expect(node.transport.send(link, gossip('1700000000.5:10.0.0.1:1'))).toBe(false);
    const handler = await acceptor.accepted();
    await handler.heard('closed: closed');
    expect(handler.texts).toEqual(['hello', ...texts]);
    expect(dialler.events).toEqual(['open']);
  });

  // "One gathered write a neighbour and loop turn."
  it('send what was said in one turn of the loop in one piece', async () => {
    const server = await BareServer.listen();
    const link = node.transport.dial(address('127.0.0.1', server.port), dialler, 5000);
    await dialler.heard('open');
    node.transport.send(link, { kind: 'hello', peer: node.self });
    node.transport.send(link, gossip('1700000000.5:10.0.0.1:1', 'aGk'));
    node.transport.send(link, { kind: 'ping' });
    const socket = await server.accepted();
    await socket.received('PING\n');
    expect(socket.chunks.map(({ text }) => text)).toEqual([
      `HELLO:127.0.0.1:${node.self.port}:hearsay/1\n1700000000.5:10.0.0.1:1 aGk\nPING\n`,
    ]);
    server.close();
  });

  // "send answering false means that nothing was taken. No queue grows without bound."
  it('answer false instead of growing without bound, and deliver all that was taken', async () => {
    const server = await BareServer.listen();
    const link = node.transport.dial(address('127.0.0.1', server.port), dialler, 5000);
    await dialler.heard('open');
    const socket = await server.accepted();
    socket.socket.pause();
    const hello = `HELLO:127.0.0.1:${node.self.port}:hearsay/1\n`;
    node.transport.send(link, { kind: 'hello', peer: node.self });
    let taken = 0;
    let refused = 0;
    const fill = async (): Promise<void> => {
      while (refused === 0) {
        for (let i = 0; i < 100; i++) {
          const accepted = node.transport.send(link, gossip('1700000000.5:10.0.0.1:1', 'A'.repeat(1000)));
          if (accepted) taken++;
          else refused++;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await fill();
    const bytes = hello.length + taken * (23 + 1 + 1000 + 1);
    expect(bytes).toBeGreaterThan(SEND_BUFFER_MAX_BYTES);
    socket.socket.resume();
    await socket.until(() => socket.text.length >= bytes, 'all came');
    expect(socket.text.length).toBe(bytes);
    server.close();
  });

  it('refuse dials after unlisten, and keep the links they have', async () => {
    const link = node.transport.dial(other.self, dialler, 5000);
    await dialler.heard('open');
    const handler = await acceptor.accepted();
    other.transport.unlisten();
    const late = new LinkRecorder('gossip');
    node.transport.dial(other.self, late, 5000);
    await late.heard('closed: refused');
    node.transport.send(link, { kind: 'hello', peer: node.self });
    await handler.heardMessages(1);
    expect(dialler.events).toEqual(['open']);
  });

  it('know where the other end is', async () => {
    const link = node.transport.dial(other.self, dialler, 5000);
    await acceptor.accepted();
    expect(node.transport.remote(link)).toEqual(other.self);
    expect(other.transport.remote(acceptor.links[0]).host).toBe('127.0.0.1');
  });
});

describe('a port that cannot be had', () => {
  it('is in use', async () => {
    await expect(TcpTransport.listenOn('127.0.0.1', node.self.port)).rejects.toThrow(
      `Port ${node.self.port} on 127.0.0.1 is in use; choose another, or stop the program that holds it.`,
    );
  });

  it('is on an address of another machine', async () => {
    await expect(TcpTransport.listenOn('203.0.113.7', 0)).rejects.toThrow(
      /^This machine has no address 203\.0\.113\.7; give --host/,
    );
  });
});
