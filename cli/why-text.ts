/** The answer of `hearsay why` in words. */
import type { WatchedMessage } from '../sim/message-watch.ts';
import type { NodeNames } from '../sim/node-names.ts';
import type { pathTo, WhyNot } from '../sim/why.ts';
import { countOf, countText } from './text.ts';

/** What is told of a peer and a message. */
export interface Answer {
  readonly traceHash: string;
  readonly message: number;
  readonly text: string;
  readonly publisher: number;
  readonly publishedUs: number;
  readonly peer: number;
  /** From the publisher to the peer; empty when it did not get it. */
  readonly path: ReturnType<typeof pathTo>;
  /** Null when it got it. */
  readonly whyNot: (WhyNot & { readonly sentence: string }) | null;
}

/** The whole answer, ending in a newline. */
export function answerText(seen: WatchedMessage, peer: number, answer: Answer, names: NodeNames): string {
  const { path } = answer;
  const title = `message ${seen.message}, "${seen.text}", published by ${names.nameOf(seen.publisher)} at ${seconds(seen.publishedUs)}`;
  if (answer.whyNot !== null) {
    return `${title}\n${names.nameOf(peer)} did not get it: ${answer.whyNot.sentence}\n`;
  }
  const { afterUs, hop } = path[path.length - 1];
  const lines = path.map(({ peer: node, parent, afterUs: us, hop: links }, i) => {
    const took =
      parent === null ? '' : `from ${names.nameOf(parent)}, ${milliseconds(us - path[i - 1].afterUs)}`;
    return `${milliseconds(us).padStart(16)}  hop ${String(links).padEnd(3)} ${names.nameOf(node).padEnd(13)} ${took}`.trimEnd();
  });
  const got =
    path.length === 1
      ? `${names.nameOf(peer)} published it itself`
      : `${names.nameOf(peer)} got it after ${milliseconds(afterUs)} and ${countOf(hop, 'hop')}`;
  return [title, got, ...(path.length === 1 ? [] : ['', ...lines]), ''].join('\n');
}

/** The reason in a clause. */
export function notText(why: WhyNot, { publishedUs, lastCopyUs }: WatchedMessage): string {
  switch (why.kind) {
    case 'neverStarted':
      return 'its process never started';
    case 'down':
      return `its process had ended at ${seconds(why.sinceUs)}`;
    case 'startedLater':
      return `its process started at ${seconds(why.startedUs)}, after the last copy had arrived (${seconds(lastCopyUs)})`;
    case 'lost':
      return `the copy that peer/${why.sender} sent it ${milliseconds(why.sentUs - publishedUs)} after publish did not arrive: ${LOSSES[why.after ?? 'over']}`;
    case 'shed':
      return `peer/${why.sender} shed its copy at ${seconds(why.atUs)}: its buffer for this peer was full`;
    case 'partitioned':
      return `a partition had cut it off from the publisher at ${seconds(why.sinceUs)}`;
    case 'noLink':
      return why.linkedUs === undefined
        ? 'it had no link while copies were on their way, nor later'
        : `its first link after that opened at ${seconds(why.linkedUs)}, when the last copy had arrived (${seconds(lastCopyUs)})`;
    case 'linkNotOpen':
      return `peer/${why.neighbour} passed it on at ${seconds(why.passedOnUs)}, when the link between them was not open (it opened at ${seconds(why.linkedUs)})`;
    case 'neighboursWithout':
      return why.neighbours === 1
        ? 'its only neighbour did not get it'
        : `none of its ${countText(why.neighbours)} neighbours got it`;
  }
}

const LOSSES = {
  ended: 'its process ended',
  apart: 'a partition cut it off',
  linkDown: 'their link broke',
  over: 'it was on its way when the run was over, or its sender had ended',
} as const;

function seconds(us: number): string {
  return `${(us / 1e6).toFixed(6)} s`;
}

function milliseconds(us: number): string {
  return `${(us / 1000).toFixed(3)} ms`;
}
