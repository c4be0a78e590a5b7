/** Connections that hold what they take, against real nodes: they say nothing, say it slowly, take nothing, or are too many. */
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startPeer, startSeed } from '../runtime/node.ts';
import type { Address } from '../src/address.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { Workshop } from './support/runtime-processes.ts';
import { BareSocket } from './support/runtime-recorder.ts';

const running: OurNode[] = [];
const sockets: Socket[] = [];
const workshop = new Workshop();
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await workshop.endAll();
  await Promise.all(running.splice(0).map(({ node }) => node.stop()));
});
afterAll(() => workshop.remove());

async function started(...how: Parameters<typeof OurNode.start>): Promise<OurNode> {
  const ours = await OurNode.start(...how);
  running.push(ours);
  return ours;
}

async function dialled(to: Address): Promise<BareSocket> {
  const bare = await BareSocket.dial(to);
  sockets.push(bare.socket);
  return bare;
}

describe('an accepted connection', () => {
  it.each([
    ['a seed', startSeed],
    ['a peer', startPeer],
  ] as const)('that says nothing whole in time is closed by %s, however often a byte comes', async (kind, start) => {
    const seed = await started(startSeed, []);
    const node = kind === 'a seed' ? seed : await started(start, [seed.self], { firstLineMs: 400 });
    const target = kind === 'a seed' ? await started(startSeed, [], { firstLineMs: 400 }) : node;
    const slow = await dialled(target.self);
    const bytes = setInterval(() => slow.socket.writable && slow.write('1'), 50);
    const mute = await dialled(target.self);
    await Promise.all([slow.endReceived(), mute.endReceived()]);
    clearInterval(bytes);
    expect(slow.text).toBe('');
  });

  it('that spoke stays, to a peer, and to a seed until it is idle for too long', async () => {
    const limits = { firstLineMs: 200, idleMs: 1_000 };
    const seed = await started(startSeed, [], limits);
    const peer = await started(startPeer, [seed.self], limits);
    const spoke = await dialled(peer.self);
    spoke.write('HELLO:127.0.0.1:9:hearsay/1\n');
    const asked = await dialled(seed.self);
    const askedMs = performance.now();
    asked.write('GET_PEER_LIST\n');
    await asked.endReceived();
    expect(performance.now() - askedMs).toBeGreaterThan(900);
    expect(asked.text).toContain(peer.self.text);
    expect(spoke.ended).toBe(false);
  });

  it('that never said anything is not watched: it was no peer', async () => {
    const seed = await started(startSeed, []);
    const peer = await started(startPeer, [seed.self], {
      firstLineMs: 500,
      pingIntervalMs: 100,
      pingTimeoutMs: 100,
      liveness: 'tcp',
    });
    const mute = await dialled(peer.self);
    await peer.says(`link down with 127.0.0.1:${mute.socket.localPort}: it said nothing in time`);
    await mute.endReceived();
    expect(peer.node).toMatchObject({ peer: { neighbours: [] } });
  });

  it('gives its place to a newer one when there are too many, and whoever speaks at once is served', async () => {
    const seed = await started(startSeed, [], { newcomersMax: 8 });
    const mute: BareSocket[] = [];
    for (let i = 0; i < 20; i++) mute.push(await dialled(seed.self));
    const honest = await dialled(seed.self);
    honest.write('GET_PEER_LIST\n');
    await honest.received('\n');
    await Promise.all(mute.slice(0, 13).map((each) => each.endReceived()));
    expect(mute.filter(({ ended, closed }) => !ended && !closed)).toHaveLength(7);
  });
});

describe('a neighbour that takes nothing', () => {
  it('keeps its link only so long after it is full, and the others hear everything', async () => {
    const seed = await started(startSeed, []);
    const peer = await started(startPeer, [seed.self], {
      stallMs: 600,
      gossipStart: 0,
      gossipIntervalMs: 1,
      gossipCount: 1_000_000,
    });
    const stalled = await dialled(peer.self);
    stalled.write('HELLO:127.0.0.1:9:hearsay/1\n');
    stalled.socket.pause();
    const reading = await dialled(peer.self);
    reading.write('HELLO:127.0.0.1:10:hearsay/1\n');
    const source = await dialled(peer.self);
    source.write('HELLO:127.0.0.1:11:hearsay/1\n');
    await peer.says('link up with 127.0.0.1:11');
    // Enough to fill the buffers of both systems and of the link.
    const payload = 'a'.repeat(40_000);
    let sent = 0;
    const seconds = Math.floor(Date.now() / 1000);
    const flood = setInterval(() => source.write(`${seconds}.5:127.0.0.1:${++sent} ${payload}\n`), 2);
    await peer.says('link down with 127.0.0.1:9: it takes nothing of what is sent');
    clearInterval(flood);
    await reading.received(`:127.0.0.1:${sent} `);
    expect(
      peer.lines.filter((line) => line.includes('did not send') && !line.includes('to 127.0.0.1:9:')),
    ).toEqual([]);
  });
});

describe('more connections than descriptors', () => {
  it('2,000 diallers, 256 files: no crash, some files are left, and a newcomer is linked afterwards', async () => {
    const seed = await started(startSeed, []);
    workshop.configure(seed.self.text);
    const peer = await workshop.start(
      ['peer', '0', '--host', '127.0.0.1', '--liveness', 'tcp', '--gossip-count', '0'],
      {
        before: ['sh', '-c', 'ulimit -n 256; exec "$@"', 'sh'],
      },
    );
    // Whether the first ones are refused or dropped depends on how soon their HELLO comes: silence makes a dialler a reference peer.
    const load: Socket[] = [];
    await new Promise<void>((resolve) => {
      let turnedAway = 0;
      for (let i = 0; i < 2_000; i++) {
        const socket = connect(peer.self.port, '127.0.0.1', () =>
          socket.write(`HELLO:127.0.0.1:${20_000 + i}:hearsay/1\n`),
        );
        socket.on('error', () => {});
        socket.on('close', () => ++turnedAway === 1_000 && resolve());
        load.push(socket);
        sockets.push(socket);
      }
    });
    // Some are left for files, and for what the peer dials.
    expect(readdirSync(`/proc/${peer.pid}/fd`).length).toBeLessThan(256 - 32);
    for (const socket of load) socket.destroy();
    const late = await started(startPeer, [seed.self], { links: 1, uniformLinks: 0 });
    await late.says(`link up with ${peer.self.text}, dialled`);
    await peer.says(`link up with ${late.self.text}, accepted`);
    expect(peer.exitCode).toBeUndefined();
    expect(peer.stderr).toBe('');
  });
});
