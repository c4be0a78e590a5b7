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
  const endMs = lastInfectionMs(overlay);
  const description = overlay.origin.map(([name, text]) => `${name}: ${text}`).join('; ');
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">';
  yield '  <meta>';
  yield '    <creator>hearsay</creator>';
  yield `    <description>${xmlText(description)}</description>`;
  yield '  </meta>';
  const mode =
    endMs === undefined ? 'mode="static"' : `mode="dynamic" timeformat="double" start="0" end="${endMs}"`;
  yield `  <graph defaultedgetype="directed" ${mode}>`;
  yield* attributeLines('node', 'static', ofNodes);
  if (endMs !== undefined) yield* attributeLines('node', 'dynamic', [{ name: 'infected', type: 'boolean' }]);
  if (ofEdges.length > 0) yield* attributeLines('edge', 'static', ofEdges);
  yield '    <nodes>';
  for (const row of nodeRows(overlay)) {
    const values = valuesOf(ofNodes, row) + (endMs === undefined ? '' : infection(row.infectedMs, endMs));
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

/** When the followed message came to the last peer; undefined when none was followed. */
function lastInfectionMs(overlay: ExportedOverlay): number | undefined {
  if (overlay.message === undefined) return undefined;
  let lastMs = 0;
  for (const { infectedMs = 0 } of nodeRows(overlay)) lastMs = Math.max(lastMs, infectedMs);
  return lastMs;
}

/** Not infected until then, infected from then on. networkx takes no interval without an end. */
function infection(infectedMs: number | undefined, endMs: number): string {
  const spell = (value: boolean, startMs: number, untilMs: number) =>
    `<attvalue for="infected" value="${value}" start="${startMs}" end="${untilMs}"/>`;
  if (infectedMs === undefined) return spell(false, 0, endMs);
  return (infectedMs > 0 ? spell(false, 0, infectedMs) : '') + spell(true, infectedMs, endMs);
}
