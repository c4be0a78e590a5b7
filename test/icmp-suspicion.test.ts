/** "When no target ever answered ICMP while TCP works, say once that ICMP looks blocked": real peers and every kind of `ping`. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startPeer, startSeed } from '../runtime/node.ts';
import type { LivenessMode } from '../src/settings.ts';
import { FakePing, type FakePingMode } from './support/runtime-fake-ping.ts';
import { OurNode } from './support/runtime-our-node.ts';

const fake = new FakePing();
const path = process.env.PATH;
const running: OurNode[] = [];

beforeAll(() => {
  process.env.PATH = fake.path;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ node }) => node.stop()));
});
afterAll(() => {
  process.env.PATH = path;
  fake.remove();
});

async function started(...how: Parameters<typeof OurNode.start>): Promise<OurNode> {
  const ours = await OurNode.start(...how);
  running.push(ours);
  return ours;
}

/** A peer with three neighbours, whose pings are answered so at first. */
async function watcher(liveness: LivenessMode, mode: FakePingMode, pingTimeoutMs = 50): Promise<OurNode> {
  fake.does(mode);
  const seed = await started(startSeed, []);
  // What the others say would count as life.
  const numbers = { liveness, pingIntervalMs: 60, pingTimeoutMs, uniformLinks: 3, pingsPerInterval: 0 };
  for (let i = 0; i < 3; i++) await started(startPeer, [seed.self], { ...numbers, liveness: 'tcp' });
  const last = await started(startPeer, [seed.self], numbers);
  await last.until(
    () => last.lines.filter((line) => line.includes('link up')).length === 3,
    'it has three links',
  );
  return last;
}

const WORDS =
  /warning: ICMP looks blocked: no host ever answered a ping, though 127\.0\.0\.1:\d+ takes TCP connections/;
const told = (peer: OurNode) => peer.lines.filter((line) => WORDS.test(line)).length;
const dead = (peer: OurNode) => peer.lines.filter((line) => line.includes('is dead after')).length;

describe('a peer', () => {
  it.each(['icmp', 'icmp+tcp'] as const)('with %s says so once when all pings are lost', async (liveness) => {
    const peer = await watcher(liveness, 'lost');
    await peer.until(() => dead(peer) === 3 && told(peer) > 0, 'all are dead to it');
    expect(told(peer)).toBe(1);
  });

  it('does not say so when somebody answered before', async () => {
    const callsBefore = fake.calls.length;
    const peer = await watcher('icmp', 'alive', 1_000);
    // One at the start, one of the host they share; and another one comes after its answer.
    while (fake.calls.length < callsBefore + 3) await delay(10);
    fake.does('lost');
    await peer.until(() => dead(peer) === 3, 'all are dead to it');
    expect(told(peer)).toBe(0);
  });
});
