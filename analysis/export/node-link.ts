/** JSON as `networkx.node_link_graph` and d3 read it: nodes, and links from the peer that dialled. */
import {
  type Attribute,
  type ExportedOverlay,
  edgeAttributes,
  edgeRows,
  nodeAttributes,
  nodeRows,
} from './overlay-rows.ts';

/** The lines of a JSON document, a node or link each. */
export function* nodeLinkLines(overlay: ExportedOverlay): Generator<string> {
  const [ofNodes, ofEdges] = [nodeAttributes(overlay), edgeAttributes(overlay)];
  yield '{"directed":true,"multigraph":false,';
  yield `"graph":${JSON.stringify(Object.fromEntries(overlay.origin))},`;
  yield '"nodes":[';
  yield* separated(nodeRows(overlay), (row) => ({ id: row.id, label: row.label, ...valuesOf(ofNodes, row) }));
  yield '],';
  yield '"links":[';
  yield* separated(edgeRows(overlay), (row) => ({
    id: row.id,
    source: row.source,
    target: row.target,
    ...valuesOf(ofEdges, row),
  }));
  yield ']}';
}

/** A line each, with a comma after all but the last. */
function* separated<Row>(rows: Generator<Row>, objectOf: (row: Row) => object): Generator<string> {
  let before: string | undefined;
  for (const row of rows) {
    if (before !== undefined) yield `${before},`;
    before = JSON.stringify(objectOf(row));
  }
  if (before !== undefined) yield before;
}

function valuesOf<Row>(attributes: readonly Attribute<Row>[], row: Row): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { name, read } of attributes) {
    const value = read(row);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
