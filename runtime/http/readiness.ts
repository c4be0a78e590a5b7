/** Whether a peer is part of its network: a quorum of seeds holds it, and it has a link or nobody else is there. */
import type { PeerObserver } from '../../src/observer.ts';
import type { Peer } from '../../src/peer.ts';
import { quorumOf } from '../../src/settings.ts';

export class Readiness {
  /** What the lists held that came since a link last opened, by seed. */
  readonly #lengths = new Map<string, number>();
  readonly observer: Partial<PeerObserver> = {
    listReceived: ({ text }, length) => void this.#lengths.set(text, length),
    linkUp: () => this.#lengths.clear(),
  };

  /** What is missing, in a sentence; undefined: nothing. */
  obstacle(peer: Peer): string | undefined {
    const seedCount = peer.settings.seeds.length;
    const quorum = quorumOf(seedCount);
    if (peer.heldCount < quorum) {
      return `${peer.heldCount} of ${seedCount} seeds hold this peer, ${quorum} needed`;
    }
    return peer.openLinkCount > 0 || this.#alone ? undefined : 'no link to a neighbour is open';
  }

  /** Every seed that answered listed this peer at most. */
  get #alone(): boolean {
    return this.#lengths.size > 0 && [...this.#lengths.values()].every((length) => length <= 1);
  }
}
