/** Links between peers, sentence by sentence: HELLO, one link a pair, the heartbeat, the farewell. */
import { describe, expect, it } from 'vitest';
import { LEAVE, PING, PONG } from '../src/messages.ts';
import { gaps, LATENCY_S, namesOf, Simulated, type SimulatedOptions } from './support/simulated.ts';

/** peer/0, which dials whom the seed lists, and stand-ins for all others. */
function dialler(
  lists: readonly { readonly name: string; readonly additions?: boolean }[],
  changes: SimulatedOptions = {},
) {
  const world = new Simulated({ peers: 1 + lists.length, alpha: 0, links: 50, ...changes });
  const seed = world.scriptedSeed('seed/0', { lists: [...lists, 'me'] });
  const neighbours = world.standIns(...lists.map(({ name }) => name));
  world.start('peer/0');
  world.runTo(1);
  return { world, seed, neighbours };
}

/** A real peer that a stand-in has dialled. */
function acceptor(changes: SimulatedOptions = {}) {
  const world = new Simulated(changes);
  world.start('seed/0', 'peer/0');
  const neighbour = world.standIn('peer/1');
  const link = neighbour.dialWithHello(world.address('peer/0'));
  world.runTo(1);
  return { world, neighbour, link };
}

describe('"`HELLO:<listening ip>:<listening port>:hearsay/1`"', () => {
  it('"first line of the dialler"', () => {
    const { world, neighbours } = dialler([{ name: 'peer/1' }], { publisherNames: ['peer/0'] });
    const [{ link }] = neighbours[0].accepted;
    const [accepted, first, second] = neighbours[0].on(link);
    expect(accepted).toBe('accepted');
    expect(first).toEqual({ kind: 'hello', peer: world.address('peer/0') });
    expect(second).toMatchObject({ kind: 'gossip' });
  });

  it('"sent only to peers that have the additions"', () => {
    const { neighbours } = dialler([
      { name: 'peer/1', additions: false },
      { name: 'peer/2', additions: true },
    ]);
    expect(neighbours.map((neighbour) => neighbour.accepted.length)).toEqual([1, 1]);
    expect(neighbours.map((neighbour) => neighbour.messages('hello').length)).toEqual([0, 1]);
  });

  it('names the dialler: the acceptor knows where it listens', () => {
    const { world } = acceptor();
    const [neighbour] = world.peer('peer/0').neighbours;
    expect(neighbour.address.text).toBe(world.address('peer/1').text);
    expect(neighbour.named).toBe(true);
  });
});

describe('"One link a pair: when two peers dial each other, the dial of the smaller address survives"', () => {
  /** Two peers, each with a seed of its own, that lists the other one as older. */
  function crossing(randomSeed: string, latency = 'constant:10') {
    const world = new Simulated({ randomSeed, latency, seeds: 2 });
    ['peer/0', 'peer/1'].forEach((name, i, names) => {
      world.scriptedSeed(`seed/${i}`, { lists: [names[1 - i], name] });
      world.startWith(name, { seeds: [world.address(`seed/${i}`)], gossipCount: 0 });
    });
    world.runTo(20);
    return world;
  }

  it('also when the two dials cross on their way', () => {
    const world = crossing('spec');
    for (const [name, dialled] of [
      ['peer/0', true],
      ['peer/1', false],
    ] as const) {
      const { neighbours } = world.peer(name);
      expect(neighbours).toHaveLength(1);
      expect(neighbours[0]).toMatchObject({ dialled, named: true });
      expect(neighbours[0].link).toBeDefined();
    }
  });

  it('whatever the latencies', () => {
    for (let i = 0; i < 60; i++) {
      const world = crossing(`spec ${i}`, 'exponential:100');
      expect(world.linksOf('peer/0')).toEqual(['peer/1']);
      expect(world.linksOf('peer/1')).toEqual(['peer/0']);
      // One dial goes to its seed. It does not dial at all when the other's HELLO came before its list.
      const crossed = world.network.processes.dialCount(world.node('peer/0')) === 2;
      expect(world.peer('peer/0').neighbours[0].dialled).toBe(crossed);
      expect(world.peer('peer/1').neighbours[0].dialled).toBe(!crossed);
    }
  });

  it('and a second dial of the same peer takes the place of its first', () => {
    const { world, neighbour, link } = acceptor();
    const again = neighbour.dialWithHello(world.address('peer/0'));
    world.runFor(1);
    expect(world.peer('peer/0').neighbours).toHaveLength(1);
    expect(neighbour.on(link)).toContain('closed');
    expect(neighbour.on(again)).not.toContain('closed');
  });

  it('nobody keeps a link with itself', () => {
    const world = new Simulated({ alpha: 0, links: 5 });
    world.scriptedSeed('seed/0', { lists: ['me', 'me', 'peer/1'] });
    const other = world.standIn('peer/1');
    world.start('peer/0');
    other.dial(world.address('peer/0'), { kind: 'hello', peer: world.address('peer/0') });
    world.runTo(9);
    expect(world.peer('peer/0').neighbours).toEqual([]);
  });
});

