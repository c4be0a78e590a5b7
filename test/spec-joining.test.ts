/** Joining: when a peer that an application embeds may publish, and where its messages go. */
import { describe, expect, it } from 'vitest';
import type { PeerSettings } from '../src/settings.ts';
import { Simulated } from './support/simulated.ts';

/** The first of a list is chosen. */
const NUMBERS: Partial<PeerSettings> = { alpha: 20, links: 1, gossipCount: 0 };

/** Starts peer/0 as an application does; `joinedAtS` grows when it has joined. */
function embed(world: Simulated, changes: Partial<PeerSettings> = {}, name = 'peer/0') {
  const joinedAtS: number[] = [];
  const peer = world.startWith(name, { ...NUMBERS, ...changes }, world.address(name), (made) =>
    made.embed({ onJoined: () => joinedAtS.push(world.nowS) }),
  );
  return { peer, joinedAtS };
}

/** peer/0 publishes. */
function publish(world: Simulated, payload?: string) {
  return world.asked('peer/0', (peer) => {
    const message = peer.message(payload);
    if (message === undefined) throw new Error('nobody embeds this peer');
    return { id: message.text, taken: peer.publish(message) };
  });
}

/** peer/0 reads a list with peer/1 first, which is a stand-in. */
function withStandIn(additions = true) {
  const world = new Simulated({ peers: 3 });
  world.scriptedSeed('seed/0', { lists: [{ name: 'peer/1', ageMs: 5_000, additions }, 'me'] });
  const other = world.standIn('peer/1');
  return { world, other, ...embed(world) };
}

describe('a peer has joined', () => {
  it('when the other end of a link answered a first PING, not when the link is open', () => {
    const { world, other, peer, joinedAtS } = withStandIn();
    world.until(() => other.messages('ping').length === 1);
    world.runFor(1);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
    expect([joinedAtS, peer.connected]).toEqual([[], false]);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.runFor(0.1);
    expect([joinedAtS.length, peer.connected]).toEqual([1, true]);
  });

  it('even if the first PING or its answer was lost: it asks again after the time-out of a ping', () => {
    const { world, other, joinedAtS } = withStandIn();
    world.until(() => other.messages('ping').length === 3);
    const [first, , third] = other.heardMessages('ping').map(({ atS }) => atS);
    expect(third - first).toBeCloseTo(4, 6);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.runFor(10);
    expect(joinedAtS).toHaveLength(1);
    expect(other.messages('ping')).toHaveLength(3);
  });

  it('when its link to a reference peer is open, which is asked nothing', () => {
    const { world, other, joinedAtS } = withStandIn(false);
    world.until(() => joinedAtS.length === 1);
    world.runFor(10);
    expect(other.messages('ping')).toEqual([]);
  });

  it('when the seeds list nobody else', () => {
    const world = new Simulated({ peers: 1 });
    world.start('seed/0');
    const { peer, joinedAtS } = embed(world);
    world.runFor(1);
    expect([joinedAtS.length, peer.connected]).toEqual([1, true]);
    expect(publish(world).taken).toBe(true);
  });

  it('not while only somebody else is listed who does not answer', () => {
    const world = new Simulated({ peers: 2 });
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'me'] });
    const { peer, joinedAtS } = embed(world);
    world.runFor(120);
    expect([joinedAtS, peer.connected]).toEqual([[], false]);
    expect(publish(world).taken).toBe(false);
  });

  it('not before a quorum holds it, though a link answered', () => {
    const world = new Simulated({ peers: 2, seeds: 3 });
    const held = world.scriptedSeed('seed/0', {});
    const mute = world.scriptedSeed('seed/1', { mute: true });
    world.scriptedSeed('seed/2', { mute: true });
    const { peer, joinedAtS } = embed(world);
    const other = world.standIn('peer/1');
    const link = other.dialWithHello(peer.world.self);
    world.until(() => other.messages('ping').length > 0);
    other.send(link, { kind: 'pong' });
    world.until(() => held.requests.length > 0);
    world.runFor(1);
    expect([joinedAtS, peer.connected]).toEqual([[], true]);
    mute.script = {};
    world.until(() => joinedAtS.length === 1, 120);
  });

  it('not through a peer that is full and refuses it', () => {
    const world = new Simulated({ peers: 3 });
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'peer/2', 'me'] });
    const [full, other] = world.standIns('peer/1', 'peer/2');
    const { joinedAtS } = embed(world, { linksMax: 5 });
    world.until(() => full.messages('ping').length > 0);
    full.send(full.accepted[0].link, { kind: 'leave' });
    world.until(() => other.messages('ping').length > 0);
    expect(joinedAtS).toEqual([]);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.until(() => joinedAtS.length === 1);
  });
});

describe('a peer that was the only one', () => {
  it('publishes on while the first link is not yet answered, and to its other end too', () => {
    const world = new Simulated({ peers: 2 });
    world.start('seed/0');
    embed(world);
    world.runFor(1);
    const other = world.standIn('peer/1');
    other.dialWithHello(world.address('peer/0'));
    world.until(() => other.messages('ping').length > 0);
    const { id, taken } = publish(world);
    world.runFor(0.1);
    expect([taken, other.texts]).toEqual([true, [id]]);
  });

  it('is alone again only when the seeds say so', () => {
    const world = new Simulated({ peers: 2 });
    world.start('seed/0');
    const { peer } = embed(world);
    world.runFor(1);
    world.start('peer/1');
    world.until(() => peer.connected && world.linksOf('peer/0').length === 1);
    world.runFor(1);
    world.leave('peer/1');
    world.until(() => world.linksOf('peer/0').length === 0);
    expect(publish(world).taken).toBe(false);
    world.until(() => peer.connected);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
    expect(publish(world).taken).toBe(true);
  });
});

describe('what an application publishes', () => {
  it('reaches everybody, payload and all, also where nobody else is embedded', () => {
    const world = new Simulated({ peers: 12, links: 2, alpha: 1 });
    world.start('seed/0', ...world.peerNames.slice(1));
    world.runFor(5);
    const { joinedAtS } = embed(world, { alpha: 1 });
    world.until(() => joinedAtS.length === 1);
    const { id } = publish(world, 'aGk');
    world.runFor(2);
    for (const name of world.peerNames.slice(1)) expect(world.times(name, new RegExp(id))).not.toEqual([]);
  });

  it('is numbered by ids that rise strictly, also within one tick of the clock', () => {
    const { world, other } = withStandIn();
    world.until(() => other.accepted.length === 1);
    world.runFor(0.1);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.runFor(0.1);
    const ids = Array.from({ length: 5 }, () => publish(world).id);
    world.runFor(0.1);
    expect(other.texts).toEqual(ids);
    const timestamps = ids.map((id) => Number(id.split(':')[0].replace('.', '')));
    expect(timestamps).toEqual([...new Set(timestamps)].sort((a, b) => a - b));
    expect(ids.map((id) => id.split(':').at(-1))).toEqual(['1', '2', '3', '4', '5']);
  });
});
