/** The verdict on a fit, and its words. */
import { describe, expect, it } from 'vitest';
import type { Comparisons } from '../analysis/fit/comparisons.ts';
import { type Evidence, sentenceOf, verdictOf } from '../analysis/fit/verdict.ts';

const UNDECIDED = { ratio: 1, z: 1, p: 0.3 };
const AGAINST = { ratio: -9, z: -2.5, p: 0.01 };
const COMPARISONS: Comparisons = { exponential: UNDECIDED, lognormal: UNDECIDED, cutoff: UNDECIDED };

/** The best evidence that there can be. */
const STRONG: Evidence = {
  alpha: 2.5,
  sigma: 0.018,
  xmin: 3,
  nTail: 4000,
  nTailShare: 0.4567,
  decades: 2.34,
  pValue: 0.48,
  bootstraps: 1000,
  comparisons: COMPARISONS,
};

const evidence = (changes: Partial<Evidence>): Evidence => ({ ...STRONG, ...changes });

describe('the verdict', () => {
  it.each<[string, Partial<Evidence>, string]>([
    [
      'strong',
      {},
      'Strong: a power law with exponent 2.50 ± 0.02 from 3 on (45.6 % of the values, 2.3 decades) is not ruled out (p = 0.48), and no other law tried fits better.',
    ],
    [
      'plausible',
      { alpha: 1.95, nTailShare: 1 },
      'Plausible: a power law with exponent 1.95 ± 0.02 from 3 on (all values, 2.3 decades) is not ruled out (p = 0.48); no other law tried fits better, and the exponent is not between 2 and 3.',
    ],
    [
      'plausible',
      { comparisons: { ...COMPARISONS, lognormal: AGAINST, cutoff: AGAINST } },
      'Plausible: a power law with exponent 2.50 ± 0.02 from 3 on (45.6 % of the values, 2.3 decades) is not ruled out (p = 0.48); a log-normal and a power law with cut-off fit better.',
    ],
    [
      'undecided',
      { nTail: 49, decades: 0.3 },
      'Undecided: a power law with exponent 2.50 ± 0.02 from 3 on (45.6 % of the values, 0.3 decades) is not ruled out (p = 0.48), but 49 values are too few to rule anything out and less than one decade is too short to tell it from other laws.',
    ],
    [
      'undecided',
      { pValue: null, bootstraps: 0 },
      'Undecided: nearest is a power law with exponent 2.50 ± 0.02 from 3 on (45.6 % of the values, 2.3 decades), but without bootstraps nothing says how near that is.',
    ],
    [
      'not a power law',
      { pValue: 0 },
      'Not a power law: even where one fits best, from 3 on (45.6 % of the values, 2.3 decades), the values are too far from it (p < 0.001).',
    ],
  ])('%s: %j', (verdict, changes, sentence) => {
    expect(verdictOf(evidence(changes))).toBe(verdict);
    expect(sentenceOf(evidence(changes))).toBe(sentence);
  });

  it.each<[Partial<Evidence>, string]>([
    [{ pValue: 0.1 }, 'not a power law'],
    [{ pValue: 0.101 }, 'strong'],
    [{ nTail: 50 }, 'strong'],
    [{ nTail: 49 }, 'undecided'],
    [{ decades: 1 }, 'strong'],
    [{ decades: 0.99 }, 'undecided'],
    [{ alpha: 2 }, 'plausible'],
    [{ alpha: 3 }, 'plausible'],
    [{ comparisons: { ...COMPARISONS, exponential: { ...AGAINST, z: -1.96 } } }, 'strong'],
    [{ comparisons: { ...COMPARISONS, exponential: { ...AGAINST, z: -1.97 } } }, 'plausible'],
    // A sample that is too far is not saved by being small.
    [{ pValue: 0.05, nTail: 10 }, 'not a power law'],
  ])('at its bounds, with %j: %s', (changes, verdict) => {
    expect(verdictOf(evidence(changes))).toBe(verdict);
  });
});
