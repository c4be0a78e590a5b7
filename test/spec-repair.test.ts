/** Repair, sentence by sentence: a peer replaces the neighbours it lost. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../sim/simulate.ts';
import { namesOf, Simulated } from './support/simulated.ts';
import type { Listed } from './support/stand-ins.ts';

/** peer/0 reads these lists and keeps one link; the others only listen. */
function keeper(lists: readonly Listed[]) {
  const world = new Simulated({ peers: 6, alpha: 20, links: 1 });
  const seed = world.scriptedSeed('seed/0', { lists });
  const others = world.standIns(...namesOf('peer', 5, 1));
  world.start('peer/0');
  world.until(() => world.linksOf('peer/0').length === 1);
  world.runFor(1);
  return { world, seed, others };
}

describe('"Neighbours lost are never replaced"', () => {
  it('"A peer whose neighbours died asks for a list again and repairs itself"', () => {
    const { world, seed } = keeper(['peer/1', 'peer/2', 'me']);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
    const asked = seed.messages('peerListRequest').length;
    world.crash('peer/1');
    world.untilNext('peer/0', 'declares peer/1 dead');
    // The first repair comes after a pause of 1 to 1.5 s, and asks over a connection of its own.
    world.runFor(2);
    expect(seed.messages('peerListRequest')).toHaveLength(asked + 1);
    expect(world.linksOf('peer/0')).toEqual(['peer/2']);
  });

  it('"repairs itself": one after another, as often as it takes', () => {
    const { world } = keeper(['peer/1', 'peer/2', 'peer/3', 'peer/4', 'me']);
    for (const dead of namesOf('peer', 3, 1)) {
      expect(world.linksOf('peer/0')).toEqual([dead]);
      world.crash(dead);
      world.untilNext('peer/0', `declares ${dead} dead`);
      // The list still names the dead of before: each costs a time-out of 10 s and a pause.
      world.runFor(40);
    }
    expect(world.linksOf('peer/0')).toEqual(['peer/4']);
  });

  it('"repairs itself": every survivor of a network that lost a third has neighbours again', () => {
    const { scenario } = new Simulated({
      peers: 150,
      seeds: 3,
      links: 2,
      alpha: 0.667,
      durationS: 200,
      faults: [{ at: 30, kind: 'crash', who: { share: 0.33 } }],
    });
    const { overlay } = simulate(scenario, 'spec');
    expect(overlay.peers).toHaveLength(100);
    const linked = new Set(overlay.links);
    expect([...overlay.peers].filter((peer) => !linked.has(peer))).toEqual([]);
    // Each but the first few keeps about as many as it chose.
    expect(overlay.links.length / 2).toBeGreaterThan(140);
  });
});

describe('"Repair chooses from all"', () => {
  it('younger entries too', () => {
    const { world } = keeper(['peer/1', 'me', 'peer/2', 'peer/3']);
    world.crash('peer/1');
    world.untilNext('peer/0', 'declares peer/1 dead');
    world.runFor(2);
    expect(world.did('peer/0', /^chose/).map(({ what }) => what)).toEqual(['chose 1 of 1', 'chose 1 of 2']);
  });

  it('a neighbour that closed its link and lives, when there is no other', () => {
    const { world, others } = keeper(['peer/1', 'me']);
    others[0].close(others[0].accepted[0].link);
    world.runFor(3);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
    expect(others[0].messages('hello')).toHaveLength(2);
    world.runFor(30);
    expect(world.peer('peer/0').neighbours).toHaveLength(1);
  });

  it('a neighbour that comes back', () => {
    const { world } = keeper(['peer/1', 'me']);
    world.kill('peer/1');
    world.runFor(100);
    expect(world.linksOf('peer/0')).toEqual([]);
    world.standIn('peer/1');
    world.runFor(61);
    expect(world.linksOf('peer/0')).toEqual(['peer/1']);
  });
});
