/** The fits of known sets against two independent programs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Bootstrap } from '../analysis/fit/bootstrap.ts';
import { Z_DECIDES } from '../analysis/fit/comparisons.ts';
import { degreeFit, fitIntegers } from '../analysis/fit/degree-fit.ts';
import type { Verdict } from '../analysis/fit/verdict.ts';
import { dataPath, integersFrom } from './support/degree-data.ts';

interface Ratio {
  readonly R: number;
  readonly normalised: number;
}

interface Reference {
  readonly file: string;
  readonly n: number;
  readonly own: {
    readonly alpha: number;
    readonly xmin: number;
    readonly D: number;
    readonly L: number;
    readonly ntail: number;
    readonly sigma: number;
  };
  readonly plfit: { readonly p: number };
  readonly LR_vs_exponential: Ratio;
  readonly LR_vs_lognormal: Ratio;
}

const references = Object.entries(JSON.parse(readFileSync(dataPath('reference-fits.json'), 'utf8'))).filter(
  (entry): entry is [string, Reference] => typeof entry[1] === 'object',
);

const VERDICTS: Readonly<Record<string, Verdict>> = {
  'words.txt': 'plausible',
  'zeta-a2.5-xmin1-n10000.txt': 'strong',
  'zeta-a2.0-xmin1-n10000.txt': 'strong',
  // Its tail spans a third of a decade.
  'geometric-p0.2-n10000.txt': 'undecided',
  'barabasi-albert-m3-n20000-degree.txt': 'not a power law',
};

/** Whom a comparison decides for. */
const decision = (z: number) => (Math.abs(z) < Z_DECIDES ? 'nobody' : z > 0 ? 'the power law' : 'the other');

it('are of five sets', () => {
  expect(references).toHaveLength(5);
});

describe.each(references)('the fit of %s', (_, reference) => {
  const { own, plfit, LR_vs_exponential, LR_vs_lognormal } = reference;
  const integers = integersFrom(reference.file);
  const nearest = fitIntegers(integers);

  it('has the exponent, where it starts, its error, the distance and the likelihood', () => {
    expect(integers.zeros).toBe(0);
    expect(nearest.xmin).toBe(own.xmin);
    expect(nearest.nTail).toBe(own.ntail);
    expect(Math.abs(nearest.alpha - own.alpha)).toBeLessThan(1e-6);
    expect(Math.abs(nearest.sigma - own.sigma)).toBeLessThan(1e-6);
    expect(Math.abs(nearest.ks - own.D)).toBeLessThan(1e-7);
    expect(Math.abs(nearest.logLikelihood - own.L)).toBeLessThan(1e-4);
  });

  it('is compared with other laws alike', () => {
    const { n, comparisons } = degreeFit(integers, nearest, []);
    expect(n).toBe(reference.n);
    const { exponential, lognormal } = comparisons;
    expect(Math.abs(exponential.ratio - LR_vs_exponential.R)).toBeLessThan(1e-4);
    expect(Math.abs(exponential.z - LR_vs_exponential.normalised)).toBeLessThan(0.01);
    // Where it degenerates the log-normal depends on the bound of mu.
    expect(decision(lognormal.z)).toBe(decision(LR_vs_lognormal.normalised));
  });

  it('has about the p-value, and the verdict', () => {
    const settings = { points: integers.points, fit: nearest, fixedXmin: false, randomSeed: 'p' };
    const bootstrap = new Bootstrap(settings);
    const repetitions = Array.from({ length: 500 }, (_, number) => bootstrap.run(number));
    const { pValue, verdict } = degreeFit(integers, nearest, repetitions);
    expect(Math.abs(pValue! - plfit.p)).toBeLessThan(0.06);
    expect(verdict).toBe(VERDICTS[reference.file]);
  });
});
