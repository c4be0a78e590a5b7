import { describe, expect, it } from 'vitest';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import { ScenarioError } from '../sim/scenario-error.ts';
import { parseScenario, type ScenarioFlag } from '../sim/scenario-schema.ts';

function sentencesOf(document: unknown, flags: ScenarioFlag[] = []): string {
  try {
    parseScenario(document, flags, 'a.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    return (error as ScenarioError).message;
  }
  return 'accepted';
}

describe('a scenario', () => {
  it('is the defaults when it says nothing', () => {
    expect(parseScenario({})).toEqual(SCENARIO_DEFAULTS);
  });

  it('has its keys in one order, whatever the order of the document', () => {
    const scenario = parseScenario({ faults: [], seeds: 1, peers: 10 });
    expect(Object.keys(scenario)).toEqual(Object.keys(SCENARIO_DEFAULTS));
  });

  it('survives a round trip through JSON', () => {
    const scenario = parseScenario({
      peers: 50,
      alpha: 0,
      links: 3,
      latency: 'lognormal:60,0.5',
      publishers: 3,
      durationS: 90,
      faults: [
        { at: 5, kind: 'partition', who: { share: 0.5 } },
        { at: 9.5, kind: 'heal' },
        { at: 20, kind: 'crash', who: 'hub' },
        { at: 20, kind: 'leave', who: { count: 2 } },
        { at: 30, kind: 'kill', who: { ids: ['peer/49', 'seed/2'] } },
        { at: 30, kind: 'blockIcmp', who: 'all' },
      ],
    });
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
  });

  it('heals everybody: the target may be left out', () => {
    const healed: Scenario['faults'] = [{ at: 9, kind: 'heal', who: 'all' }];
    expect(parseScenario({ faults: [{ at: 9, kind: 'heal' }] }).faults).toEqual(healed);
    expect(parseScenario({ faults: healed }).faults).toEqual(healed);
  });
});

describe('flags', () => {
  it('win over the document', () => {
    const flags: ScenarioFlag[] = [{ key: 'peers', value: 7, name: '--peers' }];
    expect(parseScenario({ peers: 5, seeds: 2 }, flags)).toMatchObject({ peers: 7, seeds: 2 });
  });

  it('add faults to those of the document', () => {
    const crash = { at: 3, kind: 'crash', who: { share: 0.1 } };
    const flags: ScenarioFlag[] = [{ key: 'faults', value: crash, name: '--crash 0.1@3' }];
    const heal = { at: 1, kind: 'heal', who: 'all' };
    expect(parseScenario({ faults: [heal] }, flags).faults).toEqual([heal, crash]);
  });

  it('are named when they are wrong', () => {
    const loss: ScenarioFlag = { key: 'loss', value: 'x', name: '--loss' };
    const crash: ScenarioFlag = {
      key: 'faults',
      value: { at: 3, kind: 'crash', who: { share: 3 } },
      name: '--crash 3@3',
    };
    expect(sentencesOf({ faults: [{ at: -1, kind: 'heal' }] }, [loss, crash])).toBe(
      [
        '--loss: expected a probability from 0 to below 1, such as 0.01, found "x"',
        'a.json, faults[0].at: expected a number of seconds from 0 to 10,000,000, found -1',
        '--crash 3@3: expected a share above 0 and up to 1, such as 0.1, found 3',
      ].join('\n'),
    );
  });
});

const ALPHA_ADVICE =
  'needs a fixed number of links: "auto" draws n^(1/alpha) of n candidates, which for alpha below 2 links nearly everybody ' +
  'to everybody; add --links 5 ("links": 5 in a scenario)';

const LATENCIES =
  '"constant:MS", "uniform:MIN-MAX", "exponential:MEAN", "lognormal:MEDIAN,SIGMA" (milliseconds up to 60,000; SIGMA up to 5) ' +
  'or "planetlab"';

const TARGETS = '{"share": 0.1}, {"count": 3}, {"ids": ["peer/3"]}, "hub", "seeds" or "all"';

function crashOf(who: unknown): object {
  return { faults: [{ at: 1, kind: 'crash', who }] };
}

describe('a bad scenario is refused with a sentence', () => {
  it.each<[unknown, string]>([
    [[], 'a.json: expected an object like {"peers": 100}, found []'],
    [null, 'a.json: expected an object like {"peers": 100}, found null'],
    [{ peers: 0 }, 'a.json, peers: expected a whole number from 1 to 1,000,000, found 0'],
    [{ peers: 1.5 }, 'a.json, peers: expected a whole number from 1 to 1,000,000, found 1.5'],
    [{ peers: '10' }, 'a.json, peers: expected a whole number from 1 to 1,000,000, found "10"'],
    [{ peers: null }, 'a.json, peers: expected a whole number from 1 to 1,000,000, found null'],
    [{ seeds: 0 }, 'a.json, seeds: expected a whole number from 1 to 1,000, found 0'],
    [{ alpha: -1 }, 'a.json, alpha: expected a number from 0 to 20, found -1'],
    [{ alpha: 1.9 }, `a.json, alpha: 1.9 ${ALPHA_ADVICE}`],
    [{ alpha: 0 }, `a.json, alpha: 0 ${ALPHA_ADVICE}`],
    [{ links: 'all' }, 'a.json, links: expected a whole number from 1 to 10,000, or "auto", found "all"'],
    [{ links: 0 }, 'a.json, links: expected a whole number from 1 to 10,000, or "auto", found 0'],
    [{ rank: 'old' }, 'a.json, rank: expected "oldest", "newest" or "shuffled", found "old"'],
    [{ uniformLinks: -1 }, 'a.json, uniformLinks: expected a whole number from 0 to 10,000, found -1'],
    [{ linksMax: -1 }, 'a.json, linksMax: expected a whole number from 0 to 1,000,000, found -1'],
    [
      { linksMax: 11, links: 5, uniformLinks: 1 },
      'a.json, linksMax: expected at least 12, because each peer draws 6 links and each link has two ends, ' +
        'found 11; raise it, or lower links or uniformLinks',
    ],
    [
      { publishers: 11, peers: 10 },
      'a.json, publishers: expected at most the 10 peers of the scenario, found 11; lower it or raise peers',
    ],
    [{ publish: 'now' }, 'a.json, publish: expected "on-connect" or "when-settled", found "now"'],
    [{ latency: 'fast' }, `a.json, latency: expected ${LATENCIES}, found "fast"`],
    [{ latency: 5 }, `a.json, latency: expected ${LATENCIES}, found 5`],
    [
      { latencyFloorMs: 0 },
      'a.json, latencyFloorMs: expected a number of milliseconds from 0.001 to 60,000, found 0',
    ],
    [{ loss: 1 }, 'a.json, loss: expected a probability from 0 to below 1, such as 0.01, found 1'],
    [{ liveness: 'udp' }, 'a.json, liveness: expected "icmp", "tcp" or "icmp+tcp", found "udp"'],
    [
      { pingIntervalS: 0 },
      'a.json, pingIntervalS: expected a number of seconds from 0.001 to 10,000,000, found 0',
    ],
    [{ trustReports: 1 }, 'a.json, trustReports: expected true or false, found 1'],
    [{ faults: {} }, 'a.json, faults: expected a list of at most 100,000 faults, found {}'],
    [
      { faults: ['crash'] },
      'a.json, faults[0]: expected a fault like {"at": 30, "kind": "crash", "who": {"share": 0.1}}, found "crash"',
    ],
    [
      { faults: [{ at: 1, kind: 'crush', who: 'all' }] },
      'a.json, faults[0].kind: expected "crash", "kill", "restart", "leave", "partition", "heal", "blockIcmp" or "unblockIcmp", ' +
        'found "crush"',
    ],
    [
      { faults: [{ kind: 'heal' }] },
      'a.json, faults[0].at: expected a number of seconds from 0 to 10,000,000, found nothing',
    ],
    [
      { faults: [{ at: 1, kind: 'heal', who: 'hub' }] },
      'a.json, faults[0].who: expected "all" or nothing, since it ends all partitions, found "hub"',
    ],
    [crashOf(undefined), `a.json, faults[0].who: expected ${TARGETS}, found nothing`],
    [crashOf('everybody'), `a.json, faults[0].who: expected ${TARGETS}, found "everybody"`],
    [
      crashOf({ share: 0 }),
      'a.json, faults[0].who.share: expected a share above 0 and up to 1, such as 0.1, found 0',
    ],
    [
      crashOf({ share: 0.5, count: 1 }),
      `a.json, faults[0].who: expected ${TARGETS}, found {"share":0.5,"count":1}`,
    ],
    [
      crashOf({ count: 1001 }),
      'a.json, faults[0].who.count: expected at most the 1000 peers of the scenario, found 1001',
    ],
    [crashOf({ ids: [] }), 'a.json, faults[0].who.ids: expected at least one name, found []'],
    [
      crashOf({ ids: ['peer3'] }),
      'a.json, faults[0].who.ids[0]: expected the name of a node, such as "peer/3" or "seed/0", found "peer3"',
    ],
    [
      crashOf({ ids: ['seed/2', 'seed/3'] }),
      'a.json, faults[0].who.ids[1]: expected a seed from seed/0 to seed/2, found "seed/3"',
    ],
    [
      { peers: Array(99).fill(1) },
      `a.json, peers: expected a whole number from 1 to 1,000,000, found [${'1,'.repeat(28)}...`,
    ],
  ])('%j', (document, sentence) => {
    expect(sentencesOf(document)).toBe(sentence);
  });

  it('names everything that is wrong, a sentence a line', () => {
    expect(sentencesOf({ peers: 0, loss: 2 }).split('\n')).toHaveLength(2);
  });
});

describe('an unknown key', () => {
  it.each([
    ['peer', 'peers'],
    ['join-over', 'joinOverS'],
    ['join_over_s', 'joinOverS'],
    ['uniformlinks', 'uniformLinks'],
    ['lateny', 'latency'],
  ])('%s may have meant %s', (key, meant) => {
    expect(sentencesOf({ [key]: 1 })).toBe(`a.json: unknown key "${key}"; did you mean "${meant}"?`);
  });

  it('in a fault may have meant one of a fault', () => {
    expect(sentencesOf({ faults: [{ at: 1, kid: 'heal', kind: 'heal' }] })).toBe(
      'a.json, faults[0]: unknown key "kid"; did you mean "kind"?',
    );
  });

  it('like no other is answered with the keys there are', () => {
    expect(sentencesOf({ temperature: 1 })).toBe(
      `a.json: unknown key "temperature"; the keys are ${Object.keys(SCENARIO_DEFAULTS).join(', ')}`,
    );
  });

  it('is refused even when it is one that objects inherit', () => {
    expect(sentencesOf(JSON.parse('{"__proto__": {"peers": 5}}'))).toContain('unknown key "__proto__"');
    expect(sentencesOf({ constructor: 1 })).toContain('unknown key "constructor"');
  });
});
