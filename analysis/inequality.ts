/** How unequally something is spread over nodes: links, copies, or any other load that is not negative. */
import type { Points } from './degrees.ts';

/** What "the top" means. */
const TOP_SHARE = 0.01;

/** How many nodes the top 1 % are, rounded up. */
export function topCount(nodeCount: number): number {
  return Math.ceil(TOP_SHARE * nodeCount);
}

/**
 * The share of the sum that the top 1 % of the nodes have, rounded up to whole nodes; 0 when the sum is.
 * @param loads `[load, nodes]`, ascending
 */
export function topShare(loads: Points): number {
  const total = sumOf(loads);
  let left = topCount(countOf(loads));
  let carried = 0;
  for (let i = loads.length - 1; left > 0; i--) {
    const taken = Math.min(left, loads[i][1]);
    carried += taken * loads[i][0];
    left -= taken;
  }
  return total === 0 ? 0 : carried / total;
}

/**
 * The Gini coefficient: half the mean absolute difference of two loads, relative to their mean. 0: all are equal; near 1: one has
 * all; 0 when the sum is 0.
 * @param loads `[load, nodes]`, ascending
 */
export function gini(loads: Points): number {
  const total = sumOf(loads);
  const count = countOf(loads);
  let below = 0;
  let weighted = 0;
  for (const [load, nodes] of loads) {
    // Each node is above all below and under all above; the differences among equals are none.
    weighted += nodes * load * (2 * below + nodes - count);
    below += nodes;
  }
  return total === 0 ? 0 : weighted / (count * total);
}

function sumOf(loads: Points): number {
  return loads.reduce((sum, [load, nodes]) => sum + load * nodes, 0);
}

function countOf(loads: Points): number {
  return loads.reduce((sum, [, nodes]) => sum + nodes, 0);
}
