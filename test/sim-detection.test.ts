/** How monitors see deaths, and deaths that were none. Random seeds are fixed. */
import { describe, expect, it } from 'vitest';
import type { Fault, Scenario } from '../sim/scenario.ts';
import { CHAIN, run, type TracedFact, tracedRun } from './support/sim-world.ts';
import { chiSquareP, histogram, normalP, P_MIN, proportionP } from './support/statistics.ts';

/** Bounds of the specification's numbers: a ping every 13 s, three failures, 2 s each. */
const [EARLIEST_S, LATEST_S] = [28, 41];

/** One verdict of a monitor. */
interface Verdict {
  readonly monitor: string;
  readonly dead: string;
  readonly afterS: number;
}

function verdicts(facts: readonly TracedFact[], deathS: number): Verdict[] {
  return facts.flatMap(({ seconds, node, says }) => {
    const dead = /^declares (\S+) dead/.exec(says)?.[1];
    return dead === undefined ? [] : [{ monitor: node, dead, afterS: seconds - deathS }];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function count(facts: readonly TracedFact[], words: string): number {
  return facts.filter(({ says }) => says.includes(words)).length;
}

// "One monitor detects a crash after uniform(0,13) + 26 s + time-out: 28-41 s (up to one latency less), mean 34.5 s."
describe('the crash of many peers', () => {
  const CRASH_S = 40;
  const LATENCY_S = 0.02;
  const { result, facts } = tracedRun({
    peers: 600,
    alpha: 0,
    links: 5,
    joinOverS: 10,
    latency: `constant:${1000 * LATENCY_S}`,
    // A seed that was told of a death tries twice for 3 s before it believes it.
    durationS: CRASH_S + LATEST_S + 7,
    faults: [{ at: CRASH_S, kind: 'crash', who: { count: 80 } }],
  });
  const all = verdicts(facts, CRASH_S);
  /** One verdict of each monitor, whichever its victim's name picks, so that none depends on another. */
  const byName = all.toSorted((a, b) => (a.dead < b.dead ? -1 : 1));
  const byMonitor = [...new Map(byName.map((verdict) => [verdict.monitor, verdict])).values()];
  const byDead = new Map<string, Verdict[]>();
  for (const verdict of all) byDead.set(verdict.dead, [...(byDead.get(verdict.dead) ?? []), verdict]);

  it('is seen by all their neighbours, once each, and by nobody else', () => {
    const died = facts.filter(({ says }) => says === 'crashes').map(({ node }) => node);
    expect(died).toHaveLength(80);
    expect([...byDead.keys()].sort()).toEqual([...died].sort());
    expect(new Set(all.map(({ monitor, dead }) => `${monitor} ${dead}`)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(600);
    expect(result.liveness).toMatchObject({ reports: all.length, falseReports: 0, removed: 80 });
    expect(result.liveness.failedPings).toBe(3 * all.length);
  });

  it('takes each monitor from 28 s, less one latency, to 41 s', () => {
    const afterS = all.map((verdict) => verdict.afterS);
    expect(Math.min(...afterS)).toBeGreaterThanOrEqual(EARLIEST_S - LATENCY_S);
    expect(Math.max(...afterS)).toBeLessThanOrEqual(LATEST_S);
    // Some 350 monitors: the ends of the range are nearly reached.
    expect(Math.min(...afterS)).toBeLessThan(EARLIEST_S + 0.5);
    expect(Math.max(...afterS)).toBeGreaterThan(LATEST_S - 0.5);
  });

  it('takes 34.5 s on average, uniformly spread', () => {
    const afterS = byMonitor.map((verdict) => verdict.afterS);
    expect(afterS.length).toBeGreaterThan(300);
    // One monitor: standard deviation 13/sqrt(12) = 3.75 s; all of them: about 0.2 s. The bound is 3.9 of those.
    const standardError = 13 / Math.sqrt(12 * afterS.length);
    expect(normalP((mean(afterS) - 34.5) / standardError)).toBeGreaterThan(P_MIN);
    expect(
      chiSquareP(
        histogram(
          afterS.map((s) => (s - 27.98) / 13.03),
          13,
        ),
      ),
    ).toBeGreaterThan(P_MIN);
  });

  it('has the mean and maximum that its verdicts have', () => {
    const { detectionMs, firstDetectionMs } = result.liveness;
    const afterS = all.map((verdict) => verdict.afterS);
    expect(detectionMs.mean).toBeCloseTo(1000 * mean(afterS), 6);
    expect(detectionMs.max).toBeCloseTo(1000 * Math.max(...afterS), 6);
    const firstS = [...byDead.values()].map((each) => Math.min(...each.map((verdict) => verdict.afterS)));
    expect(firstDetectionMs.mean).toBeCloseTo(1000 * mean(firstS), 6);
    expect(firstDetectionMs.max).toBeCloseTo(1000 * Math.max(...firstS), 6);
  });

  // "The first of D monitors: 26 + 13/(D+1) + 2 s on average."
  it('is first seen after 28 + 13/(D+1) s on average', () => {
    const { firstDetectionMs, detectionMs } = result.liveness;
    const monitorCounts = [...byDead.values()].map((each) => each.length);
    const expectedS = mean(monitorCounts.map((d) => 28 + 13 / (d + 1)));
    const variance = mean(monitorCounts.map((d) => (169 * d) / ((d + 1) ** 2 * (d + 2))));
    // Taken as independent: few of the dead share a monitor.
    const standardError = Math.sqrt(variance / monitorCounts.length);
    const z = ((firstDetectionMs.mean ?? 0) / 1000 - expectedS) / standardError;
    expect(normalP(z)).toBeGreaterThan(P_MIN);
    expect(firstDetectionMs.mean).toBeLessThan((detectionMs.mean ?? 0) - 3_000);
  });
});

describe('other numbers than those of the specification', () => {
  const kill: Fault = { at: 20, kind: 'crash', who: { ids: ['peer/1'] } };

  it.each<[Partial<Scenario>, number, number]>([
    [{ pingIntervalS: 1, pingTimeoutS: 0.5, pingFailures: 3 }, 2.5, 3.5],
    [{ pingIntervalS: 5, pingTimeoutS: 2, pingFailures: 1 }, 2, 7],
    [{ pingIntervalS: 4, pingTimeoutS: 1, pingFailures: 5 }, 17, 21],
  ])('%j: from %d to %d s', (changes, earliestS, latestS) => {
    for (let seed = 0; seed < 20; seed++) {
      const { detectionMs } = run(
        { ...CHAIN, peers: 2, joinOverS: 1, faults: [kill], ...changes },
        `${seed}`,
      ).liveness;
      expect(detectionMs.mean).toBeGreaterThanOrEqual(1000 * earliestS - 50);
      expect(detectionMs.mean).toBeLessThanOrEqual(1000 * latestS);
    }
  });

  // By TCP a dead process refuses at once: no time-out, but a round trip.
  it('the death of a process, seen by tcp, takes 26 to 39 s and a round trip', () => {
    for (let seed = 0; seed < 20; seed++) {
      const faults = [{ ...kill, kind: 'kill' as const }];
      const { liveness } = run({ ...CHAIN, peers: 2, joinOverS: 1, liveness: 'tcp', faults }, `${seed}`);
      expect(liveness.detectionMs.mean).toBeGreaterThanOrEqual(26_000);
      expect(liveness.detectionMs.mean).toBeLessThanOrEqual(39_100);
    }
  });
});

// peer/0 - peer/1 - peer/2.
describe('a chain of three, by hand', () => {
  const chain: Partial<Scenario> = { ...CHAIN, peers: 3, joinOverS: 2 };
  const crash = (...ids: readonly string[]): Fault => ({ at: 20, kind: 'crash', who: { ids } });

  it('whose middle crashes: two monitors, six failed pings, two reports, one removal', () => {
    const { result, facts } = tracedRun({ ...chain, faults: [crash('peer/1')], durationS: 65 });
    const afterMs = verdicts(facts, 20).map(({ afterS }) => Math.round(1e6 * afterS) / 1000);
    expect(result.liveness).toEqual({
      pings: count(facts, 'pings '),
      failedPings: 6,
      reports: 2,
      falseReports: 0,
      removed: 1,
      detectionMs: { mean: (afterMs[0] + afterMs[1]) / 2, max: afterMs[1] },
      firstDetectionMs: { mean: afterMs[0], max: afterMs[0] },
    });
  });

  it('that crash one after the other: two deaths, each with its own time', () => {
    const later: Fault = { ...crash('peer/0'), at: 100 };
    const { result, facts } = tracedRun({ ...chain, faults: [crash('peer/2'), later], durationS: 150 });
    const [first] = verdicts(facts, 20);
    const second = verdicts(facts, 100)[1];
    expect(result.liveness).toMatchObject({ failedPings: 6, reports: 2, removed: 2 });
    expect(result.liveness.firstDetectionMs.max).toBeCloseTo(1000 * Math.max(first.afterS, second.afterS), 6);
    expect(result.liveness.firstDetectionMs.mean).toBeCloseTo(500 * (first.afterS + second.afterS), 6);
  });

  it('of which one crashes, is back, and crashes again: two deaths', () => {
    const faults: Fault[] = [
      crash('peer/2'),
      { ...crash('peer/2'), at: 70, kind: 'restart' },
      { ...crash('peer/2'), at: 100 },
    ];
    const { result, facts } = tracedRun({ ...chain, faults, durationS: 150 });
    expect(result.liveness).toMatchObject({ reports: 2, falseReports: 0, removed: 1 });
    const deaths = [verdicts(facts, 20)[0].afterS, verdicts(facts, 100)[1].afterS];
    expect(result.liveness.firstDetectionMs.mean).toBeCloseTo(500 * (deaths[0] + deaths[1]), 6);
  });

  it('without a death: pings, one a round and neighbour, and nothing else', () => {
    const { pings, ...others } = run({ ...chain, durationS: 132 }).liveness;
    // Links stand after 2 s; ten rounds of each of four ends, and whatever part of a round is left.
    expect(pings).toBeGreaterThanOrEqual(4 * 9);
    expect(pings).toBeLessThanOrEqual(4 * 11);
    expect(others).toMatchObject({ failedPings: 0, reports: 0, falseReports: 0, removed: 0 });
  });
});

// "With independent one-way loss p a ping fails with q = 1-(1-p)^2 and a live neighbour is falsely reported at rate
// (1-q)q^3 per ping": of a run of failures only the third reports, and counting begins anew after that.
describe('false reports under loss', () => {
  it.each([0.05, 0.15])('come as often as theory says: p = %d', (loss) => {
    const { pings, failedPings, falseReports, reports } = run({
      peers: 60,
      alpha: 0,
      links: 4,
      loss,
      durationS: 5_000,
    }).liveness;
    const q = 1 - (1 - loss) ** 2;
    const rate = ((1 - q) * q ** 3) / (1 - q ** 3);
    expect(reports).toBe(falseReports);
    expect(proportionP(failedPings, pings, q)).toBeGreaterThan(P_MIN);
    expect(proportionP(falseReports, pings, rate)).toBeGreaterThan(P_MIN);
    expect(falseReports).toBeGreaterThan(100);
  });
});
