/** Whether fits can be believed: samples of known power laws, fitted. */
import { histogram } from '../../analysis/degrees.ts';
import { Bootstrap } from '../../analysis/fit/bootstrap.ts';
import { degreeFit, fitIntegers, type Integers } from '../../analysis/fit/degree-fit.ts';
import { PowerLawDraws } from '../../analysis/fit/power-law-draws.ts';
import { randomStream } from '../../analysis/random.ts';
import { type Claim, meanRow, type Plan, type Row, shareRow } from './row.ts';

const SOURCE = 'Clauset, Shalizi, Newman, SIAM Review 51, 661 (2009)';
/** Half the width of a normal 95 % interval, in standard errors. */
const Z95 = 1.96;

/** By how much the mean exponent may be off: likelihood is unbiased only in the limit of large samples. */
const BIAS_MAX: readonly (readonly [size: number, bias: number])[] = [
  [200, 0.035],
  [1_000, 0.004],
];
const EXPONENTS = [1.5, 2, 2.5, 3];

/** The exponents of samples: on average right, and as exact as is said. */
export function calibrationRows({ randomSeed, quick }: Plan, fitter = fitIntegers): Row[] {
  const samples = quick ? 500 : 3_000;
  return BIAS_MAX.flatMap(([size, biasMax]) =>
    EXPONENTS.flatMap((alpha) => {
      const fits = samplesOf(alpha, size, samples, randomSeed).map((integers) => fitter(integers, 1));
      const covering = fits.filter((fit) => Math.abs(fit.alpha - alpha) <= Z95 * fit.sigma);
      const about = `${samples} samples of ${size} from a power law of exponent ${alpha}, xmin known`;
      return [
        meanRow(
          {
            id: `calibration/bias-${size}-${alpha}`,
            claim: `${about}: mean fitted exponent minus the true one`,
            source: SOURCE,
            expected: 0,
            allowed: { distance: biasMax, why: 'small samples' },
          },
          fits.map((fit) => fit.alpha - alpha),
        ),
        shareRow(
          {
            id: `calibration/error-${size}-${alpha}`,
            claim: `${about}: share within 1.96 standard errors of the truth`,
            source: SOURCE,
            expected: 0.95,
            allowed: { distance: 0.02, why: 'the normal interval of a small sample' },
          },
          covering.length,
          samples,
        ),
      ];
    }),
  );
}

/** With 99 repetitions the rank of the sample among them has 100 equally likely places. */
const REPETITIONS = 99;

type Settings = ConstructorParameters<typeof Bootstrap>[0];

/** Repetitions of a fit by their number. */
export type Repetitions = (settings: Settings) => Pick<Bootstrap, 'run'>;

/** The bootstrap on samples of a true power law: its interval holds the exponent, and its p is uniform. */
export function bootstrapRows(
  { randomSeed, quick }: Plan,
  bootstrapOf: Repetitions = (settings) => new Bootstrap(settings),
): Row[] {
  const samples = quick ? 100 : 600;
  const [size, alpha] = [500, 2.5];
  const fits = samplesOf(alpha, size, samples, randomSeed).map((integers, number) => {
    const fit = fitIntegers(integers);
    const { points } = integers;
    const bootstrap = bootstrapOf({ points, fit, fixedXmin: false, randomSeed: `${number}/${randomSeed}` });
    const repetitions = Array.from({ length: REPETITIONS }, (_, i) => bootstrap.run(i));
    return degreeFit(integers, fit, repetitions);
  });
  const covering = fits.filter(({ interval95 }) => interval95![0] <= alpha && alpha <= interval95![1]);
  const claim = (row: string, words: string, expected: number, distance: number, why: string): Claim => ({
    id: `bootstrap/${row}`,
    claim: `${samples} samples of ${size} from a power law of exponent ${alpha}: ${words}`,
    source: SOURCE,
    expected,
    allowed: { distance, why },
  });
  const plugged = 'the law that is repeated is itself fitted';
  return [
    shareRow(
      claim('coverage', 'share of bootstrap 95 % intervals that hold it', 0.95, 0.02, '99 repetitions'),
      covering.length,
      samples,
    ),
    ...[0.1, 0.5, 0.9].map((p) =>
      shareRow(
        claim(`p-below-${p}`, `share of p-values below ${p}`, p, 0.02, plugged),
        fits.filter(({ pValue }) => pValue! < p).length,
        samples,
      ),
    ),
  ];
}

function samplesOf(alpha: number, size: number, count: number, randomSeed: string): Integers[] {
  const law = new PowerLawDraws({ alpha, xmin: 1 });
  return Array.from({ length: count }, (_, number) => {
    const random = randomStream(randomSeed, `sample/${alpha}/${size}/${number}`);
    return { points: histogram(Array.from({ length: size }, () => law.draw(random))), zeros: 0 };
  });
}
