/** Latency models against theory. Random seeds are fixed: a fair source fails one such test in 10,000 (`P_MIN`). */
import { describe, expect, it } from 'vitest';
import { type LatencySource, latencySource } from '../sim/latency.ts';
import type { Scenario } from '../sim/scenario.ts';
import { ScenarioError } from '../sim/scenario-error.ts';
import { NodeStreams } from '../sim/streams.ts';
import { PLAIN, planetlabMatrix } from './support/sim-world.ts';
import { chiSquareP, correlationP, histogram, normalP, P_MIN, proportionP } from './support/statistics.ts';

const NODES = 1_000;
/** A floor that no draw of these tests meets. */
const NO_FLOOR = { latencyFloorMs: 0.001 };
const ROWS = 490;

function source(changes: Partial<Scenario>, randomSeed = 'a'): LatencySource {
  const streams = new NodeStreams(randomSeed, 'network', NODES);
  return latencySource({ ...PLAIN, ...changes }, randomSeed, streams, planetlabMatrix());
}

/** Draws of one sender, milliseconds. */
function drawsMs(latency: LatencySource, count: number, sender = 0): number[] {
  return Array.from({ length: count }, () => latency.drawUs(sender, 1) / 1000);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Two-sided p-value of a mean, known the standard deviation of one value. */
function meanP(values: readonly number[], expected: number, sd: number): number {
  return normalP((mean(values) - expected) / (sd / Math.sqrt(values.length)));
}

/** P-value of values against a distribution, through its distribution function. */
function fitP(values: readonly number[], distribution: (value: number) => number): number {
  return chiSquareP(
    histogram(
      values.map((value) => Math.min(distribution(value), 1 - 1e-12)),
      100,
    ),
  );
}

/** The standard normal distribution function. */
function phi(z: number): number {
  return z < 0 ? normalP(z) / 2 : 1 - normalP(z) / 2;
}

describe('every model', () => {
  const MODELS = ['constant:50', 'uniform:10-100', 'exponential:40', 'lognormal:60,0.5', 'planetlab'];

  it.each(MODELS)('gives whole microseconds, at least the floor: %s', (latency) => {
    for (const [latencyFloorMs, floorUs] of [
      [0.001, 1],
      [0.5, 500],
      [70, 70_000],
      [60_000, 60_000_000],
    ]) {
      const drawn = source({ latency, latencyFloorMs });
      const us = Array.from({ length: 2_000 }, (_, i) => drawn.drawUs(i % NODES, (i * 7 + 1) % NODES));
      expect(us.every((each) => Number.isInteger(each))).toBe(true);
      expect(Math.min(...us)).toBeGreaterThanOrEqual(floorUs);
      if (floorUs === 60_000_000) expect(new Set(us)).toEqual(new Set([floorUs]));
    }
  });

  it.each(MODELS)('repeats with its random seed: %s', (latency) => {
    const sequence = (randomSeed: string) => {
      const drawn = source({ latency }, randomSeed);
      return Array.from({ length: 100 }, (_, i) => drawn.drawUs(i % 7, 20 + (i % 11)));
    };
    expect(sequence('a')).toEqual(sequence('a'));
    if (latency !== 'constant:50') expect(sequence('a')).not.toEqual(sequence('b'));
  });

  // "Every draw made on behalf of a node comes from that node's own stream."
  it.each(MODELS)('gives a sender the same whatever others send: %s', (latency) => {
    const alone = drawsMs(source({ latency }), 50, 3);
    const beside = source({ latency });
    const among = Array.from({ length: 50 }, (_, i) => {
      for (let other = 4; other < 4 + (i % 3); other++) beside.drawUs(other, 3);
      return beside.drawUs(3, 1) / 1000;
    });
    expect(among).toEqual(alone);
  });

  it('never takes longer than a minute', () => {
    const us = drawsMs(source({ latency: 'lognormal:60000,5' }), 1_000);
    expect(Math.max(...us)).toBe(60_000);
    expect(us.filter((ms) => ms < 60_000).length).toBeGreaterThan(300);
  });

  it('that nobody knows is refused, and planetlab without its matrix', () => {
    expect(() => source({ latency: 'gamma:3' })).toThrow(ScenarioError);
    const streams = new NodeStreams('a', 'network', 2);
    const planetlab = { ...PLAIN, latency: 'planetlab' };
    expect(() => latencySource(planetlab, 'a', streams, undefined)).toThrow(ScenarioError);
    expect(() => latencySource(planetlab, 'a', streams, new Uint16Array(10))).toThrow(ScenarioError);
  });
});

describe('constant:MS', () => {
  it.each([
    ['constant:50', 50],
    ['constant:0.75', 0.75],
    ['constant:0', 0.5],
  ])('%s is always %d ms', (latency, ms) => {
    expect(new Set(drawsMs(source({ latency }), 100))).toEqual(new Set([ms]));
  });
});

describe('uniform:MIN-MAX', () => {
  const drawn = drawsMs(source({ latency: 'uniform:10-100', ...NO_FLOOR }), 50_000);

  it('stays between its ends and comes near them', () => {
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(100);
    expect(Math.max(...drawn) - Math.min(...drawn)).toBeGreaterThan(89.9);
  });

  it('fills the range evenly', () => {
    expect(meanP(drawn, 55, 90 / Math.sqrt(12))).toBeGreaterThan(P_MIN);
    expect(fitP(drawn, (ms) => (ms - 10) / 90)).toBeGreaterThan(P_MIN);
  });

  it('with equal ends is constant', () => {
    expect(new Set(drawsMs(source({ latency: 'uniform:20-20' }), 100))).toEqual(new Set([20]));
  });
});

describe('exponential:MEAN', () => {
  const drawn = drawsMs(source({ latency: 'exponential:40', ...NO_FLOOR }), 50_000);

  it('has its mean and its law', () => {
    expect(meanP(drawn, 40, 40)).toBeGreaterThan(P_MIN);
    expect(fitP(drawn, (ms) => 1 - Math.exp(-ms / 40))).toBeGreaterThan(P_MIN);
  });

  it('has the median 40 ln 2', () => {
    const below = drawn.filter((ms) => ms < 40 * Math.LN2).length;
    expect(proportionP(below, drawn.length, 0.5)).toBeGreaterThan(P_MIN);
  });

  it('is cut off below by the floor, and by nothing else', () => {
    const floored = drawsMs(source({ latency: 'exponential:40', latencyFloorMs: 5 }), 50_000);
    expect(floored).toEqual(drawn.map((ms) => Math.max(5, ms)));
    const atFloor = floored.filter((ms) => ms === 5).length;
    expect(proportionP(atFloor, floored.length, 1 - Math.exp(-5 / 40))).toBeGreaterThan(P_MIN);
  });
});

describe('lognormal:MEDIAN,SIGMA', () => {
  const drawn = drawsMs(source({ latency: 'lognormal:60,0.5', ...NO_FLOOR }), 100_000);
  const logs = drawn.map((ms) => Math.log(ms / 60) / 0.5);

  it('has a normal logarithm', () => {
    expect(fitP(logs, phi)).toBeGreaterThan(P_MIN);
    expect(meanP(logs, 0, 1)).toBeGreaterThan(P_MIN);
    // The mean square has the standard deviation sqrt(2 / n).
    const square = mean(logs.map((log) => log ** 2));
    expect(normalP((square - 1) / Math.sqrt(2 / logs.length))).toBeGreaterThan(P_MIN);
  });

  it('has its median', () => {
    const below = drawn.filter((ms) => ms < 60).length;
    expect(proportionP(below, drawn.length, 0.5)).toBeGreaterThan(P_MIN);
  });

  it('draws one by one: neighbours do not correlate', () => {
    expect(correlationP(logs.slice(1), logs.slice(0, -1))).toBeGreaterThan(P_MIN);
  });

  it('with sigma 0 is constant', () => {
    expect(new Set(drawsMs(source({ latency: 'lognormal:60,0' }), 100))).toEqual(new Set([60]));
  });
});

describe('planetlab', () => {
  const latency = source({ latency: 'planetlab', ...NO_FLOOR });
  const nodes = Array.from({ length: ROWS }, (_, node) => node);

  it('is the same in both directions, and for every message', () => {
    for (let a = 0; a < ROWS; a += 7) {
      for (let b = a + 1; b < ROWS; b += 11) {
        const us = latency.drawUs(a, b);
        expect([latency.drawUs(b, a), latency.drawUs(a, b)]).toEqual([us, us]);
      }
    }
  });

  it('is half the round trips of the matrix, each pair once', () => {
    const us = nodes.flatMap((a) => nodes.slice(a + 1).map((b) => latency.drawUs(a, b)));
    const half = Array.from(planetlabMatrix(), (tenthsMs) => Math.max(1, (tenthsMs * 100) / 2));
    // Compared place by place: the difference of two such lists is nothing to print.
    const [found, expected] = [Float64Array.from(us).sort(), Float64Array.from(half).sort()];
    expect(found.length).toBe(expected.length);
    expect(found.findIndex((each, place) => each !== expected[place])).toBe(-1);
    // "Mean 149.7 ms, median 136.5" of the round trips.
    expect(2 * mean(us)).toBeCloseTo(149_700, -2);
    expect(2 * us.sort((a, b) => a - b)[us.length >> 1]).toBeCloseTo(136_500, -2);
  });

  it('is a row of the matrix for each node: distances from one agree with distances from all', () => {
    // One permutation of rows must explain every pair; it is read off the pairs of node 0 and then checked.
    const matrix = (a: number, b: number) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      return Math.max(1, 50 * planetlabMatrix()[low * ROWS - (low * (low + 1)) / 2 + (high - low - 1)]);
    };
    const profile = (row: number) =>
      nodes
        .filter((other) => other !== row)
        .map((other) => matrix(row, other))
        .sort((a, b) => a - b)
        .join();
    const rowOf = new Map(nodes.map((row) => [profile(row), row]));
    expect(rowOf.size).toBe(ROWS);
    const rows = nodes.map((node) => {
      const others = nodes.filter((other) => other !== node).map((other) => latency.drawUs(node, other));
      return rowOf.get(others.sort((a, b) => a - b).join()) ?? -1;
    });
    expect(new Set(rows)).toEqual(new Set(nodes));
    for (const a of nodes.slice(0, 40)) {
      for (const b of nodes.slice(a + 1)) expect(latency.drawUs(a, b)).toBe(matrix(rows[a], rows[b]));
    }
    // Dealt by a shuffle: row and node are not related.
    expect(correlationP(rows, nodes)).toBeGreaterThan(P_MIN);
  });

  it('deals rows evenly to more than 490 nodes', () => {
    for (const far of [700, 900]) {
      for (let node = 0; node < 200; node += 17) {
        // Node i and i + 490 have one row: the same distance to everybody else.
        expect(latency.drawUs(node + ROWS, far)).toBe(latency.drawUs(node, far));
      }
    }
  });

  it('puts two nodes of one row 0.1 to 1 ms apart, uniformly', () => {
    const us = Array.from({ length: 20_000 }, () => latency.drawUs(5, 5 + ROWS));
    expect(Math.min(...us)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...us)).toBeLessThanOrEqual(1_000);
    expect(fitP(us, (each) => (each - 99.5) / 901)).toBeGreaterThan(P_MIN);
    // Not below the default floor.
    const floored = source({ latency: 'planetlab' });
    const few = Array.from({ length: 1_000 }, () => floored.drawUs(5, 5 + ROWS));
    expect([Math.min(...few), Math.max(...few) > 950]).toEqual([500, true]);
  });

  it('deals other rows with another random seed', () => {
    const other = source({ latency: 'planetlab', ...NO_FLOOR }, 'b');
    const differs = nodes.slice(1).filter((node) => other.drawUs(0, node) !== latency.drawUs(0, node));
    expect(differs.length).toBeGreaterThan(450);
  });
});
