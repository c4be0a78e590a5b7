/** How unequally something is spread over nodes: links, copies, or any other load that is not negative. */

/** A sum counts as carried by "the top" when the top hundredth of the nodes carries it. */
const TOP_SHARE = 0.01;

/** How many nodes the top 1 % are, rounded up. */
export function topCount(nodeCount: number): number {
  return Math.ceil(TOP_SHARE * nodeCount);
}

/** The share of the sum that the top 1 % of the values have, rounded up to whole values; 0 when the sum is. */
export function topShare(values: ArrayLike<number>): number {
  const ascending = Float64Array.from(values).sort();
  const sum = (from: number) => ascending.subarray(from).reduce((total, value) => total + value, 0);
  const total = sum(0);
  return total === 0 ? 0 : sum(ascending.length - topCount(ascending.length)) / total;
}

/**
 * The Gini coefficient: half the mean absolute difference of two values, relative to their mean. 0: all are equal; near 1: one has
 * all; 0 when the sum is 0.
 */
export function gini(values: ArrayLike<number>): number {
  const ascending = Float64Array.from(values).sort();
  const count = ascending.length;
  let total = 0;
  let weighted = 0;
  for (let index = 0; index < count; index++) {
    total += ascending[index];
    weighted += (2 * index + 1 - count) * ascending[index];
  }
  return total === 0 ? 0 : weighted / (count * total);
}
