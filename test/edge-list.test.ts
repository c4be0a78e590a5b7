/** Edge lists as text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EdgeList, parseEdgeList } from '../analysis/edge-list.ts';
import { holds } from './support/property.ts';

describe('an edge list', () => {
  it('has an edge a line, comments and empty lines aside', () => {
    expect(parseEdgeList('# by hand\n1 0\n\n2\t0\r\n  4 1  \n')).toEqual({
      nodeCount: 5,
      edges: Uint32Array.of(1, 0, 2, 0, 4, 1),
    });
  });

  it('may say how many nodes there are', () => {
    expect((parseEdgeList('# nodes 7\n1 0\n') as EdgeList).nodeCount).toBe(7);
    expect((parseEdgeList('# nodes 1\n1 0\n') as EdgeList).nodeCount).toBe(2);
    expect((parseEdgeList('# nodes of a graph\n1 0\n') as EdgeList).nodeCount).toBe(2);
  });

  it('may be empty', () => {
    expect(parseEdgeList('')).toEqual({ nodeCount: 0, edges: new Uint32Array() });
  });

  it('gives back what was written', () => {
    const node = fc.nat({ max: 9_999_999 });
    holds(
      fc.property(fc.array(fc.tuple(node, node)), (pairs) => {
        const list = parseEdgeList(pairs.map(([u, v]) => `${u} ${v}\n`).join('')) as EdgeList;
        expect([...list.edges]).toEqual(pairs.flat());
        expect(list.nodeCount).toBe(Math.max(-1, ...pairs.flat()) + 1);
      }),
    );
  });

  it('may mix ends of lines, separators and leading zeros', () => {
    const text = '1 0\n2\t1\r\n3,2\n4; 3\n 5 4\n0000000006 5\n7  6\n8 7';
    const pairs = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((node) => [node, node - 1]);
    expect(parseEdgeList(text)).toEqual({ nodeCount: 9, edges: Uint32Array.from(pairs) });
  });

  it.each([
    ['1 0\n-1 0\n', 2, 'expected two node numbers such as "3 0", found "-1 0"'],
    ['1 0.5', 1, 'expected two node numbers such as "3 0", found "1 0.5"'],
    ['# a\n\n7', 3, 'expected two node numbers such as "3 0", found "7"'],
    ['1 2 3', 1, 'expected two node numbers such as "3 0", found "1 2 3"'],
    ['a b', 1, 'expected two node numbers such as "3 0", found "a b"'],
    [`x${'y'.repeat(100)}`, 1, `expected two node numbers such as "3 0", found "x${'y'.repeat(39)}..."`],
    ['10000000 0', 1, 'expected node numbers below 10000000, found 10000000'],
    ['# nodes 99999999999', 1, 'expected at most 10000000 nodes, found 99999999999'],
  ])('%j is refused', (text, line, error) => {
    expect(parseEdgeList(text)).toEqual({ error, line });
  });
});
