/**
 * The files for other programs, whole: `UPDATE_GOLDEN=1` writes them anew, and their diff is to be read. That other programs read
 * them is shown in `export-readers.test.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edgeTableLines } from '../analysis/export/edge-table.ts';
import { gexfLines } from '../analysis/export/gexf.ts';
import { graphmlLines } from '../analysis/export/graphml.ts';
import { nodeLinkLines } from '../analysis/export/node-link.ts';
import type { ExportedOverlay } from '../analysis/export/overlay-rows.ts';
import { xmlText } from '../analysis/export/xml.ts';
import { EXPORTED } from './support/exported-overlay.ts';

const FORMATS = {
  graphml: graphmlLines,
  gexf: gexfLines,
  json: nodeLinkLines,
  csv: edgeTableLines,
};

function textOf(lines: Iterable<string>): string {
  return [...lines].map((line) => `${line}\n`).join('');
}

describe.each(Object.entries(FORMATS))('an overlay as %s', (ending, linesOf) => {
  it.each<[string, ExportedOverlay]>([
    ['overlay', { ...EXPORTED, message: undefined }],
    ['message', EXPORTED],
    ['empty', { ...EXPORTED, peers: new Uint32Array(), links: new Uint32Array(), message: undefined }],
  ])('is what stands in %s', (name, overlay) => {
    const golden = new URL(`golden-exports/${name}.${ending}.golden`, import.meta.url);
    const text = textOf(linesOf(overlay));
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

describe('an overlay as JSON', () => {
  it('is a document with every node and link', () => {
    const { graph, nodes, links } = JSON.parse(textOf(nodeLinkLines(EXPORTED)));
    expect(graph).toEqual(Object.fromEntries(EXPORTED.origin));
    expect(nodes.map(({ id }: { id: number }) => id)).toEqual([0, 1, 3, 4]);
    expect(links).toEqual([
      { id: 'e0', source: 1, target: 0, deliveredMs: 50 },
      { id: 'e1', source: 3, target: 0 },
      { id: 'e2', source: 3, target: 1, deliveredMs: 61.5 },
    ]);
  });
});

describe('text in XML', () => {
  it.each([
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    [`"quoted" 'twice'`, '&quot;quoted&quot; &apos;twice&apos;'],
    ['tab\tline\n', 'tab&#9;line&#10;'],
    ['nothing \u0000\u001b\ufffe\ud800 here', 'nothing \ufffd\ufffd\ufffd\ufffd here'],
    ['größer 😀', 'größer 😀'],
  ])('%j', (text, escaped) => {
    expect(xmlText(text)).toBe(escaped);
  });
});
