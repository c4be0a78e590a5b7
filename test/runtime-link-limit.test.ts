/** The limit of links between real nodes: a full peer refuses, and the refused one finds another. */
import { afterEach, describe, expect, it } from 'vitest';
import { startPeer, startSeed } from '../runtime/node.ts';
import { OurNode } from './support/runtime-our-node.ts';

const running: OurNode[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ node }) => node.stop()));
});

async function started(...how: Parameters<typeof OurNode.start>): Promise<OurNode> {
  const ours = await OurNode.start(...how);
  running.push(ours);
  return ours;
}

describe('a real peer that is full', () => {
  it('refuses a link, and the dialler draws another peer and delivers its message', async () => {
    const seed = await started(startSeed, []);
    // Everybody draws the oldest peer first, which has room for two.
    const numbers = {
      profile: 'literal',
      alpha: 20,
      links: 1,
      linksMax: 2,
      gossipStart: 'connected',
    } as const;
    const peers: OurNode[] = [];
    for (let i = 0; i < 4; i++) {
      const peer = await started(startPeer, [seed.self], { ...numbers, gossipCount: i === 3 ? 1 : 0 });
      await peer.says(i === 0 ? 'chose 0 neighbours' : 'link up with');
      peers.push(peer);
    }
    const [hub, second, , late] = peers;
    await hub.says(`refused a link with ${late.self.text}: this peer has as many as it may`);
    await late.says(`link down with ${hub.self.text}: it has as many links as it may`);
    await late.says(`link up with ${second.self.text}, dialled`);
    for (const peer of peers) await peer.says('gossip');
    for (const peer of peers) expect(peer.texts).toEqual(late.texts);
    expect(late.texts).toHaveLength(1);
    expect(late.lines.filter((line) => line.includes('is dead'))).toEqual([]);
  });
});
