import { describe, expect, it } from 'vitest';
import { histogram, inDegreesOf } from '../analysis/degrees.ts';
import { graphOf, rowLengths } from '../analysis/graph/compressed-rows.ts';
import { barabasiAlbert, uniformChoice } from '../analysis/graph/null-models.ts';
import { findingsOf, nullModels } from '../analysis/overlay.ts';
import { randomStream } from '../analysis/random.ts';
import { chiSquareP, P_MIN } from './support/statistics.ts';

const random = (label: string) => randomStream('null models', label);

/** How many different others each node drew. */
const drawnBy = (nodeCount: number, edges: Uint32Array) => {
  const drawn = Array.from({ length: nodeCount }, () => new Set<number>());
  for (let i = 0; i < edges.length; i += 2) drawn[edges[i]].add(edges[i + 1]);
  return drawn;
};

describe('uniform choice', () => {
  it('draws different others, as many as links are wanted', () => {
    const edges = uniformChoice(300, 750, random('a'));
    expect(edges.length).toBe(1500);
    for (const [node, drawn] of drawnBy(300, edges).entries()) {
      expect([2, 3]).toContain(drawn.size);
      expect(drawn).not.toContain(node);
    }
  });

  it('is uniform', () => {
    const edges = uniformChoice(100, 2000, random('b'));
    const counts = Array.from(inDegreesOf(100, edges));
    expect(chiSquareP(counts)).toBeGreaterThan(P_MIN);
  });

  it('links all with all when so many are wanted', () => {
    expect(graphOf(5, uniformChoice(5, 100, random('c'))).neighbours.length).toBe(20);
    expect(uniformChoice(1, 3, random('d')).length).toBe(0);
    expect(uniformChoice(0, 0, random('d')).length).toBe(0);
  });
});

describe('Barabasi-Albert', () => {
  it('draws different earlier ones, all of them while there are too few', () => {
    const edges = barabasiAlbert(300, 900, random('a'));
    for (const [node, drawn] of drawnBy(300, edges).entries()) {
      expect(drawn.size).toBe(Math.min(node, 3));
      for (const other of drawn) expect(other).toBeLessThan(node);
    }
  });

  it('has degrees 2m(m+1) / (k(k+1)(k+2)) of Dorogovtsev, Mendes, Samukhin, PRL 85, 4633, 2000', () => {
    const [count, m] = [20_000, 2];
    const degrees = rowLengths(graphOf(count, barabasiAlbert(count, m * count, random('b'))));
    const shares = new Map(histogram(degrees).map(([degree, nodes]) => [degree, nodes / count]));
    for (const k of [2, 3, 4, 5, 6]) {
      expect(shares.get(k)).toBeCloseTo((2 * m * (m + 1)) / (k * (k + 1) * (k + 2)), 2);
    }
  });

  it('grows with less than one link a node, too', () => {
    expect(barabasiAlbert(10, 4, random('c')).length).toBe(8);
  });
});

describe('both', () => {
  it('have the size of what is held against them', () => {
    const measured = findingsOf(2000, uniformChoice(2000, 6000, random('d')));
    const { uniform, barabasiAlbert } = nullModels(measured);
    for (const { peers, links } of [uniform, barabasiAlbert]) {
      expect(peers).toBe(2000);
      expect(Math.abs(links / measured.links - 1)).toBeLessThan(0.01);
    }
    expect(uniform.giniDegree).toBeLessThan(barabasiAlbert.giniDegree);
    expect(uniform.topShare).toBeLessThan(barabasiAlbert.topShare);
    expect(uniform.meanDistance).toBeGreaterThan(barabasiAlbert.meanDistance!);
  });
});
