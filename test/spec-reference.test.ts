/** Nodes of the reference implementation among ours, sentence by sentence: seeds and peers that know none of the additions. */
import { describe, expect, it } from 'vitest';
import type { Message } from '../src/messages.ts';
import type { Link } from '../src/ports.ts';
import type { LivenessMode } from '../src/settings.ts';
import { SimProcess } from './support/sim-process.ts';
import { LATENCY_S, namesOf, Simulated, type SimulatedOptions } from './support/simulated.ts';
import { StandIn } from './support/stand-ins.ts';

describe('a reference seed', () => {
  function behindReferenceSeed(changes: SimulatedOptions = {}) {
    const world = new Simulated(changes);
    const seed = world.scriptedSeed('seed/0', { reference: true });
    world.start('peer/0');
    world.runTo(1);
    return { world, seed };
  }

  it('"the reference opens one per request and its seed closes after the answer": so do we with such a seed', () => {
    const { seed } = behindReferenceSeed();
    expect(seed.requests.map(({ kind }) => kind)).toEqual(['register', 'peerListRequest']);
    expect(seed.accepted).toHaveLength(2);
  });

  it('hears our REGISTER with the suffix, "(a reference seed ignores the suffix)", and then its own words only', () => {
    const { world, seed } = behindReferenceSeed();
    world.runTo(130);
    const [first, ...rest] = seed.requests;
    expect(first).toMatchObject({ kind: 'register', additions: true, plain: false });
    expect(rest.length).toBeGreaterThanOrEqual(3);
    for (const request of rest) expect(request).toMatchObject({ additions: false, plain: true });
  });

  it('"a reference seed answers `Unknown command`, which is fine": the peer that leaves ends', () => {
    const { world, seed } = behindReferenceSeed();
    world.leave('peer/0');
    const left = world.nowS;
    world.untilNext('peer/0', 'left');
    expect(seed.messages('deregister')).toEqual([
      { kind: 'deregister', peer: world.address('peer/0'), plain: true },
    ]);
    expect(world.nowS - left).toBeLessThan(0.5);
  });

  it('is told of deaths in its words', () => {
    const world = new Simulated();
    const seed = world.scriptedSeed('seed/0', { reference: true, lists: ['peer/1', 'me'] });
    world.standIn('peer/1');
    world.start('peer/0');
    world.runTo(1);
    world.crash('peer/1');
    world.untilNext('peer/0', 'declares peer/1 dead');
    world.runFor(1);
    expect(seed.messages('deathReport')).toMatchObject([{ accused: world.address('peer/1'), plain: true }]);
    expect(world.times('peer/0', 'reported peer/1 to seed/0, which acknowledged')).toHaveLength(1);
  });
});

/** What a reference peer hears from ours, which finds it on the list of a seed, as the seed knows it: without the additions. */
function besideReferencePeer(changes: SimulatedOptions = {}) {
  const world = new Simulated({ publisherNames: ['peer/0'], ...changes });
  const seed = world.scriptedSeed('seed/0', { lists: [{ name: 'peer/1', additions: false }, 'me'] });
  const reference = world.standIn('peer/1');
  world.start('peer/0');
  world.runTo(1);
  return { world, seed, reference, link: reference.accepted[0].link };
}

describe('"To a reference peer we send bare gossip texts [...], never HELLO, PING or LEAVE"', () => {
  it.each<LivenessMode>(['icmp', 'tcp', 'icmp+tcp'])('in the mode %s', (liveness) => {
    const { world, reference } = besideReferencePeer({ liveness });
    world.runTo(100);
    world.leave('peer/0');
    world.runFor(2);
    expect(reference.messages('gossip')).toHaveLength(10);
    expect(reference.heardMessages()).toHaveLength(10);
    // It is watched all the same: by its host, or by a connection that says nothing.
    expect(world.times('peer/0', 'pings peer/1').length).toBeGreaterThan(6);
    expect(world.times('peer/0', 'declares peer/1 dead')).toEqual([]);
  });

  it('and what it says reaches our peers', () => {
    const { world, reference, link } = besideReferencePeer();
    reference.gossip('1767225600.123:10.0.0.2:1', link);
    world.runFor(1);
    expect(world.times('peer/0', 'received 1767225600.123:10.0.0.2:1 from peer/1')).toHaveLength(1);
  });
});

/** Our peer, which a reference peer has just dialled: a third one speaks to it, so there is gossip to pass on. */
function dialledByReference(changes: SimulatedOptions = {}) {
  const world = new Simulated({ peers: 3, ...changes });
  const seed = world.scriptedSeed('seed/0', { lists: ['me'] });
  world.start('peer/0');
  const [reference, speaker] = world.standIns('peer/1', 'peer/2');
  const speakers = speaker.dialWithHello(world.address('peer/0'));
  world.runTo(5);
  const link = reference.dial(world.address('peer/0'));
  world.runFor(3 * LATENCY_S + 1e-6);
  const say = (text: string) => speaker.gossip(text, speakers);
  return { world, seed, reference, link, say };
}

