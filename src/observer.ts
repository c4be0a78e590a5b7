/**
 * What a node tells about itself. Facts and scalars, called synchronously; an observer must not call back into the node.
 * The log, the console, the metrics and the simulator's statistics are observers; the protocol formats nothing for people.
 */
import type { Address } from './address.ts';
import type { Gossip } from './messages.ts';
import type { CloseReason, Link } from './ports.ts';

/** Who is at the other end of the links of a peer. What happens for every message tells the link only, because most never ask. */
export interface LinkNames {
  /** The neighbour's address; the link must be open. */
  addressAt(link: Link): Address;
}

/** `full`: the other end has as many links as it may. `duplicate`: another link of the pair survives. */
export type LinkDownReason = CloseReason | 'left' | 'dead' | 'duplicate' | 'stopped' | 'full';

/** Facts of a peer. */
export interface PeerObserver {
  /** A seed answered the first registration, or one after it was lost. `held` of `quorum` are held now. */
  registered(seed: Address, held: number, quorum: number): void;
  /** A seed did not answer; the peer keeps trying while it holds fewer than a quorum. */
  registrationFailed(seed: Address, reason: CloseReason, held: number, quorum: number): void;
  /** A seed answered with its list. */
  listReceived(seed: Address, length: number): void;
  /** The lists are united; `candidates` may be chosen from, `chosen` were. */
  neighboursChosen(candidates: number, chosen: number): void;
  /** The link to this neighbour is open; `dialled` by this peer or accepted. `reference`: it lacks the additions. */
  linkUp(neighbour: Address, dialled: boolean, reference: boolean): void;
  /** A dial did not lead to a link. */
  dialFailed(neighbour: Address, reason: CloseReason): void;
  /** The link closed; the neighbour is still monitored unless it left or was declared dead. */
  linkDown(neighbour: Address, reason: LinkDownReason): void;
  /** This peer has as many links as it may, and said so to one that dialled it. */
  neighbourRefused(neighbour: Address): void;
  published(gossip: Gossip): void;
  /** First sight. */
  delivered(gossip: Gossip, from: Link, names: LinkNames): void;
  /** Later sight. */
  duplicate(gossip: Gossip, from: Link, names: LinkNames): void;
  /** This neighbour passes on more than it may; the message was dropped unread, and may still come from others. */
  throttled(gossip: Gossip, from: Link, names: LinkNames): void;
  /** First sight of a message too old, or from too far in the future: it goes nowhere. */
  untimely(gossip: Gossip, from: Link, names: LinkNames): void;
  /** One copy was handed to the transport. */
  copied(gossip: Gossip, to: Link, names: LinkNames): void;
  /** One copy was not taken by the transport. */
  shed(gossip: Gossip, to: Link, names: LinkNames): void;
  /** A ping was sent. */
  pinged(neighbour: Address): void;
  /** A ping failed; `failures` in a row now. */
  pingFailed(neighbour: Address, failures: number): void;
  /** We could not probe; not the neighbour's fault. */
  pingUnable(neighbour: Address): void;
  /** The verdict: failed often enough in a row. `reported` to the seeds unless its listening address is unknown. */
  declaredDead(neighbour: Address, failures: number, reported: boolean): void;
  /** A seed acknowledged (or could not be told) a death report. */
  reportSent(accused: Address, seed: Address, acknowledged: boolean): void;
  /** A neighbour said it leaves. */
  neighbourLeft(neighbour: Address): void;
  /** The graceful leave ended; `abandoned` reports and deregistrations were still pending. */
  stopped(abandoned: number): void;
}

/** Facts of a seed. */
export interface SeedObserver {
  peerRegistered(peer: Address, registeredCount: number): void;
  peerRenewed(peer: Address): void;
  listServed(to: Address, length: number): void;
  deathReported(accused: Address, reporterHost: string, listed: boolean): void;
  /** The seed begins to check this entry itself. */
  checkStarted(accused: Address): void;
  /** The accused answered: the entry stays. */
  checkPassed(accused: Address): void;
  peerRemoved(peer: Address, why: RemovalReason, registeredCount: number): void;
  /** A new registration that came from there was not taken in. */
  registrationRefused(peer: Address, from: Address, why: RefusalReason): void;
  /** A request named this address, and the seed dialled it. */
  dialledBack(peer: Address, listening: boolean): void;
  badRequest(from: Address): void;
  stopped(abandoned: number): void;
}

/**
 * `full`, `host`, `network`: so many entries are registered in all, of its host, of its network. `rate`: its source brings too many.
 * `unreachable`: it names another host than its source, and does not listen there, or was dialled too often.
 */
export type RefusalReason = 'full' | 'host' | 'network' | 'rate' | 'unreachable';

/** `dead`: reported and checked. `trusted`: reported, rule `trustReports`. `left`: it said so. `stale`: not renewed and gone. */
export type RemovalReason = 'dead' | 'trusted' | 'left' | 'stale';
