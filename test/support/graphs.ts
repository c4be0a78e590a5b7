/** Graphs for tests. */
import fc from 'fast-check';
import type { RandomSource } from '../../analysis/random.ts';

/** Any edges among a few nodes, self-loops and repetitions included. */
export const edgeLists = fc.integer({ min: 1, max: 40 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  return fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(fc.tuple(node, node), { maxLength: 3 * nodeCount }),
  });
});

/** A chain of all nodes. */
export function chain(nodeCount: number): Uint32Array {
  return Uint32Array.from({ length: 2 * (nodeCount - 1) }, (_, index) => (index + 1) >>> 1);
}

/** Everybody is linked with the first. */
export function star(nodeCount: number): Uint32Array {
  return Uint32Array.from({ length: 2 * (nodeCount - 1) }, (_, index) => (index % 2) * ((index + 1) >>> 1));
}

/**
 * The rule of the protocol, written anew: peer m draws max(1, floor(m^(1/2.5))) of the m older ones with weight (i+1)^-2.5, with
 * replacement, from the list in order of registration or freshly shuffled.
 */
export function rankedOverlay(nodeCount: number, random: RandomSource, shuffled = false): Uint32Array {
  const edges: number[] = [];
  const sums = [0];
  for (let peer = 1; peer < nodeCount; peer++) {
    sums.push(sums[peer - 1] + peer ** -2.5);
    const list = Array.from({ length: peer }, (_, index) => index);
    if (shuffled) {
      for (let end = peer - 1; end > 0; end--) {
        const place = Math.floor(random() * (end + 1));
        [list[end], list[place]] = [list[place], list[end]];
      }
    }
    const chosen = new Set<number>();
    const draws = Math.max(1, Math.floor(peer ** (1 / 2.5)));
    for (let draw = 0; draw < draws; draw++) {
      const target = random() * sums[peer];
      let rank = 0;
      while (rank < peer - 1 && sums[rank + 1] <= target) rank++;
      chosen.add(list[rank]);
    }
    for (const other of chosen) edges.push(peer, other);
  }
  return Uint32Array.from(edges);
}

/** Every node has `degree` neighbours, uniformly drawn: stubs are paired, and a pair that is no new edge is swapped with another. */
export function regularGraph(nodeCount: number, degree: number, random: RandomSource): Uint32Array {
  const stubs = Uint32Array.from({ length: nodeCount * degree }, (_, index) => index % nodeCount);
  const swapFrom = (from: number, place: number) => {
    const other = from + Math.floor(random() * (stubs.length - from));
    [stubs[place], stubs[other]] = [stubs[other], stubs[place]];
  };
  for (let place = 0; place < stubs.length; place++) swapFrom(place, place);
  const taken = new Set<number>();
  for (let at = 0; at < stubs.length; at += 2) {
    const key = () => Math.min(stubs[at], stubs[at + 1]) * nodeCount + Math.max(stubs[at], stubs[at + 1]);
    for (let tries = 0; stubs[at] === stubs[at + 1] || taken.has(key()); tries++) {
      if (tries > 1000) throw new Error('the last stubs cannot be paired; take another random seed');
      swapFrom(at + 1, at + 1);
    }
    taken.add(key());
  }
  return stubs;
}
