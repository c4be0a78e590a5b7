/** The overlay of Barabasi and Albert, our null model: its degrees, and what attacks on its hubs leave of it. */
import { degreesOf } from '../../analysis/degrees.ts';
import { graphOf } from '../../analysis/graph/compressed-rows.ts';
import { barabasiAlbert } from '../../analysis/graph/null-models.ts';
import { byDegree } from '../../analysis/graph/removal-order.ts';
import { remainingSizes } from '../../analysis/graph/robustness.ts';
import { randomStream } from '../../analysis/random.ts';
import { meanRow, type Plan, type Row, singleRow } from './row.ts';

/** Draws an overlay of so many nodes and links. */
export type Growth = typeof barabasiAlbert;

/** With m links a node the share of nodes with degree k is 2m(m+1)/(k(k+1)(k+2)). */
export function preferentialDegreeRows({ randomSeed, quick }: Plan, grow: Growth = barabasiAlbert): Row[] {
  const [nodes, links] = [quick ? 5_000 : 20_000, 3];
  const runs = quick ? 20 : 50;
  const graphs = Array.from({ length: runs }, (_, run) =>
    degreesOf(nodes, grow(nodes, links * nodes, randomStream(randomSeed, `preferential/${run}`))),
  );
  return [3, 4, 5, 6, 8, 10, 15, 20].map((k) =>
    meanRow(
      {
        id: `preferential/degree-${k}`,
        claim: `Barabasi-Albert, ${nodes} nodes, ${links} links each: share with degree ${k}, 2m(m+1)/(k(k+1)(k+2))`,
        source: 'Dorogovtsev, Mendes, Samukhin, PRL 85, 4633 (2000)',
        expected: (2 * links * (links + 1)) / (k * (k + 1) * (k + 2)),
      },
      graphs.map((degrees) => degrees.filter((degree) => degree === k).length / nodes),
    ),
  );
}

/** What an independent program found in the largest component, by the share of nodes that was removed, hubs first. */
const AFTER_ATTACK = [
  [0.05, 0.834],
  [0.1, 0.584],
  [0.15, 0.019],
] as const;

/** @param order in which nodes go */
export function attackRows(plan: Plan, grow: Growth = barabasiAlbert, order = byDegree): Row[] {
  const nodes = 10_000;
  const runs = plan.quick ? 40 : 100;
  const removed = AFTER_ATTACK.map(([share]) => share * nodes);
  const curves = Array.from({ length: runs }, (_, run) => {
    const edges = grow(nodes, 2 * nodes, randomStream(plan.randomSeed, `attack/${run}`));
    const graph = graphOf(nodes, edges);
    return remainingSizes(graph, order(graph), removed).map((size) => size / nodes);
  });
  return AFTER_ATTACK.map(([share, expected], i) =>
    singleRow(
      {
        id: `attack/removed-${100 * share}`,
        claim: `Barabasi-Albert, ${nodes} nodes, 4 links a node: largest component without the top ${100 * share} %`,
        source:
          'Albert, Jeong, Barabasi, Nature 406, 378 (2000); numbers by an independent program, of single graphs',
        expected,
      },
      curves.map((curve) => curve[i]),
    ),
  );
}
