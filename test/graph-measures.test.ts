/** Measures of graphs, against counting by hand, against published numbers, and against themselves when sampled. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentSizes } from '../analysis/components.ts';
import { histogram } from '../analysis/degrees.ts';
import { assortativityOf } from '../analysis/graph/assortativity.ts';
import { averageClustering } from '../analysis/graph/clustering.ts';
import { type CompressedRows, graphOf } from '../analysis/graph/compressed-rows.ts';
import { distancesOf } from '../analysis/graph/distances.ts';
import { componentsOf } from '../analysis/graph/flood.ts';
import { measureGraph } from '../analysis/graph/measures.ts';
import { barabasiAlbert, uniformChoice } from '../analysis/graph/null-models.ts';
import { gini, topShare } from '../analysis/inequality.ts';
import { randomStream } from '../analysis/random.ts';
import { chain, edgeLists, rankedOverlay, regularGraph, star } from './support/graphs.ts';
import { holds } from './support/property.ts';

const random = (label: string) => randomStream('graph measures', label);

/** Distances of all pairs of the largest component, by Floyd and Warshall. */
function distancesByHand({ nodeCount, offsets, neighbours }: CompressedRows): number[] {
  const distance = Array.from({ length: nodeCount }, (_, u) =>
    Array.from({ length: nodeCount }, (_, v) => (u === v ? 0 : Number.POSITIVE_INFINITY)),
  );
  for (let u = 0; u < nodeCount; u++) {
    for (const v of neighbours.subarray(offsets[u], offsets[u + 1])) distance[u][v] = 1;
  }
  for (let via = 0; via < nodeCount; via++) {
    for (let u = 0; u < nodeCount; u++) {
      for (let v = 0; v < nodeCount; v++) {
        distance[u][v] = Math.min(distance[u][v], distance[u][via] + distance[via][v]);
      }
    }
  }
  const finite = distance.map((row) => row.filter(Number.isFinite));
  const largest = Math.max(...finite.map((row) => row.length));
  const start = finite.findIndex((row) => row.length === largest);
  return distance.filter((row) => Number.isFinite(row[start])).flatMap((row) => row.filter(Number.isFinite));
}

describe('distances', () => {
  it('are what Floyd and Warshall find, in every small graph, from all nodes', () => {
    holds(
      fc.property(edgeLists, ({ nodeCount, edges }) => {
        const graph = graphOf(nodeCount, Uint32Array.from(edges.flat()));
        const byHand = distancesByHand(graph).filter((distance) => distance > 0);
        const effort = { sourcesMax: 100, entriesMax: 0 };
        const { mean, diameterBounds } = distancesOf(graph, componentsOf(graph).largest, effort, random('a'));
        const diameter = Math.max(0, ...byHand);
        expect(diameterBounds).toEqual([diameter, diameter]);
        if (byHand.length === 0) expect(mean).toBe(null);
        else expect(mean!.mean).toBeCloseTo(byHand.reduce((a, b) => a + b) / byHand.length, 10);
      }),
    );
  });

  it('bound the diameter from few nodes, and find it when they may search on', () => {
    holds(
      fc.property(edgeLists, fc.integer({ min: 1, max: 5 }), ({ nodeCount, edges }, sourcesMax) => {
        const graph = graphOf(nodeCount, Uint32Array.from(edges.flat()));
        const diameter = Math.max(...distancesByHand(graph));
        const few = distancesOf(
          graph,
          componentsOf(graph).largest,
          { sourcesMax, entriesMax: 0 },
          random('b'),
        ).diameterBounds;
        expect(few[0]).toBeLessThanOrEqual(diameter);
        expect(few[1]).toBeGreaterThanOrEqual(diameter);
        const all = distancesOf(
          graph,
          componentsOf(graph).largest,
          { sourcesMax, entriesMax: 1e9 },
          random('b'),
        ).diameterBounds;
        expect(all).toEqual([diameter, diameter]);
      }),
    );
  });

  it('find the ends of a long chain from a sample', () => {
    const graph = graphOf(20_001, chain(20_001));
    const { meanDistance, meanDistanceError, diameterBounds, exact } = measureGraph(graph);
    expect(diameterBounds).toEqual([20_000, 20_000]);
    expect(exact).toBe(false);
    expect(Math.abs(meanDistance! - 20_002 / 3)).toBeLessThan(4 * meanDistanceError!);
  });
});

describe('inequality', () => {
  it('is none among equals, and nearly 1 when one has all', () => {
    expect(gini(histogram([3, 3, 3]))).toBe(0);
    expect(gini(histogram([0, 0, 0, 8]))).toBe(0.75);
    expect(gini(histogram([1, 2, 3]))).toBeCloseTo(2 / 9, 12);
    expect(gini([])).toBe(0);
    expect(gini(histogram([0, 0]))).toBe(0);
  });

  it('counts the top 1 %, rounded up', () => {
    const loads = Array.from({ length: 150 }, (_, index) => (index === 7 ? 50.5 : index === 9 ? 20 : 0.5));
    expect(topShare(histogram(loads))).toBeCloseTo(70.5 / (70.5 + 148 / 2), 12);
    expect(topShare(histogram([4]))).toBe(1);
    expect(topShare(histogram([0, 0]))).toBe(0);
    expect(topShare([])).toBe(0);
  });
});

