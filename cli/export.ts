/** The files of `hearsay sim --export`: the overlay for other programs, in the format that the name ends with. */
import { edgeTableLines } from '../analysis/export/edge-table.ts';
import { gexfLines } from '../analysis/export/gexf.ts';
import { graphmlLines } from '../analysis/export/graphml.ts';
import { nodeLinkLines } from '../analysis/export/node-link.ts';
import type { ExportedOverlay } from '../analysis/export/overlay-rows.ts';
import type { SimulationResult } from '../sim/result.ts';
import { followedMessage, messageToFollow } from './followed-message.ts';
import { LineFile, type OutputFile } from './output-file.ts';
import type { Manifest } from './run-manifest.ts';
import type { OptionValues } from './sim-flags.ts';
import { UsageError } from './usage-error.ts';

/** By the ending of the name. */
const FORMATS: ReadonlyMap<string, (overlay: ExportedOverlay) => Generator<string>> = new Map([
  ['graphml', graphmlLines],
  ['gexf', gexfLines],
  ['csv', edgeTableLines],
  ['json', nodeLinkLines],
]);

export class OverlayExports {
  readonly #writers: readonly ((overlay: ExportedOverlay) => void)[];
  /** The number of the message to follow, when one was asked for. */
  readonly #message: number | undefined;

  /**
   * Checks the options, and the files by `open`.
   * @throws UsageError when a name has no ending that says how to write, a file cannot be written, or the message is no number
   */
  constructor(values: OptionValues, open: (path: string) => OutputFile) {
    const paths = (values.export ?? []) as string[];
    this.#message = messageNumber(values.exportMessage as string | undefined, paths.length);
    this.#writers = paths.map((path) => overlayWriter(path, open));
  }

  /**
   * The overlay of a run, with the message that is followed: the last, unless another was asked for. Nothing without files.
   * @param command that repeats the run
   * @throws UsageError when the run does not publish the message that was asked for
   */
  overlayOf(manifest: Manifest, command: string, result: SimulationResult): ExportedOverlay | undefined {
    if (this.#writers.length === 0) return undefined;
    const { published } = result.spread;
    if (this.#message !== undefined && this.#message >= published) {
      throw new UsageError(
        `--export-message: expected the number of a message that this run publishes, ${published === 0 ? 'none' : `0 to ${published - 1}`}, found "${this.#message}"`,
      );
    }
    const number = this.#message ?? messageToFollow(result);
    const message = number === undefined ? undefined : followedMessage(manifest, number);
    const origin = originOf(manifest, command, message && number);
    return { ...result.overlay, origin, message };
  }

  write(overlay: ExportedOverlay): void {
    for (const write of this.#writers) write(overlay);
  }
}

/** Undefined when none was given. */
function messageNumber(text: string | undefined, fileCount: number): number | undefined {
  if (text === undefined) return undefined;
  if (fileCount === 0) {
    throw new UsageError('--export-message: expected with --export FILE only; name one, or leave this out');
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw new UsageError(
      `--export-message: expected the number of a message, from 0 in the order of publication, found "${text}"`,
    );
  }
  return Number(text);
}

function overlayWriter(path: string, open: (path: string) => OutputFile): (overlay: ExportedOverlay) => void {
  const linesOf = FORMATS.get(/\.(\w+)$/.exec(path)?.[1].toLowerCase() ?? '');
  if (linesOf === undefined) {
    throw new UsageError(
      `--export ${path}: expected a name ending in ${[...FORMATS.keys()].map((each) => `.${each}`).join(', ')}`,
    );
  }
  const file = open(path);
  return (overlay) => {
    const lines = new LineFile(file);
    for (const line of linesOf(overlay)) lines.add(line);
    lines.finish();
  };
}

/** How an overlay came to be, for the head of the file. */
function originOf(
  { version, randomSeed, parameters }: Manifest,
  command: string,
  message: number | undefined,
): ExportedOverlay['origin'] {
  return [
    ['program', `hearsay ${version}`],
    ['randomSeed', randomSeed],
    ['command', command],
    ['parameters', JSON.stringify(parameters)],
    ['edges', 'from the peer that dialled; messages cross a link both ways'],
    ...(message === undefined
      ? []
      : [['message', `number ${message}, from 0 in the order of publication`] as const]),
  ];
}
