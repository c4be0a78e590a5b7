/** What the picture knows of each peer, worked out once. */
import type { OverlayPicture } from '../report-data.ts';
import { countOf, countText, durationText } from '../report-text.ts';

export type Colouring = 'time' | 'hops' | 'links';

export class PeerFacts {
  readonly degrees: Uint32Array;
  readonly #dialled: Uint32Array;
  readonly degreeMax: number;
  readonly hopMax: number;
  /** Of the last peer that got the message. */
  readonly lastUs: number;
  /** When the peers got the message, ascending. */
  readonly #times: readonly number[];
  readonly #picture: OverlayPicture;

  constructor(picture: OverlayPicture) {
    this.#picture = picture;
    this.degrees = new Uint32Array(picture.peers.length);
    this.#dialled = new Uint32Array(picture.peers.length);
    picture.dialled.forEach((others, place) => {
      this.degrees[place] += others.length;
      for (const other of others) {
        this.degrees[other]++;
        this.#dialled[other]++;
      }
    });
    this.degreeMax = this.degrees.reduce((most, degree) => Math.max(most, degree), 1);
    this.hopMax = picture.message?.hops.reduce((most, hop) => Math.max(most, hop), 1) ?? 1;
    this.#times = picture.message?.timeUs.filter((timeUs) => timeUs >= 0).toSorted((a, b) => a - b) ?? [];
    this.lastUs = this.#times.at(-1) ?? 0;
  }

  /** How many had the message then. */
  countAt(timeUs: number): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle] <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where on the colour scale a peer is, from 0 to 1. */
  shareOf(place: number, colouring: Colouring): number {
    const { message } = this.#picture;
    if (colouring === 'links' || message === null) {
      return Math.log(1 + this.degrees[place]) / Math.log(1 + this.degreeMax);
    }
    if (colouring === 'hops') return message.hops[place] / this.hopMax;
    return this.lastUs === 0 ? 0 : message.timeUs[place] / this.lastUs;
  }

  /** What the ends of the colour scale mean. */
  endsOf(colouring: Colouring): readonly [string, string] {
    if (colouring === 'links') return ['no link', countOf(this.degreeMax, 'link')];
    if (colouring === 'hops') return ['publisher', countOf(this.hopMax, 'hop')];
    return ['0 ms', durationText(this.lastUs / 1000)];
  }

  /** A peer, then whom it got the message from, and so on to the publisher. */
  pathFrom(place: number): number[] {
    const { message } = this.#picture;
    const path = [place];
    if (message === null || message.timeUs[place] < 0) return path;
    for (let at = message.parents[place]; at >= 0; at = message.parents[at]) path.push(at);
    return path;
  }

  wordsOf(place: number): string {
    const { peers, message } = this.#picture;
    const name = (at: number) => `peer/${peers[at]}`;
    const lines = [
      name(place),
      `${countOf(this.degrees[place], 'link')}, ${countText(this.#dialled[place])} dialled to it`,
    ];
    if (message === null) return lines.join('\n');
    const [timeUs, hop, parent] = [message.timeUs[place], message.hops[place], message.parents[place]];
    if (timeUs < 0) lines.push('never got the message');
    else if (hop === 0) lines.push('published it');
    else {
      const from = parent < 0 ? '' : ` from ${name(parent)}`;
      lines.push(`got it after ${durationText(timeUs / 1000)}, ${countOf(hop, 'hop')}${from}`);
    }
    return lines.join('\n');
  }
}
