/**
 * Random streams for analyses: one for each label, so that what is drawn for one purpose, or in one of many repetitions, depends
 * neither on other draws nor on how the work is spread over threads. Alea (Baagøe) through seedrandom.
 */
import seedrandom from 'seedrandom';

/** Uniform in [0, 1). */
export type RandomSource = () => number;

/**
 * The stream of a label.
 * @throws RangeError when the random seed is empty
 * @example randomStream('a', 'bootstrap/17')
 */
export function randomStream(randomSeed: string, label: string): RandomSource {
  if (randomSeed === '') throw new RangeError('the random seed is empty');
  return seedrandom.alea(`${label}/${randomSeed}`);
}
