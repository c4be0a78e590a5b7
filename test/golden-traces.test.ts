/**
 * Golden traces: small runs, written down line by line, that a person has read. What they say may change only on purpose; then
 * `UPDATE_GOLDEN=1` writes them anew, and their diff is to be read like any other.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../sim/scenario.ts';
import { parseScenario } from '../sim/scenario-schema.ts';
import { simulate } from '../sim/simulate.ts';

const FOLDER = new URL('golden/', import.meta.url);
const LINES_MAX = 120;

interface Golden {
  /** What to look at. */
  readonly about: readonly string[];
  readonly randomSeed: string;
  readonly scenario: Partial<Scenario>;
}

/** One seed, and every message takes 50 ms. A chain: each peer links to the one before it. */
const PLAIN: Partial<Scenario> = { seeds: 1, latency: 'constant:50', joinOverS: 3, publishers: 0 };
const CHAIN: Partial<Scenario> = { ...PLAIN, rank: 'newest', links: 1 };

const GOLDENS: Readonly<Record<string, Golden>> = {
  'join-and-flood': {
    about: [
      'Four peers register with two of three seeds each, link, and flood one message: 4 links, 2 * 4 - 3 copies.',
    ],
    randomSeed: 'a',
    scenario: { ...PLAIN, peers: 4, seeds: 3, links: 2, publishers: 1, messages: 1, publish: 'when-settled' },
  },
  'crash-and-repair': {
    about: [
      'peer/1 crashes at 5 s. Its neighbours each see three pings fail, 13 s apart, and report it; the seed tries',
      'twice to reach it and removes it; peer/2, which had chosen it, links to another.',
    ],
    randomSeed: 'a',
    scenario: {
      ...CHAIN,
      ...{ peers: 3, durationS: 50 },
      faults: [{ at: 5, kind: 'crash', who: { ids: ['peer/1'] } }],
    },
  },
  'partition-and-heal': {
    about: [
      'peer/2 is cut off from 5 to 11 s. What is sent on its open link waits, is tried again at growing intervals,',
      'and arrives in order; nobody is declared dead.',
    ],
    randomSeed: 'a',
    scenario: {
      ...CHAIN,
      ...{ peers: 3, publishers: 'all', messages: 3, gossipIntervalS: 4, durationS: 18 },
      faults: [
        { at: 5, kind: 'partition', who: { ids: ['peer/2'] } },
        { at: 11, kind: 'heal', who: 'all' },
      ],
    },
  },
  'kill-and-restart': {
    about: [
      'The process of peer/1 is killed at 5 s: its links close, and peer/2, which had chosen it, links to another.',
      'Its host answers pings, so it is not reported. At 20 s it starts again and keeps its place in the list.',
    ],
    randomSeed: 'a',
    scenario: {
      ...CHAIN,
      ...{ peers: 3, durationS: 28 },
      faults: [
        { at: 5, kind: 'kill', who: { ids: ['peer/1'] } },
        { at: 20, kind: 'restart', who: { ids: ['peer/1'] } },
      ],
    },
  },
  'seed-restart': {
    about: [
      'seed/0, the only one, is down from 5 to 25 s and forgets everybody. Renewals fail, the peers back off, and',
      'the seed knows all of them again. Their links stay.',
    ],
    randomSeed: 'a',
    scenario: {
      ...CHAIN,
      ...{ peers: 3, renewIntervalS: 15, durationS: 40, pingIntervalS: 60 },
      faults: [
        { at: 5, kind: 'kill', who: 'seeds' },
        { at: 25, kind: 'restart', who: 'seeds' },
      ],
    },
  },
  leave: {
    about: [
      'peer/1 leaves at 5 s: it closes its listener and tells its neighbours and its seed, which checks and removes',
      'it at once. peer/2, which had chosen it, links to another.',
    ],
    randomSeed: 'a',
    scenario: {
      ...CHAIN,
      ...{ peers: 3, durationS: 10 },
      faults: [{ at: 5, kind: 'leave', who: { ids: ['peer/1'] } }],
    },
  },
  loss: {
    about: [
      'Of all messages 30 % are lost: attempts to connect come again after 1, 2 and 4 s, what is lost on a link',
      '250 ms later (peer/1 receives its first message 550 ms after it was sent), and a lost ping has failed.',
    ],
    randomSeed: 'a',
    scenario: { ...PLAIN, peers: 3, loss: 0.3, publishers: 1, messages: 2, durationS: 30 },
  },
};

/** The whole file. */
function textOf({ about, randomSeed, scenario }: Golden): string {
  const lines: string[] = [];
  const { traceHash, simulated } = simulate(parseScenario(scenario), randomSeed, {
    trace: (line) => lines.push(line),
  });
  return `${[
    ...about,
    `scenario ${JSON.stringify(scenario)}`,
    `random seed ${randomSeed}`,
    '----',
    ...lines,
    '----',
    `trace hash ${traceHash}, ${simulated.events} events in ${simulated.durationMs / 1000} s`,
  ].join('\n')}\n`;
}

describe('golden traces', () => {
  it.each(Object.entries(GOLDENS))('%s', (name, golden) => {
    const file = new URL(`${name}.golden`, FOLDER);
    const text = textOf(golden);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(text.split('\n').length).toBeLessThan(LINES_MAX);
  });

  it('are all of them', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.golden'));
    expect(files.sort()).toEqual(
      Object.keys(GOLDENS)
        .map((name) => `${name}.golden`)
        .sort(),
    );
  });
});
