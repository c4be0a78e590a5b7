/** Nodes that a program embeds, over loopback: what the programming interface promises. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPeer, createSeed, HearsayError, type Message } from '../runtime/api/index.ts';
import { ApiStage, take } from './support/api-stage.ts';
import { BareServer } from './support/runtime-recorder.ts';

const stage = new ApiStage();
afterEach(() => stage.end());

const error = (code: string) => expect.objectContaining({ name: 'HearsayError', code });

/** Its next event of this name. */
function next(node: { once(event: never, listener: (detail: never) => void): unknown }, event: string) {
  return new Promise<unknown>((resolve) => node.once(event as never, resolve));
}

describe('ready', () => {
  it.each(
    Array.from({ length: 20 }, (_, i) => i + 1),
  )('means that no first message is lost, time %i', async () => {
    const seed = await stage.seed();
    const peers = [stage.peer([seed]), stage.peer([seed])];
    await Promise.all(peers.map((peer) => peer.start()));
    await Promise.all(peers.map((peer) => peer.ready));
    const ids = await Promise.all(peers.map((peer, i) => peer.publish(`of ${i}`)));
    const [[first], [second]] = await Promise.all(peers.map((peer) => take(peer, 1)));
    expect([first.id, first.text()]).toEqual([ids[1], 'of 1']);
    expect([second.id, second.text()]).toEqual([ids[0], 'of 0']);
  });

  it('means so for eight peers that start together with three seeds, each message at each other peer', async () => {
    const seeds = await Promise.all([stage.seed(), stage.seed(), stage.seed()]);
    const peers = Array.from({ length: 8 }, () => stage.peer(seeds));
    await Promise.all(peers.map((peer) => peer.start()));
    await Promise.all(peers.map((peer) => peer.ready));
    const ids = await Promise.all(peers.map((peer) => peer.publish('hello')));
    for (const [i, peer] of peers.entries()) {
      const received = (await take(peer, 7)).map(({ id }) => id);
      expect(received.sort()).toEqual(ids.filter((_, j) => j !== i).sort());
    }
  });

  it('comes at once for the only peer, and not before the other end answered for the second', async () => {
    const seed = await stage.seed();
    const alone = await stage.joined(seed);
    expect(alone.neighbours).toEqual([]);
    await alone.stop();
    const silent = await stage.barePeer(seed);
    const peer = stage.peer([seed]);
    let ready = false;
    void peer.ready.then(() => {
      ready = true;
    });
    await peer.start();
    const link = await silent.accepted();
    await link.received('PING\n');
    expect(link.text).toBe(`HELLO:${peer.address}:hearsay/1\nPING\n`);
    expect([peer.neighbours.length, ready]).toEqual([1, false]);
    await expect(peer.publish('too early')).rejects.toEqual(error('NOT_READY'));
    link.write('PONG\n');
    await peer.ready;
    const id = await peer.publish('hi');
    await link.received(`${id} aGk\n`);
  });

  it('comes with the link to a peer of the reference implementation, which gets the id alone', async () => {
    const seed = await stage.seed();
    const reference = await stage.barePeer(seed, false);
    const peer = await stage.joined(seed);
    const id = await peer.publish('lost on it');
    const link = await reference.accepted();
    await link.received(id);
    expect(link.text).toBe(id);
  });

  it('rejects when the peer is stopped first, or cannot start', async () => {
    const seed = await stage.seed();
    const stopped = stage.peer([seed]);
    await stopped.stop();
    await expect(stopped.ready).rejects.toEqual(error('STOPPED'));
    const held = await BareServer.listen();
    const blocked = stage.peer([seed], { port: held.port });
    const inUse = new HearsayError(
      'CANNOT_START',
      `Port ${held.port} on 127.0.0.1 is in use; choose another, or stop the program that holds it.`,
    );
    await expect(blocked.start()).rejects.toEqual(inUse);
    await expect(blocked.ready).rejects.toEqual(inUse);
    held.close();
  });
});

