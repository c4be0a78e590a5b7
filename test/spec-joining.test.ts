/** Joining: when a peer that an application embeds may publish, and where its messages go. */
import { describe, expect, it } from 'vitest';
import type { PeerSettings } from '../src/settings.ts';
import { embed, reached, startedTogether } from './support/embedded-peers.ts';
import { Simulated } from './support/simulated.ts';

/** The first of a list is chosen. */
const NUMBERS: Partial<PeerSettings> = { alpha: 20, links: 1 };

/** peer/0 publishes. */
function publish(world: Simulated, payload?: string) {
  return world.asked('peer/0', (peer) => {
    const message = peer.message(payload);
    return { id: message.text, taken: peer.publish(message) };
  });
}

/** peer/0 reads a list with peer/1 first, which is a stand-in. */
function withStandIn(additions = true) {
  const world = new Simulated({ peers: 3 });
  world.scriptedSeed('seed/0', { lists: [{ name: 'peer/1', ageMs: 5_000, additions }, 'me'] });
  const other = world.standIn('peer/1');
  return { world, other, joinedAtS: embed(world, NUMBERS) };
}

describe('a peer has joined', () => {
  it('when the other end of a link answered a first PING, not when the link is open', () => {
    const { world, other, joinedAtS } = withStandIn();
    world.until(() => other.messages('ping').length === 1);
    world.runFor(1);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
    expect(joinedAtS).toEqual([]);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.runFor(0.1);
    expect(joinedAtS).toHaveLength(1);
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
    const joinedAtS = embed(world, NUMBERS);
    world.runFor(1);
    expect(joinedAtS).toHaveLength(1);
    expect(publish(world).taken).toBe(true);
  });

  it('not while only somebody else is listed who does not answer', () => {
    const world = new Simulated({ peers: 2 });
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'me'] });
    const joinedAtS = embed(world, NUMBERS);
    world.runFor(120);
    expect(joinedAtS).toEqual([]);
    expect(publish(world).taken).toBe(false);
  });

  it('not before a quorum holds it, though a link answered', () => {
    const world = new Simulated({ peers: 2, seeds: 3 });
    const held = world.scriptedSeed('seed/0', {});
    const mute = world.scriptedSeed('seed/1', { mute: true });
    world.scriptedSeed('seed/2', { mute: true });
    const joinedAtS = embed(world, NUMBERS);
    const other = world.standIn('peer/1');
    const link = other.dialWithHello(world.address('peer/0'));
    world.until(() => other.messages('ping').length > 0);
    other.send(link, { kind: 'pong' });
    world.until(() => held.requests.length > 0);
    world.runFor(1);
    expect(joinedAtS).toEqual([]);
    mute.script = {};
    world.until(() => joinedAtS.length === 1, 120);
  });

  it('by the link of a younger peer only when it has no dial of its own pending', () => {
    const world = new Simulated({ peers: 3 });
    world.scriptedSeed('seed/0', { lists: ['peer/2', 'me', 'peer/1'] });
    world.standIn('peer/2');
    world.crash('peer/2');
    const joinedAtS = embed(world, { ...NUMBERS, dialTimeoutMs: 4_000 });
    world.runFor(0.5);
    const younger = world.standIn('peer/1');
    const link = younger.dialWithHello(world.address('peer/0'));
    world.until(() => younger.messages('ping').length > 0);
    younger.send(link, { kind: 'pong' });
    world.runFor(1);
    expect(joinedAtS).toEqual([]);
    world.until(() => joinedAtS.length === 1);
    expect(world.nowS).toBeCloseTo(4.06, 6);
  });

  it('not through a peer that is full and refuses it', () => {
    const world = new Simulated({ peers: 3 });
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'peer/2', 'me'] });
    const [full, other] = world.standIns('peer/1', 'peer/2');
    const joinedAtS = embed(world, { ...NUMBERS, linksMax: 5 });
    world.until(() => full.messages('ping').length > 0);
    full.send(full.accepted[0].link, { kind: 'leave' });
    world.until(() => other.messages('ping').length > 0);
    expect(joinedAtS).toEqual([]);
    other.send(other.accepted[0].link, { kind: 'pong' });
    world.until(() => joinedAtS.length === 1);
  });
});

describe('peers that start together', () => {
  it.each([1, 3, 5])('form one network by the time all have joined, with %i seeds', (seeds) => {
    for (let run = 0; run < 100; run++) {
      const world = startedTogether(run, seeds);
      expect(reached(world, 'peer/0').size, `run ${run}`).toBe(world.peerNames.length);
      // Nobody waited for the 10 s after which the oldest looks for others.
      expect(world.nowS, `run ${run}`).toBeLessThan(5);
    }
  });
});

describe('a peer that was the only one', () => {
  it('publishes on while the first link is not yet answered, and to its other end too', () => {
    const world = new Simulated({ peers: 2 });
    world.start('seed/0');
    embed(world, NUMBERS);
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
    embed(world, NUMBERS);
    world.runFor(1);
    world.start('peer/1');
    world.until(() => world.linksOf('peer/0').length === 1);
    world.runFor(1);
    world.leave('peer/1');
    world.until(() => world.linksOf('peer/0').length === 0);
    expect(publish(world).taken).toBe(false);
    world.until(() => publish(world).taken);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
  });
});

describe('what an application publishes', () => {
  it('goes to every link at once, also to those that have not answered yet', () => {
    const world = new Simulated({ peers: 3 });
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'peer/2', 'me'] });
    const others = world.standIns('peer/1', 'peer/2');
    embed(world, { ...NUMBERS, alpha: 0, links: 20 });
    world.until(() => others.every((other) => other.messages('ping').length === 1));
    others[1].send(others[1].accepted[0].link, { kind: 'pong' });
    world.runFor(0.1);
    const { id } = publish(world);
    world.runFor(0.1);
    expect(others.map(({ texts }) => texts)).toEqual([[id], [id]]);
  });

  it('goes to a link that replaces a lost one only when that answered as well', () => {
    const { world, other } = withStandIn();
    for (const time of [1, 2]) {
      world.until(() => other.accepted.length === time);
      world.runFor(0.1);
      expect(publish(world).taken, `link ${time}`).toBe(false);
      const { link } = other.accepted[time - 1];
      other.send(link, { kind: 'pong' });
      world.runFor(0.1);
      expect(publish(world).taken, `link ${time}`).toBe(true);
      world.runFor(0.1);
      other.close(link);
    }
  });

  it('reaches everybody, payload and all, also where nobody else is embedded', () => {
    const world = new Simulated({ peers: 12, links: 2, alpha: 1 });
    world.start('seed/0', ...world.peerNames.slice(1));
    world.runFor(5);
    const joinedAtS = embed(world, { ...NUMBERS, alpha: 1 });
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
