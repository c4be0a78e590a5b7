/**
 * Repetitions of a whole fit on resampled data. Each has a number and a random stream of its own, so it is the same on
 * whatever thread it runs. Clauset, Shalizi, Newman 2009: section 4.1 for the p-value, 3.3 for the interval.
 */
import type { Points } from '../degrees.ts';
import { type RandomSource, randomStream } from '../random.ts';
import type { PowerLawFit } from './power-law.ts';
import { PowerLawDraws } from './power-law-draws.ts';
import { Sample } from './sample.ts';
import { nearestFit } from './xmin-scan.ts';

/** What one repetition gives. */
export interface Repetition {
  /** The distance of the nearest fit to data that follow the fitted law from its xmin on. */
  readonly ks: number;
  /** The exponent of the nearest fit to the data resampled. */
  readonly alpha: number;
}

export interface BootstrapSettings {
  /** `[value, count]`, ascending, without zeros. */
  readonly points: Points;
  readonly fit: Pick<PowerLawFit, 'alpha' | 'xmin'>;
  /** Whether each repetition keeps this xmin, or looks for its own. */
  readonly fixedXmin: boolean;
  readonly randomSeed: string;
}

export class Bootstrap {
  readonly #sample: Sample;
  readonly #fixedXmin: number | undefined;
  readonly #tailShare: number;
  readonly #draws: PowerLawDraws;
  readonly #randomSeed: string;
  /** The integers one by one, ascending. */
  readonly #values: Float64Array;
  readonly #drawn: Float64Array;
  /** How many of them are below xmin. */
  readonly #bodySize: number;

  constructor({ points, fit, fixedXmin, randomSeed }: BootstrapSettings) {
    this.#sample = new Sample(points);
    this.#fixedXmin = fixedXmin ? fit.xmin : undefined;
    this.#draws = new PowerLawDraws(fit);
    this.#randomSeed = randomSeed;
    const { size, tailCounts } = this.#sample;
    const nTail = tailCounts[this.#sample.startOf(fit.xmin)];
    this.#tailShare = nTail / size;
    this.#bodySize = size - nTail;
    this.#values = new Float64Array(size);
    this.#drawn = new Float64Array(size);
    let filled = 0;
    for (const [value, count] of points) {
      this.#values.fill(value, filled, filled + count);
      filled += count;
    }
  }

  /** Repetition `number`, from 0. */
  run(number: number): Repetition {
    const random = randomStream(this.#randomSeed, `bootstrap/${number}`);
    return {
      ks: this.#fitOf(() => this.#semiParametric(random)).ks,
      alpha: this.#fitOf(() => this.#resampled(random)).alpha,
    };
  }

  /** Draws until there is something to fit: two distinct values from xmin on. */
  #fitOf(draw: () => number): PowerLawFit {
    for (;;) {
      for (let i = 0; i < this.#drawn.length; i++) this.#drawn[i] = draw();
      const fit = nearestFit(new Sample(histogramOf(this.#drawn.sort())), this.#fixedXmin);
      if (fit !== undefined) return fit;
    }
  }

  /** From the law with the probability of the tail, otherwise one of the data below it. */
  #semiParametric(random: RandomSource): number {
    if (this.#bodySize === 0 || random() < this.#tailShare) return this.#draws.draw(random);
    return this.#values[Math.floor(random() * this.#bodySize)];
  }

  #resampled(random: RandomSource): number {
    return this.#values[Math.floor(random() * this.#values.length)];
  }
}

/** `[value, count]` of ascending values. */
function histogramOf(ascending: Float64Array): Points {
  const points: [number, number][] = [];
  for (const value of ascending) {
    const last = points.at(-1);
    if (last?.[0] === value) last[1]++;
    else points.push([value, 1]);
  }
  return points;
}
