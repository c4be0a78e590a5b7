/** Hostile bytes over real sockets: real nodes close what breaks a limit, spend little on it, and serve the honest as before. */
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerFraming } from '../runtime/answer-framing.ts';
import { CLOSE_WORDS } from '../runtime/close-words.ts';
import { startPeer, startSeed } from '../runtime/node.ts';
import { address } from '../src/address.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { ENDLESS_BYTES, endlessLine } from './support/endless-line.ts';
import { HOSTILE_LINES } from './support/hostile-lines.ts';
import { RecordingChannel } from './support/recording-channel.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { BareServer, BareSocket } from './support/runtime-recorder.ts';

/** What one read of a socket may bring. Source: Node. */
const READ_BYTES_MAX = 65_536;

/** From a dialler at whose port nobody listens. */
const HELLO_LINE = 'HELLO:127.0.0.1:9:hearsay/1\n';

/** Far above what is measured (docs/SECURITY.md), far below what reading 64 MB takes. */
const CPU_MAX_MS = 60;

let seed: OurNode;
let peer: OurNode;
beforeAll(async () => {
  seed = await OurNode.start(startSeed, []);
  // Whatever the date of a message, and however it comes.
  peer = await OurNode.start(startPeer, [seed.self], { messageAgeMs: 0, messageAheadMs: 0 });
  await peer.says('registered with');
});
afterAll(async () => {
  await peer.node.stop();
  await seed.node.stop();
});

/** A new peer joins through the seed and links with the peer. */
async function honestJoin(): Promise<void> {
  const honest = await OurNode.start(startPeer, [seed.self]);
  await honest.says(`link up with ${peer.self.text}`);
  await honest.node.stop();
}

/** Sends bytes over a connection of their own and answers what came until the other end closed, or said `until`. */
async function said(to: OurNode, bytes: Uint8Array, until: string): Promise<string> {
  const socket = await BareSocket.dial(to.self);
  socket.socket.write(bytes);
  await socket.until(() => socket.ended || socket.closed || socket.text.includes(until), `${until} came`);
  socket.socket.destroy();
  return socket.text;
}

