/** Random integers from a discrete power law, by inversion: exact up to the resolution of the random source. */
import type { RandomSource } from '../random.ts';
import type { PowerLawFit } from './power-law.ts';
import { survivalOf } from './power-law.ts';

type Law = Pick<PowerLawFit, 'alpha' | 'xmin'>;

/** How many of the first integers stand in a table. */
const TABLE_LENGTH = 8192;
/** Places of the index into the table (Chen and Asau 1974), so that a draw needs a step or two. */
const GUIDE_LENGTH = 4096;

export class PowerLawDraws {
  readonly #law: Law;
  /** By place in the table: the law's share of integers up to `xmin` + place. */
  readonly #shares = new Float64Array(TABLE_LENGTH);
  readonly #guide = new Uint16Array(GUIDE_LENGTH);

  constructor(law: Law) {
    this.#law = law;
    const { alpha, xmin } = law;
    const first = 1 - survivalOf(law, xmin + 1);
    let share = 0;
    for (let place = 0; place < TABLE_LENGTH; place++) {
      share += first * Math.exp(-alpha * Math.log1p(place / xmin));
      this.#shares[place] = share;
    }
    for (let entry = 0, place = 0; entry < GUIDE_LENGTH; entry++) {
      while (place < TABLE_LENGTH - 1 && this.#shares[place] <= entry / GUIDE_LENGTH) place++;
      this.#guide[entry] = place;
    }
  }

  /** The next integer, at most 2^53 - 1. */
  draw(random: RandomSource): number {
    const uniform = random();
    if (uniform >= this.#shares[TABLE_LENGTH - 1]) return farDraw(this.#law, 1 - uniform);
    let place = this.#guide[Math.floor(uniform * GUIDE_LENGTH)];
    while (this.#shares[place] <= uniform) place++;
    return this.#law.xmin + place;
  }
}

/** The largest x whose share of integers that are at least x is `survival` or more. */
function farDraw(law: Law, survival: number): number {
  const { alpha, xmin } = law;
  const reaches = (x: number) => survivalOf(law, x) >= survival;
  const guess = Math.round(0.5 + (xmin - 0.5) * survival ** (-1 / (alpha - 1)));
  if (!(guess < Number.MAX_SAFE_INTEGER / 2)) return Number.MAX_SAFE_INTEGER;
  let step = 1;
  let low = guess;
  while (low > xmin && !reaches(low)) {
    low = Math.max(xmin, low - step);
    step *= 2;
  }
  let high = Math.max(guess, low + 1);
  for (step = 1; reaches(high); step *= 2) {
    low = high;
    high += step;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) low = middle;
    else high = middle;
  }
  return low;
}