const UP = /^link up with peer\/1, accepted$/;

describe('"A link just accepted is undecided until its first bytes or 200 ms have passed"', () => {
  it('"then it counts as a reference link"', () => {
    const { world } = dialledByReference();
    const accepted = world.nowS - 1e-6;
    expect(world.times('peer/0', UP)).toEqual([]);
    world.untilNext('peer/0', UP);
    expect(world.nowS - accepted).toBeCloseTo(0.2, 4);
    expect(world.peer('peer/0').neighbours).toHaveLength(2);
  });

  it('"until its first bytes": gossip decides at once', () => {
    const { world, reference, link } = dialledByReference();
    reference.gossip('1767225600.5:10.0.0.2:1', link);
    world.runFor(LATENCY_S + 1e-6);
    expect(world.times('peer/0', UP)).toHaveLength(1);
    world.runFor(1);
    expect(world.times('peer/0', UP)).toHaveLength(1);
  });

  it('"and gossip for it waits": none is lost', () => {
    const { world, reference, say } = dialledByReference();
    for (const i of [1, 2, 3]) say(`1767225600.5:10.0.0.3:${i}`);
    world.runFor(1);
    expect(reference.texts).toEqual([1, 2, 3].map((i) => `1767225600.5:10.0.0.3:${i}`));
  });

  it('"and a later HELLO still changes that"', () => {
    const { world, reference, link } = dialledByReference();
    world.runFor(10);
    const hostOnly = () => world.peer('peer/0').neighbours.filter(({ named }) => !named).length;
    expect(hostOnly()).toBe(1);
    reference.send(link, { kind: 'hello', peer: reference.self });
    world.runFor(1);
    expect(hostOnly()).toBe(0);
    expect(world.peer('peer/0').neighbours.map(({ address }) => address.text)).toContain(reference.self.text);
    expect(world.peer('peer/0').neighbours).toHaveLength(2);
  });
});

describe('"A link accepted without HELLO"', () => {
  it('"its host is pinged": every 13 s, also in the tcp mode', () => {
    for (const liveness of ['icmp', 'tcp', 'icmp+tcp'] as const) {
      const { world, reference } = dialledByReference({ liveness });
      // Nobody listens at the port that it dialled from.
      reference.process.unlisten();
      world.runTo(60);
      expect(world.times('peer/0', 'pings peer/1').length).toBeGreaterThanOrEqual(4);
      expect(world.times('peer/0', /^ping failed to peer\/1/)).toEqual([]);
      world.crash('peer/1');
      world.runFor(13 + 26 + 3);
      expect(world.times('peer/0', 'declares peer/1 dead, not reported')).toHaveLength(1);
      expect(reference.heardMessages()).toEqual([]);
    }
  });

  it('"and a death is logged, but not reported (its listening port is unknown)"', () => {
    const { world, seed } = dialledByReference();
    world.runTo(20);
    world.crash('peer/1');
    world.untilNext('peer/0', 'declares peer/1 dead, not reported');
    world.runFor(120);
    expect(seed.messages('deathReport')).toEqual([]);
    expect(world.times('peer/0', /^reported/)).toEqual([]);
  });

  it('"and no idle limit closes it"', () => {
    const { world, reference, link, say } = dialledByReference();
    world.runFor(7_200);
    expect(reference.on(link)).toEqual(['open']);
    say('1767225600.5:10.0.0.3:1');
    world.runFor(1);
    expect(reference.texts).toHaveLength(1);
  });
});

/** Passes on each text at its first sight to all its other links, as the reference does. */
class ReferencePeer extends StandIn {
  override onMessage(link: Link, message: Message): void {
    super.onMessage(link, message);
    if (message.kind !== 'gossip' || !this.process.firstTime(message)) return;
    for (const other of this.accepted) if (other.link !== link) this.send(other.link, message);
  }
}

describe('"so that its nodes and ours can share one network"', () => {
  it('a reference peer in the middle of ours: everybody has every message, once', () => {
    const publisherNames = ['peer/3', 'peer/7'];
    const world = new Simulated({ peers: 12, alpha: 20, links: 1, publish: 'when-settled', publisherNames });
    world.scriptedSeed('seed/0', { lists: [{ name: 'peer/0', additions: false }, 'me'] });
    const reference = new ReferencePeer(SimProcess.boot(world.network, world.node('peer/0')), world.network);
    world.start(...namesOf('peer', 11, 1));
    world.runTo(5);
    for (const publisher of publisherNames) world.startGossip(publisher);
    world.runTo(100);
    expect(reference.accepted).toHaveLength(11);
    for (const peer of namesOf('peer', 11, 1)) {
      const texts = world.did(peer, /^received \d/).map(({ what }) => what);
      expect(texts).toHaveLength(publisherNames.includes(peer) ? 10 : 20);
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts.every((text) => /^received \S+ from peer\/0$/.test(text))).toBe(true);
    }
    expect(reference.heardMessages()).toHaveLength(20);
    expect(new Set(reference.texts).size).toBe(20);
  });
});
