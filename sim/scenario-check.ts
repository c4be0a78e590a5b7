/** What a scenario must keep besides the range of each value: values that contradict each other. */
import type { Fault, Scenario } from './scenario.ts';

/** One thing wrong with a scenario. */
export interface Problem {
  /** Keys and indices from the root of the document. */
  readonly path: readonly PropertyKey[];
  /** The sentence, after the place. */
  readonly says: string;
}

/** Every contradiction in a scenario whose values are each in range. */
export function contradictionsOf(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const { alpha, links, uniformLinks, linksMax, peers, publishers } = scenario;
  if (links === 'auto' && alpha < 2) {
    problems.push({
      path: ['alpha'],
      says:
        `${alpha} needs a fixed number of links: "auto" draws n^(1/alpha) of n candidates, which for alpha below 2 ` +
        'links nearly everybody to everybody; add --links 5 ("links": 5 in a scenario)',
    });
  }
  const drawn = links === 'auto' ? 0 : links + uniformLinks;
  if (linksMax > 0 && linksMax < 2 * drawn) {
    problems.push({
      path: ['linksMax'],
      says:
        `expected at least ${2 * drawn}, because each peer draws ${drawn} links and each link has two ends, ` +
        `found ${linksMax}; raise it, or lower links or uniformLinks`,
    });
  }
  if (publishers !== 'all' && publishers > peers) {
    problems.push({
      path: ['publishers'],
      says: `expected at most the ${peers} peers of the scenario, found ${publishers}; lower it or raise peers`,
    });
  }
  scenario.faults.forEach((fault, index) => {
    problems.push(...targetProblems(fault, ['faults', index, 'who'], scenario));
  });
  return problems;
}

function targetProblems({ who }: Fault, path: readonly PropertyKey[], scenario: Scenario): Problem[] {
  if (typeof who === 'string' || 'share' in who) return [];
  if ('count' in who) {
    if (who.count <= scenario.peers) return [];
    const says = `expected at most the ${scenario.peers} peers of the scenario, found ${who.count}`;
    return [{ path: [...path, 'count'], says }];
  }
  return who.ids.flatMap((id, index) => {
    const [kind, number] = id.split('/');
    const count = kind === 'peer' ? scenario.peers : scenario.seeds;
    if (Number(number) < count) return [];
    const says = `expected a ${kind} from ${kind}/0 to ${kind}/${count - 1}, found "${id}"`;
    return [{ path: [...path, 'ids', index], says }];
  });
}
