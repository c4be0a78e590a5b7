/** The file of `hearsay sim --report`. */
import { type MessagePath, overlayPicture } from '../analysis/report/overlay-picture.ts';
import type { RunDocument } from '../analysis/report/report-data.ts';
import { reportPage } from '../analysis/report/report-page.ts';
import type { Overlay } from '../sim/result.ts';
import { reportClient } from './report-client.ts';

/**
 * The page of a run.
 * @param documentText what `--json` prints
 * @param command what repeats the run, after `hearsay`
 * @param path how the message that was followed came to each peer
 */
export function reportText(
  documentText: string,
  command: string,
  { peers, links }: Overlay,
  path: MessagePath | undefined,
): string {
  const document = JSON.parse(documentText) as RunDocument;
  return reportPage({ document, command, picture: overlayPicture(peers, links, path) }, reportClient());
}
