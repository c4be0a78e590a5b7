/**
 * Two configurations compared with common random numbers: run r of both has the same random seed, so what chance does to both
 * cancels in their difference (Law, Simulation Modeling and Analysis, 5th ed. 2015, section 11.2).
 */

/** Second minus first, run by run, for the runs in which both have a value. */
export function pairedDifferences(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
): number[] {
  const differences: number[] = [];
  for (let run = 0; run < Math.min(first.length, second.length); run++) {
    const [before, after] = [first[run], second[run]];
    if (before !== null && after !== null) differences.push(after - before);
  }
  return differences;
}
