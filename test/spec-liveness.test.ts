/** Liveness, sentence by sentence: who is pinged and when, what counts as dead, and who is told. */
import { describe, expect, it } from 'vitest';
import type { LivenessMode } from '../src/settings.ts';
import { gaps, namesOf, Simulated, type SimulatedOptions } from './support/simulated.ts';

/** peer/0 has dialled peer/1, both real; the seeds are scripted. */
function pair(changes: SimulatedOptions = {}) {
  const world = new Simulated(changes);
  const seeds = world.seedNames.map((seed) => world.scriptedSeed(seed, { lists: ['peer/1', 'me'] }));
  world.start('peer/1', 'peer/0');
  world.until(() => world.linksOf('peer/0').length === 1);
  return { world, seeds };
}

/** peer/0 has dialled peer/1, a stand-in. */
function beside(changes: SimulatedOptions = {}) {
  const world = new Simulated(changes);
  const seed = world.scriptedSeed('seed/0', { lists: ['peer/1', 'me'] });
  const neighbour = world.standIn('peer/1');
  world.start('peer/0');
  world.until(() => neighbour.messages('hello').length === 1);
  return { world, seed, neighbour, link: neighbour.accepted[0].link };
}

const FAILED = /^ping failed to peer\/1/;
const DEAD = 'declares peer/1 dead';

describe('liveness', () => {
  it('"every monitored neighbour pinged every 13 s by ICMP"', () => {
    const world = new Simulated({ peers: 6, alpha: 0, links: 50 });
    world.scriptedSeed('seed/0', { lists: [...namesOf('peer', 5, 1), 'me'] });
    world.standIns(...namesOf('peer', 5, 1));
    world.start('peer/0');
    world.runTo(135);
    const neighbours = world.linksOf('peer/0');
    expect(neighbours).toEqual(namesOf('peer', 5, 1));
    for (const neighbour of neighbours) {
      const pings = world.times('peer/0', `pings ${neighbour}`);
      expect(pings.length).toBeGreaterThanOrEqual(9);
      expect(new Set(gaps(pings))).toEqual(new Set([13]));
    }
  });

  it('the pings of a hub are spread over the 13 s, so that each death is noticed at a moment of its own', () => {
    const world = new Simulated({ peers: 101, alpha: 0, links: 2_000 });
    const others = namesOf('peer', 100, 1);
    world.scriptedSeed('seed/0', { lists: [...others, 'me'] });
    world.standIns(...others);
    world.start('peer/0');
    world.runTo(40);
    const firstPings = others.map((other) => world.times('peer/0', `pings ${other}`)[0]);
    const parts = firstPings.map((atS) => Math.floor(atS - Math.min(...firstPings)));
    expect(new Set(parts).size).toBe(13);
  });

  it('"also after its TCP connection closed"', () => {
    const { world, neighbour, link } = beside();
    world.runTo(20);
    neighbour.close(link);
    world.untilNext('peer/0', 'link down with peer/1: closed');
    world.process('peer/1').unlisten();
    const closed = world.nowS;
    world.runTo(200);
    const after = world.times('peer/0', 'pings peer/1').filter((atS) => atS > closed);
    expect(after.length).toBeGreaterThanOrEqual(13);
    world.crash('peer/1');
    world.runFor(13 + 26 + 3);
    expect(world.times('peer/0', DEAD)).toHaveLength(1);
  });

  it('"ping time-out 2 s"', () => {
    const { world } = pair();
    world.crash('peer/1');
    world.untilNext('peer/0', FAILED);
    const [pinged] = world.times('peer/0', 'pings peer/1').slice(-1);
    expect(gaps([pinged, world.nowS])).toEqual([2]);
  });
});

describe('dead', () => {
  it('"3 consecutive failures"', () => {
    const { world } = pair();
    world.crash('peer/1');
    world.untilNext('peer/0', DEAD);
    expect(world.did('peer/0', FAILED).map(({ what }) => what)).toEqual([
      'ping failed to peer/1, 1 in a row',
      'ping failed to peer/1, 2 in a row',
      'ping failed to peer/1, 3 in a row',
    ]);
    expect(gaps(world.times('peer/0', FAILED))).toEqual([13, 13]);
    expect(world.nowS).toBe(world.times('peer/0', FAILED)[2]);
  });

  it('"3 consecutive failures": one answer between them begins the count anew', () => {
    const { world } = pair();
    for (let round = 0; round < 4; round++) {
      world.blockIcmp('peer/1');
      for (let failure = 0; failure < 2; failure++) world.untilNext('peer/0', FAILED);
      world.blockIcmp('peer/1', false);
      world.untilNext('peer/0', 'pings peer/1');
      world.runFor(1);
    }
    expect(world.times('peer/0', DEAD)).toEqual([]);
    const inARow = world.did('peer/0', FAILED).map(({ what }) => Number(what.split(' ')[4]));
    expect(inARow).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
  });

  it('"then reported to every seed of config.txt": also to those it is not registered with', () => {
    const { world, seeds } = pair({ seeds: 5 });
    world.runTo(5);
    const registered = seeds.filter((seed) =>
      seed.heardMessages('register').some(({ from }) => from === 'peer/0'),
    );
    expect(registered).toHaveLength(3);
    world.crash('peer/1');
    world.untilNext('peer/0', DEAD);
    const verdict = world.nowS;
    world.runFor(1);
    for (const seed of seeds) {
      const [report] = seed.messages('deathReport');
      expect(report).toMatchObject({
        accused: world.address('peer/1'),
        reporterHost: world.address('peer/0').host,
      });
      expect(Number(report.timestamp) - Date.UTC(2026, 0, 1) / 1000).toBeCloseTo(verdict, 2);
      expect(seed.messages('deathReport')).toHaveLength(1);
    }
    for (const seed of world.seedNames) {
      expect(world.times('peer/0', `reported peer/1 to ${seed}, which acknowledged`)).toHaveLength(1);
    }
  });

  it('"each over a fresh TCP connection"', () => {
    const { world, seeds } = pair({ seeds: 3 });
    world.crash('peer/1');
    world.untilNext('peer/0', DEAD);
    const verdict = world.nowS;
    world.runFor(1);
    for (const seed of seeds) {
      const [{ link }] = seed.heardMessages('deathReport');
      expect(seed.heardMessages().filter((heard) => heard.link === link && heard.atS > verdict)).toHaveLength(
        1,
      );
      const opened = seed.accepted.filter((heard) => heard.link === link).map(({ atS }) => atS);
      expect(opened.at(-1)).toBeGreaterThan(verdict);
    }
  });

  it('"monitoring of it ends there"', () => {
    const { world } = pair();
    world.crash('peer/1');
    world.untilNext('peer/0', DEAD);
    const pings = world.times('peer/0', 'pings peer/1').length;
    expect(world.peer('peer/0').neighbours).toEqual([]);
    world.runFor(600);
    expect(world.times('peer/0', 'pings peer/1')).toHaveLength(pings);
    expect(world.times('peer/0', DEAD)).toHaveLength(1);
  });
});

