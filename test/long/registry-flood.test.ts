/** A real seed with the limits of the profile `hardened`, flooded from one IP while honest peers join. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { askSeed } from '../../cli/seed-inquiry.ts';
import { RealClock } from '../../runtime/clock.ts';
import { startPeer } from '../../runtime/node.ts';
import { PROFILES } from '../../src/profiles.ts';
import { Workshop } from '../support/runtime-processes.ts';

const HONEST = 100;
const REGISTRATIONS = 100_000;
const ATTACKER = '127.0.0.2';
const WARM_UP = 5_000;
/** Connections of the attacker at once. */
const CONCURRENT = 64;

it('100,000 registrations from one IP: 32 kept, 100 honest peers registered in 5 s, and under 50 MB more', async () => {
  const workshop = new Workshop();
  workshop.configure('127.0.0.1:5000');
  const seed = await workshop.start(['seed', '0', '--host', '127.0.0.1', '--limit-loopback']);
  const { self } = seed;
  // A seed that has just started grows with any load.
  for (let i = 0; i < WARM_UP; i++) await request(self.port, 'GET_PEER_LIST\n');
  let sent = 0;
  const attack = async (): Promise<void> => {
    while (sent < REGISTRATIONS)
      await request(self.port, `REGISTER:${ATTACKER}:${1 + (sent++ % 65_535)}:hearsay/1\n`);
  };
  const beforeBytes = residentBytes(seed.pid);
  let mostBytes = beforeBytes;
  const looking = setInterval(() => {
    mostBytes = Math.max(mostBytes, residentBytes(seed.pid));
  }, 100);
  const attackers = Array.from({ length: CONCURRENT }, attack);

  const startMs = performance.now();
  const peers = await Promise.all(
    // They dial from 127.0.0.1, so the seed dials each of them back.
    Array.from({ length: HONEST }, (_, i) =>
      startPeer({
        port: 0,
        host: `127.1.0.${1 + i}`,
        seeds: [self],
        numbers: { ...PROFILES.hardened, gossipCount: 0, liveness: 'tcp' },
        randomSeed: 'flood',
        output: undefined,
        print: undefined,
        complain: () => {},
      }),
    ),
  );
  while (peers.some(({ peer }) => peer.heldCount === 0)) await delay(5);
  const registeredMs = performance.now() - startMs;
  await Promise.all(attackers);
  clearInterval(looking);

  const clock = new RealClock();
  const { list } = await askSeed({ clock, transport: peers[0].transport }, self, 5_000);
  const hosts = Array.from({ length: list?.length ?? 0 }, (_, i) => list!.at(i).host);
  const kept = hosts.filter((host) => host === ATTACKER).length;
  console.log({
    sent,
    kept,
    registered: hosts.length - kept,
    registeredMs,
    moreBytes: mostBytes - beforeBytes,
  });
  await Promise.all(peers.map((peer) => peer.stop()));
  await workshop.remove();
  expect(kept).toBe(32);
  expect(new Set(hosts).size).toBe(HONEST + 1);
  expect(registeredMs).toBeLessThan(5_000);
  expect(mostBytes - beforeBytes).toBeLessThan(50e6);
});

function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return 1024 * Number(kilobytes);
}

/** One connection from the attacker's address; resolves when the seed has hung up, or answered. */
function request(port: number, words: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: ATTACKER });
    socket.on('error', () => {});
    socket.on('data', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.write(words);
  });
}
