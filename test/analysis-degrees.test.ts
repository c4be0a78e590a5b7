import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentSizes } from '../analysis/components.ts';
import { ccdf, degreesOf, histogram, inDegreesOf } from '../analysis/degrees.ts';
import { measureOverlay } from '../analysis/overlay.ts';

type Edge = readonly [number, number];

const flat = (edges: readonly Edge[]) => Uint32Array.from(edges.flat());

/** A graph: how many nodes, and edges among them. */
const graphs = fc.integer({ min: 1, max: 40 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  return fc.record({ nodeCount: fc.constant(nodeCount), edges: fc.array(fc.tuple(node, node)) });
});

describe('degrees', () => {
  it('counts the edges at each node, and those that end there', () => {
    const edges = Uint32Array.of(1, 0, 2, 0, 2, 1);
    expect([...degreesOf(4, edges)]).toEqual([2, 2, 2, 0]);
    expect([...inDegreesOf(4, edges)]).toEqual([2, 1, 0, 0]);
  });

  it('sums to twice the edges, in-degrees to the edges', () => {
    fc.assert(
      fc.property(graphs, ({ nodeCount, edges }) => {
        const sum = (values: Uint32Array) => values.reduce((a, b) => a + b, 0);
        expect(sum(degreesOf(nodeCount, flat(edges)))).toBe(2 * edges.length);
        expect(sum(inDegreesOf(nodeCount, flat(edges)))).toBe(edges.length);
      }),
    );
  });
});

describe('histogram', () => {
  it('counts each value, ascending by number', () => {
    expect(histogram([10, 2, 2, 0, 10, 10])).toEqual([
      [0, 1],
      [2, 2],
      [10, 3],
    ]);
    expect(histogram([])).toEqual([]);
  });
});

describe('ccdf', () => {
  it('gives the share with at least each value', () => {
    expect(ccdf(histogram([1, 1, 2, 5]))).toEqual([
      [1, 1],
      [2, 0.5],
      [5, 0.25],
    ]);
    expect(ccdf([])).toEqual([]);
  });

  it('is, for every value, what counting gives; it starts at 1 and falls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { minLength: 1 }), (values) => {
        const points = ccdf(histogram(values));
        expect(points[0][1]).toBe(1);
        points.forEach(([value, share], index) => {
          expect(share).toBe(values.filter((each) => each >= value).length / values.length);
          if (index > 0) expect(share).toBeLessThan(points[index - 1][1]);
        });
      }),
    );
  });
});

describe('components', () => {
  it('gives their sizes, largest first', () => {
    expect(componentSizes(6, Uint32Array.of(0, 1, 1, 2, 4, 3))).toEqual([3, 2, 1]);
    expect(componentSizes(0, new Uint32Array())).toEqual([]);
  });

  it('agrees with a walk over the graph', () => {
    fc.assert(
      fc.property(graphs, ({ nodeCount, edges }) => {
        expect(componentSizes(nodeCount, flat(edges))).toEqual(sizesByWalking(nodeCount, edges));
      }),
    );
  });
});

function sizesByWalking(nodeCount: number, edges: readonly Edge[]): number[] {
  const reached = new Set<number>();
  const sizes: number[] = [];
  for (let start = 0; start < nodeCount; start++) {
    const before = reached.size;
    const waiting = [start];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (reached.has(node)) continue;
      reached.add(node);
      for (const [u, v] of edges) {
        if (u === node) waiting.push(v);
        if (v === node) waiting.push(u);
      }
    }
    if (reached.size > before) sizes.push(reached.size - before);
  }
  return sizes.sort((a, b) => b - a);
}

describe('the measures of an overlay', () => {
  it('count only the peers given, whatever their numbers', () => {
    expect(measureOverlay(Uint32Array.of(2, 5, 7, 9), Uint32Array.of(5, 2, 7, 2))).toEqual({
      peers: 4,
      links: 2,
      components: 2,
      largestComponent: 3,
      meanDegree: 1,
      maxDegree: 2,
      maxInDegree: 2,
      degreeHistogram: [
        [0, 1],
        [1, 2],
        [2, 1],
      ],
      inDegreeHistogram: [
        [0, 3],
        [2, 1],
      ],
    });
  });

  it('are zero without peers', () => {
    const { peers, components, largestComponent, meanDegree } = measureOverlay(
      new Uint32Array(),
      new Uint32Array(),
    );
    expect([peers, components, largestComponent, meanDegree]).toEqual([0, 0, 0, 0]);
  });
});
