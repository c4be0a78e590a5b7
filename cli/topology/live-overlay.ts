/** What a walk found, as an overlay of numbered peers: the same for the same network, whoever answered first. */
import { overlayLinks } from '../../sim/overlay.ts';
import type { Walk } from './walk.ts';

export interface LiveOverlay {
  /** Addresses by number, ascending; who answered, and who is linked to one of them. */
  readonly addresses: readonly string[];
  /** Two numbers a link: the peer that dialled, then the other; ascending. */
  readonly links: Uint32Array;
}

export function liveOverlay({ answered, links }: Walk): LiveOverlay {
  const addresses = [...new Set([...answered, ...links.flat()])].sort();
  const numbers = new Map(addresses.map((address, number) => [address, number]));
  const keys = links
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => (numbers.get(from) as number) * addresses.length + (numbers.get(to) as number));
  const sorted = Float64Array.from(new Set(keys)).sort();
  const ends = new Uint32Array(2 * sorted.length);
  for (const [link, key] of sorted.entries()) {
    ends[2 * link] = Math.floor(key / addresses.length);
    ends[2 * link + 1] = key % addresses.length;
  }
  return { addresses, links: overlayLinks(ends, addresses.length) };
}
