/**
 * Where two runs part: the first event, in the order (time, node, source, order of sending), that is not the same in both. Each run
 * is digested block by block; only the first block that differs is run again and kept.
 */
import type { HandledEvent } from './engine.ts';
import { textIdentity } from './trace-hash.ts';

/** Runs from the start and tells every event, in order; the listener may end it by throwing. */
export type Rerun = (listener: (event: HandledEvent) => void) => void;

export interface Divergence {
  /** Events that both have before the first that differs. */
  readonly commonCount: number;
  /** The last of those, oldest first. */
  readonly common: readonly HandledEvent[];
  /** What comes then in each run, the event that differs first; nothing when the run is over. */
  readonly first: readonly HandledEvent[];
  readonly second: readonly HandledEvent[];
}

/** Events of a block. */
const BLOCK = 4096;

/** Undefined when the runs are the same from start to end. @param around events to give before and after. */
export function divergenceOf(first: Rerun, second: Rerun, around: number): Divergence | undefined {
  const blocks = digestsOf(first);
  const others = digestsOf(second);
  let block = 0;
  while (block < blocks.length && blocks[block] === others[block]) block++;
  if (block === blocks.length && block === others.length) return undefined;
  const from = Math.max(0, block * BLOCK - around);
  const to = (block + 1) * BLOCK + around;
  const [ours, theirs] = [eventsOf(first, from, to), eventsOf(second, from, to)];
  let same = 0;
  while (same < ours.length && same < theirs.length && areEqual(ours[same], theirs[same])) same++;
  return {
    commonCount: from + same,
    common: ours.slice(Math.max(0, same - around), same),
    first: ours.slice(same, same + around),
    second: theirs.slice(same, same + around),
  };
}

/** One text for each block: a digest of its events, and how many there are. */
function digestsOf(run: Rerun): string[] {
  const digests: string[] = [];
  let texts: string[] = [];
  const close = () => {
    const text = texts.join('\n');
    digests.push(`${texts.length} ${textIdentity(text)} ${textIdentity(`${text}\n`)}`);
    texts = [];
  };
  run((event) => {
    texts.push(keyOf(event));
    if (texts.length === BLOCK) close();
  });
  if (texts.length > 0) close();
  return digests;
}

class Enough extends Error {}

/** The events from this one to before that one. */
function eventsOf(run: Rerun, from: number, to: number): HandledEvent[] {
  const events: HandledEvent[] = [];
  let count = 0;
  try {
    run((event) => {
      if (count++ >= from) events.push(event);
      if (count === to) throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return events;
}

function areEqual(a: HandledEvent, b: HandledEvent): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ timeUs, node, kind, source, identity }: HandledEvent): string {
  return `${timeUs} ${node} ${kind} ${source} ${identity}`;
}
