/** What remains when nodes are removed, against removing them one by one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentSizes } from '../analysis/components.ts';
import type { Points } from '../analysis/degrees.ts';
import { type CompressedRows, graphOf } from '../analysis/graph/compressed-rows.ts';
import { barabasiAlbert, uniformChoice } from '../analysis/graph/null-models.ts';
import { byDegree, byRemainingDegree } from '../analysis/graph/removal-order.ts';
import { remainingSizes, robustnessOf } from '../analysis/graph/robustness.ts';
import { shuffledNumbers } from '../analysis/graph/sample.ts';
import { randomStream } from '../analysis/random.ts';
import { chain, edgeLists, rankedOverlay, star } from './support/graphs.ts';
import { holds } from './support/property.ts';

const random = (label: string) => randomStream('robustness', label);

const edgesOf = ({ nodeCount, offsets, neighbours }: CompressedRows): [number, number][] =>
  Array.from({ length: nodeCount }, (_, u) => [...neighbours.subarray(offsets[u], offsets[u + 1])])
    .flatMap((row, u) => row.map((v): [number, number] => [u, v]))
    .filter(([u, v]) => u < v);

/** The edges that are left without these nodes. */
const without = (graph: CompressedRows, gone: ReadonlySet<number>) =>
  edgesOf(graph).filter(([u, v]) => !gone.has(u) && !gone.has(v));

const smallGraphs = edgeLists.map(({ nodeCount, edges }) =>
  graphOf(nodeCount, Uint32Array.from(edges.flat())),
);

const at = (curve: Points, share: number) => curve.find(([removed]) => removed === share)![1];

describe('the size of the largest component', () => {
  it('is, after each removal, that of the graph without the removed', () => {
    holds(
      fc.property(smallGraphs, fc.string({ minLength: 1 }), (graph, label) => {
        const order = shuffledNumbers(graph.nodeCount, random(label));
        const removed = Array.from({ length: graph.nodeCount + 1 }, (_, count) => count);
        const expected = removed.map((count) => {
          const gone = new Set(order.subarray(graph.nodeCount - count));
          const left = Uint32Array.from(without(graph, gone).flat());
          // The removed are still there, alone.
          return count === graph.nodeCount ? 0 : componentSizes(graph.nodeCount, left)[0];
        });
        expect(remainingSizes(graph, order, removed)).toEqual(expected);
      }),
      100,
    );
  });
});

describe('an attack', () => {
  it('removes by degree, among equals the smaller number first', () => {
    const graph = graphOf(6, Uint32Array.of(0, 1, 1, 2, 2, 3, 4, 5));
    expect([...byDegree(graph).toReversed()]).toEqual([1, 2, 0, 3, 4, 5]);
  });

  it('removes each node once, one with the most links that are left', () => {
    holds(
      fc.property(smallGraphs, (graph) => {
        const order = [...byRemainingDegree(graph).toReversed()];
        expect(order.toSorted((a, b) => a - b)).toEqual([...order.keys()]);
        const gone = new Set<number>();
        for (const node of order) {
          const degrees = new Uint32Array(graph.nodeCount);
          for (const end of without(graph, gone).flat()) degrees[end]++;
          expect(degrees[node]).toBe(Math.max(...degrees));
          gone.add(node);
        }
      }),
      100,
    );
  });

  it('on Barabasi-Albert with 4 links a peer leaves .834, .584, .019 of all after 5, 10, 15 %', () => {
    const curves = Array.from({ length: 5 }, (_, run) => {
      const edges = barabasiAlbert(10_000, 20_000, random(`BA ${run}`));
      return robustnessOf(graphOf(10_000, edges), 'a').attack;
    });
    const mean = (share: number) => curves.reduce((sum, curve) => sum + at(curve, share), 0) / curves.length;
    expect(mean(0.05)).toBeCloseTo(0.834, 2);
    expect(Math.abs(mean(0.1) - 0.584)).toBeLessThan(0.02);
    expect(Math.abs(mean(0.15) - 0.019)).toBeLessThan(0.02);
  });

  it('takes a star apart at once, which random removals hardly touch', () => {
    const { attack, reranked, random } = robustnessOf(graphOf(1000, star(1000)), 'a');
    expect(at(attack, 0.001)).toBe(0.001);
    expect(at(reranked, 0.001)).toBe(0.001);
    expect(at(random, 0.1)).toBeGreaterThan(0.7);
  });

  it('on ranked choice needs the top 1 %; two uniform links a peer keep all together', () => {
    const ranked = rankedOverlay(3000, random('ranked'));
    const besides = uniformChoice(3000, 6000, random('uniform'));
    expect(at(robustnessOf(graphOf(3000, ranked), 'a').attack, 0.01)).toBeLessThan(0.03);
    const both = graphOf(3000, Uint32Array.of(...ranked, ...besides));
    expect(at(robustnessOf(both, 'a').attack, 0.01)).toBeGreaterThan(0.985);
  });

  it('does better when it ranks again', () => {
    const { attack, reranked } = robustnessOf(graphOf(2000, barabasiAlbert(2000, 6000, random('b'))), 'a');
    for (const share of [0.2, 0.25, 0.3]) expect(at(reranked, share)).toBeLessThanOrEqual(at(attack, share));
  });
});

describe('random removals', () => {
  it('leave of a random graph what Erdős and Rényi say: S = 1 - exp(-<k> S)', () => {
    // Half of the nodes are left, with half of the 4 links each: S = 0.797 of them.
    const count = 10_000;
    const edges = Uint32Array.from(
      { length: 4 * count },
      (
        (draw) => () =>
          Math.floor(draw() * count)
      )(random('Erdos-Renyi')),
    );
    expect(at(robustnessOf(graphOf(count, edges), 'a').random, 0.5) / 0.5).toBeCloseTo(0.797, 1);
  });

  it('depend on the random seed alone', () => {
    const graph = graphOf(100, chain(100));
    expect(robustnessOf(graph, 'a')).toEqual(robustnessOf(graph, 'a'));
    expect(robustnessOf(graph, 'b').random).not.toEqual(robustnessOf(graph, 'a').random);
  });

  it('of few nodes have a point for each different number of them', () => {
    const { random } = robustnessOf(graphOf(4, chain(4)), 'a');
    expect(random.map(([removed]) => removed)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(random[0][1]).toBe(1);
    expect(random[4][1]).toBe(0);
  });
});
