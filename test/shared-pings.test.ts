/** Pings over a link that one end sends for both: `tcp` of the profile `hardened`. */
import { describe, expect, it } from 'vitest';
import { LATENCY_S, Simulated, type SimulatedOptions } from './support/simulated.ts';

const INTERVAL_S = 13;
const TIMEOUT_S = 2;
const SHARED = { profile: 'hardened', liveness: 'tcp' } as const;

/** peer/0 has dialled peer/1, both real. */
function pair(changes: SimulatedOptions) {
  const world = new Simulated({ ...SHARED, ...changes });
  world.start('seed/0', 'peer/1');
  world.runTo(1);
  world.start('peer/0');
  world.runTo(100);
  return { world, asked: (name: string) => world.times(name, /^pings/).filter((atS) => atS > 20) };
}

/** peer/0 has dialled peer/1, a stand-in that answers nothing. */
function beside(randomSeed = 'shared') {
  const world = new Simulated({ ...SHARED, randomSeed });
  world.scriptedSeed('seed/0', { lists: ['peer/1', 'me'] });
  const neighbour = world.standIn('peer/1');
  world.start('peer/0');
  world.until(() => neighbour.messages('hello').length === 1);
  return { world, neighbour, link: neighbour.accepted[0].link };
}

const SEEDS = Array.from({ length: 10 }, (_, i) => `${i}`);

describe('of a link', () => {
  it.each(SEEDS)('one end asks, at least once in an interval (%s)', (randomSeed) => {
    const { asked } = pair({ randomSeed });
    const [quiet, asking] = [asked('peer/0'), asked('peer/1')].sort((a, b) => a.length - b.length);
    expect(quiet).toEqual([]);
    expect(asking.length).toBeGreaterThanOrEqual(Math.floor(80 / INTERVAL_S));
    expect(asking.length).toBeLessThanOrEqual(Math.ceil(80 / (INTERVAL_S - 0.5)));
  });

  it.each([{ profile: 'literal' }, { liveness: 'icmp+tcp' }] as const)('both ends ask: %o', (changes) => {
    const { asked } = pair(changes);
    for (const name of ['peer/0', 'peer/1']) {
      expect(asked(name).length).toBeGreaterThanOrEqual(Math.floor(80 / INTERVAL_S));
    }
  });

  it.each(
    SEEDS,
  )('either end notices that the other died, three intervals after its last word (%s)', (randomSeed) => {
    for (const [dead, survivor] of [
      ['peer/0', 'peer/1'],
      ['peer/1', 'peer/0'],
    ]) {
      const { world } = pair({ randomSeed });
      world.crash(dead);
      world.untilNext(survivor, `declares ${dead} dead`);
      expect(world.nowS - 100).toBeLessThanOrEqual(3 * INTERVAL_S + TIMEOUT_S + LATENCY_S);
    }
  });
});

describe('whoever asks', () => {
  it.each(
    SEEDS,
  )('is not asked, and is dead three intervals and a time-out after its last word (%s)', (randomSeed) => {
    const { world, neighbour, link } = beside(randomSeed);
    // Another moment within the interval of the peer each time.
    for (let asks = 0; asks < 5 + Number(randomSeed); asks++) {
      neighbour.send(link, { kind: 'ping' });
      world.runFor(11.3);
    }
    expect(neighbour.messages('pong')).toHaveLength(5 + Number(randomSeed));
    expect(world.times('peer/0', /^pings/)).toEqual([]);
    const lastWordS = world.nowS - 11.3 + LATENCY_S;
    world.untilNext('peer/0', 'declares peer/1 dead');
    expect(world.nowS - lastWordS).toBeLessThanOrEqual(3 * INTERVAL_S + TIMEOUT_S);
    expect(world.nowS - lastWordS).toBeGreaterThan(2 * INTERVAL_S + TIMEOUT_S);
    expect(world.did('peer/0', /^ping failed/)).toHaveLength(3);
  });

  it('is asked at once when its link closed', () => {
    const { world, neighbour, link } = beside();
    world.runTo(5);
    neighbour.send(link, { kind: 'ping' });
    world.runFor(1);
    neighbour.close(link);
    world.runFor(INTERVAL_S);
    expect(world.times('peer/0', /^pings/)).toHaveLength(1);
  });

  it('is no full peer when it says LEAVE', () => {
    const { world, neighbour, link } = beside();
    for (let asks = 0; asks < 3; asks++) {
      neighbour.send(link, { kind: 'ping' });
      world.runFor(10);
    }
    neighbour.send(link, { kind: 'leave' });
    world.runFor(1);
    expect(world.times('peer/0', /^link down with peer\/1: left/)).toHaveLength(1);
  });
});
