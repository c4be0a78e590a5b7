/**
 * GEXF 1.2, the newest that both Gephi and networkx read: https://gexf.net. A followed message makes the graph dynamic: each node
 * is `infected` from a time on, in milliseconds since publish, so that Gephi's timeline plays the spread.
 */
import {
  type Attribute,
  type ExportedOverlay,
  edgeAttributes,
  edgeRows,
  nodeAttributes,
  nodeRows,
} from './overlay-rows.ts';
import { xmlText } from './xml.ts';

/** The lines of a GEXF file; edges point from the peer that dialled. */
export function* gexfLines(overlay: ExportedOverlay): Generator<string> {
  const [ofNodes, ofEdges] = [nodeAttributes(overlay), edgeAttributes(overlay)];
  const isDynamic = overlay.message !== undefined;
  const description = overlay.origin.map(([name, text]) => `${name}: ${text}`).join('; ');
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">';
  yield '  <meta>';
  yield '    <creator>hearsay</creator>';
  yield `    <description>${xmlText(description)}</description>`;
  yield '  </meta>';
  yield `  <graph defaultedgetype="directed" ${isDynamic ? 'mode="dynamic" timeformat="double"' : 'mode="static"'}>`;
  yield* attributeLines('node', 'static', ofNodes);
  if (isDynamic) yield* attributeLines('node', 'dynamic', [{ name: 'infected', type: 'boolean' }]);
  if (ofEdges.length > 0) yield* attributeLines('edge', 'static', ofEdges);
  yield '    <nodes>';
  for (const row of nodeRows(overlay)) {
    const values = valuesOf(ofNodes, row) + (isDynamic ? infection(row.infectedMs) : '');
    yield `      <node id="${row.id}" label="${xmlText(row.label)}"><attvalues>${values}</attvalues></node>`;
  }
  yield '    </nodes>';
  yield '    <edges>';
  for (const row of edgeRows(overlay)) {
    const values = valuesOf(ofEdges, row);
    const ends = `id="${row.id}" source="${row.source}" target="${row.target}"`;
    yield values === ''
      ? `      <edge ${ends}/>`
      : `      <edge ${ends}><attvalues>${values}</attvalues></edge>`;
  }
  yield '    </edges>';
  yield '  </graph>';
  yield '</gexf>';
}

function* attributeLines(
  of: 'node' | 'edge',
  mode: 'static' | 'dynamic',
  attributes: readonly { readonly name: string; readonly type: string }[],
): Generator<string> {
  yield `    <attributes class="${of}" mode="${mode}">`;
  for (const { name, type } of attributes) {
    yield `      <attribute id="${name}" title="${name}" type="${type}"/>`;
  }
  yield '    </attributes>';
}

function valuesOf<Row>(attributes: readonly Attribute<Row>[], row: Row): string {
  return attributes
    .map(({ name, read }) => [name, read(row)])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<attvalue for="${name}" value="${value}"/>`)
    .join('');
}

/** Not infected until then, infected from then on. */
function infection(infectedMs: number | undefined): string {
  const before = (end: string) => `<attvalue for="infected" value="false" start="0"${end}/>`;
  if (infectedMs === undefined) return before('');
  const from = `<attvalue for="infected" value="true" start="${infectedMs}"/>`;
  return infectedMs > 0 ? before(` end="${infectedMs}"`) + from : from;
}
