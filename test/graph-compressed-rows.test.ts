import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areNeighbours,
  type CompressedRows,
  distinctEdges,
  graphOf,
  rowLengths,
} from '../analysis/graph/compressed-rows.ts';
import { edgeLists } from './support/graphs.ts';
import { holds } from './support/property.ts';

const rowsOf = ({ nodeCount, offsets, neighbours }: CompressedRows) =>
  Array.from({ length: nodeCount }, (_, node) => [...neighbours.slice(offsets[node], offsets[node + 1])]);

describe('compressed rows', () => {
  it('hold the neighbours of each node, ascending', () => {
    const graph = graphOf(5, Uint32Array.of(3, 1, 0, 3, 4, 3));
    expect(rowsOf(graph)).toEqual([[3], [3], [], [0, 1, 4], [3]]);
    expect([...rowLengths(graph)]).toEqual([1, 1, 0, 3, 1]);
  });

  it('hold an edge once, whatever its direction, and no self-loop', () => {
    const graph = graphOf(3, Uint32Array.of(0, 1, 1, 0, 2, 2, 0, 1, 1, 2));
    expect(rowsOf(graph)).toEqual([[1], [0, 2], [1]]);
    expect(graph.neighbours.length / 2).toBe(2);
  });

  it('leave of a list the first edge of each pair, in its direction', () => {
    const edges = Uint32Array.of(2, 1, 0, 0, 1, 2, 0, 2, 2, 1);
    expect([...distinctEdges(graphOf(3, edges), edges)]).toEqual([2, 1, 0, 2]);
    const plain = Uint32Array.of(2, 1, 0, 1);
    expect(distinctEdges(graphOf(3, plain), plain)).toBe(plain);
  });

  it('may be empty', () => {
    expect(rowsOf(graphOf(0, new Uint32Array()))).toEqual([]);
    expect(rowsOf(graphOf(2, new Uint32Array()))).toEqual([[], []]);
  });

  it('refuse a node that is none of theirs', () => {
    expect(() => graphOf(2, Uint32Array.of(0, 2))).toThrow(new RangeError('an edge ends at node 2 of 2'));
  });

  it('sort long rows too', () => {
    const leaves = Array.from({ length: 200 }, (_, index) => 200 - index);
    const graph = graphOf(201, Uint32Array.from(leaves.flatMap((leaf) => [leaf, 0])));
    expect(rowsOf(graph)[0]).toEqual(leaves.toReversed());
  });

  it('are the sets of neighbours, for every list of edges', () => {
    holds(
      fc.property(edgeLists, ({ nodeCount, edges }) => {
        const sets = Array.from({ length: nodeCount }, () => new Set<number>());
        for (const [u, v] of edges.filter(([u, v]) => u !== v)) {
          sets[u].add(v);
          sets[v].add(u);
        }
        const graph = graphOf(nodeCount, Uint32Array.from(edges.flat()));
        expect(rowsOf(graph)).toEqual(sets.map((set) => [...set].sort((a, b) => a - b)));
        for (let other = 0; other < nodeCount; other++) {
          expect(areNeighbours(graph, 0, other)).toBe(sets[0].has(other));
        }
      }),
    );
  });
});
