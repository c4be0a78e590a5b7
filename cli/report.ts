/** The file of `hearsay sim --report`. */
import {
  type MessagePath,
  overlayPicture,
  PICTURE_LINKS_MAX,
  PICTURE_PEERS_MAX,
} from '../analysis/report/overlay-picture.ts';
import type { RunDocument } from '../analysis/report/report-data.ts';
import { reportPage } from '../analysis/report/report-page.ts';
import type { WatchedMessage } from '../sim/message-watch.ts';
import type { SimulationResult } from '../sim/result.ts';
import { watchMessage } from '../sim/why.ts';
import { planetlabRttTenthsMs } from './package-files.ts';
import { reportClient } from './report-client.ts';
import type { Manifest } from './sim-output.ts';

/** A run of more events is not repeated to follow a message, and its page has nothing to play. Source: ours. */
const REPEATED_EVENTS_MAX = 20_000_000;

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

/** How the last message came to each peer: the run is repeated, with a watch for it. The first ones find few peers there yet. */
function lastMessage(
  { parameters, randomSeed }: Manifest,
  result: SimulationResult,
): MessagePath | undefined {
  const { simulated, overlay, spread } = result;
  const drawn = overlay.peers.length <= PICTURE_PEERS_MAX && overlay.links.length <= 2 * PICTURE_LINKS_MAX;
  if (!drawn || spread.published === 0 || simulated.events > REPEATED_EVENTS_MAX) return undefined;
  const matrix = parameters.latency === 'planetlab' ? { planetlabRttTenthsMs: planetlabRttTenthsMs() } : {};
  const { seen } = watchMessage(parameters, randomSeed, spread.published - 1, undefined, matrix);
  return seen && pathOf(seen, parameters.peers);
}

function pathOf({ message, publisher, receipts }: WatchedMessage, peerCount: number): MessagePath {
  const [timeUs, parents, hops] = [0, 1, 2].map(() => new Int32Array(peerCount).fill(-1));
  for (const { peer, parent, afterUs, hop } of receipts) {
    timeUs[peer] = afterUs;
    parents[peer] = parent ?? -1;
    hops[peer] = hop;
  }
  return { name: `message ${message}, which peer/${publisher} published last,`, timeUs, parents, hops };
}