describe('a measure that is not defined', () => {
  it('is null', () => {
    const ring = Uint32Array.of(0, 1, 1, 2, 2, 3, 3, 0);
    expect(assortativityOf(graphOf(4, ring))).toBe(null);
    const bare = measureGraph(graphOf(3, new Uint32Array()));
    expect(bare).toMatchObject({ assortativity: null, meanDistance: null, diameter: 0, clustering: 0 });
    expect(bare).toMatchObject({ topShare: 0, topLinkShare: 0, giniDegree: 0, exact: true });
  });

  it('leaves a network of nobody without points', () => {
    expect(measureGraph(graphOf(0, new Uint32Array())).robustness).toEqual({
      attack: [],
      reranked: [],
      random: [],
    });
  });
});

describe('samples of a graph of 12,000', () => {
  const graph = graphOf(12_000, barabasiAlbert(12_000, 36_000, random('sampled')));
  const sampled = measureGraph(graph);

  it('give the mean distance within 4 standard errors, and bounds that hold the diameter', () => {
    const exact = distancesOf(
      graph,
      componentsOf(graph).largest,
      { sourcesMax: 12_000, entriesMax: 0 },
      random('all'),
    );
    expect(sampled.exact).toBe(false);
    expect(sampled.meanDistanceError).toBeGreaterThan(0.001);
    expect(sampled.meanDistanceError).toBeLessThan(0.1);
    expect(Math.abs(sampled.meanDistance! - exact.mean!.mean)).toBeLessThan(4 * sampled.meanDistanceError!);
    expect(sampled.diameterBounds[0]).toBeLessThanOrEqual(exact.diameterBounds[0]);
    expect(sampled.diameterBounds[1]).toBeGreaterThanOrEqual(exact.diameterBounds[0]);
  });

  it('give the clustering within 4 standard errors, which shrink with the sample', () => {
    const exact = averageClustering(graph, 12_000, random('all'));
    expect(exact.standardError).toBe(0);
    const errors = [500, 2000, 8000].map((count) => {
      const { mean, standardError } = averageClustering(graph, count, random(`${count}`));
      expect(Math.abs(mean - exact.mean)).toBeLessThan(4 * standardError);
      return standardError;
    });
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  });

  it('are the same every time', () => {
    expect(measureGraph(graph)).toEqual(sampled);
  });
});

describe('published numbers', () => {
  it('a 5-regular overlay of 10,000 has mean distance 6.36', () => {
    const { meanDistance, assortativity, giniDegree } = measureGraph(
      graphOf(10_000, regularGraph(10_000, 5, random('regular'))),
    );
    expect(meanDistance).toBeCloseTo(6.36, 2);
    expect(assortativity).toBe(null);
    expect(giniDegree).toBe(0);
  });

  it.each([
    100, 1000, 3000,
  ])('ranked choice is a star core among %d: mean distance 2.00, diameter 2 to 4', (n) => {
    const { meanDistance, diameter } = measureGraph(graphOf(n, rankedOverlay(n, random('star'))));
    expect(meanDistance).toBeGreaterThan(1.94);
    expect(meanDistance).toBeLessThan(2.02);
    expect(diameter).toBeGreaterThanOrEqual(2);
    expect(diameter).toBeLessThanOrEqual(4);
  });

  it('a star has mean distance 2 - 2/n, diameter 2, assortativity -1', () => {
    const measures = measureGraph(graphOf(200, star(200)));
    expect(measures.meanDistance).toBeCloseTo(2 - 2 / 200, 12);
    expect(measures).toMatchObject({ diameter: 2, clustering: 0, assortativity: -1, topLinkShare: 1 });
  });

  it('uniform choice has clustering <k>/n and mean distance about ln n / ln <k>', () => {
    const measures = measureGraph(graphOf(5000, uniformChoice(5000, 25_000, random('uniform'))));
    expect(measures.clustering).toBeCloseTo(10 / 5000, 3);
    expect(Math.abs(measures.meanDistance! - Math.log(5000) / Math.log(10))).toBeLessThan(0.4);
  });
});

type Expectation = readonly [mean: number, sd: number, max: number];
const expectations = JSON.parse(
  readFileSync(new URL('data/overlay-expectations.json', import.meta.url), 'utf8'),
).spec_variants as Readonly<Record<string, Readonly<Record<string, Expectation>>>>;

describe('the rank rule, against the independent simulation', () => {
  it.each([
    ['order', 100, 200, 60],
    ['order', 1000, 60, 8],
    ['shuffle', 100, 200, 60],
    ['shuffle', 1000, 60, 6],
  ] as const)('%s, %d peers', (order, n, expectedRuns, runs) => {
    const found = Array.from({ length: runs }, (_, run) => {
      const edges = rankedOverlay(n, random(`${order} ${n} ${run}`), order === 'shuffle');
      const { meanDistance, diameter, topShare, robustness } = measureGraph(graphOf(n, edges));
      const leftOf = (curve: readonly (readonly [number, number])[], share: number) =>
        curve.find(([removed]) => removed === share)![1] / (1 - share);
      return {
        components: componentSizes(n, edges).length,
        apl: meanDistance!,
        diameter,
        top1pct_deg_share: topShare,
        lcc_after_top1pct: leftOf(robustness.attack, 0.01),
        lcc_after_random10pct: leftOf(robustness.random, 0.1),
      };
    });
    for (const name of Object.keys(found[0]) as (keyof (typeof found)[number])[]) {
      const [mean, sd] = expectations[`${order}/${n}`][name];
      const average = found.reduce((sum, each) => sum + each[name], 0) / runs;
      const error = sd * Math.sqrt(1 / runs + 1 / expectedRuns);
      expect(Math.abs(average - mean), name).toBeLessThanOrEqual(4 * error + 1e-12);
    }
  });
});
