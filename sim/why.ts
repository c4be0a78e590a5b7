/** Why a peer got a message, or why not: from what a watch of that message has seen. */
import { MessageWatch, type PeerEvent, type Receipt, type WatchedMessage } from './message-watch.ts';
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import type { RunOptions } from './simulation.ts';

/** Times in microseconds since the start of the run. */
export type WhyNot =
  /** Its process never ran. */
  | { readonly kind: 'neverStarted' }
  /** Its process had ended before a copy was sent to it. */
  | { readonly kind: 'down'; readonly sinceUs: number }
  /** Its process started when the last copy had arrived. */
  | { readonly kind: 'startedLater'; readonly startedUs: number }
  /** The last copy that somebody sent to it did not arrive: what happened after that, or nothing until the run was over. */
  | {
      readonly kind: 'lost';
      readonly sender: number;
      readonly sentUs: number;
      readonly after: 'ended' | 'apart' | 'linkDown' | undefined;
    }
  /** The sender's buffer for this peer was full. */
  | { readonly kind: 'shed'; readonly sender: number; readonly atUs: number }
  /** No packet passed between it and the publisher. */
  | { readonly kind: 'partitioned'; readonly sinceUs: number }
  /** It had no link while copies were on their way. */
  | { readonly kind: 'noLink'; readonly linkedUs: number | undefined }
  /** A neighbour passed the message on when the link between them was not open: it opened later, or had closed. */
  | {
      readonly kind: 'linkNotOpen';
      readonly neighbour: number;
      readonly linkedUs: number;
      readonly passedOnUs: number;
    }
  /** None of its neighbours got it. */
  | { readonly kind: 'neighboursWithout'; readonly neighbours: number };

export interface Watched {
  readonly result: SimulationResult;
  readonly publishedCount: number;
  /** Undefined when so many messages were not published. */
  readonly seen: WatchedMessage | undefined;
  /** Of the peer that was asked about. */
  readonly events: readonly PeerEvent[];
}

/**
 * Runs a scenario and watches one message.
 * @param message its number, from 0 in the order of publication
 * @param peer whose events are kept
 * @throws ScenarioError when the scenario cannot run
 */
export function watchMessage(
  scenario: Scenario,
  randomSeed: string,
  message: number,
  peer: number | undefined,
  options: RunOptions = {},
): Watched {
  const watch = new MessageWatch(message, peer);
  const result = simulate(scenario, randomSeed, { ...options, watch });
  return { result, publishedCount: watch.publishedCount, seen: watch.seen, events: watch.events };
}

/** The receipts that led to a peer, from the publisher's on; empty when it did not get the message. */
export function pathTo({ receipts }: WatchedMessage, peer: number): Receipt[] {
  const byPeer = new Map(receipts.map((receipt) => [receipt.peer, receipt]));
  const path: Receipt[] = [];
  for (
    let at = byPeer.get(peer);
    at !== undefined;
    at = at.parent === null ? undefined : byPeer.get(at.parent)
  ) {
    path.unshift(at);
  }
  return path;
}

/** The first of the reasons that holds, for a peer that did not get the message. */
export function whyNot(seen: WatchedMessage, events: readonly PeerEvent[]): WhyNot {
  return (
    reasonBefore(seen, events) ??
    reasonOfCopies(events) ??
    reasonMeanwhile(seen, events) ??
    reasonOfLinks(seen, events)
  );
}

/** Its process did not run when the message was published. */
function reasonBefore(seen: WatchedMessage, events: readonly PeerEvent[]): WhyNot | undefined {
  const life = livesOf(events);
  if (life.length === 0) return { kind: 'neverStarted' };
  const before = life.filter(({ timeUs }) => timeUs <= seen.publishedUs).at(-1);
  if (before?.kind === 'started') return undefined;
  const next = life.find(({ timeUs }) => timeUs > seen.publishedUs);
  if (next === undefined) return { kind: 'down', sinceUs: (before as PeerEvent).timeUs };
  return next.timeUs > seen.lastCopyUs ? { kind: 'startedLater', startedUs: next.timeUs } : undefined;
}

/** Its process ended while the message spread, and did not start again. */
function reasonMeanwhile(seen: WatchedMessage, events: readonly PeerEvent[]): WhyNot | undefined {
  const last = livesOf(events).findLast(({ timeUs }) => timeUs <= seen.lastCopyUs);
  return last?.kind === 'ended' ? { kind: 'down', sinceUs: last.timeUs } : undefined;
}

function livesOf(events: readonly PeerEvent[]): PeerEvent[] {
  return events.filter(({ kind }) => kind === 'started' || kind === 'ended');
}

function reasonOfCopies(events: readonly PeerEvent[]): WhyNot | undefined {
  const place = events.findLastIndex(({ kind }) => kind === 'copySent' || kind === 'copyShed');
  if (place < 0) return undefined;
  const { kind, other: sender, timeUs } = events[place];
  if (kind === 'copyShed') return { kind: 'shed', sender, atUs: timeUs };
  const breaks = ['ended', 'apart', 'linkDown'] as const;
  const after = breaks.find((each) =>
    events.some(
      (event, i) => i > place && event.kind === each && (each !== 'linkDown' || event.other === sender),
    ),
  );
  return { kind: 'lost', sender, sentUs: timeUs, after };
}

function reasonOfLinks(seen: WatchedMessage, events: readonly PeerEvent[]): WhyNot {
  const until = events.filter(({ timeUs }) => timeUs <= seen.lastCopyUs);
  const side = until.findLast(({ kind }) => kind === 'apart' || kind === 'together');
  if (side?.kind === 'apart') return { kind: 'partitioned', sinceUs: side.timeUs };
  const links = linksDuring(seen.publishedUs, until);
  if (links.size === 0) {
    const later = events.find(({ kind, timeUs }) => kind === 'linkUp' && timeUs > seen.lastCopyUs);
    return { kind: 'noLink', linkedUs: later?.timeUs };
  }
  const first = seen.receipts.find(({ peer }) => links.has(peer));
  if (first === undefined) return { kind: 'neighboursWithout', neighbours: links.size };
  return {
    kind: 'linkNotOpen',
    neighbour: first.peer,
    linkedUs: links.get(first.peer) as number,
    passedOnUs: seen.publishedUs + first.afterUs,
  };
}

/** The neighbours with a link at this time or after it, and when that opened. */
function linksDuring(publishedUs: number, events: readonly PeerEvent[]): Map<number, number> {
  const open = new Map<number, number>();
  for (const { kind, other, timeUs } of events) {
    if (kind === 'linkUp') open.set(other, timeUs);
    else if (timeUs < publishedUs && kind === 'linkDown') open.delete(other);
    else if (timeUs < publishedUs && kind === 'ended') open.clear();
  }
  return open;
}
