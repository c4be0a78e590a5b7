/** The files of `hearsay sim --export`: the overlay for other programs, in the format that the name ends with. */
import { edgeTableLines } from '../analysis/export/edge-table.ts';
import { gexfLines } from '../analysis/export/gexf.ts';
import { graphmlLines } from '../analysis/export/graphml.ts';
import { nodeLinkLines } from '../analysis/export/node-link.ts';
import type { ExportedOverlay } from '../analysis/export/overlay-rows.ts';
import { LineFile, type OutputFile } from './output-file.ts';
import type { Manifest } from './sim-output.ts';
import { UsageError } from './usage-error.ts';

/** By the ending of the name. */
const FORMATS: ReadonlyMap<string, (overlay: ExportedOverlay) => Generator<string>> = new Map([
  ['graphml', graphmlLines],
  ['gexf', gexfLines],
  ['csv', edgeTableLines],
  ['json', nodeLinkLines],
]);

/** Writes an overlay to its file. */
export type OverlayWriter = (overlay: ExportedOverlay) => void;

/**
 * What writes an overlay to a file.
 * @throws UsageError when the name has no ending that says how, before `open` checks the file
 */
export function overlayWriter(path: string, open: () => OutputFile): OverlayWriter {
  const linesOf = FORMATS.get(/\.(\w+)$/.exec(path)?.[1].toLowerCase() ?? '');
  if (linesOf === undefined) {
    throw new UsageError(
      `--export ${path}: expected a name ending in ${[...FORMATS.keys()].map((each) => `.${each}`).join(', ')}`,
    );
  }
  const file = open();
  return (overlay) => {
    const lines = new LineFile(file);
    for (const line of linesOf(overlay)) lines.add(line);
    lines.finish();
  };
}

/** How an overlay came to be, for the head of the file. */
export function originOf(manifest: Manifest, command: string): ExportedOverlay['origin'] {
  return [
    ['program', `hearsay ${manifest.version}`],
    ['randomSeed', manifest.randomSeed],
    ['command', command],
    ['parameters', JSON.stringify(manifest.parameters)],
    ['edges', 'from the peer that dialled; messages cross a link both ways'],
  ];
}
