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
/** So many digits are always below it. */
const PLAIN_DIGITS_MAX = 7;
const [DIGIT_0, DIGIT_9, SPACE, TAB, NEWLINE] = [48, 57, 32, 9, 10];
const EDGE = /^(\d+)[ \t,;]+(\d+)$/;
const NODES = /^#[ \t]*nodes[ \t]+(\d+)$/;

/**
 * Reads an edge list. Node numbers stand as they are: the largest and the header decide how many nodes there are. Line by line
 * without a list of lines: ten million edges are more strings than fit into memory.
 */
export function parseEdgeList(text: string): EdgeList | EdgeListError {
  let edges = new Uint32Array(1 << 16);
  let length = 0;
  let nodeCount = 0;
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    if (length === edges.length) edges = grown(edges);
    const next = plainEdge(text, start, edges, length);
    if (next > start) {
      nodeCount = Math.max(nodeCount, edges[length] + 1, edges[length + 1] + 1);
      length += 2;
      start = next;
      continue;
    }
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const line = lineOf(text.slice(start, end).trim());
    if (typeof line === 'string') return { error: line, line: number };
    nodeCount = Math.max(nodeCount, line.nodeCount);
    edges.set(line.edge, length);
    length += line.edge.length;
    start = end + 1;
  }
  return { nodeCount, edges: edges.slice(0, length) };
}

/**
 * Reads a line of two numbers of up to seven digits with one space or tab between them, which nearly all lines are.
 * @returns where the next line starts; `start` when this line is another
 */
function plainEdge(text: string, start: number, edges: Uint32Array, length: number): number {
  let at = start;
  for (let end = 0; end < 2; end++) {
    const first = at;
    let value = 0;
    let code = text.charCodeAt(at);
    for (; code >= DIGIT_0 && code <= DIGIT_9; code = text.charCodeAt(++at)) {
      value = 10 * value + (code - DIGIT_0);
    }
    if (at === first || at - first > PLAIN_DIGITS_MAX) return start;
    if (end === 0 ? code !== SPACE && code !== TAB : code !== NEWLINE) return start;
    edges[length + end] = value;
    at++;
  }
  return at;
}

/** What any other line says; a sentence when it is wrong. */
function lineOf(line: string): { nodeCount: number; edge: readonly number[] } | string {
  if (line === '') return { nodeCount: 0, edge: [] };
  if (line.startsWith('#')) {
    const nodeCount = Number(NODES.exec(line)?.[1] ?? 0);
    return nodeCount > NODES_MAX
      ? `expected at most ${NODES_MAX} nodes, found ${nodeCount}`
      : { nodeCount, edge: [] };
  }
  const edge = EDGE.exec(line)?.slice(1).map(Number);
  if (edge === undefined) return `expected two node numbers such as "3 0", found ${quoted(line)}`;
  const largest = Math.max(...edge);
  if (largest >= NODES_MAX) return `expected node numbers below ${NODES_MAX}, found ${largest}`;
  return { nodeCount: largest + 1, edge };
}

function grown(edges: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * edges.length);
  larger.set(edges);
  return larger;
}

/** A line as found, cut short. */
function quoted(line: string): string {
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
}
