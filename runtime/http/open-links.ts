/** The open links of a peer, for whoever asks. Those accepted that are not decided yet are none: their other end may be no peer. */
import type { Address } from '../../src/address.ts';
import { ADDITIONS, DIALLED, MONITORED, NAMED, type Neighbour, OPEN } from '../../src/neighbour-store.ts';
import type { Peer } from '../../src/peer.ts';
import type { RunningPeer } from '../node.ts';

/** Who dialled. */
export type Direction = 'dialled' | 'accepted';

export const DIRECTIONS: readonly Direction[] = ['dialled', 'accepted'];

export function directionOf(dialled: boolean): Direction {
  return dialled ? 'dialled' : 'accepted';
}

export interface OpenLink {
  /** Where the other end listens; when it does not say, where it dialled from. */
  readonly address: string;
  readonly named: boolean;
  readonly direction: Direction;
  /** When it was dialled or accepted, ISO 8601. */
  readonly since: string;
  /** The other end lacks the additions to the protocol. */
  readonly reference: boolean;
}

/** In the order in which they came. */
export function openLinks({ peer, transport }: RunningPeer): OpenLink[] {
  const { store } = peer.table;
  return decided(peer).map((neighbour) => ({
    // Whoever is watched has an address.
    address: (store.address(neighbour) as Address).text,
    named: store.is(neighbour, NAMED),
    direction: directionOf(store.is(neighbour, DIALLED)),
    since: new Date(transport.begunAtMs(store.link(neighbour))).toISOString(),
    reference: !store.is(neighbour, ADDITIONS),
  }));
}

/** How many there are, by direction. */
export function degreeOf(peer: Peer): Readonly<Record<Direction, number>> {
  const { store } = peer.table;
  const links = decided(peer);
  const dialled = links.filter((neighbour) => store.is(neighbour, DIALLED)).length;
  return { dialled, accepted: links.length - dialled };
}

/** Neighbours that are watched, also those without a link. */
export function monitoredCount(peer: Peer): number {
  return neighboursThat(peer, MONITORED).length;
}

function decided(peer: Peer): Neighbour[] {
  return neighboursThat(peer, MONITORED).filter((neighbour) => peer.table.store.is(neighbour, OPEN));
}

function neighboursThat({ table }: Peer, fact: number): Neighbour[] {
  return table.all().filter((neighbour) => table.store.is(neighbour, fact));
}
