/**
 * What the degrees of a simulated overlay say about its ranked choice, in words to act on. Choosing the entry of rank i with weight
 * 1/i^alpha, the oldest first, gives in-degrees a power law with gamma = 1 + 1/alpha (Fortunato, Flammini, Menczer, PRL 96, 218701, 2006).
 */
import type { Points } from './degrees.ts';
import { Bootstrap } from './fit/bootstrap.ts';
import { type DegreeFit, DISTINCT_MIN, degreeFit, fitIntegers, integersOf } from './fit/degree-fit.ts';
import type { Verdict } from './fit/verdict.ts';

/** What is known of the choice of neighbours. */
export interface RankedChoice {
  readonly alpha: number;
  readonly rank: 'oldest' | 'newest' | 'shuffled';
}

/** What is known of the overlay; histograms are `[degree, count]`, ascending. */
export interface OverlayDegrees {
  readonly peers: number;
  readonly degreeHistogram: Points;
  readonly inDegreeHistogram: Points;
}

export interface DegreeLaw {
  /** 1 + 1/alpha; null where no power law is predicted. */
  readonly predictedGamma: number | null;
  /** Of the in-degrees; null with fewer than three distinct ones above 0. */
  readonly fit: DegreeFit | null;
  /** The fewest peers that send at least half of all copies of flooded messages, and the share they send; null without copies. */
  readonly hubs: { readonly peers: number; readonly copyShare: number } | null;
  readonly verdict: Verdict;
  /** What it means, and what to do about it. */
  readonly sentence: string;
}

/** @param randomSeed of the bootstraps, which are fewer the more peers there are, and none above 40,000 */
export function degreeLawOf(overlay: OverlayDegrees, choice: RankedChoice, randomSeed: string): DegreeLaw {
  const fit = boundedFit(overlay, randomSeed);
  const findings = {
    predictedGamma: choice.rank === 'oldest' && choice.alpha > 0 ? 1 + 1 / choice.alpha : null,
    fit,
    hubs: hubsOf(overlay.degreeHistogram),
    verdict: fit?.verdict ?? 'undecided',
  };
  return { ...findings, sentence: sentenceOf(overlay, choice, findings) };
}

const BOOTSTRAPS_MAX = 200;
/** With fewer the p-value is good for nothing. */
const BOOTSTRAPS_MIN = 50;
/** Peers times bootstraps that take about a second. */
const EFFORT = 2_000_000;

function boundedFit({ peers, inDegreeHistogram }: OverlayDegrees, randomSeed: string): DegreeFit | null {
  const integers = integersOf(inDegreeHistogram);
  if (integers.points.length < DISTINCT_MIN) return null;
  const fit = fitIntegers(integers);
  const affordable = Math.min(BOOTSTRAPS_MAX, Math.floor(EFFORT / peers));
  if (affordable < BOOTSTRAPS_MIN) return degreeFit(integers, fit, []);
  const bootstrap = new Bootstrap({ points: integers.points, fit, fixedXmin: false, randomSeed });
  return degreeFit(
    integers,
    fit,
    Array.from({ length: affordable }, (_, number) => bootstrap.run(number)),
  );
}

/** A peer passes each message on to all its neighbours but one. */
function hubsOf(degreeHistogram: Points): DegreeLaw['hubs'] {
  const senders = degreeHistogram.filter(([degree]) => degree > 1);
  const copies = senders.reduce((sum, [degree, count]) => sum + (degree - 1) * count, 0);
  if (copies === 0) return null;
  let [hubs, sent] = [0, 0];
  for (const [degree, count] of senders.toReversed()) {
    const needed = Math.min(count, Math.ceil((copies / 2 - sent) / (degree - 1)));
    hubs += needed;
    sent += needed * (degree - 1);
    if (2 * sent >= copies) break;
  }
  return { peers: hubs, copyShare: sent / copies };
}

function sentenceOf(
  { peers }: OverlayDegrees,
  { alpha, rank }: RankedChoice,
  { fit, hubs }: Pick<DegreeLaw, 'fit' | 'hubs'>,
): string {
  const load =
    hubs === null
      ? 'there is nobody to pass messages on'
      : `${countText(hubs.peers)} of ${countText(peers)} peers ${hubs.peers === 1 ? 'carries' : 'carry'} ${Math.floor(100 * hubs.copyShare)} % of all copies`;
  if (alpha === 0) return `Alpha 0 chooses uniformly, which gives no power law: ${load}.`;
  if (rank === 'shuffled') {
    return `A list that each peer shuffles afresh gives nearly uniform choice and no power law, whatever alpha: ${load}.`;
  }
  if (rank === 'newest') {
    return `With the newest first, peers link to those that came just before them, a long chain: ${load}.`;
  }
  if (alpha <= 1) return `${fittedWords(fit)}: ${load}.`;
  // Below 2 no large simple graph follows the law: hubs cannot have the degrees it asks for (Del Genio, Gross, Bassler 2011).
  const wanted = alpha < 2 ? 2.5 : alpha;
  const found = fit === null ? '' : ` (the fit says ${fit.alpha.toFixed(2)})`;
  const why = 'an exponent below 2 links the hubs to nearly everybody';
  const advice = `for gamma ${shortText(wanted)} use --alpha ${shortText(1 / (wanted - 1))} --links 5`;
  return `Not a power law with exponent ${shortText(wanted)}${found}: ${load}, because ${why}; ${advice}.`;
}

function fittedWords(fit: DegreeFit | null): string {
  if (fit === null) return 'There are too few different in-degrees to speak of a power law';
  const law = `a power law with exponent ${fit.alpha.toFixed(2)} ± ${fit.sigma.toPrecision(1)}`;
  switch (fit.verdict) {
    case 'strong':
      return `The in-degrees from ${fit.xmin} on speak strongly for ${law}`;
    case 'plausible':
      return `For the in-degrees from ${fit.xmin} on ${law} is plausible`;
    case 'not a power law':
      return 'The in-degrees are not a power law';
    case 'undecided':
      return fit.pValue === null
        ? `The nearest to the in-degrees is ${law}; \`hearsay fit --edges\` can say how near`
        : 'Whether the in-degrees follow a power law is undecided, for so few peers or so short a tail';
  }
}

function countText(value: number): string {
  return value.toLocaleString('en-US');
}

/** At most three digits after the point. */
function shortText(value: number): string {
  return String(Number(value.toFixed(3)));
}
