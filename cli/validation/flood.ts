/** Flooding on overlays that stand still: how many copies one message costs, where others have counted or proved it. */
import { SCENARIO_DEFAULTS } from '../../sim/scenario.ts';
import { simulate } from '../../sim/simulate.ts';
import { Dissemination } from '../../src/dissemination.ts';
import { type Claim, exactRow, type Plan, type Row } from './row.ts';
import { grid, line, type Pair, total, tree } from './topologies.ts';
import { type Flooding, WiredOverlay } from './wired-overlay.ts';

const IDENTITY = 'every peer sends on all its links but the one it heard from';

/** The identity of flooding: with E links among N peers, exactly 2E-(N-1) copies, whatever the delays. */
export function floodRows(plan: Plan, flooding: Flooding = Dissemination): Row[] {
  const peers = plan.quick ? 300 : 2_000;
  const { copies, links, deliveries, published } = protocolFlood(plan, peers);
  const pairs = overlayPairs(links);
  const expected = 2 * pairs.length - (peers - 1);
  const overlay = `${peers} peers and the ${pairs.length} links they chose`;
  const claim = (row: string, words: string, value: number): Claim => ({
    id: `flood/${row}`,
    claim: `${overlay}: ${words}`,
    source: IDENTITY,
    expected: value,
  });
  const wired = (latency: string) =>
    meanCopies(
      new WiredOverlay(peers, pairs, { latency, randomSeed: plan.randomSeed }, flooding),
      [0, 1, 2, 3, 4],
    );
  return [
    exactRow(
      claim('protocol-copies', 'copies a message by whole peers, 2E-(N-1)', expected),
      copies / published,
    ),
    exactRow(claim('protocol-deliveries', 'deliveries a message', peers - 1), deliveries / published),
    exactRow(claim('constant', 'copies with equal delays, 2E-(N-1)', expected), wired('constant:50')),
    exactRow(
      claim('exponential', 'copies with exponential delays, 2E-(N-1)', expected),
      wired('exponential:50'),
    ),
    exactRow(
      claim('lognormal', 'copies with log-normal delays, 2E-(N-1)', expected),
      wired('lognormal:60,1.5'),
    ),
    ...MAELSTROM.map(([name, pairs]) =>
      exactRow(
        {
          id: `flood/${name}`,
          claim: `25 nodes, topology ${name}, ${pairs.length} links: copies a message, 2E-(N-1)`,
          source: IDENTITY,
          expected: 2 * pairs.length - 24,
        },
        copiesAmong25(pairs, plan, flooding),
      ),
    ),
  ];
}

/** What 25 nodes of Maelstrom's broadcast workload were counted to send for one message, by topology. */
const MAELSTROM: readonly (readonly [name: string, pairs: readonly Pair[], counted: number])[] = [
  ['grid', grid(5, 5), 55.6],
  ['line', line(25), 24.0],
  ['tree', tree(25, 4), 24.0],
  ['total', total(25), 581],
];

/** As a share. Its counts are measurements, up to 0.9 % from the identity. Source: ours. */
const MAELSTROM_ALLOWED = 0.01;

export function maelstromRows(plan: Plan, flooding: Flooding = Dissemination): Row[] {
  return MAELSTROM.map(([name, pairs, counted]) => {
    const claim: Claim = {
      id: `maelstrom/${name}`,
      claim: `25 nodes, topology ${name}: copies a message, from each node in turn`,
      source: 'Maelstrom (jepsen-io), broadcast workload, published counts',
      expected: counted,
      allowed: {
        distance: MAELSTROM_ALLOWED * counted,
        why: 'its counts are measurements',
      },
    };
    return exactRow(claim, copiesAmong25(pairs, plan, flooding));
  });
}

function copiesAmong25(pairs: readonly Pair[], { randomSeed }: Plan, flooding: Flooding): number {
  const overlay = new WiredOverlay(25, pairs, { latency: 'exponential:100', randomSeed }, flooding);
  return meanCopies(overlay, [...Array(25).keys()]);
}

function meanCopies(overlay: WiredOverlay, publishers: readonly number[]): number {
  return publishers.reduce((sum, node) => sum + overlay.flood(node).copies, 0) / publishers.length;
}

/** The whole protocol: peers register, choose, link up, and flood two messages of each of five publishers. */
function protocolFlood({ randomSeed }: Plan, peers: number) {
  const scenario = {
    ...SCENARIO_DEFAULTS,
    ...{ peers, seeds: 1, alpha: 0, links: 3, publishers: 5, messages: 2 },
    ...{ publish: 'when-settled' as const, latency: 'uniform:10-100' },
  };
  const { overlay, spread } = simulate(scenario, randomSeed);
  return { ...spread, links: overlay.links };
}

function overlayPairs(links: Uint32Array): Pair[] {
  return Array.from({ length: links.length / 2 }, (_, i) => [links[2 * i], links[2 * i + 1]]);
}
