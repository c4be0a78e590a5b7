/** Random overlays of a given size, to hold a measured one against: what would be so without its rule? */
import type { RandomSource } from '../random.ts';

/**
 * Each node draws different others uniformly, as evenly as `linkCount` allows. Two that draw each other have one link,
 * so a few links are missing.
 * @returns edges, who drew first
 */
export function uniformChoice(nodeCount: number, linkCount: number, random: RandomSource): Uint32Array {
  const quotaOf = (node: number) => Math.min(share(linkCount, node, nodeCount), nodeCount - 1);
  return drawnEdges(nodeCount, quotaOf, (node) => {
    const drawn = Math.floor(random() * (nodeCount - 1));
    return drawn < node ? drawn : drawn + 1;
  });
}

/**
 * Growth with preferential attachment: each node draws different earlier ones in proportion to their degrees, as evenly as `linkCount`
 * allows, and all earlier ones while there are too few. Barabási and Albert, Science 286, 509-512, 1999.
 * @returns edges, who drew first
 */
export function barabasiAlbert(nodeCount: number, linkCount: number, random: RandomSource): Uint32Array {
  const quotaOf = (node: number) => Math.min(share(linkCount, node, nodeCount), node);
  return drawnEdges(nodeCount, quotaOf, (node, edges, end) =>
    // A node stands in the list of edges as often as it has links. Before the first link there is nothing to prefer.
    end === 0 ? Math.floor(random() * node) : edges[Math.floor(random() * end)],
  );
}

/** Draws until each node has its quota of different others. `draw` sees the edges of the nodes before, which end at `end`. */
function drawnEdges(
  nodeCount: number,
  quotaOf: (node: number) => number,
  draw: (node: number, edges: Uint32Array, end: number) => number,
): Uint32Array {
  let linkCount = 0;
  for (let node = 0; node < nodeCount; node++) linkCount += quotaOf(node);
  const edges = new Uint32Array(2 * linkCount);
  let end = 0;
  for (let node = 0; node < nodeCount; node++) {
    const [start, stop] = [end, end + 2 * quotaOf(node)];
    while (end < stop) {
      const other = draw(node, edges, start);
      let repeated = false;
      for (let i = start + 1; i < end && !repeated; i += 2) repeated = edges[i] === other;
      if (repeated) continue;
      edges[end++] = node;
      edges[end++] = other;
    }
  }
  return edges;
}

/** The share of one node when `total` is dealt to `count` as evenly as whole numbers go. */
function share(total: number, node: number, count: number): number {
  return Math.floor((total * (node + 1)) / count) - Math.floor((total * node) / count);
}
