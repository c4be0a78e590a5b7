/**
 * A graph as text: an edge "u v" a line, of the nodes 0 to n-1, as `hearsay sim --edges` writes them (who dialled first). Lines
 * that start with `#` are comments; one of them, `# nodes N`, says how many nodes there are, so that isolated ones count.
 */

/** Edges: two nodes each, one after another, in the order of the lines. */
export interface EdgeList {
  readonly nodeCount: number;
  readonly edges: Uint32Array;
}

/** What is wrong with a text, and the number of its line, from 1. */
export interface EdgeListError {
  readonly error: string;
  readonly line: number;
}

/** The largest number of nodes: an edge list counts them, up to its largest number. Source: ours, 40 MB for each count. */
const NODES_MAX = 10_000_000;
const EDGE = /^(\d+)[ \t,;]+(\d+)$/;
const NODES = /^#[ \t]*nodes[ \t]+(\d+)$/;

/** Reads an edge list. Node numbers stand as they are: the largest and the header decide how many nodes there are. */
export function parseEdgeList(text: string): EdgeList | EdgeListError {
  const lines = text.split(/\r?\n/);
  const edges = new Uint32Array(2 * lines.length);
  let length = 0;
  let nodeCount = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index].trim();
    const wrong = (error: string): EdgeListError => ({ error, line: index + 1 });
    if (line.startsWith('#')) {
      const count = Number(NODES.exec(line)?.[1] ?? 0);
      if (count > NODES_MAX) return wrong(`expected at most ${NODES_MAX} nodes, found ${count}`);
      nodeCount = Math.max(nodeCount, count);
    } else if (line !== '') {
      const edge = EDGE.exec(line);
      if (edge === null) return wrong(`expected two node numbers such as "3 0", found ${quoted(line)}`);
      const [u, v] = [Number(edge[1]), Number(edge[2])];
      const largest = Math.max(u, v);
      if (largest >= NODES_MAX) return wrong(`expected node numbers below ${NODES_MAX}, found ${largest}`);
      edges[length++] = u;
      edges[length++] = v;
      nodeCount = Math.max(nodeCount, largest + 1);
    }
  }
  return { nodeCount, edges: edges.slice(0, length) };
}

/** A line as found, cut short. */
function quoted(line: string): string {
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
}
