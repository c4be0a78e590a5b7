/**
 * Times in few bins: whole microseconds rounded up to four significant digits, at most 0.1 % more. Exact up to 10 ms, and for
 * times such as 50 ms. As in HdrHistogram (Tene, 2012) the width of a bin grows with the time, but by decades.
 */

/** Of the first decades; each further one has as many, less those below it. */
const EXACT = 10_000;
const BINS_A_DECADE = EXACT - EXACT / 10;
const DECADES = 12;

/** All times up to 2^53 have a bin. */
export const TIME_BINS = EXACT + DECADES * BINS_A_DECADE + 1;

/** The bin of a whole number of microseconds. */
export function binOf(us: number): number {
  let unit = 1;
  let below = 0;
  while (us > EXACT * unit) {
    unit *= 10;
    below += BINS_A_DECADE;
  }
  return below + Math.ceil(us / unit);
}

/** The largest time of a bin. */
export function timeOfBin(bin: number): number {
  let unit = 1;
  let within = bin;
  while (within > EXACT) {
    unit *= 10;
    within -= BINS_A_DECADE;
  }
  return within * unit;
}

/** `[microseconds, count]` of a column by bin, ascending. */
export function timesOf(countByBin: Uint32Array): [number, number][] {
  const times: [number, number][] = [];
  countByBin.forEach((count, bin) => {
    if (count > 0) times.push([timeOfBin(bin), count]);
  });
  return times;
}
