/** Uniting the lists of several seeds, sentence by sentence, as it shows in whom a peer dials. */
import { describe, expect, it } from 'vitest';
import { namesOf, Simulated } from './support/simulated.ts';
import type { SeedScript } from './support/stand-ins.ts';

/**
 * Whom a peer dials that holds these seeds, in order. The first of a list has nearly all the weight and nobody listens, so each
 * repair goes one entry down the united list.
 */
function dialled(scripts: readonly SeedScript[], randomSeed = 'spec'): string[] {
  const world = new Simulated({ peers: 10, seeds: scripts.length, alpha: 20, links: 1, randomSeed });
  scripts.forEach((script, i) => {
    world.scriptedSeed(`seed/${i}`, script);
  });
  world.start('peer/0');
  world.runTo(180);
  const names = world.did('peer/0', /^could not dial/).map(({ what }) => what.split(/[ :]/)[3]);
  return [...new Set(names)];
}

describe('with ages from all seeds', () => {
  it('"sorted by age, oldest first"', () => {
    const scripts = [
      {
        lists: [
          { name: 'peer/5', ageMs: 900 },
          { name: 'peer/3', ageMs: 500 },
          { name: 'me', ageMs: 0 },
        ],
      },
      {
        lists: [
          { name: 'peer/2', ageMs: 700 },
          { name: 'peer/4', ageMs: 300 },
          { name: 'me', ageMs: 0 },
        ],
      },
    ];
    expect(dialled(scripts)).toEqual(['peer/5', 'peer/2', 'peer/3', 'peer/4']);
    expect(dialled(scripts.toReversed())).toEqual(['peer/5', 'peer/2', 'peer/3', 'peer/4']);
  });

  it('"duplicates kept once with their largest age"', () => {
    const scripts = [
      {
        lists: [
          { name: 'peer/5', ageMs: 900 },
          { name: 'peer/3', ageMs: 500 },
          { name: 'me', ageMs: 0 },
        ],
      },
      {
        lists: [
          { name: 'peer/3', ageMs: 1_500 },
          { name: 'peer/4', ageMs: 700 },
          { name: 'peer/5', ageMs: 600 },
          { name: 'me', ageMs: 0 },
        ],
      },
    ];
    expect(dialled(scripts)).toEqual(['peer/3', 'peer/5', 'peer/4']);
  });

  it('"the ages let a peer unite several lists into one order": whenever each answer came', () => {
    const world = new Simulated({ peers: 7, seeds: 3, links: 1, alpha: 20 });
    world.start(...world.seedNames);
    for (const peer of world.peerNames) {
      world.start(peer);
      world.runFor(0.2);
    }
    // Each of two majorities holds the first peer, and nobody is older.
    for (const peer of namesOf('peer', 6, 1)) expect(world.linksOf(peer)).toEqual(['peer/0']);
  });
});

describe('otherwise (some seed is a reference one)', () => {
  const scripts = [
    { lists: ['peer/1', 'peer/2', 'peer/3', 'me'] },
    { lists: ['peer/4', 'peer/2', 'peer/5', 'me'], reference: true },
  ];
  const inTurn = ['peer/1', 'peer/4', 'peer/2', 'peer/3', 'peer/5'];

  it('"the i-th entry of each list in turn, first occurrence kept"', () => {
    expect(dialled(scripts)).toEqual(inTurn);
  });

  it('"in the order of config.txt": not in that of the answers', () => {
    for (const randomSeed of ['a', 'b', 'c', 'd', 'e', 'f']) {
      expect(dialled(scripts, randomSeed)).toEqual(inTurn);
    }
    const reversed = ['peer/4', 'peer/1', 'peer/2', 'peer/5', 'peer/3'];
    expect(dialled(scripts.toReversed())).toEqual(reversed);
  });
});

describe('the rank of a peer', () => {
  it('"First choice: the entries before one\'s own; that position is the rank": in the united list', () => {
    const world = new Simulated({ peers: 7, seeds: 2, alpha: 0, links: 50 });
    world.scriptedSeed('seed/0', {
      lists: [
        { name: 'peer/1', ageMs: 900 },
        { name: 'me', ageMs: 500 },
        { name: 'peer/2', ageMs: 400 },
        { name: 'peer/3', ageMs: 100 },
      ],
    });
    world.scriptedSeed('seed/1', {
      lists: [
        { name: 'peer/4', ageMs: 800 },
        { name: 'peer/5', ageMs: 300 },
        { name: 'peer/3', ageMs: 600 },
        { name: 'me', ageMs: 200 },
      ],
    });
    world.standIns(...namesOf('peer', 6, 1));
    world.start('peer/0');
    world.runTo(1);
    expect(world.did('peer/0', /^chose/).map(({ what }) => what)).toEqual(['chose 3 of 3']);
    expect(world.linksOf('peer/0')).toEqual(['peer/1', 'peer/3', 'peer/4']);
  });
});
