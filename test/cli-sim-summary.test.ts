import { describe, expect, it } from 'vitest';
import { degreeLawOf } from '../analysis/degree-law.ts';
import { findingsOf, type OverlayFindings } from '../analysis/overlay.ts';
import { parametersText, summaryText } from '../cli/sim-summary.ts';
import { spreadMeaning } from '../cli/spread-meaning.ts';
import { showsUnicode } from '../cli/terminal.ts';
import { countOf, durationText, labelled, percentText, shellWord } from '../cli/text.ts';
import type { SimulationResult } from '../sim/result.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';

/** A star: peer 0 is dialled by nine others, two of which are linked besides. */
const OVERLAY = findingsOf(
  10,
  Uint32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((peer) => [peer, 0]).concat(2, 1)),
);

const RESULT: SimulationResult = {
  traceHash: '0123456789abcdef',
  simulated: { durationMs: 65_250, events: 12_345 },
  registration: { seeds: 3, quorum: 2, registeredPeers: 10 },
  overlay: { peers: new Uint32Array(), links: new Uint32Array() },
  spread: {
    published: 3,
    deliveries: 27,
    coverage: 1,
    copies: 33,
    duplicates: 6,
    shed: 0,
    redundancy: 33 / 27 - 1,
    lastDeliveryHop: { mean: 2, max: 2 },
    timeToMs: { p50: 60, p90: 100, p99: 110.25, p100: null },
  },
  spreadCounts: {
    copiesByPeer: Uint32Array.of(21, 2, 2, 2, 1, 1, 1, 1, 1, 1),
    directionsByCopies: [
      [1, 10],
      [2, 7],
      [3, 3],
    ],
    deliveriesByHop: [
      [1, 10],
      [2, 17],
    ],
    messagesByLastHop: [[2, 3]],
    latenciesUs: [
      [50_000, 20],
      [110_250, 7],
    ],
    timesToShare: [],
    covered: 3,
  },
  reached: { p50: 3, p90: 3, p99: 2, p100: 0 },
  infectedShare: [
    [50, 0.25],
    [100, 1],
  ],
  liveness: {
    pings: 120,
    failedPings: 6,
    reports: 2,
    falseReports: 0,
    removed: 1,
    detectionMs: { mean: 34_500, max: 40_000 },
    firstDetectionMs: { mean: 29_000, max: 30_000 },
  },
};

function summary(
  result: SimulationResult,
  overlay: OverlayFindings,
  columns: number,
  unicode = true,
  changes: Partial<Scenario> = {},
): string {
  const manifest = { ...MANIFEST, parameters: { ...MANIFEST.parameters, ...changes } };
  const degreeLaw = degreeLawOf(overlay, manifest.parameters, 'a');
  const meaning = spreadMeaning(manifest.parameters, result, overlay);
  const findings = { manifest, result, overlay, degreeLaw, meaning, nullModels: undefined };
  return summaryText(findings, { columns, unicode });
}

function scenario(changes: Partial<Scenario>): Scenario {
  return { ...SCENARIO_DEFAULTS, ...changes };
}

const MANIFEST = { version: '1.2.3', randomSeed: 'a', parameters: scenario({ peers: 10, publishers: 3 }) };

