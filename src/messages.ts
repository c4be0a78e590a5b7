/**
 * What nodes say to each other. `codec/` maps these to and from bytes; the simulator passes the objects themselves.
 *
 * A request or answer that is `plain` is in the words of the reference implementation: no `hearsay/1`, no newline.
 */
import type { Address } from './address.ts';
import type { PeerList } from './peer-list.ts';

/** `REGISTER:<ip>:<port>[:hearsay/1]` */
export interface Register {
  readonly kind: 'register';
  readonly peer: Address;
  /** The peer understands the additions. */
  readonly additions: boolean;
  readonly plain: boolean;
}

/** `Registered` */
export interface Registered {
  readonly kind: 'registered';
  readonly plain: boolean;
}

/** `GET_PEER_LIST` or, with the additions, `GET_PEER_LIST:hearsay/1[:max]` */
export interface PeerListRequest {
  readonly kind: 'peerListRequest';
  /** The answer is wanted with ages. */
  readonly additions: boolean;
  /** At most this many entries, oldest first; undefined: all. */
  readonly entriesMax: number | undefined;
  readonly plain: boolean;
}

/** The answer to a `PeerListRequest`: every registered peer, oldest registration first. */
export interface PeerListAnswer {
  readonly kind: 'peerList';
  readonly list: PeerList;
  /** Entries carry their age and whether they have the additions. */
  readonly aged: boolean;
  readonly plain: boolean;
}

/** `DEAD NODE:<ip>:<port>:<timestamp>:<reporter ip>` */
export interface DeathReport {
  readonly kind: 'deathReport';
  readonly accused: Address;
  /** Seconds since the epoch, as text. */
  readonly timestamp: string;
  readonly reporterHost: string;
  readonly plain: boolean;
}

/** `DEREGISTER:<ip>:<port>` */
export interface Deregister {
  readonly kind: 'deregister';
  readonly peer: Address;
  readonly plain: boolean;
}

/** `DIAL_BACK:<ip>:<port>`: whether the seed can open a connection to this address. */
export interface DialBack {
  readonly kind: 'dialBack';
  readonly peer: Address;
  readonly plain: boolean;
}

/** `ACK` */
export interface Acknowledged {
  readonly kind: 'acknowledged';
  readonly plain: boolean;
}

/** The answer to a `DialBack`: `Reachable` or `Unreachable`. */
export interface Reachability {
  readonly kind: 'reachability';
  readonly reachable: boolean;
  readonly plain: boolean;
}

/** A request nobody knows, or a REGISTER that breaks the grammar; the seed says so and closes. */
export interface BadRequest {
  readonly kind: 'badRequest';
  readonly why: 'unknown' | 'register';
  readonly plain: boolean;
}

/** What a seed answers to a `BadRequest`: `Unknown command` or `Invalid REGISTER format`. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly why: 'unknown' | 'register';
  readonly plain: boolean;
}

/** `HELLO:<ip>:<port>:hearsay/1`: first line of a dialler that has the additions, to a peer that has them. */
export interface Hello {
  readonly kind: 'hello';
  readonly peer: Address;
}

/** `PING` */
export interface Ping {
  readonly kind: 'ping';
}

/** `PONG` */
export interface Pong {
  readonly kind: 'pong';
}

/** `LEAVE` */
export interface Leave {
  readonly kind: 'leave';
}

/** `<timestamp>:<IP>:<Msg#>[ <payload>]`. Its identity is `text`: the original bytes before the payload. */
export interface Gossip {
  readonly kind: 'gossip';
  readonly text: string;
  /** Base64url, of an application. */
  readonly payload: string | undefined;
  /** Where the memory of this world keeps its mark; -1 before the memory first met the message. Not part of the message. */
  slot: number;
}

export type Request = Register | PeerListRequest | DeathReport | Deregister | DialBack | BadRequest;
export type Answer = Registered | PeerListAnswer | Acknowledged | Reachability | Rejected;
export type PeerWord = Hello | Gossip | Ping | Pong | Leave;
export type Message = Request | Answer | PeerWord;

export const PING: Ping = { kind: 'ping' };
export const PONG: Pong = { kind: 'pong' };
export const LEAVE: Leave = { kind: 'leave' };

/** A gossip message from its text. */
export function gossip(text: string, payload?: string): Gossip {
  return { kind: 'gossip', text, payload, slot: -1 };
}