describe('an AbortSignal', () => {
  it('aborted before keeps a node from starting', async () => {
    const seed = await stage.seed();
    const reason = new Error('not today');
    const peer = stage.peer([seed], { signal: AbortSignal.abort(reason) });
    await expect(peer.start()).rejects.toBe(reason);
    await expect(peer.ready).rejects.toBe(reason);
    expect(() => peer.address).toThrow(error('NOT_STARTED'));
  });

  it('aborted while it starts frees the port again', async () => {
    const controller = new AbortController();
    const seed = createSeed({ host: '127.0.0.1', signal: controller.signal });
    const starting = seed.start();
    controller.abort(new Error('changed my mind'));
    await expect(starting).rejects.toThrow('changed my mind');
    await seed.stop();
    const port = Number(seed.address.split(':')[1]);
    const again = createSeed({ host: '127.0.0.1', port });
    await again.start();
    await again.stop();
  });

  it('aborted later stops a peer gracefully: loops end, what waits is rejected', async () => {
    const seed = await stage.seed();
    const controller = new AbortController();
    const [peer, other] = [await stage.joined(seed, { signal: controller.signal }), await stage.joined(seed)];
    const lost = next(other, 'neighbourLost');
    const read = (async () => {
      let count = 0;
      for await (const _ of peer) count++;
      return count;
    })();
    controller.abort(new Error('enough'));
    expect(await read).toBe(0);
    expect(await lost).toEqual({ address: peer.address, reason: 'left' });
    await expect(peer.publish('late')).rejects.toThrow('enough');
    await peer.stop();
    expect(seed.peers).not.toContain(peer.address);
  });

  it('aborted while a peer waits for its seeds ends that too', async () => {
    const nobody = await BareServer.listen();
    const controller = new AbortController();
    const peer = createPeer({
      host: '127.0.0.1',
      liveness: 'tcp',
      seeds: [`127.0.0.1:${nobody.port}`],
      signal: controller.signal,
    });
    await peer.start();
    controller.abort();
    await expect(peer.ready).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await peer.stop();
    nobody.close();
  });
});

describe('output', () => {
  it('is a file of events, as that of the command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hearsay-api-output-'));
    const output = join(folder, 'events.txt');
    const peer = await stage.joined(await stage.seed(), { output });
    const id = await peer.publish('hello');
    await peer.stop();
    const events = readFileSync(output, 'utf8');
    expect(events).toContain(` peer ${peer.address} published gossip ${id}\n`);
    expect(events).toMatch(/ stopped\n$/);
    rmSync(folder, { recursive: true });
  });

  it('that cannot be written is a warning, not an error', async () => {
    const peer = stage.peer([await stage.seed()], { output: '/nowhere/events.txt' });
    const warning = next(peer, 'warning');
    await peer.start();
    expect(await warning).toMatch(/^Events cannot be written to \/nowhere\/events.txt and are lost there: /);
    await peer.ready;
  });
});

describe('stop', () => {
  it('may be called at any time and often, and start answers the same promise', async () => {
    const seed = await stage.seed();
    const peer = stage.peer([seed]);
    expect(peer.start()).toBe(peer.start());
    expect(peer.stop()).toBe(peer.stop());
    await expect(peer.start()).rejects.toEqual(error('STOPPED'));
    await peer[Symbol.asyncDispose]();
    await expect(peer.publish('late')).rejects.toEqual(error('STOPPED'));
  });

  it('lets a loop take what waits, and end', async () => {
    const seed = await stage.seed();
    const [reader, writer] = [await stage.joined(seed), await stage.joined(seed)];
    for (const text of ['one', 'two', 'three']) await writer.publish(text);
    expect((await take(reader, 1))[0].text()).toBe('one');
    // The link keeps the order, so the farewell comes after all messages.
    const left = next(reader, 'neighbourLost');
    await writer.stop();
    await left;
    await reader.stop();
    const rest: string[] = [];
    for await (const message of reader) rest.push(message.text());
    expect(rest).toEqual(['two', 'three']);
  });
});

