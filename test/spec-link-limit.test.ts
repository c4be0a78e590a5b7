/** The limit of links, sentence by sentence of docs/PROTOCOL.md: who is full refuses politely, and who is refused draws again. */
import { describe, expect, it } from 'vitest';
import { degreesOf } from '../analysis/degrees.ts';
import { simulate } from '../sim/simulate.ts';
import { REDRAWS_MAX, REFUSED_MAX } from '../src/link-limit.ts';
import { LEAVE } from '../src/messages.ts';
import { PLAIN } from './support/sim-world.ts';
import { namesOf, Simulated, type SimulatedOptions } from './support/simulated.ts';

/** A real peer with a limit, and stand-ins that dialled it one after another. */
function hub(linksMax: number, diallers: number) {
  const world = new Simulated({ peers: 1 + diallers, links: 1, linksMax });
  world.start('seed/0', 'peer/0');
  world.runTo(1);
  const others = world.standIns(...namesOf('peer', diallers, 1));
  const links = others.map((other) => {
    const link = other.dialWithHello(world.address('peer/0'));
    world.runFor(0.1);
    return link;
  });
  return { world, others, links };
}

/** A real peer with a limit that dials stand-ins, of which all but those named refuse at once. */
function refused(room: readonly string[], count: number, changes: SimulatedOptions = {}) {
  const world = new Simulated({ peers: 1 + count, links: 1, linksMax: 10, alpha: 0, ...changes });
  const names = namesOf('peer', count, 1);
  const seed = world.scriptedSeed('seed/0', { lists: [...names, 'me'] });
  const others = world.standIns(...names);
  others.forEach((other, i) => {
    if (room.includes(names[i])) return;
    const before = other.onMessage.bind(other);
    other.onMessage = (link, message) => {
      before(link, message);
      if (message.kind === 'hello') other.send(link, LEAVE);
    };
  });
  world.start('peer/0');
  return { world, others, seed };
}

describe('"With so many links, open or dialled, it refuses another one politely"', () => {
  it('"it answers the HELLO with LEAVE", and "leaves it to the dialler to close"', () => {
    const { world, others, links } = hub(2, 3);
    expect(world.linksOf('peer/0')).toEqual(['peer/1', 'peer/2']);
    expect(others.map((other) => other.messages('leave').length)).toEqual([0, 0, 1]);
    expect(others[2].on(links[2])).not.toContain('closed');
    expect(world.did('peer/0', 'refuses peer/3')).toHaveLength(1);
  });

  it('"still takes the gossip that was already under way"', () => {
    const { world, others, links } = hub(2, 3);
    others[2].gossip('1700000000.5:10.0.0.9:1', links[2]);
    world.runFor(1);
    expect(others[0].texts).toEqual(['1700000000.5:10.0.0.9:1']);
  });

  it('but sends none on it', () => {
    const { world, others, links } = hub(2, 3);
    others[0].gossip('1700000000.5:10.0.0.9:1', links[0]);
    world.runFor(1);
    expect(others.map((other) => other.texts.length)).toEqual([0, 1, 0]);
  });

  it('takes the next one when there is room again', () => {
    const { world, others, links } = hub(2, 3);
    others[2].close(links[2]);
    others[0].send(links[0], LEAVE);
    world.runFor(1);
    others[2].dialWithHello(world.address('peer/0'));
    world.runFor(1);
    expect(world.linksOf('peer/0')).toEqual(['peer/2', 'peer/3']);
  });

  it('"At most 64 refused links wait to be closed": the oldest is closed', () => {
    const { others, links } = hub(2, 2 + REFUSED_MAX + 1);
    expect(others[2].on(links[2])).toContain('closed');
    expect(others[3].on(links[3])).not.toContain('closed');
  });

  it('"A link that takes the place of another one of the same pair is no new link"', () => {
    const { world, others, links } = hub(2, 2);
    const again = others[1].dialWithHello(world.address('peer/0'));
    world.runFor(1);
    expect(others[1].messages('leave')).toEqual([]);
    expect(others[1].on(links[1])).toContain('closed');
    expect(others[1].on(again)).not.toContain('closed');
    expect(world.linksOf('peer/0')).toEqual(['peer/1', 'peer/2']);
  });

  it('"Reference peers count but are not refused"', () => {
    const { world, others, links } = hub(2, 4);
    for (const i of [0, 1]) others[i].send(links[i], LEAVE);
    world.runFor(1);
    const reference = [others[0], others[1], others[2]].map((other) => other.dial(world.address('peer/0')));
    world.runFor(1);
    expect(reference.map((link, i) => others[i].on(link))).toEqual([['open'], ['open'], ['open']]);
    expect(world.peer('peer/0').openLinkCount).toBe(3);
    const last = others[3].dialWithHello(world.address('peer/0'));
    world.runFor(1);
    expect(others[3].on(last)).toEqual(['open', LEAVE]);
  });
});

