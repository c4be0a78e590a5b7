import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartOptions } from '../analysis/chart-axis.ts';
import { degreeChart } from '../analysis/degree-chart.ts';
import type { Points } from '../analysis/degrees.ts';
import { histogramChart } from '../analysis/histogram-chart.ts';
import { infectedChart } from '../analysis/infected-chart.ts';
import { latencyChart } from '../analysis/latency-chart.ts';

const NARROW: ChartOptions = { width: 40, height: 5, unicode: true };
const ASCII: ChartOptions = { ...NARROW, unicode: false };

/** A spread whose share doubles every 100 ms until all have it. */
const DOUBLING: Points = [
  [100, 0.125],
  [200, 0.25],
  [300, 0.5],
  [400, 1],
];

/** A straight line on logarithmic axes: a tenth of the share for each tenfold degree. */
const POWER_LAW: Points = [
  [1, 1],
  [3, 1 / 3],
  [10, 0.1],
  [30, 1 / 30],
  [100, 0.01],
];

function histogramOf(points: Points, options: ChartOptions): string {
  const ascending = [...new Map(points.filter(([value]) => !Number.isNaN(value)))].sort(([a], [b]) => a - b);
  return histogramChart('values', ascending, options);
}

describe('infected chart', () => {
  it('draws the share over time', () => {
    expect(infectedChart(DOUBLING, NARROW)).toMatchInlineSnapshot(`
      "share of peers that have the message
      100 % ┤                                ╭
       80 % ┤                                │
       60 % ┤                        ╭───────╯
       40 % ┤                        │
       20 % ┤        ╭───────────────╯
        0 % ┤────────╯
            └┬────────────────┬──────────────┬
             0               200           400
                  time since publish (ms)"
    `);
  });

  it('draws in ASCII', () => {
    expect(infectedChart(DOUBLING, ASCII)).toMatchInlineSnapshot(`
      "share of peers that have the message
      100 % |                                .
       80 % |                                |
       60 % |                        .-------'
       40 % |                        |
       20 % |        .---------------'
        0 % |--------'
            ++----------------+--------------+
             0               200           400
                  time since publish (ms)"
    `);
  });

  it('counts in seconds from ten of them on', () => {
    const chart = infectedChart(
      [
        [0, 0],
        [25_000, 1],
      ],
      NARROW,
    );
    expect(chart).toContain('time since publish (s)');
    expect(chart).toMatch(/^ +0 +10 +20$/m);
  });

  it('says so when there is nothing to draw', () => {
    expect(infectedChart([], NARROW)).toBe('nothing to draw: nothing was delivered');
    expect(infectedChart([[Number.NaN, 1]], NARROW)).toBe('nothing to draw: nothing was delivered');
  });
});

describe('degree chart', () => {
  it('draws a power law as a line, with a tick a decade on both axes', () => {
    expect(degreeChart(POWER_LAW, NARROW)).toMatchInlineSnapshot(`
      "peers with at least x links, log-log
      100 % ┤▀
            │        ▀
       10 % ┤                ▀
            │                        ▄
        1 % ┤                                ▄
            └┬───────────────┬───────────────┬
             1              10             100
                         x (links)"
    `);
  });

  it('draws in ASCII', () => {
    expect(degreeChart(POWER_LAW, ASCII)).toMatchInlineSnapshot(`
      "peers with at least x links, log-log
      100 % +*
            |        *
       10 % +                *
            |                        *
        1 % +                                *
            ++---------------+---------------+
             1              10             100
                         x (links)"
    `);
  });

  it('draws a line where there are no points, within the axes of the points', () => {
    const line: Points = [0.1, 1, 2, 4, 8, 16, 32, 64, 1000].map((x) => [x, 0.3 / x]);
    const content = { title: 'values', axis: 'x', line };
    expect(degreeChart(POWER_LAW, NARROW, content)).toMatchInlineSnapshot(`
      "values
      100 % ┤▀
            │·       ▀
       10 % ┤     ·    ·     ▀
            │              ·         ▄
        1 % ┤                   ·    ·       ▄
            └┬───────────────┬───────────────┬
             1              10             100
                             x"
    `);
    expect(degreeChart(POWER_LAW, ASCII, content)).toMatchInlineSnapshot(`
      "values
      100 % +*
            |.       *
       10 % +     .    .     *
            |              .         *
        1 % +                   .    .       *
            ++---------------+---------------+
             1              10             100
                             x"
    `);
  });

  it('leaves out peers without links, which a logarithm cannot show', () => {
    const without = degreeChart(
      [
        [1, 0.5],
        [10, 0.05],
      ],
      NARROW,
    );
    expect(
      degreeChart(
        [
          [0, 1],
          [1, 0.5],
          [10, 0.05],
        ],
        NARROW,
      ),
    ).toBe(without);
  });

  it('says so when there is nothing to draw', () => {
    expect(degreeChart([[0, 1]], NARROW)).toBe('nothing to draw: no peer has a link');
  });
});

