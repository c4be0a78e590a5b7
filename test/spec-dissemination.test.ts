/** Dissemination, sentence by sentence: when a peer publishes, what a message says, and to whom it is passed on. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../sim/simulate.ts';
import { type Address, address } from '../src/address.ts';
import type { Link } from '../src/ports.ts';
import type { PeerSettings } from '../src/settings.ts';
import { type Fact, factOf, gaps, LATENCY_S, Simulated } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

/** Two peers, of which the first publishes, after `runS` seconds. */
function publisher(runS: number): Simulated {
  const world = new Simulated({ publisherNames: ['peer/0'] });
  world.start('seed/0', 'peer/0');
  world.runTo(3);
  world.start('peer/1');
  world.runTo(runS);
  return world;
}

describe('gossip', () => {
  it('"one message every 5 s, 10 messages, then none"', () => {
    const world = publisher(600);
    expect(gaps(world.times('peer/0', /^published/))).toEqual(Array(9).fill(5));
    expect(world.times('peer/1', /^received \d/)).toHaveLength(10);
  });

  it('"starts with the first connection"', () => {
    const world = publisher(10);
    const [up] = world.times('peer/0', 'link up with peer/1, accepted');
    expect(up).toBeGreaterThan(3);
    expect(world.times('peer/0', /^published/)[0]).toBe(up);
  });

  it('"or `gossipStart` seconds after start-up": whether it has a connection or not', () => {
    const world = new Simulated();
    const neighbour = world.standIn('peer/1');
    world.scriptedSeed('seed/0', { lists: ['peer/1', 'me'] });
    world.runTo(1);
    world.startWith('peer/0', { gossipStart: 7_000 });
    world.runTo(100);
    const times = neighbour.heardMessages('gossip').map(({ atS }) => atS);
    expect(times[0]).toBeCloseTo(1 + 7 + LATENCY_S, 6);
    expect(times).toHaveLength(10);
  });
});