describe('a message', () => {
  it('has its bytes, its text, its id and where it came from', async () => {
    const seed = await stage.seed();
    const [reader, writer] = [await stage.joined(seed), await stage.joined(seed)];
    const bytes = Uint8Array.from({ length: 48_128 }, (_, i) => i % 251);
    const largest = await writer.publish(bytes);
    const beforeMs = Date.now();
    const text = await writer.publish('Grüße, 世界');
    const empty = await writer.publish('');
    const [first, second, third] = await take(reader, 3);
    expect([first.id, first.payload.length, Buffer.compare(first.payload, bytes)]).toEqual([
      largest,
      48_128,
      0,
    ]);
    expect(first.payload.constructor).toBe(Uint8Array);
    expect(second).toMatchObject({ id: text, origin: '127.0.0.1', from: writer.address });
    expect(second.receivedAtMs).toBeGreaterThanOrEqual(beforeMs);
    expect(second.text()).toBe('Grüße, 世界');
    expect([third.id, third.payload.length, third.text()]).toEqual([empty, 0, '']);
    expect(text).toMatch(/^\d{10}\.\d{9}:127\.0\.0\.1:2$/);
  });

  it('is given to listeners too, which may publish at once', async () => {
    const seed = await stage.seed();
    const [echo, caller] = [await stage.joined(seed), await stage.joined(seed)];
    echo.on('message', (message) => void echo.publish(`${message.text()} ${message.text()}`));
    const answer = next(caller, 'message');
    await caller.publish('ho');
    expect(((await answer) as Message).text()).toBe('ho ho');
  });
});

