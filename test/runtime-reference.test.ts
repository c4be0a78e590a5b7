/**
 * "Nodes of the reference implementation must be able to share a network with ours in every role": our seeds and peers among
 * stand-ins that speak exactly its unframed words.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { type NodeOptions, type RunningNode, startPeer, startSeed } from '../runtime/node.ts';
import type { Address } from '../src/address.ts';
import { FakePing } from './support/runtime-fake-ping.ts';
import { OurNode } from './support/runtime-our-node.ts';
import { ask, ReferencePeer, ReferenceSeed } from './support/runtime-reference.ts';

/** What a reference peer may read: one whole gossip text, bare. */
const BARE_TEXT = /^\d{10}\.\d{9}:127\.0\.0\.1:\d+$/;

const running: { stop(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function ourNode(
  start: (options: NodeOptions) => Promise<RunningNode>,
  seeds: readonly Address[],
  numbers = {},
): Promise<OurNode> {
  const ours = await OurNode.start(start, seeds, numbers);
  running.push(ours.node);
  return ours;
}

async function reference<Node extends { stop(): void }>(start: () => Promise<Node>): Promise<Node> {
  const node = await start();
  running.push(node);
  return node;
}

describe('our seed', () => {
  it('serves reference peers in their words', async () => {
    const seed = await ourNode(startSeed, [], { checkIntervalMs: 100 });
    const first = await reference(ReferencePeer.start);
    const second = await reference(ReferencePeer.start);
    expect(await first.join(seed.self)).toEqual([first.self.text]);
    expect(await second.join(seed.self)).toEqual([first.self.text, second.self.text]);
    expect(await ask(seed.self, 'HELP')).toBe('Unknown command');
    expect(await ask(seed.self, 'REGISTER:nonsense')).toBe('Invalid REGISTER format');
    expect(await first.report(second.self, seed.self)).toBe('ACK');
    await seed.says(`${second.self.text} listens, and stays`);
    second.stop();
    expect(await first.report(second.self, seed.self)).toBe('ACK');
    await seed.says(`removed peer ${second.self.text}: reported dead, and does not answer`);
    expect(await first.join(seed.self)).toEqual([first.self.text]);
  });
});

describe('our peers', () => {
  it('register with a reference seed, find each other there, and report to it', async () => {
    const seed = await reference(ReferenceSeed.start);
    const numbers = { gossipCount: 1, pingIntervalMs: 200, pingTimeoutMs: 200 };
    const first = await ourNode(startPeer, [seed.self], numbers);
    await first.says('chose 0 neighbours');
    const second = await ourNode(startPeer, [seed.self], numbers);
    await first.says('received gossip');
    await second.says('received gossip');
    expect(seed.peers).toEqual([first.self.text, second.self.text]);

    const third = await reference(ReferencePeer.start);
    await third.join(seed.self);
    const fourth = await ourNode(startPeer, [seed.self], { ...numbers, uniformLinks: 50 });
    await fourth.says(`link up with ${third.self.text}, dialled, a reference peer`);
    third.stop();
    await fourth.says(`${third.self.text} is dead after 3 failed pings; reports it to every seed`);
    await fourth.says(`reported ${third.self.text} dead to seed ${seed.self.text}: acknowledged`);
    expect(seed.peers).not.toContain(third.self.text);
  });

  it('and reference peers deliver all messages of each other through seeds of both kinds', async () => {
    const theirSeed = await reference(ReferenceSeed.start);
    const ourSeed = await ourNode(startSeed, []);
    const seeds = [ourSeed.self, theirSeed.self];
    const hub = await ourNode(startPeer, seeds, { gossipCount: 3, gossipIntervalMs: 50, gossipStart: 1500 });
    await hub.says('(2 of 2 needed)');

    // It dials us, and we dial it.
    const dialler = await reference(ReferencePeer.start);
    const dialled = await reference(ReferencePeer.start);
    for (const seed of seeds) expect(await dialler.join(seed)).toContain(hub.self.text);
    await dialler.dial(hub.self);
    for (const seed of seeds) await dialled.join(seed);
    const late = await ourNode(startPeer, seeds, {
      gossipCount: 3,
      gossipIntervalMs: 50,
      gossipStart: 1200,
      uniformLinks: 50,
    });
    await late.says(`link up with ${dialled.self.text}, dialled, a reference peer`);
    await late.says(`link up with ${dialler.self.text}, dialled, a reference peer`);
    await late.says(`link up with ${hub.self.text}, dialled`);
    await hub.says(', accepted, a reference peer');

    const seconds = Math.floor(Date.now() / 1000);
    const theirs = [1, 2, 3].flatMap((i) => [
      `${seconds}.00000000${i}:127.0.0.1:${i}`,
      `${seconds - 1}.00000000${i}:127.0.0.1:${i}`,
    ]);
    theirs.forEach((text, i) => {
      setTimeout(() => (i % 2 === 0 ? dialler : dialled).gossip(text), 40 * i);
    });
    const all = (node: OurNode): boolean => node.texts.length >= 12;
    await hub.until(() => all(hub), 'our first peer has 12 messages');
    await late.until(() => all(late), 'our second peer has 12 messages');
    const texts = new Set(hub.texts);
    expect(hub.texts).toHaveLength(12);
    expect(late.texts).toHaveLength(12);
    expect(new Set(late.texts)).toEqual(texts);
    for (const text of theirs) expect(texts).toContain(text);
    for (const peer of [dialler, dialled]) {
      const others = [...texts].filter((text) => !theirs.includes(text));
      await peer.until(
        () => others.every((text) => peer.read.includes(text)),
        'the reference peer read all of ours',
      );
      expect(peer.read.filter((text) => !BARE_TEXT.test(text))).toEqual([]);
    }

    // A graceful leave says nothing to them, and the reference seed keeps whom it does not know how to remove.
    await late.node.stop();
    expect(dialled.read.filter((text) => !BARE_TEXT.test(text))).toEqual([]);
    await theirSeed.until(
      () => theirSeed.messages.some((text) => text.startsWith('DEREGISTER')),
      'it was told',
    );
    expect(late.lines.at(-1)).toMatch(/ stopped$/);
  });

  // "A link accepted without HELLO: its host is pinged and a death is logged, but not reported (its listening port is unknown)"
  it('log the death of a reference peer that dialled them, and do not report it', async () => {
    const fake = new FakePing();
    const path = process.env.PATH;
    process.env.PATH = fake.path;
    try {
      const seed = await ourNode(startSeed, []);
      const numbers = { liveness: 'icmp' as const, pingIntervalMs: 200, pingTimeoutMs: 200 };
      const ours = await ourNode(startPeer, [seed.self], numbers);
      await ours.says('chose 0 neighbours');
      const peer = await reference(ReferencePeer.start);
      await peer.dial(ours.self);
      await ours.says(', accepted, a reference peer');
      const text = `${Math.floor(Date.now() / 1000)}.000000001:127.0.0.1:1`;
      peer.gossip(text);
      await ours.says(`received gossip ${text}`);
      fake.does('lost');
      await ours.says('is dead after 3 failed pings; not reported, since its listening port is unknown');
      await ours.node.stop();
      expect(seed.lines.filter((line) => line.includes('reported dead'))).toEqual([]);
    } finally {
      process.env.PATH = path;
      fake.remove();
    }
  });
});
