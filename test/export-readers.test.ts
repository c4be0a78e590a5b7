/**
 * That networkx and igraph read the files for other programs, and see in them what the run says of its overlay. Where they are not
 * installed (Debian: python3-networkx, python3-igraph) the files are only compared with each other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gexfLines } from '../analysis/export/gexf.ts';
import { runCommandLine } from '../cli/program.ts';
import { EXPORTED } from './support/exported-overlay.ts';

const folder = mkdtempSync(join(tmpdir(), 'hearsay-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The Python that Debian's packages belong to. */
const PYTHON = '/usr/bin/python3';

/** What a program sees of a graph. */
interface Seen {
  /** `[number, label, in-degree, out-degree, when infected in ms or null]`, ascending. */
  readonly nodes: readonly (readonly [number, string, number, number, number | null])[];
  /** `[id, source, target]`, in the order of the file. */
  readonly edges: readonly (readonly [string, number, number])[];
  readonly randomSeed: string | null;
}

/** Prints `{ "program format": Seen }`, and the spells of a message. Degrees are those that the program counts, and must be those that the file says. */
const SCRIPT = `
import json, sys, networkx, igraph
def seen_by_networkx(graph):
    nodes = []
    for node, data in sorted(graph.nodes(data=True), key=lambda pair: int(pair[0])):
        assert data["inDegree"] == graph.in_degree(node) and data["outDegree"] == graph.out_degree(node)
        nodes.append([int(node), data["label"], data["inDegree"], data["outDegree"], data.get("infectedMs")])
    edges = sorted(([data["id"], int(a), int(b)] for a, b, data in graph.edges(data=True)), key=lambda edge: int(edge[0][1:]))
    return {"nodes": nodes, "edges": edges, "randomSeed": graph.graph.get("randomSeed")}
def seen_by_igraph(graph):
    nodes = []
    for node in graph.vs:
        assert node["inDegree"] == node.indegree() and node["outDegree"] == node.outdegree()
        nodes.append([int(node["id"]), node["label"], node.indegree(), node.outdegree(), None])
    edges = [[edge["id"], int(graph.vs[edge.source]["id"]), int(graph.vs[edge.target]["id"])] for edge in graph.es]
    return {"nodes": nodes, "edges": edges, "randomSeed": graph["randomSeed"]}
path = sys.argv[1] + "/overlay"
print(json.dumps({
    "networkx graphml": seen_by_networkx(networkx.read_graphml(path + ".graphml")),
    "networkx gexf": seen_by_networkx(networkx.read_gexf(path + ".gexf")),
    "networkx json": seen_by_networkx(networkx.node_link_graph(json.load(open(path + ".json")))),
    "igraph graphml": seen_by_igraph(igraph.Graph.Read_GraphML(path + ".graphml")),
    "networkx spells": dict(networkx.read_gexf(sys.argv[1] + "/message.gexf").nodes(data="infected")),
}))
`;

const installed = spawnSync(PYTHON, ['-c', 'import networkx, igraph']).status === 0;
let seen: Readonly<Record<string, unknown>> = {};
let expected: Seen;

beforeAll(async () => {
  const files = ['graphml', 'gexf', 'json', 'csv'].flatMap((ending) => [
    '--export',
    join(folder, `overlay.${ending}`),
  ]);
  const terminal = { print: () => {}, note: () => {}, interactive: false, columns: 80, unicode: true };
  const words = '--peers 60 --publishers 1 --messages 1 --publish when-settled --quiet'.split(' ');
  expect(await runCommandLine(['sim', ...words, '--seed', `<a> & 'b'`, ...files], terminal)).toBeUndefined();
  expected = seenInJson();
  writeFileSync(join(folder, 'message.gexf'), [...gexfLines(EXPORTED)].join('\n'));
  if (!installed) return;
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', SCRIPT, folder], { encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  seen = JSON.parse(stdout);
});

function seenInJson(): Seen {
  const { graph, nodes, links } = JSON.parse(readFileSync(join(folder, 'overlay.json'), 'utf8'));
  return {
    nodes: nodes.map((node: Record<string, unknown>) => [
      node.id,
      node.label,
      node.inDegree,
      node.outDegree,
      node.infectedMs ?? null,
    ]),
    edges: links.map(({ id, source, target }: Record<string, unknown>) => [id, source, target]),
    randomSeed: graph.randomSeed,
  };
}

describe('the overlay of a run', () => {
  it('has all peers and links in JSON', () => {
    expect(expected.nodes.length).toBe(60);
    expect(expected.edges.length).toBeGreaterThanOrEqual(59);
    expect(expected.randomSeed).toBe(`<a> & 'b'`);
    const inDegrees = expected.nodes.reduce((sum, [, , inDegree]) => sum + inDegree, 0);
    expect(inDegrees).toBe(expected.edges.length);
    expect(expected.nodes.filter(([, , , , infectedMs]) => infectedMs !== null).length).toBe(60);
  });

  it('has the same links in CSV', () => {
    const [header, ...rows] = readFileSync(join(folder, 'overlay.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toBe('Source,Target,Type,Id,deliveredMs');
    expect(rows.map((row) => row.replace(/,[^,]*$/, ''))).toEqual(
      expected.edges.map(([id, source, target]) => `${source},${target},Directed,${id}`),
    );
    // A tree: all peers but the publisher got the message over one link each.
    expect(rows.filter((row) => !row.endsWith(',')).length).toBe(59);
  });

  it('is the same for networkx', () => {
    for (const format of installed ? ['graphml', 'gexf', 'json'] : []) {
      // The head of GEXF is a text for people, which networkx leaves out.
      const randomSeed = format === 'gexf' ? null : expected.randomSeed;
      expect(seen[`networkx ${format}`], format).toEqual({ ...expected, randomSeed });
    }
    expect(Object.keys(seen).length).toBe(installed ? 5 : 0);
  });

  it('is the same for igraph', () => {
    const untimed = expected.nodes.map(([id, label, inDegree, outDegree]) => [
      id,
      label,
      inDegree,
      outDegree,
      null,
    ]);
    if (installed) expect(seen['igraph graphml']).toEqual({ ...expected, nodes: untimed });
    expect('igraph graphml' in seen).toBe(installed);
  });
});

describe('a message in GEXF', () => {
  it('is, for networkx, what each node has from a time on', () => {
    const spells = {
      0: [[true, 0, 61.5]],
      1: [
        [false, 0, 50],
        [true, 50, 61.5],
      ],
      3: [
        [false, 0, 61.5],
        [true, 61.5, 61.5],
      ],
      4: [[false, 0, 61.5]],
    };
    if (installed) expect(seen['networkx spells']).toEqual(spells);
    expect('networkx spells' in seen).toBe(installed);
  });
});
