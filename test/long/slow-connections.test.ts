/** A real seed with the limits of the profile `hardened`, and 5,000 connections that send a byte now and then. */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startPeer } from '../../runtime/node.ts';
import { PROFILES } from '../../src/profiles.ts';
import { Workshop } from '../support/runtime-processes.ts';

const SOCKETS = 5_000;
const BYTE_EVERY_MS = 9_000;

it('5,000 slow connections: an honest peer joins in 1 s, and all are closed 15 s later', async () => {
  const workshop = new Workshop();
  workshop.configure('127.0.0.1:5000');
  const seed = await workshop.start(['seed', '0', '--host', '127.0.0.1']);
  const open = new Set<Socket>();
  const bytes = setInterval(() => {
    for (const socket of open) socket.write('R');
  }, BYTE_EVERY_MS);
  for (let i = 0; i < SOCKETS; i++) {
    await new Promise<void>((resolve) => {
      const socket = connect(seed.self.port, '127.0.0.1', resolve);
      open.add(socket);
      socket.on('error', () => {});
      socket.resume();
      socket.on('end', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        resolve();
      });
      socket.write('R');
    });
  }
  const startMs = performance.now();
  const peer = await startPeer({
    port: 0,
    host: '127.0.0.1',
    seeds: [seed.self],
    numbers: { ...PROFILES.hardened, gossipCount: 0, liveness: 'tcp' },
    randomSeed: 'slow',
    output: undefined,
    print: undefined,
    complain: () => {},
  });
  while (peer.peer.heldCount === 0) await delay(1);
  const joinedMs = performance.now() - startMs;
  const openThen = open.size;
  while (open.size > 0 && performance.now() - startMs < 60_000) await delay(10);
  const closedMs = performance.now() - startMs;
  clearInterval(bytes);
  console.log({ joinedMs, openThen, closedMs });
  await peer.stop();
  await workshop.remove();
  expect(openThen).toBeGreaterThan(1_000);
  expect(joinedMs).toBeLessThan(1_000);
  expect(closedMs).toBeLessThan(15_000);
});
