/**
 * The largest number of links of a peer, where it has one (ours; none by default). Whoever is full answers a HELLO with LEAVE, and
 * the dialler, refused, draws again from the list it chose from: first by rank, so that those with room keep the rank law among
 * themselves, then uniformly, since the first of a list may all be full. After that only a repair with a back-off is left.
 */
import type { Address } from './address.ts';
import { type PeerList, without } from './peer-list.ts';

/** Draws that follow refusals, from one list. Source: ours. */
export const REDRAWS_MAX = 16;
/** How many of them are by rank. Source: ours. */
const RANKED_REDRAWS_MAX = 8;

/** Refused links that wait for their dialler to close; when there are more the oldest is closed. Source: ours. */
export const REFUSED_MAX = 64;

/** Where to draw from after a refusal. */
export interface Redraw {
  readonly candidates: PeerList;
  /** By rank, or uniformly. */
  readonly ranked: boolean;
}

export class LinkLimit {
  readonly #linksMax: number;
  #candidates: PeerList | undefined;
  /** Who refused since the candidates came: at most `REDRAWS_MAX` and those dialled meanwhile. */
  #refusers: Address[] = [];

  constructor(linksMax: number) {
    this.#linksMax = linksMax;
  }

  /** How many more links a peer may have that has so many. */
  room(linkCount: number): number {
    return Math.max(0, this.#linksMax - linkCount);
  }

  /**
   * The peer chooses from this list, and after refusals again. A short one is not kept: nobody in it is full who has the same limit,
   * and the seeds can be asked for it again.
   */
  chooseFrom(candidates: PeerList): void {
    this.#candidates = 2 * candidates.length < this.#linksMax ? undefined : candidates;
    this.#refusers = [];
  }

  /** There is a list to draw from again. */
  get hasList(): boolean {
    return this.#candidates !== undefined;
  }

  /** What is left when this one refused too; undefined: drawn often enough, or nobody is left. */
  redraw(refuser: Address, known: readonly Address[]): Redraw | undefined {
    this.#refusers.push(refuser);
    const redraws = this.#refusers.length;
    if (this.#candidates === undefined || redraws > REDRAWS_MAX) return undefined;
    const candidates = without(this.#candidates, [...known, ...this.#refusers]);
    return candidates.length === 0 ? undefined : { candidates, ranked: redraws <= RANKED_REDRAWS_MAX };
  }
}
