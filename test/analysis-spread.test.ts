/** What the counts of a spread say, against numbers worked out by hand or in another way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram, type Points } from '../analysis/degrees.ts';
import { thinned } from '../analysis/spread/curve.ts';
import { cdfOf, maxOf, meanOf, quantile, totalOf } from '../analysis/spread/distribution.ts';
import { loadMeasures } from '../analysis/spread/load.ts';
import { measureSpread } from '../analysis/spread/measures.ts';
import {
  floodCopies,
  lastHop,
  logisticHalfTimeMs,
  logisticWidthMs,
  type MeasuredFlood,
  meanDistance,
  theoryRows,
} from '../analysis/spread/theory.ts';
import { holds } from './support/property.ts';

const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 300 });

describe('a distribution', () => {
  const counts: Points = [
    [1, 2],
    [5, 1],
    [9, 1],
  ];

  it('has a total, a mean and a largest value, or none', () => {
    expect([totalOf(counts), meanOf(counts), maxOf(counts)]).toEqual([4, 4, 9]);
    expect([totalOf([]), meanOf([]), maxOf([]), quantile([], 0.5)]).toEqual([0, null, null, null]);
  });

  it('has the quantiles of its sorted values', () => {
    expect([0, 0.5, 0.51, 0.75, 0.76, 1].map((share) => quantile(counts, share))).toEqual([1, 1, 5, 5, 9, 9]);
    holds(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const sorted = list.toSorted((a, b) => a - b);
        const rank = Math.ceil((percent * list.length) / 100);
        expect(quantile(histogram(list), percent / 100)).toBe(sorted[rank - 1]);
      }),
    );
  });

  it('has no quantile that those without a value would have to give', () => {
    expect([0.4, 0.41].map((share) => quantile(counts, share, 10))).toEqual([9, null]);
  });

  it('has a cumulative distribution that ends at one, with few points', () => {
    expect(cdfOf(counts, 3)).toEqual([
      [1, 0.5],
      [5, 0.75],
      [9, 1],
    ]);
    expect(cdfOf(counts, 2)).toEqual([
      [1, 0.5],
      [9, 1],
    ]);
    holds(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (list, pointsMax) => {
        const points = cdfOf(histogram(list), pointsMax);
        expect(points.length).toBeLessThanOrEqual(pointsMax);
        expect(points.at(-1)).toEqual([Math.max(...list), 1]);
        for (const [value, share] of points) {
          expect(share).toBe(list.filter((each) => each <= value).length / list.length);
        }
      }),
    );
  });
});

describe('a curve with fewer points', () => {
  it('keeps the last of each span, and its end', () => {
    const points = Array.from({ length: 9 }, (_, i) => [i, i / 8] as const);
    expect(thinned(points, 9)).toBe(points);
    expect(thinned(points, 4).map(([time]) => time)).toEqual([1, 3, 5, 8]);
    const late: Points = [
      [0, 0.1],
      [1, 0.2],
      [100, 1],
    ];
    expect(thinned(late, 2)).toEqual([
      [1, 0.2],
      [100, 1],
    ]);
  });
});

describe('a load', () => {
  it('that one of four carries has a Gini coefficient of 3/4, and lies on the top', () => {
    expect(
      loadMeasures([
        [0, 3],
        [8, 1],
      ]),
    ).toEqual({
      mean: 2,
      p50: 0,
      p90: 8,
      p99: 8,
      max: 8,
      topShare: 1,
      gini: 0.75,
    });
  });

  it('that all carry alike has none', () => {
    expect(loadMeasures([[7, 200]])).toMatchObject({ mean: 7, p99: 7, topShare: 0.01, gini: 0 });
  });

  it('of nothing has no shares, and of nobody no measures', () => {
    expect(loadMeasures([[0, 5]])).toMatchObject({ mean: 0, topShare: null, gini: null });
    expect(loadMeasures([])).toBeNull();
  });

  it('is what its definition says: half the mean difference of two, over the mean', () => {
    holds(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }), (loads) => {
        const sum = loads.reduce((total, each) => total + each, 0);
        const measures = loadMeasures(histogram(loads));
        if (sum === 0) {
          expect(measures?.gini).toBeNull();
          return;
        }
        const differences = loads.flatMap((a) => loads.map((b) => Math.abs(a - b)));
        const total = differences.reduce((all, each) => all + each, 0);
        expect(measures?.gini).toBeCloseTo(total / (2 * loads.length * sum), 12);
        expect(measures?.topShare).toBe(Math.max(...loads) / sum);
      }),
    );
  });
});

describe('times to shares of the peers', () => {
  it('are given where so many of all messages got there', () => {
    const { timesToShareMs, latencyMs } = measureSpread({
      copies: 0,
      copiesByPeer: new Uint32Array(),
      directionsByCopies: [],
      deliveriesByHop: [],
      messagesByLastHop: [],
      latenciesUs: [],
      timesToShare: [
        {
          percent: 50,
          timesUs: [
            [10_000, 1],
            [30_000, 8],
          ],
        },
      ],
      covered: 10,
      infectedShare: [],
    });
    expect(timesToShareMs).toEqual([{ share: 0.5, messages: 9, p5: 10, p50: 30, p95: null }]);
    expect(latencyMs).toBeNull();
  });
});

describe('theory', () => {
  // Maelstrom: 25 nodes; a line and a tree of 24 links need 24 messages, a grid of 40 needs 56, all pairs (300 links) 576.
  it.each([
    ['line', 24, 24],
    ['grid', 40, 56],
    ['total', 300, 576],
  ])('of a flood over a %s of 25 nodes and %i links: %i copies', (_, links, copies) => {
    expect(floodCopies(25, links)).toBe(copies);
  });

  it('of random graphs and of the logistic curve', () => {
    expect(meanDistance(10_000, 10)).toBeCloseTo(4, 12);
    // "5-regular overlay, N = 10,000: flood LDH 8.2".
    expect(lastHop(10_000, 5)).toBeCloseTo(8.2, 0);
    expect(logisticHalfTimeMs(10_001, 10, 50)).toBeCloseTo(5 * Math.log(10_000), 12);
    expect(logisticWidthMs(10, 50)).toBeCloseTo(5 * 4.394, 2);
  });

  const flood: MeasuredFlood = {
    peers: 5,
    links: 4,
    components: 1,
    meanDegree: 1.6,
    static: true,
    degreeVariation: 0.5,
    uniformChoice: false,
    constantLatency: true,
    exponentialLatencyMs: null,
    published: 3,
    copies: 12,
    redundancy: 0,
    meanHops: 2,
    lastHop: 4,
    timeTo10Ms: 1,
    timeTo50Ms: 2.5,
    timeTo90Ms: 4.2,
  };
  const names = (changes: Partial<MeasuredFlood>) =>
    theoryRows({ ...flood, ...changes }).map(({ what }) => what);
  const copies = ['copies', 'redundancy'];

  it('stands beside what was measured', () => {
    expect(theoryRows(flood).map(({ expected, measured, exact }) => [expected, measured, exact])).toEqual([
      [12, 12, true],
      [0, 0, true],
    ]);
  });

  it('is silent where it does not hold', () => {
    expect(names({})).toEqual(copies);
    expect(names({ static: false })).toEqual([]);
    expect(names({ components: 2 })).toEqual([]);
    expect(names({ published: 0 })).toEqual([]);
    const random = { uniformChoice: true, meanDegree: 10, peers: 1000 };
    const hops = ['mean hops of a delivery', 'hops of the last delivery'];
    expect(names(random)).toEqual([...copies, ...hops]);
    expect(names({ ...random, constantLatency: false })).toEqual(copies);
    const times = ['time to 50 % (ms)', 'time from 10 to 90 % (ms)'];
    const mixed = { constantLatency: false, exponentialLatencyMs: 50, degreeVariation: 0 };
    expect(names(mixed)).toEqual([...copies, ...times]);
    expect(names({ ...mixed, degreeVariation: 0.06 })).toEqual(copies);
    expect(names({ ...mixed, timeTo90Ms: null })).toEqual([...copies, times[0]]);
  });
});
