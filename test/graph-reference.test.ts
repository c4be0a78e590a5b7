/**
 * Measures against networkx and igraph. Their answers are kept in `data/graph-reference.json`; where the libraries are installed
 * (Debian: python3-networkx, python3-igraph) they are asked again. New answers, then in one line a value:
 * `UPDATE_GOLDEN=1 npm test -- test/graph-reference.test.ts && npm run format`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { componentSizes } from '../analysis/components.ts';
import { type CompressedRows, graphOf } from '../analysis/graph/compressed-rows.ts';
import { measureGraph } from '../analysis/graph/measures.ts';
import { byDegree, byRemainingDegree } from '../analysis/graph/removal-order.ts';
import { remainingSizes } from '../analysis/graph/robustness.ts';
import { shuffledNumbers } from '../analysis/graph/sample.ts';
import { randomStream } from '../analysis/random.ts';

interface Golden {
  readonly nodeCount: number;
  readonly edges: readonly number[];
  networkx: Answer;
  igraph: Answer;
}

interface Answer {
  readonly links: number;
  readonly components: readonly number[];
  readonly clustering: number;
  readonly assortativity: number | null;
  readonly meanDistance: number | null;
  readonly diameter: number;
  readonly giniDegree: number;
  readonly topShare: number;
  readonly topLinkShare: number;
  /** Size of the largest component after so many removals as `REMOVED_SHARES` say, by order. */
  readonly remaining: Readonly<Record<string, readonly number[]>>;
}

const LIBRARIES = ['networkx', 'igraph'] as const;
const PYTHON = '/usr/bin/python3';
const PROGRAM = new URL('support/graph-reference.py', import.meta.url).pathname;
const REMOVED_SHARES = [0, 0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.9, 1];

const file = new URL('data/graph-reference.json', import.meta.url);
const golden: Record<string, Golden> = JSON.parse(readFileSync(file, 'utf8'));

const graphs = Object.entries(golden).map(([name, { nodeCount, edges }]) => {
  const graph = graphOf(nodeCount, Uint32Array.from(edges));
  return { name, graph, removed: REMOVED_SHARES.map((share) => Math.round(share * nodeCount)) };
});

function ordersOf(graph: CompressedRows): Record<string, Uint32Array> {
  return {
    attack: byDegree(graph),
    reranked: byRemainingDegree(graph),
    random: shuffledNumbers(graph.nodeCount, randomStream('a', 'order')),
  };
}

/** What the library says of all graphs; undefined where it is not installed. */
function askedNow(library: (typeof LIBRARIES)[number]): Record<string, Answer> | undefined {
  if (spawnSync(PYTHON, ['-c', `import ${library}`]).status !== 0) return undefined;
  const request = graphs.map(({ name, graph, removed }) => {
    const orders = Object.entries(ordersOf(graph)).map(([label, order]) => [label, [...order]]);
    const { nodeCount, edges } = golden[name];
    return [name, { nodeCount, edges, removed, orders: Object.fromEntries(orders) }];
  });
  const input = JSON.stringify({ library, graphs: Object.fromEntries(request) });
  const { status, stdout, stderr } = spawnSync(PYTHON, [PROGRAM], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function measured(name: string): Answer {
  const { graph, removed } = graphs.find((each) => each.name === name)!;
  const { clustering, assortativity, meanDistance, diameter, giniDegree, topShare, topLinkShare } =
    measureGraph(graph);
  const remaining = Object.entries(ordersOf(graph)).map(([label, order]) => [
    label,
    remainingSizes(graph, order, removed),
  ]);
  return {
    links: graph.neighbours.length / 2,
    components: componentSizes(graph.nodeCount, Uint32Array.from(golden[name].edges)),
    ...{ clustering, assortativity, meanDistance, diameter, giniDegree, topShare, topLinkShare },
    remaining: Object.fromEntries(remaining),
  };
}

/** Equal, but for the last digits of sums that were added up in another order. */
function expectSame(found: Answer, expected: Answer): void {
  const rounded = (answer: Answer) =>
    JSON.parse(JSON.stringify(answer), (_, value) =>
      typeof value === 'number' ? Number(value.toFixed(10)) + 0 : value,
    );
  expect(rounded(found)).toEqual(rounded(expected));
}

describe.each(LIBRARIES)('the measures agree with %s', (library) => {
  const now = askedNow(library);
  if (process.env.UPDATE_GOLDEN && now !== undefined) {
    for (const [name, answer] of Object.entries(now)) golden[name][library] = answer;
    writeFileSync(file, `${JSON.stringify(golden)}\n`);
  }

  it.each(Object.keys(golden))('on %s', (name) => {
    const found = measured(name);
    expectSame(found, golden[name][library]);
    if (now !== undefined) expectSame(found, now[name]);
  });
});

describe('the reference', () => {
  it('holds graphs of all kinds', () => {
    const answers = Object.values(golden).map(({ networkx }) => networkx);
    expect(answers.some(({ components }) => components.length > 10)).toBe(true);
    expect(answers.some(({ assortativity }) => assortativity === null)).toBe(true);
    expect(answers.some(({ clustering }) => clustering > 0.5)).toBe(true);
    expect(answers.some(({ diameter }) => diameter > 40)).toBe(true);
    expect(answers.some(({ links }) => links > 1000)).toBe(true);
  });
});
