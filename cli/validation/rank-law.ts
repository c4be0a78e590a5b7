/** The degree exponent that the rank rule gives: gamma = 1 + 1/alpha, fitted to in-degrees as Clauset, Shalizi and Newman do. */
import { histogram, inDegreesOf } from '../../analysis/degrees.ts';
import { fitIntegers, integersOf } from '../../analysis/fit/degree-fit.ts';
import { SCENARIO_DEFAULTS } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { NodeStreams } from '../../sim/streams.ts';
import { chooseByRank } from '../../src/rank-choice.ts';
import { type Claim, meanRow, type Plan, type Row } from './row.ts';

const ALPHAS = [0.5, 0.75, 1, 1.5, 2];
/** That of the specification, where the number of links follows from it. */
const SPECIFIED_ALPHA = 2.5;
const SOURCE = 'Fortunato, Flammini, Menczer, PRL 96, 218701 (2006)';
/** Fits of an independent program at 10,000 peers are up to 0.08 from theory. */
const ALLOWED = { distance: 0.1, why: 'the law is that of endless lists' };

/**
 * @param choose whom a joiner links to
 * @param fitter finds the exponent of the in-degrees that come of it
 */
export function rankLawRows(plan: Plan, choose = chooseByRank, fitter = fitIntegers): Row[] {
  const exponentOf = (inDegrees: Uint32Array) => fitter(integersOf(histogram(inDegrees))).alpha;
  const peers = plan.quick ? 5_000 : 10_000;
  const runs = plan.quick ? 8 : 25;
  const claim = (alpha: number, words: string): Claim => ({
    id: `rank-law/alpha-${alpha}`,
    claim: `${words}, alpha ${alpha}: mean fitted exponent of the in-degrees, 1+1/alpha`,
    source: SOURCE,
    expected: 1 + 1 / alpha,
    allowed: ALLOWED,
  });
  const grown = ALPHAS.map((alpha) =>
    meanRow(
      claim(alpha, `${peers} peers join one after another and draw floor(n^0.4) links`),
      Array.from({ length: runs }, (_, run) =>
        exponentOf(inDegreesByChoice(peers, alpha, `rank/${run}/${plan.randomSeed}`, choose)),
      ),
    ),
  );
  return [...grown, protocolRow(plan, claim, exponentOf)];
}

/** The whole protocol with the setting of the specification. */
function protocolRow(
  { randomSeed, quick }: Plan,
  claim: (alpha: number, words: string) => Claim,
  exponentOf: (inDegrees: Uint32Array) => number,
): Row {
  const peers = quick ? 3_000 : 10_000;
  const silent = { ...SCENARIO_DEFAULTS, publishers: 0, messages: 0, latency: 'uniform:10-100' };
  const scenario = { ...silent, peers, seeds: 1, alpha: SPECIFIED_ALPHA, links: 'auto' as const };
  const exponents = Array.from({ length: quick ? 8 : 12 }, (_, run) =>
    exponentOf(inDegreesOf(peers, simulate(scenario, `rank/${run}/${randomSeed}`).overlay.links)),
  );
  return meanRow(claim(SPECIFIED_ALPHA, `${peers} peers by the whole protocol, links auto`), exponents);
}

function inDegreesByChoice(
  peers: number,
  alpha: number,
  randomSeed: string,
  choose: typeof chooseByRank,
): Uint32Array {
  const draws = new NodeStreams(randomSeed, 'choices', peers);
  const inDegrees = new Uint32Array(peers);
  for (let joiner = 1; joiner < peers; joiner++) {
    // The factor keeps perfect powers whole.
    const links = Math.floor(joiner ** 0.4 * (1 + 1e-12));
    const rule = { alpha, links, rank: 'oldest', uniformLinks: 0 } as const;
    for (const chosen of choose(rule, joiner, draws.of(joiner))) inDegrees[chosen]++;
  }
  return inDegrees;
}
