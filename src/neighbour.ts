/**
 * One neighbour of a peer: the end of its link and the target of its pings, in one object, so that an event reaches what it
 * concerns without a look-up. It keeps facts and hands on events; what they mean is decided by the parts of the peer.
 */
import type { Address } from './address.ts';
import type { ProbeOwner } from './connect-probe.ts';
import type { Gossip, Hello, Message } from './messages.ts';
import type { CloseReason, Dialect, Link, LinkHandler, PingHandler, PingOutcome } from './ports.ts';

/** The parts of a peer, as its neighbours need them. */
export interface NeighbourEvents {
  onLinkOpen(neighbour: Neighbour): void;
  onLinkSilent(neighbour: Neighbour): void;
  onLinkClosed(neighbour: Neighbour, reason: CloseReason): void;
  onHello(neighbour: Neighbour, hello: Hello): void;
  onGossip(neighbour: Neighbour, gossip: Gossip): void;
  onHeartbeatRequest(neighbour: Neighbour): void;
  onLeave(neighbour: Neighbour): void;
  onProbeAnswer(neighbour: Neighbour, outcome: PingOutcome): void;
  onStranger(neighbour: Neighbour): void;
}

export class Neighbour implements LinkHandler, PingHandler, ProbeOwner {
  readonly events: NeighbourEvents;
  /** Its listening address; of an accepted link without HELLO the host with the port it dialled from. */
  address: Address;
  /** `address` is where it listens. */
  named: boolean;
  /** It understands the additions: HELLO, PING, PONG, LEAVE. */
  additions = false;
  /** The link, if any, was dialled by this peer. */
  dialled: boolean;
  /** This peer chose it, so this peer replaces it when it is lost. */
  chosen: boolean;
  /** It counts as a neighbour: pinged at every interval until it leaves or is declared dead. */
  monitored = false;
  /** The open link, or the one being dialled; -1 without. */
  link: Link = -1;
  /** Place in the list of open links; -1 when not in it. */
  openIndex = -1;
  /** Place in the table of neighbours; -1 when not in it. */
  tableIndex = -1;
  /** When it is pinged next; -1 while it is not watched. */
  dueAtMs = -1;
  /** Failures in a row. */
  failures = 0;
  /** Answers still due to the last ping, and what those that came said. */
  answersDue = 0;
  pingLost = false;
  pingAlive = false;
  /** Something was heard on the link since the last ping. */
  heard = false;

  constructor(events: NeighbourEvents, address: Address, dialled: boolean) {
    this.events = events;
    this.address = address;
    this.dialled = dialled;
    this.named = dialled;
    this.chosen = dialled;
  }

  get reads(): Dialect {
    return 'gossip';
  }

  onOpen(_link: Link): void {
    this.events.onLinkOpen(this);
  }

  onSilence(_link: Link): void {
    this.events.onLinkSilent(this);
  }

  onMessage(_link: Link, message: Message): void {
    this.heard = true;
    switch (message.kind) {
      case 'gossip':
        return this.events.onGossip(this, message);
      case 'hello':
        return this.events.onHello(this, message);
      case 'ping':
        return this.events.onHeartbeatRequest(this);
      case 'pong':
        return;
      case 'leave':
        return this.events.onLeave(this);
      default:
        return this.events.onStranger(this);
    }
  }

  onClose(_link: Link, reason: CloseReason): void {
    this.events.onLinkClosed(this, reason);
  }

  onPing(outcome: PingOutcome, _roundTripMs: number): void {
    this.events.onProbeAnswer(this, outcome);
  }

  onProbe(listening: boolean): void {
    this.events.onProbeAnswer(this, listening ? 'alive' : 'lost');
  }
}
