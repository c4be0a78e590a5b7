/** Attacks on the memory of messages, with numbers: what docs/SECURITY.md promises in its sections 17 and 19. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../analysis/random.ts';
import { address } from '../src/address.ts';
import { MessageIds } from '../src/message-ids.ts';
import { NodeState } from '../src/node-state.ts';
import { type Clock, ONE_NODE } from '../src/ports.ts';
import { fillMemory } from './support/fill-memory.ts';
import { namesOf, Simulated } from './support/simulated.ts';

const PEERS = 1_000;
const MESSAGES = 10;

/** Ids need the wall clock only. */
const NO_CLOCK: Clock = {
  now: () => 0,
  wallTime: () => 0,
  timer() {
    throw new Error('ids need no timer');
  },
};

describe('17. ids of 1,000 peers on one IP that publish 10 messages each', () => {
  it('however their clocks differ and jump, with 100 random seeds: all distinct', () => {
    for (let randomSeed = 0; randomSeed < 100; randomSeed++) {
      const random = randomStream('one IP', String(randomSeed));
      // All within a few ticks of 100 us, and a jump back between any two messages.
      const clock: Clock = { ...NO_CLOCK, wallTime: () => 1_800_000_000 + 0.001 * random() };
      const ids = new Set<string>();
      const peers = Array.from({ length: PEERS }, (_, i) => address('10.9.9.9', 6_000 + i));
      for (const self of peers) {
        const own = new MessageIds({ self, clock }, new NodeState(ONE_NODE));
        for (let i = 0; i < MESSAGES; i++) ids.add(own.next());
      }
      expect(ids.size).toBe(PEERS * MESSAGES);
    }
  });

  it('that start in the same moment with one clock: a neighbour hears 10,000 distinct ones', () => {
    const world = new Simulated({ peers: 1 + PEERS, keeps: /^$/ });
    const neighbour = world.standIn('peer/0');
    world.scriptedSeed('seed/0', { lists: ['peer/0'] });
    namesOf('peer', PEERS, 1).forEach((name, i) => {
      world.startWith(name, { gossipStart: 1_000, gossipIntervalMs: 100 }, address('10.9.9.9', 6_000 + i));
    });
    world.runTo(5);
    expect(neighbour.texts).toHaveLength(PEERS * MESSAGES);
    expect(new Set(neighbour.texts).size).toBe(PEERS * MESSAGES);
  });
});

describe('19. growth of the memory of messages', () => {
  it('1,000 messages a second for 10 minutes: never more than two generations, and as many at the end as after 2 minutes', () => {
    const { sizesMax } = fillMemory({ messagesPerS: 1_000, minutes: 10 });
    expect(sizesMax.slice(2)).toEqual(Array(8).fill(120_000));
  });

  it('10,000 a second: never more than a million', () => {
    const { sizesMax } = fillMemory({ messagesPerS: 10_000, minutes: 2 });
    expect(Math.max(...sizesMax)).toBe(1_000_000);
  });
});
