/** Attacks on liveness, and seeds that fail, with numbers: what docs/SECURITY.md promises in its sections 8 to 10. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../sim/scenario.ts';
import type { Profile } from '../src/profiles.ts';
import type { LivenessMode } from '../src/settings.ts';
import { crowd, deliveredShare, holderCounts, partsOf } from './support/crowd.ts';
import { namesOf, Simulated } from './support/simulated.ts';

const QUORUM = 2;

/** Runs on until every peer is listed by a quorum again, for five minutes at most; how many whole seconds that takes. */
function registeredAfterS(world: Simulated): number {
  let afterS = 0;
  for (; afterS < 300 && Math.min(...holderCounts(world)) < QUORUM; afterS++) world.runFor(1);
  return afterS;
}

describe('8. seeds that fail, among 100 peers', () => {
  it.each([
    'crash',
    'kill',
  ] as const)('all seeds down for 10 minutes (%s): nobody exits, every message arrives, and all are registered within 45 s of their return', (strike) => {
    const world = crowd({
      ...{ peers: 100, publisherNames: ['peer/7'], messages: 100, publish: 'when-settled' },
      keeps: / (published|received) /,
    });
    for (const seed of world.seedNames) world[strike](seed);
    world.startGossip('peer/7');
    world.runFor(600);
    expect(world.peerNames.filter((name) => !world.network.isLive(world.node(name)))).toEqual([]);
    expect(world.facts.filter(({ what }) => what.startsWith('published'))).toHaveLength(100);
    expect(deliveredShare(world, 100)).toBe(1);
    world.start(...world.seedNames);
    expect(Math.max(...holderCounts(world))).toBe(0);
    expect(registeredAfterS(world)).toBeLessThanOrEqual(45);
  });

  it('one seed restarted empty, at any time: complete again within 75 s', () => {
    const world = crowd({ peers: 100, keeps: /^$/ });
    for (let restart = 0; restart < 5; restart++) {
      world.runFor(73);
      const before = world.listOf('seed/0').toSorted();
      expect(before.length).toBeGreaterThan(50);
      world.kill('seed/0');
      world.start('seed/0');
      expect(world.listOf('seed/0')).toEqual([]);
      world.runFor(75);
      expect(world.listOf('seed/0').toSorted()).toEqual(before);
    }
  });

  it('two seeds cut off from the third and half the peers for 10 minutes: all registered within 45 s, and one network again', () => {
    const world = crowd({ peers: 100, keeps: /^$/ });
    world.network.partition(['seed/2', ...namesOf('peer', 50, 50)].map((name) => world.node(name)));
    world.runFor(600);
    expect(partsOf(world, world.peerNames).count).toBeGreaterThan(1);
    // No quorum on the side of the one seed, and the other two have removed whoever is there.
    expect(holderCounts(world).filter((count) => count < QUORUM)).toHaveLength(50);
    world.network.heal();
    expect(registeredAfterS(world)).toBeLessThanOrEqual(45);
    world.runFor(60);
    expect(partsOf(world, world.peerNames).count).toBe(1);
  });
});

describe('9. clocks that jump by an hour and processes that pause for 60 s, on a tenth of 200 peers', () => {
  const struck = namesOf('peer', 20, 90);

  /** Every one of them jumps and publishes, half of them forwards; then all pause. */
  function pauses(liveness: LivenessMode, profile: Profile = 'literal') {
    const world = crowd({
      ...{ peers: 200, profile, liveness, publisherNames: struck, messages: 20, publish: 'when-settled' },
      keeps: / (published|declares|removed) /,
    });
    let jumps = 0;
    struck.forEach((name, i) => {
      world.startGossip(name);
      world.replace(name, 'wallTime', (before) => () => {
        jumps++;
        return before() + (i % 2 === 0 ? 3_600 : -3_600);
      });
    });
    world.runFor(20);
    for (const name of struck) world.pause(name, 60);
    const pausedAtS = world.nowS;
    world.runFor(120);
    const did = (what: string) => world.facts.filter((fact) => fact.what.startsWith(what));
    const whilePaused = did('published').filter(({ atS }) => atS > pausedAtS && atS < pausedAtS + 60);
    return { world, jumps, whilePaused, declared: did('declares'), removed: did('removed') };
  }

  it('icmp: nobody is declared dead, and no live peer is evicted', () => {
    const { world, jumps, whilePaused, declared, removed } = pauses('icmp');
    expect(jumps).toBeGreaterThanOrEqual(10 * struck.length);
    expect(whilePaused).toEqual([]);
    expect(declared).toEqual([]);
    expect(removed).toEqual([]);
    expect(Math.min(...holderCounts(world))).toBeGreaterThanOrEqual(QUORUM);
  });

  it.each([
    ['tcp', 'literal'],
    ['tcp', 'hardened'],
    ['icmp+tcp', 'literal'],
  ] as const)('%s, %s: those that paused are declared dead, but by them nobody, and no live peer is evicted', (liveness, profile) => {
    const { world, declared, removed } = pauses(liveness, profile);
    const accused = new Set(declared.map(({ what }) => what.split(' ')[1]));
    expect([...accused].toSorted()).toEqual(struck.toSorted());
    expect(declared.filter(({ node }) => struck.includes(node))).toEqual([]);
    expect(removed).toEqual([]);
    expect(Math.min(...holderCounts(world))).toBeGreaterThanOrEqual(QUORUM);
    expect(partsOf(world, world.peerNames).count).toBe(1);
  });
});

