/**
 * What the numbers of a fit justify to say, in the words of Broido and Clauset (Nature Communications 10, 1017, 2019). A test that is
 * passed proves nothing: it does not rule the law out.
 */
import { type Comparisons, Z_DECIDES } from './comparisons.ts';

export type Verdict = 'strong' | 'plausible' | 'undecided' | 'not a power law';

/** What the verdict rests on. */
export interface Evidence {
  readonly alpha: number;
  readonly sigma: number;
  readonly xmin: number;
  readonly nTail: number;
  readonly nTailShare: number;
  readonly decades: number;
  /** Null without bootstraps. */
  readonly pValue: number | null;
  readonly bootstraps: number;
  readonly comparisons: Comparisons;
}

/** Above it a sample of the law itself is often as far from its fit as the data are. Source: Clauset, Shalizi, Newman 2009. */
const P_RULED_OUT = 0.1;
/** Source: Broido and Clauset 2019. */
const TAIL_MIN = 50;
/** A straight line over less than tenfold is found in nearly any data. Source: ours; Stumpf and Porter (Science 335, 665, 2012) ask for two. */
const DECADES_MIN = 1;

export function verdictOf(evidence: Evidence): Verdict {
  const { alpha, pValue, comparisons } = evidence;
  if (pValue !== null && pValue <= P_RULED_OUT) return 'not a power law';
  if (pValue === null || doubtsOf(evidence).length > 0) return 'undecided';
  return alpha > 2 && alpha < 3 && betterLaws(comparisons).length === 0 ? 'strong' : 'plausible';
}

/** The verdict with its reasons, as one sentence. */
export function sentenceOf(evidence: Evidence): string {
  const { alpha, sigma, xmin, nTailShare, decades, comparisons } = evidence;
  const law = `a power law with exponent ${alpha.toFixed(2)} ± ${sigma.toPrecision(1)}`;
  const who = nTailShare === 1 ? 'all values' : `${shareText(nTailShare)} of the values`;
  const extent = `from ${xmin} on (${who}, ${decades.toFixed(1)} decades)`;
  const chance = chanceText(evidence);
  const rivals = rivalsText(betterLaws(comparisons));
  switch (verdictOf(evidence)) {
    case 'not a power law':
      return `Not a power law: even where one fits best, ${extent}, the values are too far from it (${chance}).`;
    case 'undecided':
      return evidence.pValue === null
        ? `Undecided: nearest is ${law} ${extent}, but without bootstraps nothing says how near that is.`
        : `Undecided: ${law} ${extent} is not ruled out (${chance}), but ${doubtsOf(evidence).join(' and ')}.`;
    case 'plausible':
      return `Plausible: ${law} ${extent} is not ruled out (${chance}); ${rivals}${outsideText(alpha)}.`;
    case 'strong':
      return `Strong: ${law} ${extent} is not ruled out (${chance}), and ${rivals}.`;
  }
}

/** Why a fit that is not ruled out says little. */
function doubtsOf({ nTail, decades }: Evidence): string[] {
  return [
    ...(nTail < TAIL_MIN ? [`${nTail} values are too few to rule anything out`] : []),
    ...(decades < DECADES_MIN ? ['less than one decade is too short to tell it from other laws'] : []),
  ];
}

/** The laws that the comparison decides for. */
function betterLaws({ exponential, lognormal, cutoff }: Comparisons): string[] {
  return [
    ...(exponential.z < -Z_DECIDES ? ['an exponential'] : []),
    ...(lognormal.z < -Z_DECIDES ? ['a log-normal'] : []),
    ...(cutoff.z < -Z_DECIDES ? ['a power law with cut-off'] : []),
  ];
}

function rivalsText(better: readonly string[]): string {
  if (better.length === 0) return 'no other law tried fits better';
  return `${better.join(' and ')} ${better.length === 1 ? 'fits' : 'fit'} better`;
}

function outsideText(alpha: number): string {
  return alpha > 2 && alpha < 3 ? '' : ', and the exponent is not between 2 and 3';
}

function chanceText({ pValue, bootstraps }: Evidence): string {
  return pValue === 0 ? `p < ${1 / bootstraps}` : `p = ${pValue?.toFixed(2)}`;
}

/** Cut rather than rounded, so that it never reads 100 % of fewer than all. */
function shareText(share: number): string {
  return `${Math.floor(1000 * share) / 10} %`;
}
