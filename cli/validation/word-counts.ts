/** A fit of Clauset, Shalizi and Newman: their own example. */
import { Bootstrap } from '../../analysis/fit/bootstrap.ts';
import { degreeFit, fitIntegers, type Integers } from '../../analysis/fit/degree-fit.ts';
import { mobyDickWords } from './moby-dick.ts';
import { type Claim, exactRow, type Plan, type Row, shareRow } from './row.ts';

const PAPER = 'Clauset, Shalizi, Newman, SIAM Review 51, 661 (2009)';
const REFERENCE = 'fits of the same file by plfit and by an independent program';

/** @param fitter finds the nearest power law */
export function mobyDickRows({ randomSeed, quick }: Plan, fitter = fitIntegers): Row[] {
  const words: Integers = { points: mobyDickWords(), zeros: 0 };
  const found = fitter(words);
  const bootstraps = quick ? 60 : 400;
  const bootstrap = new Bootstrap({ points: words.points, fit: found, fixedXmin: false, randomSeed });
  const repetitions = Array.from({ length: bootstraps }, (_, number) => bootstrap.run(number));
  const { comparisons } = degreeFit(words, found, repetitions);
  const asFar = repetitions.filter(({ ks }) => ks >= found.ks).length;
  const claim = (
    row: string,
    what: string,
    source: string,
    expected: number,
    distance = 0,
    why = '',
  ): Claim => ({
    id: `moby-dick/${row}`,
    claim: `words of Moby Dick: ${what}`,
    source,
    expected,
    ...(distance > 0 ? { allowed: { distance, why } } : {}),
  });
  const table = `${PAPER}, table 6.1`;
  return [
    exactRow(claim('alpha', 'exponent', table, 1.95, 0.005, 'printed with two digits'), found.alpha),
    exactRow(claim('xmin', 'where the law begins', table, 7), found.xmin),
    exactRow(claim('tail', 'words from there on', table, 2958), found.nTail),
    exactRow(
      claim('digits', 'exponent', REFERENCE, 1.9527275, 1e-6, 'digits of the other codes'),
      found.alpha,
    ),
    exactRow(
      claim('distance', 'KS distance', REFERENCE, 0.00825295, 1e-7, 'digits of the other codes'),
      found.ks,
    ),
    exactRow(
      claim('likelihood', 'log-likelihood', REFERENCE, -11753.81758, 1e-4, 'digits of the other codes'),
      found.logLikelihood,
    ),
    exactRow(
      claim(
        'exponential',
        'z of the likelihood ratio to the exponential',
        REFERENCE,
        9.1436,
        0.01,
        'their optimiser',
      ),
      comparisons.exponential.z,
    ),
    shareRow(
      claim('p-value', 'p of the bootstrap', REFERENCE, 0.668, 0.06, 'theirs is a bootstrap too'),
      asFar,
      bootstraps,
    ),
  ];
}
