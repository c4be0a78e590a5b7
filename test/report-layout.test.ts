/** Where a report draws the peers of an overlay. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../analysis/random.ts';
import { forceLayout, LAYOUT_SIZE } from '../analysis/report/force-layout.ts';
import { overlayPicture, PICTURE_LINKS_MAX, PICTURE_PEERS_MAX } from '../analysis/report/overlay-picture.ts';
import { Quadtree } from '../analysis/report/quadtree.ts';
import { holds } from './support/property.ts';

function layout(nodeCount: number, edges: readonly number[]) {
  return forceLayout(nodeCount, Uint32Array.from(edges), randomStream('test', 'layout'));
}

/** All pairs of some nodes. */
function clique(nodes: readonly number[]): number[] {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).flatMap((b) => [a, b]));
}

describe('a layout', () => {
  it('is the same for the same graph', () => {
    const edges = [...clique([0, 1, 2]), 2, 3, 3, 4];
    expect(layout(5, edges)).toEqual(layout(5, edges));
  });

  it('fills one side of its square, in the middle of the other', () => {
    const { x, y } = layout(40, [
      ...clique([0, 1, 2, 3]),
      ...Array.from({ length: 36 }, (_, i) => [i, i + 4]).flat(),
    ]);
    const sides = [x, y].map((values) => [Math.min(...values), Math.max(...values)]);
    expect(sides).toContainEqual([0, LAYOUT_SIZE]);
    for (const [low, high] of sides) expect(Math.abs(low + high - LAYOUT_SIZE)).toBeLessThanOrEqual(1);
  });

  it('puts linked nodes near each other', () => {
    const [left, right] = [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ];
    const { x, y } = layout(12, [...clique(left), ...clique(right), 0, 6]);
    const distance = (a: number, b: number) => Math.hypot(x[a] - x[b], y[a] - y[b]);
    const within = Math.max(...left.flatMap((a) => left.map((b) => distance(a, b))));
    const across = Math.min(...left.slice(1).flatMap((a) => right.slice(1).map((b) => distance(a, b))));
    expect(within).toBeLessThan(across);
  });

  it('puts a hub in the middle of its neighbours', () => {
    const { x, y } = layout(51, Array.from({ length: 50 }, (_, i) => [i + 1, 0]).flat());
    expect(Math.hypot(x[0] - LAYOUT_SIZE / 2, y[0] - LAYOUT_SIZE / 2)).toBeLessThan(LAYOUT_SIZE / 20);
  });

  it.each([
    [0, []],
    [1, []],
    [2, [0, 1]],
    [3, []],
  ])('exists for %i nodes with the links %j', (nodeCount, edges) => {
    const { x, y } = layout(nodeCount, edges);
    expect([x.length, y.length]).toEqual([nodeCount, nodeCount]);
    for (const value of [...x, ...y]) expect(value).toBeLessThanOrEqual(LAYOUT_SIZE);
  });
});

describe('repulsion through a tree', () => {
  const place = fc.integer({ min: -1000, max: 1000 });

  it('is near that of all pairs', () => {
    const bodies = fc.array(fc.tuple(place, place, fc.integer({ min: 1, max: 9 })), {
      minLength: 40,
      maxLength: 120,
    });
    holds(
      fc.property(bodies, (all) => {
        const [x, y, masses] = [0, 1, 2].map((column) => Float64Array.from(all, (body) => body[column]));
        const tree = new Quadtree(x, y, masses);
        tree.build();
        const forces = new Float64Array(2 * all.length);
        all.forEach((_, node) => {
          tree.repel(node, 2, forces);
        });
        const expected = pairwise(x, y, masses, 2);
        const error = forces.reduce((sum, force, i) => sum + (force - expected[i]) ** 2, 0);
        const size = expected.reduce((sum, force) => sum + force ** 2, 0);
        expect(Math.sqrt(error)).toBeLessThanOrEqual(0.2 * Math.sqrt(size) + 1e-9);
      }),
      100,
    );
  });

  it('ends when all nodes are on one place, and pushes none of them', () => {
    const places = new Float64Array(50);
    const tree = new Quadtree(places, places, new Float64Array(50).fill(1));
    tree.build();
    const forces = new Float64Array(100);
    tree.repel(7, 1, forces);
    expect(forces).toEqual(new Float64Array(100));
  });
});

function pairwise(x: Float64Array, y: Float64Array, masses: Float64Array, strength: number): Float64Array {
  const forces = new Float64Array(2 * x.length);
  for (let a = 0; a < x.length; a++) {
    for (let b = 0; b < x.length; b++) {
      const [dx, dy] = [x[a] - x[b], y[a] - y[b]];
      const square = dx * dx + dy * dy;
      if (square === 0) continue;
      forces[2 * a] += (strength * masses[a] * masses[b] * dx) / square;
      forces[2 * a + 1] += (strength * masses[a] * masses[b] * dy) / square;
    }
  }
  return forces;
}

describe('the picture of an overlay', () => {
  it('numbers peers by their place, when some are gone', () => {
    const path = { name: 'message 0', timeUs: [0, 10, 20, 30], parents: [-1, 0, 1, 1], hops: [0, 1, 2, 2] };
    const picture = overlayPicture(Uint32Array.of(0, 2, 3), Uint32Array.of(2, 0, 3, 2), path);
    expect(picture).toMatchObject({
      peers: [0, 2, 3],
      dialled: [[], [0], [1]],
      // Peer 1, from whom both had it, is gone.
      message: { name: 'message 0', timeUs: [0, 20, 30], parents: [-1, -1, -1], hops: [0, 2, 2] },
    });
  });

  it('is left out when there is too much to draw', () => {
    const peers = Uint32Array.from({ length: PICTURE_PEERS_MAX + 1 }, (_, peer) => peer);
    expect(overlayPicture(peers, new Uint32Array(0), undefined)).toBeNull();
    const links = new Uint32Array(2 * PICTURE_LINKS_MAX + 2);
    expect(overlayPicture(peers.subarray(1), links, undefined)).toBeNull();
  });

  it('has no message when none was followed', () => {
    expect(overlayPicture(Uint32Array.of(0), new Uint32Array(0), undefined)?.message).toBeNull();
  });
});