function bytesOf(...parts: (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

describe('every hostile line', () => {
  const SEED_WORDS: Readonly<Record<string, string>> = {
    unknown: 'Unknown command\n',
    register: 'Invalid REGISTER format\n',
  };

  it('that is no request is answered so by a seed, and an honest peer joins afterwards', async () => {
    const lines = HOSTILE_LINES.filter(
      ({ dialect, outcome }) => dialect === 'requests' && outcome in SEED_WORDS,
    );
    expect(lines.length).toBeGreaterThan(100);
    for (const { bytes, outcome, title } of lines) {
      const expected = bytes.length > lineBytesMax('requests') ? '' : SEED_WORDS[outcome];
      expect(await said(seed, bytesOf(bytes, '\n'), '\n'), title).toBe(expected);
    }
    await honestJoin();
  });

  it('that is no word between peers closes the link with a peer, and an honest peer joins afterwards', async () => {
    const lines = HOSTILE_LINES.filter(
      ({ dialect, outcome }) => dialect === 'gossip' && outcome === 'malformed',
    );
    expect(lines.length).toBeGreaterThan(80);
    for (const { bytes, title } of lines) {
      const answer = await said(peer, bytesOf(HELLO_LINE, bytes, '\nPING\n'), 'PONG\n');
      expect(answer, title).not.toContain('PONG');
    }
    await honestJoin();
  });

  it('that is gossip is taken by a peer', async () => {
    const lines = HOSTILE_LINES.filter(
      ({ dialect, group }) => dialect === 'gossip' && group === 'gossip as it may be',
    );
    expect(lines.length).toBeGreaterThan(5);
    for (const { bytes, title } of lines) {
      const answer = await said(peer, bytesOf(HELLO_LINE, bytes, '\nPING\n'), 'PONG\n');
      expect(answer, title).toContain('PONG\n');
      expect(peer.texts).toContain(Buffer.from(bytes).toString('latin1').split(' ')[0]);
    }
  });
});

describe('a line of 64 MB', () => {
  // The read that goes over the limit is one, and one more may be on its way when reading stops.
  it.each([
    ['a seed', () => seed, '', lineBytesMax('requests')],
    ['a seed, after a request', () => seed, 'GET_PEER_LIST\n', lineBytesMax('requests')],
    ['a peer', () => peer, '', lineBytesMax('requests')],
    ['a peer, after a bare text', () => peer, '1767225600.1:10.0.0.1:1', lineBytesMax('requests')],
    ['a peer, after HELLO', () => peer, HELLO_LINE, lineBytesMax('gossip')],
    ['a peer, as a payload', () => peer, `${HELLO_LINE}1:10.0.0.1:1 `, lineBytesMax('gossip')],
  ])('to %s is read up to the limit of a line and closed', async (_, node, beginning, lineMax) => {
    const { readBytes, cpuMs } = await endlessLine(node().self, beginning);
    expect(readBytes).toBeGreaterThan(lineMax);
    expect(readBytes).toBeLessThanOrEqual(beginning.length + lineMax + 2 * READ_BYTES_MAX);
    expect(cpuMs).toBeLessThan(CPU_MAX_MS);
  });

  it('for an answer is read up to the limit of a list and closed', async () => {
    const sockets: Socket[] = [];
    const onDialled = (message: unknown): void => {
      sockets.push((message as { socket: Socket }).socket);
    };
    channel('net.client.socket').subscribe(onDialled);
    const hostile = await BareServer.listen();
    const asker = await OurNode.start(startPeer, [address('127.0.0.1', hostile.port)]);
    const server = await hostile.accepted();
    server.socket.write(Buffer.alloc(ENDLESS_BYTES, '1'));
    await asker.says('cannot reach seed');
    channel('net.client.socket').unsubscribe(onDialled);
    expect(asker.lines.join('\n')).toContain(CLOSE_WORDS.malformed);
    const readBytes = Math.max(...sockets.map((socket) => socket.bytesRead));
    expect(readBytes).toBeGreaterThan(lineBytesMax('answers'));
    expect(readBytes).toBeLessThanOrEqual(lineBytesMax('answers') + 2 * READ_BYTES_MAX);
    hostile.close();
    await asker.node.stop();
  });

  it('leaves both as they were', honestJoin);
});

describe('a list of 32 MiB', () => {
  const number = (i: number, from: number) => `${(i >> from) & 0xff}`;
  const host = (i: number) => `10.${number(i, 16)}.${number(i, 8)}.${number(i, 0)}`;

  /** As many entries as there is room for. */
  function longest(entryOf: (i: number) => string): Buffer {
    const bytes = Buffer.alloc(lineBytesMax('answers'), 'x');
    let at = 0;
    for (let i = 0; at + 80 < bytes.length; i++) at += bytes.write(`${entryOf(i)},`, at, 'latin1');
    return bytes.subarray(0, at - 1);
  }

  /** The most that one chunk costs, of what all cost, in time of the processor. */
  function mostOfOneChunk(framing: AnswerFraming, bytes: Buffer): number {
    const costs: number[] = [];
    for (let start = 0; start < bytes.length; start += READ_BYTES_MAX) {
      const before = process.cpuUsage();
      framing.receive(bytes.subarray(start, start + READ_BYTES_MAX));
      if (start + READ_BYTES_MAX >= bytes.length) framing.receive(Buffer.from('\n'));
      const { user, system } = process.cpuUsage(before);
      costs.push(user + system);
    }
    return Math.max(...costs) / costs.reduce((sum, cost) => sum + cost);
  }

  it.each([
    ['different peers', (i: number) => `${host(i)}:6000;1;${2_000_000_000 - i}`, 'peerList'],
    ['one peer', () => '1.1.1.1:1', 'peerList'],
    ['IPv6', (i: number) => `2001:DB8:${i >> 16}::${i & 0xfff}:6000`, 'peerList'],
    ['nonsense, but for the first', (i: number) => (i === 0 ? '1.1.1.1:1' : '1.1.1.1:1;1;x'), undefined],
    ['commas', () => '', undefined],
  ])('of %s is read as it comes: no chunk is left with a quarter of the work', (_, entryOf, kind) => {
    const channel = new RecordingChannel();
    const framing = new AnswerFraming(channel);
    expect(mostOfOneChunk(framing, longest(entryOf))).toBeLessThan(0.25);
    expect(channel.messages.map((message) => message.kind)).toEqual(kind === undefined ? [] : [kind]);
  });

  it('is taken by a peer', async () => {
    const bytes = longest((i) => `${host(i)}:6000;1;${2_000_000_000 - i}`);
    const hostile = await BareServer.listen();
    const asker = await OurNode.start(startPeer, [address('127.0.0.1', hostile.port)]);
    const server = await hostile.accepted();
    await server.until(() => server.text.includes('REGISTER'), 'it registers');
    server.socket.write('Registered\n');
    await server.until(() => server.text.includes('GET_PEER_LIST'), 'it asks for the list');
    server.socket.write(Buffer.concat([bytes, Buffer.from('\n')]));
    await asker.says('list of');
    expect(asker.lines.join('\n')).toMatch(/list of 1,?\d{3},?\d{3} peers/);
    hostile.close();
    await asker.node.stop();
  });
});
