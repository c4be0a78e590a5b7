/** The overlay of a run as a report draws it. */
import type { FollowedMessage } from '../export/overlay-rows.ts';
import { randomStream } from '../random.ts';
import { forceLayout } from './force-layout.ts';
import type { OverlayPicture, PicturedMessage } from './report-data.ts';

/** Source: issue "what a run means": drawn for up to 2,000 peers. */
export const PICTURE_PEERS_MAX = 2_000;
/** More cannot be told apart, and would make a page of megabytes. Source: ours. */
export const PICTURE_LINKS_MAX = 60_000;

/** How one message spread, and what the page calls it. */
export interface MessagePath extends FollowedMessage {
  readonly name: string;
}

/**
 * Lays out the overlay.
 * @param peers the live peers, ascending
 * @param links two peers a link, the one that dialled first
 * @returns null when there is too much to draw
 */
export function overlayPicture(
  peers: Uint32Array,
  links: Uint32Array,
  path: MessagePath | undefined,
): OverlayPicture | null {
  if (peers.length > PICTURE_PEERS_MAX || links.length > 2 * PICTURE_LINKS_MAX) return null;
  const places = new Int32Array((peers.at(-1) ?? -1) + 1).fill(-1);
  peers.forEach((peer, place) => {
    places[peer] = place;
  });
  const edges = links.map((peer) => places[peer]);
  // One fixed stream: equal overlays look equal.
  const { x, y } = forceLayout(peers.length, edges, randomStream('overlay', 'layout'));
  const dialled: number[][] = Array.from(peers, () => []);
  for (let i = 0; i < edges.length; i += 2) dialled[edges[i]].push(edges[i + 1]);
  return {
    peers: [...peers],
    x: [...x],
    y: [...y],
    dialled,
    message: path === undefined ? null : followed(peers, places, path),
  };
}

function followed(peers: Uint32Array, places: Int32Array, path: MessagePath): PicturedMessage {
  const { name, timeUs, parents, hops } = path;
  const ofPeers = (values: ArrayLike<number>) => Array.from(peers, (peer) => values[peer] ?? -1);
  return {
    name,
    timeUs: ofPeers(timeUs),
    parents: ofPeers(parents).map((parent) => (parent < 0 ? -1 : (places[parent] ?? -1))),
    hops: ofPeers(hops),
  };
}