describe('publish', () => {
  it('says what is wrong with a payload', async () => {
    const seed = await stage.seed();
    const peer = await stage.joined(seed);
    await expect(peer.publish(7 as never)).rejects.toEqual(
      new TypeError('the payload is number; expected a string or a Uint8Array'),
    );
    await expect(peer.publish('é'.repeat(24_065))).rejects.toEqual(
      new RangeError('the payload has 48130 bytes; expected at most 48128'),
    );
  });

  it('waits while all links are full, in order; refuses when 256 messages wait; and goes on', async () => {
    const seed = await stage.seed();
    const server = await stage.barePeer(seed);
    const peer = stage.peer([seed], { pingInterval: 1_000 });
    await peer.start();
    const link = await server.accepted();
    await link.received('PING\n');
    link.write('PONG\n');
    await peer.ready;
    link.socket.pause();
    const payload = new Uint8Array(48_128);
    const sent: Promise<string>[] = [];
    const refused: unknown[] = [];
    // The buffers of the system take some first.
    while (refused.length === 0) {
      const published = peer.publish(payload);
      published.catch((reason) => refused.push(reason));
      sent.push(published);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(refused).toEqual([error('BACKPRESSURE')]);
    link.socket.resume();
    const ids = await Promise.all(sent.slice(0, -1));
    expect(ids.length).toBeGreaterThan(256);
    await link.received(`${ids.at(-1)} `);
    expect(link.text.match(/\d+\.\d+:127\.0\.0\.1:\d+/g)?.slice(1)).toEqual(ids.slice(1));
    await link.received(`${await peer.publish('on')} b24\n`);
  });

  it('never refuses whoever awaits each message before the next', async () => {
    const seed = await stage.seed();
    const [reader, writer] = [await stage.joined(seed), await stage.joined(seed)];
    let receivedCount = 0;
    const all = new Promise<void>((resolve) =>
      reader.on('message', () => {
        receivedCount++;
        if (receivedCount === 400) resolve();
      }),
    );
    const payload = new Uint8Array(40_000);
    for (let i = 0; i < 400; i++) await writer.publish(payload);
    await all;
  });

  it('waits while all links are lost, until there is another one', async () => {
    const seed = await stage.seed();
    const [peer, other] = [await stage.joined(seed, { backoffMin: 30 }), await stage.joined(seed)];
    const lost = next(peer, 'neighbourLost');
    await other.stop();
    await lost;
    const published = peer.publish('anybody?');
    const third = await stage.joined(seed);
    const [message] = await take(third, 1);
    expect([message.id, message.text()]).toEqual([await published, 'anybody?']);
  });

  it('rejects what waits when the peer stops', async () => {
    const seed = await stage.seed();
    const [peer, other] = [await stage.joined(seed, { backoffMin: 30 }), await stage.joined(seed)];
    const lost = next(peer, 'neighbourLost');
    await other.stop();
    await lost;
    const published = peer.publish('anybody?');
    const stopped = peer.stop();
    await expect(published).rejects.toEqual(error('STOPPED'));
    await stopped;
  });
});

describe('a slow reader', () => {
  it('loses the oldest messages beyond 1,024, and can count them', async () => {
    const seed = await stage.seed();
    const [reader, writer] = [await stage.joined(seed), await stage.joined(seed)];
    const first = take(reader, 1);
    let heardCount = 0;
    const heardAll = new Promise<void>((resolve) =>
      reader.on('message', () => {
        heardCount++;
        if (heardCount === 1_500) resolve();
      }),
    );
    for (let i = 1; i <= 1_500; i++) await writer.publish(String(i));
    await heardAll;
    expect((await first)[0].text()).toBe('1');
    expect(reader.droppedCount).toBe(475);
    const rest = (await take(reader, 1_024)).map((message) => message.text());
    expect(rest).toEqual(Array.from({ length: 1_024 }, (_, i) => String(i + 477)));
  });

  it('keeps nothing where only listeners are', async () => {
    const seed = await stage.seed();
    const [reader, writer] = [await stage.joined(seed), await stage.joined(seed)];
    const heard = next(reader, 'message');
    await writer.publish('for the listener');
    await heard;
    const looped = take(reader, 1);
    await writer.publish('for the loop');
    expect((await looped)[0].text()).toBe('for the loop');
  });
});

describe('events', () => {
  it('tell of registrations, links, deaths and removals', async () => {
    const seed = await stage.seed();
    const server = await stage.barePeer(seed);
    const bare = `127.0.0.1:${server.port}`;
    const numbers = { pingInterval: 0.1, pingTimeout: 0.1, pingFailures: 2 };
    const peer = stage.peer([seed], numbers);
    const told = [next(peer, 'registered'), next(peer, 'neighbour')];
    const registered = next(seed, 'registered');
    await peer.start();
    expect(await Promise.all(told)).toEqual([
      { seed: seed.address, held: 1, quorum: 1 },
      { address: bare, dialled: true },
    ]);
    expect(await registered).toEqual({ address: peer.address, count: 2 });
    expect(peer.neighbours).toEqual([{ address: bare, dialled: true, linked: true }]);
    const [lost, dead, removed] = [next(peer, 'neighbourLost'), next(peer, 'dead'), next(seed, 'removed')];
    server.close();
    expect(await lost).toMatchObject({ address: bare });
    expect(await dead).toEqual({ address: bare, failures: 2, reported: true });
    expect(await removed).toEqual({ address: bare, reason: 'dead', count: 1 });
    expect(seed.peers).toEqual([peer.address]);
  });

  it('are known by name, and a listener can be taken away', async () => {
    const seed = await stage.seed();
    expect(() => seed.on('register' as never, () => {})).toThrow(
      new TypeError('there is no event "register"; expected one of registered, removed, warning'),
    );
    const heard: string[] = [];
    const listener = ({ address }: { address: string }) => heard.push(address);
    seed.on('registered', listener);
    const peer = await stage.joined(seed);
    seed.off('registered', listener);
    await stage.joined(seed);
    expect(heard).toEqual([peer.address]);
  });
});
