/** In-degrees of the overlay that the protocol grows, against their exact expectation under the rank rule. */
import { SCENARIO_DEFAULTS, type Scenario } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { meanRow, type Plan, type Row } from './row.ts';

/** How many of the oldest peers are looked at. */
const FIRST = 10;

/** The setting of the specification, and one whose degrees fall off slowly. */
const RULES: readonly { readonly alpha: number; readonly links: number | 'auto' }[] = [
  { alpha: 2.5, links: 'auto' },
  { alpha: 0.667, links: 5 },
];

/** E[in_i] = sum over joiners m > i of 1-(1-p_i(m))^k(m), with p_i(m) = (i+1)^-alpha / H_m(alpha). */
export function firstInDegreeRows(plan: Plan): Row[] {
  const peers = plan.quick ? 300 : 1_000;
  const runs = plan.quick ? 30 : 300;
  return RULES.flatMap(({ alpha, links }) => {
    // Delays are equal, so that peers register in the order of their numbers: that order is what ranks them.
    const scenario: Scenario = {
      ...SCENARIO_DEFAULTS,
      ...{ peers, seeds: 1, publishers: 0, messages: 0, latency: 'constant:20', alpha, links },
    };
    const seen = Array.from({ length: runs }, (_, run) =>
      firstInDegrees(simulate(scenario, `first/${alpha}/${run}/${plan.randomSeed}`).overlay.links),
    );
    return Array.from({ length: FIRST }, (_, peer) =>
      meanRow(
        {
          id: `first-in-degrees/alpha-${alpha}-peer-${peer}`,
          claim: `${peers} peers, alpha ${alpha}, ${links} links: mean in-degree of peer ${peer}, exact expectation`,
          source: 'Fortunato, Flammini, Menczer, PRL 96, 218701 (2006), summed over the joiners',
          expected: expectedInDegree(peer, peers, alpha, links),
        },
        seen.map((inDegrees) => inDegrees[peer]),
      ),
    );
  });
}

/** Links dialled to the oldest peers. */
function firstInDegrees(links: Uint32Array): number[] {
  const inDegrees = new Array<number>(FIRST).fill(0);
  for (let i = 1; i < links.length; i += 2) if (links[i] < FIRST) inDegrees[links[i]]++;
  return inDegrees;
}

function expectedInDegree(peer: number, peers: number, alpha: number, links: number | 'auto'): number {
  let expected = 0;
  let harmonic = 0;
  for (let joiner = 1; joiner < peers; joiner++) {
    harmonic += joiner ** -alpha;
    if (joiner <= peer) continue;
    // The factor keeps perfect powers whole.
    const draws = links === 'auto' ? Math.max(1, Math.floor(joiner ** (1 / alpha) * (1 + 1e-12))) : links;
    expected += 1 - (1 - (peer + 1) ** -alpha / harmonic) ** draws;
  }
  return expected;
}
