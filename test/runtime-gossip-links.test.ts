/** Links between peers: with the additions they are in lines; with a reference peer they are bare texts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { address } from '../src/address.ts';
import { gossip, type Hello, PING } from '../src/messages.ts';
import { AcceptRecorder, BareServer, BareSocket, LinkRecorder } from './support/runtime-recorder.ts';
import { type RealNode, type TcpWorld, tcpWorld } from './support/runtime-world.ts';

const HELLO: Hello = { kind: 'hello', peer: address('10.0.0.9', 6000) };
const HELLO_LINE = 'HELLO:10.0.0.9:6000:hearsay/1\n';

/** The text of message i of some peer. */
function text(i: number): string {
  return `1700000000.${i}:10.0.0.1:${i}`;
}

let world: TcpWorld;
let node: RealNode;
let acceptor: AcceptRecorder;
beforeEach(async () => {
  world = await tcpWorld();
  node = await world.node();
  acceptor = new AcceptRecorder('gossip');
  node.transport.listen(acceptor);
});
afterEach(() => world.close());

describe('a link accepted', () => {
  // "A link just accepted is undecided until its first bytes or 200 ms have passed, and gossip for it waits (bounded)"
  it('holds gossip back until a HELLO, and is in lines then', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    const [link] = acceptor.links;
    expect(node.transport.send(link, gossip(text(1), 'aGk'))).toBe(true);
    dialler.write(HELLO_LINE);
    await dialler.received(`${text(1)} aGk\n`);
    expect(node.transport.send(link, PING)).toBe(true);
    await dialler.received('PING\n');
    expect(dialler.text).toBe(`${text(1)} aGk\nPING\n`);
    expect(handler.events).toEqual([HELLO]);
    dialler.socket.destroy();
  });

  it('reads a HELLO that comes in pieces', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    dialler.write(HELLO_LINE.slice(0, 3));
    await handler.until(() => true, 'accepted');
    dialler.write(`${HELLO_LINE.slice(3)}PING\n${text(1)}`);
    dialler.write('0\n');
    await handler.heardMessages(3);
    expect(handler.events).toEqual([HELLO, PING, gossip(`${text(1)}0`)]);
    dialler.socket.destroy();
  });

  it('takes what accept itself sends', async () => {
    acceptor.onAccept = (link) => node.transport.send(link, gossip(text(1)));
    const dialler = await BareSocket.dial(node.self);
    dialler.write(HELLO_LINE);
    await dialler.received(`${text(1)}\n`);
    dialler.socket.destroy();
  });

  it('refuses gossip beyond the bound while undecided', async () => {
    const dialler = await BareSocket.dial(node.self);
    await acceptor.accepted();
    const [link] = acceptor.links;
    const taken = Array.from({ length: 2000 }, (_, i) => node.transport.send(link, gossip(text(i + 1))));
    expect(taken.filter((each) => each)).toHaveLength(1024);
    expect(taken[1024]).toBe(false);
    dialler.write(HELLO_LINE);
    await dialler.received(`${text(1024)}\n`);
    dialler.socket.destroy();
  });

  // "then it counts as a reference link" - "To a reference peer we send bare gossip texts, one a write with TCP_NODELAY and at
  // least 20 ms apart (a bounded queue), no payload, never HELLO, PING or LEAVE"
  it('is with a reference peer after silence: bare texts, 20 ms apart', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    const [link] = acceptor.links;
    node.transport.send(link, gossip(text(1), 'aGk'));
    await handler.heard('silence');
    expect(node.transport.send(link, PING)).toBe(false);
    for (const i of [2, 3, 4, 5, 6]) node.transport.send(link, gossip(text(i)));
    await dialler.received(text(6));
    expect(dialler.chunks.map((chunk) => chunk.text)).toEqual([1, 2, 3, 4, 5, 6].map(text));
    // Five gaps of 20 ms, less what the reader was late for the first.
    expect(dialler.chunks[5].atMs - dialler.chunks[0].atMs).toBeGreaterThan(60);
    dialler.socket.destroy();
  });

  it('refuses texts beyond the bound of the slow queue', async () => {
    const dialler = await BareSocket.dial(node.self);
    await (await acceptor.accepted()).heard('silence');
    const taken = Array.from({ length: 400 }, (_, i) =>
      node.transport.send(acceptor.links[0], gossip(text(i + 1))),
    );
    expect(taken.filter((each) => each)).toHaveLength(257);
    dialler.socket.destroy();
  });

  it('is with a reference peer when its first bytes are a bare text', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    dialler.write(text(7));
    await handler.heardMessages(1);
    node.transport.send(acceptor.links[0], gossip(text(1)));
    await dialler.received(text(1));
    expect(dialler.text).toBe(text(1));
    expect(handler.events).toEqual([gossip(text(7))]);
    dialler.socket.destroy();
  });

  // "a chunk without a newline is one or more whole gossip texts, split by the grammar"
  it('splits texts that merged, and joins one that was cut', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    dialler.write(`${text(1)}${text(2)}${text(3)}`);
    await handler.heardMessages(3);
    dialler.write('1700000000.4:10.0');
    dialler.write('.0.1:4');
    await handler.heardMessages(4);
    expect(handler.texts).toEqual([1, 2, 3, 4].map(text));
    dialler.socket.destroy();
  });

  it('closes on bytes that are no gossip', async () => {
    const dialler = await BareSocket.dial(node.self);
    dialler.write('GET / HTTP/1.1\r\n');
    const handler = await acceptor.accepted();
    await handler.heard('closed: malformed');
    const other = await BareSocket.dial(node.self);
    other.write('x'.repeat(1025));
    await (await acceptor.accepted(2)).heard('closed: malformed');
    await dialler.endReceived();
    expect(handler.events).toEqual(['closed: malformed']);
    dialler.socket.destroy();
    other.socket.destroy();
  });

  // "and a later HELLO still changes that"
  it('becomes one of lines by a later HELLO, at a clean border', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    const [link] = acceptor.links;
    await handler.heard('silence');
    for (const i of [1, 2, 3]) node.transport.send(link, gossip(text(i)));
    dialler.write(HELLO_LINE);
    await handler.heardMessages(1);
    node.transport.send(link, gossip(text(4)));
    await dialler.received(`${text(4)}\n`);
    const [first, ...lines] = dialler.text.split('\n');
    expect(text(1) + text(2) + text(3)).toContain(first);
    expect(`${first}${lines.join('')}`).toBe([1, 2, 3, 4].map(text).join(''));
    dialler.socket.destroy();
  });

  it('sends out the bare texts that wait before it closes', async () => {
    const dialler = await BareSocket.dial(node.self);
    const handler = await acceptor.accepted();
    const [link] = acceptor.links;
    await handler.heard('silence');
    for (const i of [1, 2, 3]) node.transport.send(link, gossip(text(i)));
    node.transport.close(link);
    await dialler.endReceived();
    expect(dialler.text).toBe(text(1) + text(2) + text(3));
    expect(handler.events).toEqual(['silence']);
    dialler.socket.destroy();
  });
});

