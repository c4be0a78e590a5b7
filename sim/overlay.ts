/** The overlay: the open links among live peers. */
import type { Network } from './network.ts';
import type { Overlay } from './result.ts';

/** The overlay as it is now. Of two links of a pair, which a moment later would be one, the dial of the smaller peer counts. */
export function overlayOf(network: Network): Overlay {
  const { names, peers, tcp } = network;
  const links: number[] = [];
  for (let peer = 0; peer < names.peerCount; peer++) {
    for (const { dialled, link, address } of peers[peer]?.neighbours ?? []) {
      if (dialled && link !== undefined && tcp.hasOtherEnd(link)) links.push(peer, names.nodeAt(address));
    }
  }
  const live = Uint32Array.from(peers.keys()).filter((peer) => peers[peer] !== undefined);
  return { peers: live, links: withoutCrossed(links, names.peerCount) };
}

function withoutCrossed(links: readonly number[], peerCount: number): Uint32Array {
  const keyOf = (i: number) =>
    Math.min(links[i], links[i + 1]) * peerCount + Math.max(links[i], links[i + 1]);
  const keys = Float64Array.from({ length: links.length / 2 }, (_, link) => keyOf(2 * link)).sort();
  const twice = new Set(keys.filter((key, i) => i > 0 && keys[i - 1] === key));
  if (twice.size === 0) return Uint32Array.from(links);
  return Uint32Array.from(links).filter((_, i) => {
    const link = i - (i % 2);
    return links[link] < links[link + 1] || !twice.has(keyOf(link));
  });
}