describe('"Ephemeral port as identity"', () => {
  it('is not copied: a death report about the dialler matches the registry', () => {
    const world = new Simulated();
    world.start('seed/0', 'peer/0');
    world.runTo(1);
    world.start('peer/1');
    world.until(() => world.linksOf('peer/0').length === 1);
    world.crash('peer/1');
    world.untilNext('peer/0', DEAD);
    world.runFor(10);
    expect(world.times('seed/0', 'was told by peer/0 that peer/1 is dead')).toHaveLength(1);
    expect(world.times('seed/0', /^removed peer\/1 \(dead\)/)).toHaveLength(1);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
  });
});

describe('"ICMP sees hosts, not processes"', () => {
  const dead = (liveness: LivenessMode, strike: (world: Simulated) => void) => {
    const { world } = pair({ liveness });
    world.runTo(20);
    strike(world);
    world.runFor(600);
    return world.times('peer/0', DEAD).length > 0;
  };
  const killed = (world: Simulated) => world.kill('peer/1');
  const crashed = (world: Simulated) => world.crash('peer/1');
  const icmpBlocked = (world: Simulated) => world.blockIcmp('peer/1');

  it('"Default liveness stays ICMP as specified": a process that died on a living host goes unnoticed', () => {
    expect(new Simulated().scenario.liveness).toBe('icmp');
    expect(dead('icmp', killed)).toBe(false);
    expect(dead('icmp', crashed)).toBe(true);
    expect(dead('icmp', icmpBlocked)).toBe(true);
  });

  it('"`icmp+tcp` (dead when ICMP fails or when the TCP side is gone and refuses a redial)"', () => {
    expect(dead('icmp+tcp', killed)).toBe(true);
    expect(dead('icmp+tcp', crashed)).toBe(true);
    expect(dead('icmp+tcp', icmpBlocked)).toBe(true);
    expect(dead('icmp+tcp', () => {})).toBe(false);
  });

  it('"... and refuses a redial": alive while it takes one, though the link is gone', () => {
    const { world, seed, neighbour, link } = beside({ liveness: 'icmp+tcp' });
    seed.script.lists = ['me'];
    neighbour.close(link);
    const before = neighbour.accepted.length;
    world.runFor(300);
    expect(world.times('peer/0', DEAD)).toEqual([]);
    expect(neighbour.accepted.length).toBeGreaterThan(before + 20);
  });

  it('"and `tcp` can be chosen"', () => {
    expect(dead('tcp', killed)).toBe(true);
    expect(dead('tcp', crashed)).toBe(true);
    expect(dead('tcp', icmpBlocked)).toBe(false);
  });
});

describe('"Timestamps from a wall clock drive timers"', () => {
  it('"Intervals come from a monotonic clock": a wall clock that jumps moves nothing', () => {
    const { world, seeds } = pair({ publisherNames: ['peer/0'] });
    let jumps = 0;
    world.replace('peer/0', 'wallTime', () => () => 1_800_000_000 + (jumps++ % 2 === 0 ? -7_200 : 7_200));
    world.runTo(200);
    expect(gaps(world.times('peer/0', /^published/))).toEqual(Array(9).fill(5));
    expect(new Set(gaps(world.times('peer/0', 'pings peer/1')))).toEqual(new Set([13]));
    const renewals = seeds[0].heardMessages('register').filter(({ from }) => from === 'peer/0');
    expect(gaps(renewals.map(({ atS }) => atS))).toEqual([60, 60, 60]);
    expect(jumps).toBeGreaterThan(0);
  });

  it('"a suspended process that wakes up late does not count failures for the time it slept"', () => {
    const { world } = pair();
    let sleptMs = 0;
    world.replace('peer/0', 'now', (awake) => () => awake() + sleptMs);
    for (const seconds of [30, 60, 3_600, 86_400]) {
      // It falls asleep with a ping under way, whose answer it will not hear.
      world.untilNext('peer/0', 'pings peer/1');
      world.blockIcmp('peer/1');
      sleptMs += 1000 * seconds;
      world.runFor(2.5);
      world.blockIcmp('peer/1', false);
    }
    world.runFor(60);
    expect(world.times('peer/0', FAILED)).toEqual([]);
    world.crash('peer/1');
    world.runFor(13 + 26 + 3);
    expect(world.times('peer/0', DEAD)).toHaveLength(1);
  });
});