describe('gossip text', () => {
  it('"`<timestamp>:<IP>:<Msg#>`"', () => {
    const world = publisher(100);
    const texts = world.did('peer/0', /^published/).map(({ what }) => what.split(' ')[1]);
    const fields = texts.map((text) => text.split(':'));
    expect(fields.map(([, host]) => host)).toEqual(Array(10).fill(world.address('peer/0').host));
    expect(fields.map(([, , number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    const [published] = world.times('peer/0', /^published/);
    const sinceStart = Number(fields[0][0]) - Date.UTC(2026, 0, 1) / 1000;
    expect(sinceStart).toBeCloseTo(published, 3);
  });
});

/** What a stand-in hears of each of these peers, which publish after a second. */
function published(
  settings: Partial<PeerSettings> & {
    readonly wallTime?: () => number;
    readonly selves?: readonly Address[];
  },
): string[][] {
  const { wallTime, selves = [address('10.9.9.9', 6_000)], ...numbers } = settings;
  const world = new Simulated({ peers: 1 + selves.length });
  const neighbour = world.standIn('peer/0');
  world.scriptedSeed('seed/0', { lists: ['peer/0'] });
  selves.forEach((self, i) => {
    const name = `peer/${1 + i}`;
    world.startWith(name, { gossipStart: 1_000, ...numbers }, self);
    if (wallTime !== undefined) world.replace(name, 'wallTime', () => wallTime);
  });
  world.runTo(50);
  return selves.map((_, i) =>
    neighbour
      .heardMessages('gossip')
      .filter(({ from }) => from === `peer/${1 + i}`)
      .map(({ what }) => (what as { text: string }).text),
  );
}

describe("a node's own timestamps", () => {
  const timestamps = (texts: readonly string[]) => texts.map((text) => text.split(':')[0]);
  const ticks = (texts: readonly string[]) => timestamps(texts).map((text) => BigInt(text.replace('.', '')));

  it('"strictly increasing with 9 decimals": also within one tick of the clock', () => {
    const [texts] = published({ gossipIntervalMs: 0.01, gossipCount: 500 });
    expect(texts).toHaveLength(500);
    for (const timestamp of timestamps(texts)) expect(timestamp).toMatch(/^\d{10}\.\d{9}$/);
    const [first, ...rest] = ticks(texts);
    rest.reduce((before, tick) => {
      expect(tick).toBeGreaterThan(before);
      return tick;
    }, first);
  });

  it('"strictly increasing": also when the wall clock goes back', () => {
    let calls = 0;
    const [texts] = published({ gossipIntervalMs: 1_000, wallTime: () => 1_800_000_000 - 3_600 * calls++ });
    const all = ticks(texts);
    expect(all).toHaveLength(10);
    expect(all).toEqual([...all].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(all).size).toBe(10);
  });

  it('"(100 us of clock, then 5 digits of its listening port)"', () => {
    const [texts] = published({ wallTime: () => 1_800_000_000.123_456, gossipCount: 1 });
    expect(texts).toEqual(['1800000000.123406000:10.9.9.9:1']);
  });

  it('"so two peers on one IP cannot produce the same text"', () => {
    const selves = [address('10.9.9.9', 6_000), address('10.9.9.9', 6_001)];
    const [one, other] = published({ selves, wallTime: () => 1_800_000_000, gossipIntervalMs: 1 });
    expect(one).toHaveLength(10);
    expect(other).toHaveLength(10);
    expect(new Set([...one, ...other]).size).toBe(20);
  });
});

/** A peer with three neighbours that only listen, and knows messages by their texts. */
function hub() {
  const world = new Simulated({ peers: 4 });
  world.start('seed/0', 'peer/0');
  world.rememberTexts('peer/0');
  const neighbours = world.standIns('peer/1', 'peer/2', 'peer/3');
  const links = neighbours.map((neighbour) => neighbour.dialWithHello(world.address('peer/0')));
  world.runTo(1);
  return { world, neighbours, links };
}

const TEXT = '1767225600.5:10.0.0.9:1';

describe('forwarding', () => {
  const heard = (neighbours: readonly StandIn[]) => neighbours.map(({ texts }) => texts);

  it('"on first receipt, to every neighbour except the one it came from"', () => {
    const { world, neighbours, links } = hub();
    neighbours[0].gossip(TEXT, links[0]);
    world.runFor(1);
    expect(heard(neighbours)).toEqual([[], [TEXT], [TEXT]]);
  });

  it('"on first receipt": not when it comes again, from whomever', () => {
    const { world, neighbours, links } = hub();
    neighbours[0].gossip(TEXT, links[0]);
    world.runFor(1);
    neighbours.forEach((neighbour, i) => {
      neighbour.gossip(TEXT, links[i]);
    });
    world.runFor(1);
    expect(heard(neighbours)).toEqual([[], [TEXT], [TEXT]]);
    expect(world.times('peer/0', /^received again/)).toHaveLength(3);
  });

  it('"The identity of a gossip message is its original bytes before the payload, never a re-formatted number"', () => {
    const { world, neighbours, links } = hub();
    const texts = [TEXT, '1767225600.50:10.0.0.9:1', '1767225600.5:10.0.0.9:01', '01767225600.5:10.0.0.9:1'];
    for (const text of texts) neighbours[0].gossip(text, links[0]);
    world.runFor(1);
    expect(neighbours[1].texts).toEqual(texts);
  });

  it('"never twice on one connection in one direction": not its own either, when it comes back', () => {
    const world = new Simulated({ publisherNames: ['peer/0'] });
    world.start('seed/0', 'peer/0');
    world.rememberTexts('peer/0');
    const neighbour = world.standIn('peer/1');
    const link: Link = neighbour.dialWithHello(world.address('peer/0'));
    world.until(() => neighbour.texts.length === 1);
    neighbour.gossip(neighbour.texts[0], link);
    world.runFor(1);
    expect(neighbour.texts).toHaveLength(1);
    expect(world.times('peer/0', /^received again/)).toHaveLength(1);
  });

  it('"never twice on one connection in one direction": in a whole network, with losses', () => {
    const facts: Fact[] = [];
    const { scenario } = new Simulated({
      peers: 60,
      seeds: 3,
      alpha: 0.667,
      links: 4,
      publishers: 'all',
      messages: 2,
      publish: 'when-settled',
      latency: 'exponential:30',
      loss: 0.05,
    });
    const { spread } = simulate(scenario, 'spec', { trace: (line) => facts.push(factOf(line)) });
    const sent = facts.filter(({ what }) => what.startsWith('sent '));
    const kinds = new Set(sent.map(({ node, what }) => `${node} ${what}`));
    expect(spread.coverage).toBe(1);
    expect(sent.length).toBeGreaterThan(60 * 2 * 100);
    expect(kinds.size).toBe(sent.length);
  });
});