describe('a link dialled', () => {
  let server: BareServer;
  let handler: LinkRecorder;
  let link: number;
  beforeEach(async () => {
    server = await BareServer.listen();
    handler = new LinkRecorder('gossip');
    link = node.transport.dial(address('127.0.0.1', server.port), handler, 5000);
    await handler.heard('open');
  });
  afterEach(() => server.close());

  it('is with a reference peer when its first message is gossip', async () => {
    const peer = await server.accepted();
    node.transport.send(link, gossip(text(1), 'aGk'));
    node.transport.send(link, gossip(text(2)));
    await peer.received(text(2));
    expect(peer.chunks.map((chunk) => chunk.text)).toEqual([text(1), text(2)]);
    peer.write(`${text(3)}${text(4)}`);
    await handler.heardMessages(2);
    expect(handler.texts).toEqual([text(3), text(4)]);
  });

  it('is in lines when its first message is a HELLO', async () => {
    const peer = await server.accepted();
    node.transport.send(link, HELLO);
    node.transport.send(link, gossip(text(1), 'aGk'));
    await peer.received('aGk\n');
    expect(peer.text).toBe(`${HELLO_LINE}${text(1)} aGk\n`);
    peer.write(`PING\n${text(2)} aGk\n`);
    await handler.heardMessages(2);
    expect(handler.messages).toEqual([PING, gossip(text(2), 'aGk')]);
  });

  it('in lines still understands bare texts that were sent before its HELLO came', async () => {
    const peer = await server.accepted();
    node.transport.send(link, HELLO);
    await peer.received(HELLO_LINE);
    peer.write(`${text(1)}${text(2)}`);
    peer.write(`\n${text(3)}\n`);
    await handler.heardMessages(3);
    expect(handler.texts).toEqual([1, 2, 3].map(text));
    peer.socket.end(text(4));
    await handler.heard('closed: closed');
    expect(handler.texts).toEqual([1, 2, 3, 4].map(text));
  });

  it('in lines reads long ones, however they are cut', async () => {
    const peer = await server.accepted();
    node.transport.send(link, HELLO);
    await peer.received(HELLO_LINE);
    const payloads = ['a', 'b', 'c'].map((letter) => letter.repeat(40_000));
    const bytes = payloads.map((payload, i) => `${text(i + 1)} ${payload}\n`).join('');
    for (let start = 0; start < bytes.length; start += 1_500) {
      peer.write(bytes.slice(start, start + 1_500));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await handler.heardMessages(3);
    expect(handler.messages).toEqual(payloads.map((payload, i) => gossip(text(i + 1), payload)));
  });

  it('hears nothing more once a handler closed it', async () => {
    const peer = await server.accepted();
    node.transport.send(link, HELLO);
    handler.onEachMessage = () => node.transport.close(link);
    peer.write(`PING\n${text(1)}\n${text(2)}\n`);
    await peer.endReceived();
    expect(handler.events).toEqual(['open', PING]);
  });
});