describe('"`PING` / `PONG`: keep-alive on a link with the additions (a TCP heartbeat: ICMP cannot see that a process died on a living host)"', () => {
  it('PING is answered by PONG', () => {
    const { world, neighbour, link } = acceptor();
    neighbour.send(link, PING);
    const asked = world.nowS;
    world.runFor(1);
    expect(neighbour.messages('pong')).toEqual([PONG]);
    expect(gaps([asked, neighbour.heardMessages('pong')[0].atS])).toEqual([2 * LATENCY_S]);
  });

  it('a link without the additions hears no PONG', () => {
    const world = new Simulated();
    world.start('seed/0', 'peer/0');
    const reference = world.standIn('peer/1');
    const link = reference.dial(world.address('peer/0'));
    world.runTo(1);
    reference.send(link, PING);
    world.runFor(1);
    expect(reference.heardMessages()).toEqual([]);
  });

  it('in the tcp modes every neighbour hears PING every 13 s, and is dead when it answers none', () => {
    const { world, neighbours } = dialler([{ name: 'peer/1' }], { liveness: 'tcp' });
    const [silent] = neighbours;
    world.runTo(41);
    const pings = silent.heardMessages('ping').map(({ atS }) => atS);
    expect(pings.length).toBeGreaterThanOrEqual(3);
    expect(new Set(gaps(pings))).toEqual(new Set([13]));
    expect(world.did('peer/0', 'declares peer/1 dead').length).toBeGreaterThan(0);
  });

  it('in the icmp mode nobody hears PING', () => {
    const { world, neighbours } = dialler([{ name: 'peer/1' }]);
    world.runTo(200);
    expect(neighbours[0].messages('ping')).toEqual([]);
  });
});

describe('"`LEAVE`: on a link with the additions: graceful, monitoring ends"', () => {
  it('a peer that leaves says so to every neighbour', () => {
    const { world, neighbours } = dialler(namesOf('peer', 3, 1).map((name) => ({ name })));
    world.leave('peer/0');
    world.runFor(1);
    for (const neighbour of neighbours) expect(neighbour.messages('leave')).toEqual([LEAVE]);
  });

  it('"monitoring ends": the neighbour is neither pinged nor reported any more', () => {
    const world = new Simulated({ peers: 3 });
    world.start('seed/0', 'peer/0');
    world.runTo(1);
    world.start('peer/1', 'peer/2');
    world.runTo(30);
    world.leave('peer/1');
    world.runFor(2);
    world.crash('peer/1');
    const left = world.nowS;
    world.runFor(300);
    expect(world.times('peer/0', 'hears that peer/1 leaves')).toHaveLength(1);
    expect(world.times('peer/0', 'pings peer/1').filter((atS) => atS > left)).toEqual([]);
    expect(world.times('peer/0', 'declares peer/1 dead')).toEqual([]);
    expect(world.times('peer/0', 'pings peer/2').filter((atS) => atS > left).length).toBeGreaterThan(20);
  });

  it('"on a link with the additions": elsewhere it means nothing', () => {
    const world = new Simulated();
    world.start('seed/0', 'peer/0');
    const reference = world.standIn('peer/1');
    const link = reference.dial(world.address('peer/0'));
    world.runTo(1);
    reference.send(link, LEAVE);
    world.runFor(30);
    expect(world.times('peer/0', 'pings peer/1').length).toBeGreaterThanOrEqual(2);
  });
});
