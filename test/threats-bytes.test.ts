/** Hostile bytes over real sockets: real nodes close what breaks a limit, spend little on it, and serve the honest as before. */
import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_WORDS } from '../runtime/close-words.ts';
import { startPeer, startSeed } from '../runtime/node.ts';
import { address } from '../src/address.ts';
import { lineBytesMax } from '../src/codec/limits.ts';
import { ENDLESS_BYTES, endlessLine } from './support/endless-line.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { BareServer } from './support/runtime-recorder.ts';

/** What one read of a socket may bring. Source: Node. */
const READ_BYTES_MAX = 65_536;

/** Far above what is measured (docs/SECURITY.md), far below what reading 64 MB takes. */
const CPU_MAX_MS = 60;

let seed: OurNode;
let peer: OurNode;
beforeAll(async () => {
  seed = await OurNode.start(startSeed, []);
  peer = await OurNode.start(startPeer, [seed.self]);
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

describe('a line of 64 MB', () => {
  // The read that goes over the limit is one, and one more may be on its way when reading stops.
  it.each([
    ['a seed', () => seed, '', lineBytesMax('requests')],
    ['a seed, after a request', () => seed, 'GET_PEER_LIST\n', lineBytesMax('requests')],
    ['a peer', () => peer, '', lineBytesMax('requests')],
    ['a peer, after a bare text', () => peer, '1767225600.1:10.0.0.1:1', lineBytesMax('requests')],
    ['a peer, after HELLO', () => peer, 'HELLO:127.0.0.1:9:hearsay/1\n', lineBytesMax('gossip')],
    [
      'a peer, as a payload',
      () => peer,
      'HELLO:127.0.0.1:9:hearsay/1\n1:10.0.0.1:1 ',
      lineBytesMax('gossip'),
    ],
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
