/**
 * The walk over a live network: from the peers that seeds list to their links, and on to peers that only those name. A link is told
 * by both its ends, so one end that answers is enough to know it and who dialled.
 */
import type { Address } from '../../src/address.ts';
import { PageError } from '../http-page.ts';
import type { ToldLinks } from './told-links.ts';

/** Peers asked at a time. Source: ours. */
const ASKED_MAX = 32;

/** Peers beyond are not asked: no liar shall lead the walk on for ever. Source: ours. */
const PEERS_MAX = 1_000_000;

export interface Walk {
  /** Who answered. */
  readonly answered: ReadonlySet<string>;
  /** Who did not, and why. */
  readonly silent: ReadonlyMap<string, string>;
  /** From the peer that dialled; a link of which only one end answered is there too. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** Links of peers that do not say where they listen. */
  readonly unnamedCount: number;
}

/** @param ask Throws PageError when the peer does not answer. */
export async function walk(
  registered: readonly Address[],
  ask: (peer: Address) => Promise<ToldLinks>,
): Promise<Walk> {
  const met = new Set<string>();
  /** Whom to ask, in the order in which they were met. */
  const peers: Address[] = [];
  const answered = new Set<string>();
  const silent = new Map<string, string>();
  const links: [string, string][] = [];
  let unnamedCount = 0;
  const meet = (peer: Address): void => {
    if (peers.length === PEERS_MAX || met.has(peer.text)) return;
    met.add(peer.text);
    peers.push(peer);
  };
  const visit = async (peer: Address): Promise<void> => {
    try {
      const told = await ask(peer);
      answered.add(peer.text);
      unnamedCount += told.unnamedCount;
      for (const { other, dialled } of told.links) {
        links.push(dialled ? [peer.text, other.text] : [other.text, peer.text]);
        meet(other);
      }
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      silent.set(peer.text, error.message);
    }
  };
  for (const peer of registered) meet(peer);
  let askedCount = 0;
  const asking = new Set<Promise<void>>();
  while (askedCount < peers.length || asking.size > 0) {
    while (askedCount < peers.length && asking.size < ASKED_MAX) {
      const visiting = visit(peers[askedCount++]).finally(() => asking.delete(visiting));
      asking.add(visiting);
    }
    await Promise.race(asking);
  }
  return { answered, silent, links, unnamedCount };
}
