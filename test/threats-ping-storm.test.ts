/** A hub that may not ping all its neighbours in one interval: the limit of pings of the profile `hardened`. */
import { describe, expect, it } from 'vitest';
import { tracedRun } from './support/sim-world.ts';
import { namesOf, Simulated } from './support/simulated.ts';
import type { StandIn } from './support/stand-ins.ts';

const INTERVAL_S = 13;
const PINGS = 64;

/** A hardened peer that so many stand-ins have a link with, which say nothing. */
function hub(neighbours: number): { readonly world: Simulated; readonly others: StandIn[] } {
  const world = new Simulated({ peers: neighbours + 1, profile: 'hardened', linksMax: 0 });
  world.start('seed/0', 'peer/0');
  const others = Array.from({ length: neighbours }, (_, i) => world.standIn(`peer/${i + 1}`));
  for (const other of others) other.dialWithHello(world.address('peer/0'));
  world.runTo(1);
  return { world, others };
}

function pinged(world: Simulated): string[] {
  return world.did('peer/0', /^pings/).map(({ what }) => what.slice('pings '.length));
}

describe('a hub', () => {
  it('with 10,000 links sends 5 pings a second, to each neighbour in turn', () => {
    const { world } = hub(10_000);
    world.runTo(1 + 20 * INTERVAL_S);
    const targets = pinged(world);
    expect(targets.length).toBeLessThanOrEqual(Math.ceil((world.nowS / INTERVAL_S) * PINGS));
    expect(targets.length).toBeGreaterThan(19 * PINGS);
    // Whoever was pinged before there were many may have taken one of the first turns as well.
    expect(targets.length - new Set(targets).size).toBeLessThan(PINGS);
  });

  it('with 640 links pings everybody once in ten intervals', () => {
    const { world } = hub(640);
    world.runTo(1 + 42 * INTERVAL_S);
    const times = new Map<string, number>();
    for (const target of pinged(world)) times.set(target, (times.get(target) ?? 0) + 1);
    expect(times.size).toBe(640);
    expect(Math.max(...times.values()) - Math.min(...times.values())).toBeLessThanOrEqual(1);
  });

  it('with 60 links pings everybody in every interval', () => {
    const { world } = hub(60);
    world.runTo(1 + 20 * INTERVAL_S);
    expect(pinged(world).length).toBeGreaterThanOrEqual(19 * 60);
  });

  it('pings again at once whoever failed, and finds it dead two intervals later', () => {
    const { world } = hub(1_000);
    world.crash('peer/7');
    world.untilNext('peer/0', 'ping failed to peer/7, 1 in a row');
    const failedS = world.nowS;
    world.untilNext('peer/0', /^declares peer\/7 dead/);
    expect(world.nowS - failedS).toBeCloseTo(2 * INTERVAL_S, 0);
  });

  it('takes no turn for whoever said something meanwhile', () => {
    const { world, others } = hub(640);
    const talkative = others.slice(0, 320);
    for (let s = 0; s < 42 * INTERVAL_S; s += 5) {
      for (const other of talkative) other.send(other.heard[0].link, { kind: 'ping' });
      world.runTo(s + 6);
    }
    const targets = pinged(world);
    const quiet = new Set(others.slice(320).map(({ self }) => world.nameAt(self)));
    const ofQuiet = targets.filter((name) => quiet.has(name)).length;
    // Nearly all turns are theirs; a free one is used all the same.
    expect(ofQuiet / targets.length).toBeGreaterThan(0.8);
    expect(targets.length).toBeGreaterThan(41 * PINGS);
  });
});

it('a dead neighbour of a hub with nearly 1,000 links is reported by somebody within 45 s', () => {
  const crashS = 100;
  const { result, facts } = tracedRun({
    peers: 1_000,
    profile: 'hardened',
    uniformLinks: 2,
    linksMax: 0,
    publishers: 0,
    durationS: crashS + 60,
    faults: [{ at: crashS, kind: 'crash', who: { ids: namesOf('peer', 50, 500) } }],
  });
  const degrees = new Map<number, number>();
  for (const peer of result.overlay.links) degrees.set(peer, (degrees.get(peer) ?? 0) + 1);
  expect(Math.max(...degrees.values())).toBeGreaterThan(800);
  const reportedS = new Map<string, number>();
  for (const { seconds, says } of facts) {
    const dead = /^declares (\S+) dead/.exec(says)?.[1];
    if (dead !== undefined && !reportedS.has(dead)) reportedS.set(dead, seconds - crashS);
  }
  expect(reportedS.size).toBe(50);
  expect(Math.max(...reportedS.values())).toBeLessThan(45);
});
