/** Counts of whole numbers: how often each occurred. Those of several threads add up, in whatever order. */

/** By value. Only added to, and put in order before anybody reads it. */
export type Counter = Map<number, number>;

/** `[value, count]`, ascending in the value. */
export type Counts = readonly (readonly [number, number])[];

/** Significant digits of `roundedUp`. */
const ROUNDED_MAX = 10_000;

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

/** A whole number rounded up to four significant digits: at most 0.1 % more, so that few values stand for many. */
export function roundedUp(value: number): number {
  let unit = 1;
  while (value > ROUNDED_MAX * unit) unit *= 10;
  return Math.ceil(value / unit) * unit;
}