describe('the summary', () => {
  it('reads well on a terminal of 72 columns', () => {
    expect(summary(RESULT, OVERLAY, 72)).toMatchInlineSnapshot(`
      "hearsay 1.2.3, random seed a
      10 peers, 3 seeds, alpha 2.5, links auto, oldest first, 3 publish 10
      messages on connect, latency planetlab, loss 0

      registration   10 of 10 live peers held by a quorum, 2 of 3 seeds
      overlay        10 links, degree 2 on average, at most 9 (dialled by 9),
                     one component
      degree law     gamma 1 + 1/alpha = 1.4 predicted, too few different
                     in-degrees to fit one: undecided
      shape          clustering 0.2028, assortativity -0.875, mean distance
                     1.7778, diameter 2, the top 1 % have 45 % of all link
                     ends, Gini of degrees 0.42
      robustness     largest component 20 % without the top 10 %, 83 % without
                     a random 10 %
      spread         3 messages, coverage 100 %, 27 deliveries
      copies         33, 1.22 a delivery, redundancy 0.22, 6 duplicates, 0
                     shed
      time to        50 % 60 ms, 90 % 100 ms, 99 % 110.3 ms (2 of 3), 100 %
                     not reached
      latency        50 % of deliveries within 50 ms, 90 % 110.3 ms, 99 %
                     110.3 ms, all 110.3 ms
      last delivery  after 2 hops on average, at most 2; all deliveries: 1.6
                     on average
      peer load      3.3 copies on average, at most 21; the top 1 % send 63.63
                     %, Gini 0.59
      link load      each way 1.7 copies on average, at most 3
      liveness       120 pings, 6 failed, 2 reports (0 false), 1 peer removed;
                     a death is detected after 34.5 s on average by each
                     monitor, 29 s by the first
      simulated      65.3 s, 12,345 events
      trace hash     0123456789abcdef

      share of peers that have the message
      100 % ┤                                                                ╭
            ┤                                                                │
       80 % ┤                                                                │
            ┤                                                                │
       60 % ┤                                                                │
            ┤                                                                │
       40 % ┤                                                                │
            ┤                                ╭───────────────────────────────╯
       20 % ┤                                │
            ┤                                │
        0 % ┤────────────────────────────────╯
            └┬────────────┬────────────┬────────────┬────────────┬───────────┬
             0           20           40           60           80         100
                                  time since publish (ms)

      peers dialled by at least x; · the law
      100 % ┤
            │
            │
            │
            │
            │
            │
            │
            │▀
            │
            │
       10 % ┤                                                             ▄
            └┬───────────────────────────────────────────────────────────────┬
             1                                                              10
                                         x (peers)

      Not a power law with exponent 2.5: 1 of 10 peers carries 80 % of all
      copies, because an exponent below 2 links the hubs to nearly everybody;
      for gamma 2.5 use --alpha 0.667 --links 5.
      "
    `);
  });

  it('tells the predicted and the fitted exponent, and draws the law', () => {
    const peers = 400;
    const inDegreeHistogram = [1, 2, 3, 4, 6, 9, 16, 40].map(
      (x) => [x, Math.ceil(peers * x ** -2.5)] as const,
    );
    const overlay = { ...OVERLAY, peers, maxInDegree: 40, inDegreeHistogram };
    const words = summary(RESULT, overlay, 100, false, { alpha: 0.667 });
    expect(words).toMatch(
      /^degree law {5}gamma 1 \+ 1\/alpha = 2\.5 predicted, \d\.\d\d \+- 0\.\d+ fitted to in-degrees from 1 on, p =\s+\S+ of 200 bootstraps: [\w ]+$/m,
    );
    expect(words).toMatch(/^ *\|.*\..*\./m);
    const short = summary(RESULT, { ...overlay, peers: 1_000_000 }, 100, false, { alpha: 0 });
    expect(short).toMatch(/^degree law {5}none predicted, .+ too many peers for\s+bootstraps: undecided$/m);
  });

  it.each([40, 57, 80, 300])('keeps to %d columns, and 100 at most', (columns) => {
    for (const line of summary(RESULT, OVERLAY, columns, false).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(Math.min(columns, 100));
    }
  });

  it('says so when nothing was published and nobody has a link', () => {
    const nothing = { mean: null, max: null };
    const silent: SimulationResult = {
      ...RESULT,
      spread: { ...RESULT.spread, published: 0, coverage: null, redundancy: null, lastDeliveryHop: nothing },
      infectedShare: [],
    };
    const zero = [[0, 10]] as const;
    const bare = { ...OVERLAY, links: 0, maxDegree: 0, degreeHistogram: zero, inDegreeHistogram: zero };
    const text = summary(silent, bare, 80);
    expect(text).toContain('nothing was published');
    expect(text).toContain('nothing to draw: nothing was delivered');
    expect(text).toContain('nothing to draw: no peer has a link');
    expect(text).toContain('there is nobody to pass messages on');
  });
});

describe('the parameters in one line', () => {
  it('are those that say most', () => {
    expect(parametersText(scenario({ publishers: 20, messages: 1 }))).toBe(
      '1,000 peers, 3 seeds, alpha 2.5, links auto, oldest first, 20 publish 1 message on connect, latency planetlab, loss 0',
    );
  });

  it('and the others that are not at their defaults', () => {
    const changed = scenario({
      faults: [{ at: 1, kind: 'heal', who: 'all' }],
      rank: 'shuffled',
      liveness: 'tcp',
      durationS: 90,
    });
    expect(parametersText(changed)).toBe(
      '1,000 peers, 3 seeds, alpha 2.5, links auto, shuffled, all publish 10 messages on connect, latency planetlab, loss 0, ' +
        '1 fault, liveness tcp, durationS 90',
    );
  });
});

describe('words', () => {
  it('say 100 % only for all', () => {
    expect(percentText(1)).toBe('100 %');
    expect(percentText(0.999999)).toBe('99.99 %');
    expect(percentText(0.07)).toBe('7 %');
  });

  it('count', () => {
    expect(countOf(1, 'peer')).toBe('1 peer');
    expect(countOf(1234, 'peer')).toBe('1,234 peers');
  });

  it('tell times', () => {
    expect(durationText(9999)).toBe('9,999 ms');
    expect(durationText(12_345)).toBe('12.3 s');
  });

  it('are wrapped after their label', () => {
    expect(labelled('label  ', 'one two three four', 16)).toBe('label  one two\n       three\n       four');
  });

  it.each([
    ['uniform:10-100', 'uniform:10-100'],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['$x', "'$x'"],
  ])('of a command are quoted for the shell: %j', (word, quoted) => {
    expect(shellWord(word)).toBe(quoted);
  });
});

describe('the terminal', () => {
  it.each([
    [{}, true],
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'en_US.utf8', TERM: 'xterm' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'C.UTF-8', LC_ALL: 'POSIX' }, false],
    [{ TERM: 'dumb' }, false],
  ])('with %j shows Unicode: %s', (environment, unicode) => {
    expect(showsUnicode(environment)).toBe(unicode);
  });
});