describe('latency chart', () => {
  it('draws the share of deliveries over their time', () => {
    expect(latencyChart(DOUBLING, NARROW)).toBe(
      infectedChart(DOUBLING, NARROW).replace(/^.*/, 'share of deliveries that took no longer'),
    );
  });
});

describe('histogram', () => {
  const hops: Points = [
    [1, 30],
    [2, 60],
    [3, 9],
    [5, 1],
  ];

  it('draws a bar for each value, and none where none is', () => {
    expect(histogramChart('hops', hops, NARROW)).toMatchInlineSnapshot(`
      "hops
      1 ┤██████████████▌ 30.0 %
      2 ┤█████████████████████████████ 60.0 %
      3 ┤████▍ 9.0 %
      4 ┤ 0.0 %
      5 ┤▌ 1.0 %"
    `);
    expect(histogramChart('hops', hops, ASCII)).toMatchInlineSnapshot(`
      "hops
      1 |############### 30.0 %
      2 |############################# 60.0 %
      3 |#### 9.0 %
      4 | 0.0 %
      5 |# 1.0 %"
    `);
  });

  it('puts values together when there are more than lines', () => {
    const even = Array.from({ length: 23 }, (_, value) => [value, 1] as const);
    expect(histogramChart('even', even, ASCII)).toMatchInlineSnapshot(`
      "even
        0-4 |######################### 21.7 %
        5-9 |######################### 21.7 %
      10-14 |######################### 21.7 %
      15-19 |######################### 21.7 %
      20-22 |############### 13.0 %"
    `);
  });

  it('counts everything once', () => {
    const shares = histogramChart('hops', hops, ASCII)
      .match(/[\d.]+(?= %)/g)
      ?.map(Number);
    expect(shares?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100);
  });

  it('says so when there is nothing to draw', () => {
    expect(histogramChart('hops', [[1, 0]], NARROW)).toBe('hops: nothing to draw');
  });
});

describe('every chart', () => {
  const numbers = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.integer({ min: 0, max: 5000 }));
  const options = fc.record({
    width: fc.integer({ min: 40, max: 200 }),
    height: fc.integer({ min: 4, max: 30 }),
    unicode: fc.boolean(),
  });

  for (const [name, draw] of [
    ['infected', infectedChart],
    ['degree', degreeChart],
    ['latency', latencyChart],
    ['histogram', histogramOf],
  ] as const) {
    it(`${name}: draws any points within its width, in ASCII when asked`, () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(numbers, numbers)), options, (points, chart) => {
          const text = draw(points, chart);
          for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(chart.width);
          if (!chart.unicode) expect(text).toMatch(/^[\n -~]*$/);
        }),
        { numRuns: 300 },
      );
    });

    it(`${name}: takes a width and height too small, or not a number, for the least`, () => {
      const least = draw(DOUBLING, { width: 40, height: 4, unicode: true });
      expect(draw(DOUBLING, { width: 3, height: Number.NaN, unicode: true })).toBe(least);
    });
  }
});
