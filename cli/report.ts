/** The file of `hearsay sim --report`. */
import {
  type MessagePath,
  overlayPicture,
  PICTURE_LINKS_MAX,
  PICTURE_PEERS_MAX,
} from '../analysis/report/overlay-picture.ts';
import type { RunDocument } from '../analysis/report/report-data.ts';
import { reportPage } from '../analysis/report/report-page.ts';
import type { SimulationResult } from '../sim/result.ts';
import { followedMessage, messageToFollow } from './followed-message.ts';
import { reportClient } from './report-client.ts';
import type { Manifest } from './run-manifest.ts';

/**
 * The page of a run.
 * @param documentText what `--json` prints
 * @param command what repeats the run, after `hearsay`
 */
export function reportText(
  manifest: Manifest,
  result: SimulationResult,
  documentText: string,
  command: string,
): string {
  const document = JSON.parse(documentText) as RunDocument;
  const { peers, links } = result.overlay;
  const picture = overlayPicture(peers, links, lastMessage(manifest, result));
  return reportPage({ document, command, picture }, reportClient());
}

/** How the last message came to each peer, if there is a picture to show it in. */
function lastMessage(manifest: Manifest, result: SimulationResult): MessagePath | undefined {
  const { peers, links } = result.overlay;
  const isDrawn = peers.length <= PICTURE_PEERS_MAX && links.length <= 2 * PICTURE_LINKS_MAX;
  const number = isDrawn ? messageToFollow(result) : undefined;
  const message = number === undefined ? undefined : followedMessage(manifest, number);
  return message && { name: `the last message, number ${number},`, ...message };
}
