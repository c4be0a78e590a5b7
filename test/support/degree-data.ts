/** The sets of integers in `test/data/degree`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { histogram } from '../../analysis/degrees.ts';
import { type Integers, integersOf } from '../../analysis/fit/degree-fit.ts';

export function dataPath(name: string): string {
  return fileURLToPath(new URL(`../data/degree/${name}`, import.meta.url));
}

export function integersFrom(name: string): Integers {
  return integersOf(histogram(readFileSync(dataPath(name), 'utf8').trim().split('\n').map(Number)));
}
