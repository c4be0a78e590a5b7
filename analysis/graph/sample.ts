/** Samples of nodes, and the mean over all nodes that a sample estimates. */
import type { RandomSource } from '../random.ts';

/** A mean and its standard error, 0 when every value was counted. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** All of 0 to n-1 when there are at most `countMax`, else so many of them drawn without replacement; ascending. */
export function sampleOf(count: number, countMax: number, random: RandomSource): Uint32Array {
  if (count <= countMax) return Uint32Array.from({ length: count }, (_, index) => index);
  const drawn = new Set<number>();
  while (drawn.size < countMax) drawn.add(Math.floor(random() * count));
  return Uint32Array.from(drawn).sort();
}

/** The mean of a population of which these values were drawn without replacement (Cochran, Sampling Techniques, 1977, section 2.6). */
export function estimateOf(values: Float64Array, populationCount: number): Estimate {
  const count = values.length;
  if (count === 0) return { mean: 0, standardError: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const unseen = 1 - count / populationCount;
  return { mean, standardError: unseen === 0 ? 0 : Math.sqrt((unseen * squares) / (count * (count - 1))) };
}

/** The numbers from 0 to n-1 in random order (Fisher and Yates). */
export function shuffledNumbers(count: number, random: RandomSource): Uint32Array {
  const numbers = Uint32Array.from({ length: count }, (_, index) => index);
  for (let end = count - 1; end > 0; end--) {
    const place = Math.floor(random() * (end + 1));
    [numbers[end], numbers[place]] = [numbers[place], numbers[end]];
  }
  return numbers;
}
