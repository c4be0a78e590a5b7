/** Overlays that are drawn for `hearsay validate`. */
import { describe, expect, it } from 'vitest';
import { degreesOf, histogram } from '../analysis/degrees.ts';
import { randomStream } from '../analysis/random.ts';
import { grid, line, type Pair, regular, total, tree } from '../cli/validation/topologies.ts';

function degreeCounts(nodeCount: number, pairs: readonly Pair[]): [number, number][] {
  return histogram(degreesOf(nodeCount, Uint32Array.from(pairs.flat())));
}

describe('a topology', () => {
  it.each<[string, number, Pair[], [number, number][]]>([
    [
      'grid',
      25,
      grid(5, 5),
      [
        [2, 4],
        [3, 12],
        [4, 9],
      ],
    ],
    [
      'line',
      25,
      line(25),
      [
        [1, 2],
        [2, 23],
      ],
    ],
    [
      'tree',
      21,
      tree(21, 4),
      [
        [1, 16],
        [4, 1],
        [5, 4],
      ],
    ],
    ['total', 25, total(25), [[24, 25]]],
  ])('%s of %d nodes has the degrees that it should', (_, nodeCount, pairs, counts) => {
    expect(degreeCounts(nodeCount, pairs)).toEqual(counts);
  });

  it.each([
    [6, 5],
    [100, 5],
    [1000, 3],
  ])('regular: %d nodes have %d links each, none to themselves and none twice', (nodeCount, degree) => {
    for (const label of 'abcde') {
      const pairs = regular(nodeCount, degree, randomStream('regular', label));
      expect(degreeCounts(nodeCount, pairs)).toEqual([[degree, nodeCount]]);
      expect(pairs.every(([a, b]) => a !== b)).toBe(true);
      expect(new Set(pairs.map(([a, b]) => Math.min(a, b) * nodeCount + Math.max(a, b))).size).toBe(
        pairs.length,
      );
    }
  });
});
