/** GraphML: http://graphml.graphdrawing.org/specification.html. Read by networkx, igraph, yEd and Gephi. */
import {
  type Attribute,
  type ExportedOverlay,
  edgeAttributes,
  edgeRows,
  nodeAttributes,
  nodeRows,
} from './overlay-rows.ts';
import { xmlText } from './xml.ts';

/** The lines of a GraphML file; edges point from the peer that dialled. */
export function* graphmlLines(overlay: ExportedOverlay): Generator<string> {
  const [ofNodes, ofEdges] = [nodeAttributes(overlay), edgeAttributes(overlay)];
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">';
  for (const [name] of overlay.origin) yield keyLine('graph', name, 'string');
  yield keyLine('node', 'label', 'string');
  for (const { name, type } of ofNodes) yield keyLine('node', name, type);
  for (const { name, type } of ofEdges) yield keyLine('edge', name, type);
  yield '  <graph id="overlay" edgedefault="directed">';
  for (const [name, text] of overlay.origin) yield `    <data key="graph-${name}">${xmlText(text)}</data>`;
  for (const row of nodeRows(overlay)) {
    const label = `<data key="node-label">${xmlText(row.label)}</data>`;
    yield `    <node id="${row.id}">${label}${dataOf('node', ofNodes, row)}</node>`;
  }
  for (const row of edgeRows(overlay)) {
    const ends = `id="${row.id}" source="${row.source}" target="${row.target}"`;
    const data = dataOf('edge', ofEdges, row);
    yield data === '' ? `    <edge ${ends}/>` : `    <edge ${ends}>${data}</edge>`;
  }
  yield '  </graph>';
  yield '</graphml>';
}

function keyLine(of: 'graph' | 'node' | 'edge', name: string, type: string): string {
  return `  <key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`;
}

function dataOf<Row>(of: 'node' | 'edge', attributes: readonly Attribute<Row>[], row: Row): string {
  return attributes
    .map(({ name, read }) => [name, read(row)])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<data key="${of}-${name}">${value}</data>`)
    .join('');
}
