/**
 * How many runs a mean needs: a sequential rule (Law, Simulation Modeling and Analysis, 5th ed. 2015, section 9.4.1). The next
 * number of runs is guessed from the interval so far rather than tried one by one, because every look at a sample that may end
 * it makes the interval cover a little less often than it says.
 */
import { meanHalfWidth, meanOf } from './estimate.ts';

/** True when half the 95 % interval is at most `precision` times the mean. Never for fewer than two values. */
export function preciseEnough(values: readonly number[], precision: number): boolean {
  const halfWidth = meanHalfWidth(values, 0.95);
  return halfWidth !== null && halfWidth <= precision * Math.abs(meanOf(values));
}

/**
 * How many runs to do in all before looking again: the same number when they are enough, else more, at most twice as many and
 * at most `runsMax`.
 * @param values of the runs so far; null: this run has none
 */
export function nextRunCount(values: readonly (number | null)[], precision: number, runsMax: number): number {
  const present = values.filter((value) => value !== null);
  const count = values.length;
  if (count >= runsMax || preciseEnough(present, precision)) return count;
  const halfWidth = meanHalfWidth(present, 0.95);
  const aim = precision * (present.length === 0 ? 0 : Math.abs(meanOf(present)));
  const ratio = halfWidth === null || aim === 0 ? Number.POSITIVE_INFINITY : halfWidth / aim;
  const needed = Math.min(Math.ceil(count * ratio * ratio), 2 * count);
  return Math.min(Math.max(needed, count + 1), runsMax);
}