describe('10. ICMP blocked or not, process alive or dead, host up or down', () => {
  type Verdict = 'alive' | 'cleared' | 'dead';
  type Row = readonly [icmp: string, process: string, host: string, verdicts: Record<LivenessMode, Verdict>];

  /** What a neighbour says of peer/1 after 10 minutes, and what the seed makes of it: `cleared` was accused and stayed listed. */
  function verdict(mode: Partial<Scenario>, icmp: string, process: string, host: string): Verdict {
    const world = new Simulated(mode);
    world.start('seed/0', 'peer/0');
    world.runTo(1);
    world.start('peer/1');
    world.until(() => world.linksOf('peer/0').length === 1);
    if (icmp === 'blocked') world.blockIcmp('peer/1');
    if (process === 'dead') world.kill('peer/1');
    if (host === 'down') world.crash('peer/1');
    // The sweep for entries that nobody renewed would come later than that.
    world.runFor(590);
    const accused = world.times('peer/0', 'declares peer/1 dead').length > 0;
    const listed = world.listOf('seed/0').includes('peer/1');
    if (!accused) {
      expect(listed).toBe(true);
      return 'alive';
    }
    return listed ? 'cleared' : 'dead';
  }

  const rows: Row[] = [
    ['open', 'alive', 'up', { icmp: 'alive', tcp: 'alive', 'icmp+tcp': 'alive' }],
    ['open', 'dead', 'up', { icmp: 'alive', tcp: 'dead', 'icmp+tcp': 'dead' }],
    ['blocked', 'alive', 'up', { icmp: 'cleared', tcp: 'alive', 'icmp+tcp': 'cleared' }],
    ['blocked', 'dead', 'up', { icmp: 'dead', tcp: 'dead', 'icmp+tcp': 'dead' }],
    ['open', 'alive', 'down', { icmp: 'dead', tcp: 'dead', 'icmp+tcp': 'dead' }],
    ['open', 'dead', 'down', { icmp: 'dead', tcp: 'dead', 'icmp+tcp': 'dead' }],
    ['blocked', 'alive', 'down', { icmp: 'dead', tcp: 'dead', 'icmp+tcp': 'dead' }],
    ['blocked', 'dead', 'down', { icmp: 'dead', tcp: 'dead', 'icmp+tcp': 'dead' }],
  ];

  it.each(
    rows,
  )('ICMP %s, process %s, host %s: each mode gives the verdict of the table', (icmp, process, host, expected) => {
    for (const liveness of ['icmp', 'tcp', 'icmp+tcp'] as const) {
      for (const profile of ['literal', 'hardened'] as const) {
        const saw = verdict({ liveness, profile }, icmp, process, host);
        expect(saw, `${profile}, ${liveness}`).toBe(expected[liveness]);
      }
    }
  });

  it('a dead process that icmp takes for alive: off the list once nobody has renewed it for 10 minutes', () => {
    const world = new Simulated({ liveness: 'icmp' });
    world.start('seed/0', 'peer/0', 'peer/1');
    world.runTo(20);
    world.kill('peer/1');
    world.runFor(590);
    expect(world.listOf('seed/0')).toEqual(['peer/0', 'peer/1']);
    world.runFor(70);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
    expect(world.times('peer/0', 'declares peer/1 dead')).toEqual([]);
  });
});
