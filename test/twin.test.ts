/** One scenario run twice, in the simulated world and in the real one: the nodes draw the same numbers, and the facts agree. */
import { beforeAll, describe, expect, it } from 'vitest';
import { quorumOf } from '../src/settings.ts';
import type { ConformanceWorld } from './support/conformance-world.ts';
import { tcpWorld } from './support/runtime-world.ts';
import { simulatedWorld } from './support/simulated-world.ts';
import type { TwinFacts } from './support/twin-facts.ts';
import { TwinRun, type TwinScenario } from './support/twin-run.ts';

/** A seed that checks a peer that left must not meet a node of another test on its port. */
const HOST = '127.0.0.7';

const SEED_COUNT = 3;
const PEER_COUNT = 10;
const PUBLISHERS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [4, 2],
  [9, 2],
]);
const MESSAGES = ['peer/0#1', 'peer/4#1', 'peer/4#2', 'peer/9#1', 'peer/9#2'];
const PEERS = Array.from({ length: PEER_COUNT }, (_, i) => `peer/${i}`);

const CHOICES: readonly [string, TwinScenario['choice']][] = [
  ['one hub', { alpha: 2.5, links: 'auto', uniformLinks: 0 }],
  ['many ways', { alpha: 0.667, links: 3, uniformLinks: 1 }],
];

async function factsOf(world: ConformanceWorld, scenario: TwinScenario): Promise<TwinFacts> {
  try {
    return await new TwinRun(world, scenario).run();
  } finally {
    await world.close();
  }
}

/** Facts in no order of time. */
function unordered(facts: readonly string[]): string[] {
  return [...facts].sort();
}

describe.each(CHOICES)('a network with %s', (_, choice) => {
  describe.each(['a', 'b', 'c'])('with random seed %s', (randomSeed) => {
    let simulated: TwinFacts;
    let real: TwinFacts;
    beforeAll(async () => {
      const scenario = {
        randomSeed,
        seedCount: SEED_COUNT,
        peerCount: PEER_COUNT,
        publishers: PUBLISHERS,
        choice,
      };
      simulated = await factsOf(simulatedWorld(), scenario);
      real = await factsOf(await tcpWorld(HOST), scenario);
    });

    it('registers the same peers with the same seeds in the same order, each with a quorum', () => {
      for (const { registered, confirmed } of [simulated, real]) {
        expect(unordered(confirmed)).toEqual(unordered(registered));
        for (const peer of PEERS) {
          const held = registered.filter((fact) => fact.startsWith(`${peer} `));
          expect(held.length).toBeGreaterThanOrEqual(quorumOf(SEED_COUNT));
        }
      }
      expect(inOrderOfEachSeed(real)).toEqual(inOrderOfEachSeed(simulated));
    });

    it('has the same overlay, edge by edge', () => {
      for (const { dialled, accepted } of [simulated, real]) {
        expect(unordered(accepted)).toEqual(unordered(dialled));
        expect(new Set(dialled).size).toBe(dialled.length);
      }
      expect(real.chosen).toEqual(simulated.chosen);
      expect(unordered(real.dialled)).toEqual(unordered(simulated.dialled));
    });

    it('delivers each message once to each other peer', () => {
      const expected = MESSAGES.flatMap((message) =>
        PEERS.filter((peer) => !message.startsWith(`${peer}#`)).map((peer) => `${message} ${peer}`),
      );
      for (const { published, delivered } of [simulated, real]) {
        expect(unordered(published)).toEqual(MESSAGES);
        expect(unordered(delivered)).toEqual(unordered(expected));
      }
    });

    // "A flood in a static overlay without loss makes exactly 2E-(N-1) copies, whatever the delays."
    it('makes 2E-(N-1) copies of each message, whatever the delays', () => {
      const linkCount = simulated.dialled.length;
      for (const { sent } of [simulated, real]) {
        for (const message of MESSAGES) {
          const copies = sent.filter((fact) => fact.startsWith(`${message} `));
          expect(copies).toHaveLength(2 * linkCount - (PEER_COUNT - 1));
        }
        expect(sent).toHaveLength(MESSAGES.length * (2 * linkCount - (PEER_COUNT - 1)));
      }
    });

    // "never twice on one connection in one direction"
    it('sends a message over each link at most once a direction', () => {
      for (const { dialled, sent, received } of [simulated, real]) {
        expect(new Set(sent).size).toBe(sent.length);
        expect(unordered(received)).toEqual(unordered(sent));
        const directions = dialled.flatMap((link) => [link, link.split(' ').reverse().join(' ')]);
        const crossed = new Set(sent.map((fact) => fact.slice(fact.indexOf(' ') + 1)));
        expect(unordered([...crossed].filter((direction) => !directions.includes(direction)))).toEqual([]);
      }
    });

    it('ends with everybody gone, and without any trouble', () => {
      for (const { registered, removed, left, troubles } of [simulated, real]) {
        expect(troubles).toEqual([]);
        expect(unordered(left)).toEqual(PEERS);
        expect(unordered(removed)).toEqual(unordered(registered.map((fact) => `${fact}: left`)));
      }
    });
  });
});

function inOrderOfEachSeed({ registered }: TwinFacts): string[][] {
  return Array.from({ length: SEED_COUNT }, (_, i) =>
    registered.filter((fact) => fact.endsWith(`at seed/${i}`)),
  );
}
