/** Graphs for tests. */
import fc from 'fast-check';

/** Any edges among a few nodes, self-loops and repetitions included. */
export const edgeLists = fc.integer({ min: 1, max: 40 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  return fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(fc.tuple(node, node), { maxLength: 3 * nodeCount }),
  });
});
