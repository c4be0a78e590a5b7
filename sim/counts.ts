/** Counts of whole numbers: how often each occurred. Those of several threads add up, in whatever order. */

/** By value. Only added to, and put in order before anybody reads it. */
export type Counter = Map<number, number>;

/** `[value, count]`, ascending in the value. */
export type Counts = readonly (readonly [number, number])[];

export function count(counter: Counter, value: number, times = 1): void {
  counter.set(value, (counter.get(value) ?? 0) + times);
}

export function addCounter(sum: Counter, more: Counter): void {
  for (const [value, times] of more) count(sum, value, times);
}

export function countsOf(counter: Counter): Counts {
  return [...counter].sort(([a], [b]) => a - b);
}

/** Counts in an array by value, with holes. */
export function countsOfColumn(column: readonly number[]): Counts {
  const counts: [number, number][] = [];
  column.forEach((times, value) => {
    if (times > 0) counts.push([value, times]);
  });
  return counts;
}
