/**
 * The ports: everything the protocol knows of the world. The simulator (`sim/`) and the real network (`runtime/`) implement
 * them; the classes beside this file use nothing else.
 *
 * Laws, kept by both worlds and checked by one conformance suite:
 *
 * 1. A port call returns before any handler runs. Nothing is delivered inside `send`.
 * 2. Handlers run one at a time, to completion, synchronously.
 * 3. `dial` leads to exactly one `onOpen` or one `onClose`. An accepted link is open from the start; when nothing came on it
 *    for `UNDECIDED_MAX_MS`, `onSilence` is called, once. On a link messages keep their order; `onClose` comes last, once, and
 *    not for a close that this end asked for.
 * 4. The events of a node run in the order (time, source, order of sending); every delay is positive. Nodes touch each other only
 *    through messages, so no order between them shows.
 * 5. `send` answering false means that nothing was taken. No queue grows without bound.
 * 6. What the world can break is a value (a close reason, a lost ping); what only a bug can break is an assertion.
 * 7. A message is immutable once sent.
 */
import type { Address } from './address.ts';
import type { Gossip, Message } from './messages.ts';

/** Time. Intervals come from `now`; `wallTime` is only for text that people read. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Seconds since the epoch. */
  wallTime(): number;
  /**
   * Makes a timer, disarmed. Made once by its owner, armed often.
   * @param patienceMs How much later than armed for it may call its handler, so that timers of a process meet; never sooner.
   */
  timer(handler: TimerHandler, patienceMs?: number): Timer;
}

/** One deadline at a time, of each node of its world. */
export interface Timer {
  /** Calls the handler once, `delayMs` from now, for the node that acts. Arming an armed timer moves its deadline. */
  arm(delayMs: number): void;
  /** After this the handler is not called for the node that acts until it arms the timer again. */
  disarm(): void;
}

export interface TimerHandler {
  onTimer(): void;
}

/** One end of a connection: an opaque small integer, meaningful only to the transport of one node, and until it closes. */
export type Link = number;

/** Why a link closed, or never opened. */
export type CloseReason =
  /** The other end closed it. */
  | 'closed'
  /** The other end forgot it: its process or host restarted. */
  | 'reset'
  /** The host answered, but nobody listens there. */
  | 'refused'
  /** Nothing answered in time. */
  | 'timeout'
  /** The other end broke the grammar or a limit of its dialect. */
  | 'malformed'
  /** It was accepted, and nothing whole came of it in time; or whoever asked a seed asks nothing more. */
  | 'silent'
  /** The other end takes next to nothing of what is sent. */
  | 'stalled';

/** What an end of a link expects to read: requests (a seed), answers (whoever asked a seed), or the words between peers. */
export type Dialect = 'requests' | 'answers' | 'gossip';

/** How long an accepted link may be silent before its handler is told. Source: wire compatibility with reference nodes. */
export const UNDECIDED_MAX_MS = 200;

/** Connections of one node. */
export interface Transport {
  /** From now on incoming links are offered to `acceptor`. */
  listen(acceptor: Acceptor): void;
  /** Incoming links are refused from now on; open ones stay. */
  unlisten(): void;
  /** Opens a link to `to`; `onClose` with `timeout` when nothing answered within `timeoutMs`. */
  dial(to: Address, owner: LinkHandler, timeoutMs: number): Link;
  /**
   * Queues one message; gossip only after this node's memory was shown it. False: not taken, because the buffer is full or the
   * link is no longer open.
   */
  send(link: Link, message: Message): boolean;
  /** Closes after what was sent. No handler of this end is called for the link again. */
  close(link: Link): void;
  /** Where the other end is: the address dialled, or for an accepted link its host and ephemeral port. */
  remote(link: Link): Address;
}

export interface Acceptor {
  /** Answers who handles the new link. Messages may be sent on it at once. */
  accept(link: Link): LinkHandler;
}

export interface LinkHandler {
  readonly reads: Dialect;
  /** A link that this end dialled is open. */
  onOpen(link: Link): void;
  /** A link that this end accepted has said nothing for `UNDECIDED_MAX_MS`. */
  onSilence(link: Link): void;
  onMessage(link: Link, message: Message): void;
  onClose(link: Link, reason: CloseReason): void;
}

/** `unable`: we cannot probe (no program, no right). It is never counted as a failure of the target. */
export type PingOutcome = 'alive' | 'lost' | 'unable';

/** ICMP echo. It sees hosts, not processes. */
export interface Pinger {
  /** Leads to exactly one `onPing`, at the latest shortly after `timeoutMs`; `tag` comes back with it. */
  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void;
}

export interface PingHandler {
  /** `roundTripMs` is meaningful when the outcome is `alive`. */
  onPing(tag: number, outcome: PingOutcome, roundTripMs: number): void;
}

/** A stream of uniform numbers that belongs to this node alone. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** What this node has seen. Bounded. */
export interface Memory {
  /** True exactly the first time this message is shown, within the time the memory lasts. */
  firstTime(gossip: Gossip): boolean;
}

/**
 * The nodes of one world. Those of a kind share the objects they are made of, and each has its state in columns of those, at its
 * number (`node-state.ts`): objects for each of a million nodes would be most of the memory of a simulation.
 */
export interface Nodes {
  readonly nodeCount: number;
  /** Which of them acts: all that happens until another one does is its doing. */
  readonly node: number;
}

/** Of a world with one node, as in the real one. */
export const ONE_NODE: Nodes = { nodeCount: 1, node: 0 };

/** The world as the node that acts knows it. `Facts` are what the node tells: see `observer.ts`. */
export interface World<Facts> extends Nodes {
  /** The address others dial to reach this node. */
  readonly self: Address;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly pinger: Pinger;
  readonly random: Random;
  readonly memory: Memory;
  readonly observer: Facts;
}
