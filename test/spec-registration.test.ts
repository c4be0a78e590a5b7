/** Registration, sentence by sentence: how many seeds, which, for how long, and what a peer does when they do not answer. */
import { describe, expect, it } from 'vitest';
import { gaps, LATENCY_S, namesOf, Simulated } from './support/simulated.ts';
import { chiSquareP, P_MIN } from './support/statistics.ts';

describe('seeds a peer registers with', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ])('"floor(n/2)+1 of the n in config.txt": of %i, %i', (seeds, quorum) => {
    const world = new Simulated({ peers: 30, seeds });
    world.start(...world.seedNames, ...world.peerNames);
    world.runFor(50);
    const lists = world.seedNames.map((seed) => world.listOf(seed));
    for (const peer of world.peerNames) {
      expect(lists.filter((list) => list.includes(peer))).toHaveLength(quorum);
    }
  });

  it('"chosen at random"', () => {
    const world = new Simulated({ peers: 1_000, seeds: 5 });
    world.start(...world.seedNames, ...world.peerNames);
    world.runFor(1);
    const lists = world.seedNames.map((seed) => new Set(world.listOf(seed)));
    const counts = new Map<string, number>();
    for (const peer of world.peerNames) {
      const chosen = lists.flatMap((list, seed) => (list.has(peer) ? [seed] : [])).join();
      counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    expect(chiSquareP([...counts.values()])).toBeGreaterThan(P_MIN);
  });
});

describe('"A peer that holds fewer than floor(n/2)+1 registrations keeps trying, with exponential back-off 1-30 s and jitter"', () => {
  /** Nobody listens at the seed's address. */
  function withoutSeed(): Simulated {
    const world = new Simulated({ peers: 20 });
    world.start(...world.peerNames);
    world.runFor(300);
    return world;
  }

  it('registers when a seed comes, and says meanwhile that it cannot', () => {
    const world = withoutSeed();
    expect(
      world.times('peer/0', 'got no answer from seed/0 (refused), registered with 0 of 1 needed'),
    ).toHaveLength(world.times('peer/0', /^got no answer/).length);
    world.start('seed/0');
    world.runFor(31);
    expect(world.listOf('seed/0').sort()).toEqual(world.peerNames.sort());
  });

  it('pauses for 1 s, then about twice as long each time, up to 30 s', () => {
    const world = withoutSeed();
    const pauses = world.peerNames.map((peer) =>
      // Each failure comes one round trip after its attempt.
      gaps(world.times(peer, /^got no answer/)).map((gap) => gap - 2 * LATENCY_S),
    );
    for (const each of pauses) {
      each.forEach((pause, i) => {
        const longest = Math.min(30, 2 ** i);
        expect(pause).toBeGreaterThanOrEqual(Math.max(1, longest / 2) - 1e-6);
        expect(pause).toBeLessThanOrEqual(longest + 1e-6);
      });
      expect(each.length).toBeGreaterThan(10);
    }
    const seventh = pauses.map((each) => each[6]);
    expect(new Set(seventh).size).toBe(seventh.length);
  });

  it('holds 3 at once when 2 of 5 seeds are down', () => {
    const world = new Simulated({ peers: 50, seeds: 5 });
    world.start('seed/1', 'seed/2', 'seed/4', ...world.peerNames);
    world.runFor(1);
    for (const seed of ['seed/1', 'seed/2', 'seed/4']) expect(world.listOf(seed)).toHaveLength(50);
  });

  it('replaces a registration that it loses', () => {
    const world = new Simulated({ peers: 1, seeds: 3 });
    world.start(...world.seedNames, 'peer/0');
    world.runFor(1);
    const [lost] = world.seedNames.filter((seed) => world.listOf(seed).includes('peer/0'));
    const [spare] = world.seedNames.filter((seed) => !world.listOf(seed).includes('peer/0'));
    world.crash(lost);
    // The renewal, and a dial that nobody answers.
    world.runTo(60 + 10 + 1);
    expect(world.listOf(spare)).toEqual(['peer/0']);
  });
});

describe('renewals', () => {
  it('"and renews every 60 s"', () => {
    const world = new Simulated({ peers: 1 });
    const seed = world.scriptedSeed('seed/0');
    world.start('peer/0');
    world.runTo(301);
    const times = seed.heardMessages('register').map(({ atS }) => atS);
    expect(gaps(times)).toEqual([60, 60, 60, 60, 60]);
  });

  it('"so a restarted seed is complete again within about a minute"', () => {
    const world = new Simulated({ peers: 40, seeds: 3 });
    world.start(...world.seedNames, ...world.peerNames);
    world.runTo(100);
    const listed = world.listOf('seed/1').sort();
    world.kill('seed/1');
    world.start('seed/1');
    expect(world.listOf('seed/1')).toEqual([]);
    world.runFor(61);
    expect(world.listOf('seed/1').sort()).toEqual(listed);
  });

  it('"Registrations do not expire by time (reference peers never renew)"', () => {
    const world = new Simulated({ peers: 1 });
    world.start('seed/0');
    const reference = world.standIn('peer/0');
    reference.dial(world.address('seed/0'), {
      kind: 'register',
      peer: reference.self,
      additions: false,
      plain: true,
    });
    world.runFor(7_200);
    expect(world.listOf('seed/0')).toEqual(['peer/0']);
  });
});

describe('a seed looks after old entries', () => {
  /** Ten peers that registered once, and never again; the first five listen. */
  function registeredOnce(): Simulated {
    const world = new Simulated({ peers: 10 });
    world.start('seed/0');
    for (const peer of world.standIns(...world.peerNames)) {
      peer.dial(world.address('seed/0'), {
        kind: 'register',
        peer: peer.self,
        additions: true,
        plain: false,
      });
    }
    world.runTo(1);
    for (const gone of namesOf('peer', 5, 5)) world.kill(gone);
    return world;
  }

  it('"a seed checks by itself, by TCP, entries that were not renewed for 10 min"', () => {
    const world = registeredOnce();
    world.runTo(600);
    expect(world.times('seed/0', /^checks/)).toEqual([]);
    world.runTo(661);
    for (const peer of world.peerNames) expect(world.times('seed/0', `checks ${peer}`)).toHaveLength(1);
  });

  it('"and removes one that fails twice"', () => {
    const world = registeredOnce();
    world.runTo(661);
    expect(world.listOf('seed/0')).toEqual(namesOf('peer', 5));
    for (const gone of namesOf('peer', 5, 5)) {
      const [checked] = world.times('seed/0', `checks ${gone}`);
      const [removed] = world.times('seed/0', new RegExp(`^removed ${gone} \\(stale\\)`));
      // Two dials, each refused after a round trip.
      expect(removed - checked).toBeCloseTo(2 * 2 * LATENCY_S, 6);
    }
  });

  it('"... not renewed": one that renews is left alone', () => {
    const world = new Simulated({ peers: 1 });
    world.start('seed/0', 'peer/0');
    world.runTo(3_600);
    expect(world.times('seed/0', /^checks/)).toEqual([]);
  });
});