describe('"LEAVE on a dialled link before it has answered a ping means full"', () => {
  it('"the dialler draws again from the same list without those who refused"', () => {
    const { world, others, seed } = refused(['peer/3'], 3);
    world.runTo(1);
    expect(world.linksOf('peer/0')).toEqual(['peer/3']);
    expect(seed.messages('peerListRequest')).toHaveLength(1);
    for (const other of others) expect(other.messages('hello').length).toBeLessThanOrEqual(1);
  });

  it('"nobody is monitored or reported for it"', () => {
    const { world, seed } = refused(['peer/3'], 3);
    world.runTo(1);
    for (const name of ['peer/1', 'peer/2']) world.crash(name);
    world.runTo(200);
    expect(world.did('peer/0', /^pings peer\/[12]/)).toEqual([]);
    expect(seed.messages('deathReport')).toEqual([]);
  });

  it('"After 16 it repairs after the longest back-off"', () => {
    const { world, others } = refused([], 40);
    const dials = () => others.reduce((sum, other) => sum + other.messages('hello').length, 0);
    world.runTo(10);
    expect(dials()).toBe(1 + REDRAWS_MAX);
    world.runTo(15);
    expect(dials()).toBe(1 + REDRAWS_MAX);
    world.runTo(40);
    expect(dials()).toBe(2 * (1 + REDRAWS_MAX));
  });

  it('a farewell after that is one: the repair comes after a pause, and asks for a list', () => {
    const { world, others, seed } = refused(['peer/1', 'peer/2'], 2, { alpha: 20 });
    world.runTo(20);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
    const asked = seed.messages('peerListRequest').length;
    others[0].send(others[0].accepted[0].link, LEAVE);
    world.runFor(3);
    expect(world.did('peer/0', 'hears that peer/1 leaves')).toHaveLength(1);
    expect(seed.messages('peerListRequest')).toHaveLength(asked + 1);
  });
});

describe('a network with a limit', () => {
  const limited = { ...PLAIN, peers: 400, seeds: 3, alpha: 0.667, links: 4, linksMax: 12 };

  it.each(['a', 'b', 'c'])('keeps it everywhere, settles, and stays whole (%s)', (randomSeed) => {
    const scenario = { ...limited, publishers: 3, messages: 1, publish: 'when-settled' as const };
    const { overlay, spread } = simulate(scenario, randomSeed);
    const degrees = degreesOf(limited.peers, overlay.links);
    expect(Math.max(...degrees)).toBe(limited.linksMax);
    expect(spread.coverage).toBe(1);
    // Every copy of a static overlay, and no link fewer than without a limit, but for the first few peers.
    const links = overlay.links.length / 2;
    expect(spread.copies).toBe(3 * (2 * links - (limited.peers - 1)));
    const free = simulate({ ...scenario, linksMax: 0 }, randomSeed).overlay;
    expect(Math.max(...degreesOf(limited.peers, free.links))).toBeGreaterThan(3 * limited.linksMax);
    expect(links).toBeGreaterThan(0.98 * (free.links.length / 2));
  });

  it('mends itself within the limit when a third of it is gone', () => {
    const faults = [{ at: 30, kind: 'crash' as const, who: { share: 0.33 } }];
    const { overlay } = simulate({ ...limited, durationS: 200, faults }, 'a');
    const linked = new Set(overlay.links);
    expect([...overlay.peers].filter((peer) => !linked.has(peer))).toEqual([]);
    expect(Math.max(...degreesOf(limited.peers, overlay.links))).toBeLessThanOrEqual(limited.linksMax);
  });
});
