/** The types of the programming interface. They name nothing else of the package, so that its types stand alone. */
import type { PeerParameters, SeedParameters } from './node-parameters.ts';

/** What makes a node speak TLS 1.3 only, each as PEM: text, or its bytes. */
export interface TlsOptions {
  /** The certificate of this node, followed by those between it and the CA, if there are any. */
  readonly cert: string | Uint8Array;
  /** Its private key, without a passphrase. */
  readonly key: string | Uint8Array;
  /** Certificates of the CAs whose nodes may connect. */
  readonly ca: string | Uint8Array;
}

/** What can be said of any node. */
export interface NodeOptions {
  /** A literal IP of this machine to listen on and to advertise; without: listen on all, advertise that of the default route. */
  readonly host?: string | undefined;
  /** TCP port to listen on; 0 or without: any free one. */
  readonly port?: number | undefined;
  /** File of events, in the format of `outputfile.txt`; without: none. */
  readonly output?: string | undefined;
  /** Mutual TLS on all links; without: none. `start()` says what of it cannot be used. */
  readonly tls?: TlsOptions | undefined;
  /** Aborting stops the node as `stop()` does; `start()` and `ready` that are still pending reject with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What `createPeer` takes: the keys of `config.txt` in camel case, with the same units and defaults but for `gossipCount`. */
export interface PeerOptions extends NodeOptions, PeerParameters {
  /** The seeds of the network, each as `ip:port`; at least one. */
  readonly seeds: readonly string[];
}

/** What `createSeed` takes: the keys of `config.txt` in camel case, with the same units and defaults. */
export interface SeedOptions extends NodeOptions, SeedParameters {}

/** A message of another peer. */
export interface Message {
  /** `<timestamp>:<IP>:<Msg#>`; no two messages of a network have the same. */
  readonly id: string;
  /** The IP in the id. Nobody has checked that it is true. */
  readonly origin: string;
  /** The neighbour that it came from first, as `ip:port`. */
  readonly from: string;
  /** When it came, in milliseconds since the epoch, by the clock of this machine. */
  readonly receivedAtMs: number;
  /** Its bytes; none when it was published without. */
  readonly payload: Uint8Array;
  /** The payload as UTF-8 text; what is no UTF-8 becomes U+FFFD. */
  text(): string;
}

/** A peer that this one has or had a link with. */
export interface Neighbour {
  /** `ip:port`. Of a peer of the reference implementation that dialled, the port is not where it listens. */
  readonly address: string;
  /** This peer dialled the link. */
  readonly dialled: boolean;
  /** The link is open. Otherwise it closed or is being dialled, and the neighbour is watched on. */
  readonly linked: boolean;
}

/** Why a link closed, a dial led to none, or a seed did not answer. */
export type CloseReason = 'closed' | 'reset' | 'refused' | 'timeout' | 'malformed' | 'silent' | 'stalled';

/** Why a peer is no longer linked to a neighbour: also because it left, is dead, is full, or has another link with this peer. */
export type LinkDownReason = CloseReason | 'left' | 'dead' | 'duplicate' | 'stopped' | 'full';

/** Why a seed removed a peer: reported dead and checked, reported dead and trusted, it left, or was not renewed and is gone. */
export type RemovalReason = 'dead' | 'trusted' | 'left' | 'stale';

/** The events of a peer, and what listeners are given. Addresses are `ip:port`. */
export interface PeerEvents {
  /** A message of another peer, at first sight. */
  message: Message;
  /** A link is open. */
  neighbour: { readonly address: string; readonly dialled: boolean };
  /** A link closed. */
  neighbourLost: { readonly address: string; readonly reason: LinkDownReason };
  /** A neighbour failed so many pings in a row; `reported` to every seed, if it is known where it listens. */
  dead: { readonly address: string; readonly failures: number; readonly reported: boolean };
  /** A seed holds this peer; now `held` do, and `quorum` are needed. */
  registered: { readonly seed: string; readonly held: number; readonly quorum: number };
  /** A seed did not answer; the peer goes on to others. */
  registrationFailed: {
    readonly seed: string;
    readonly reason: CloseReason;
    readonly held: number;
    readonly quorum: number;
  };
  /** A sentence about trouble that the peer lives with. */
  warning: string;
}

/** The events of a seed, and what listeners are given. Addresses are `ip:port`. */
export interface SeedEvents {
  /** A peer registered for the first time; now `count` are registered. */
  registered: { readonly address: string; readonly count: number };
  /** A peer was removed; now `count` are registered. */
  removed: { readonly address: string; readonly reason: RemovalReason; readonly count: number };
  /** A sentence about trouble that the seed lives with. */
  warning: string;
}

/** What a peer and a seed have in common. */
export interface HearsayNode<Events> {
  /**
   * Where it listens, as `ip:port`.
   * @throws HearsayError `NOT_STARTED` before `start()` resolved.
   */
  readonly address: string;
  /**
   * Resolves when the node listens. A second call answers the same promise; a node that stopped or could not start stays so.
   * @throws HearsayError `CANNOT_START` when its port or address cannot be had, `STOPPED` when `stop()` came first; the reason of
   *   the signal when that was aborted.
   */
  start(): Promise<void>;
  /** Leaves gracefully, within 2 s. May be called at any time and more than once. */
  stop(): Promise<void>;
  /** Calls the listener at each such event, never within a call of a method of this node. */
  on<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): this;
  /** The same, the first time only. */
  once<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): this;
  /** Calls this listener no more. */
  off<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): this;
  /** `await using node = ...` stops it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A peer of the network.
 *
 * `for await (const message of peer)` gives the messages of others, and ends after `stop()`. Up to 1,024 messages or 16 MiB wait
 * from `start()` on; then the oldest is dropped, and counted in `droppedCount`. A message goes to one loop only; a loop that was
 * left can be continued by another. Where only listeners of `message` are used, nothing waits.
 */
export interface Peer extends HearsayNode<PeerEvents>, AsyncIterable<Message> {
  /**
   * Resolves when the peer has joined: a quorum of seeds holds it, and it has a link whose other end answered a first PING (a
   * link to a peer of the reference implementation: is open), or nobody else is registered. What is published from then on
   * reaches the network that it is connected to. Stays pending while no seed or no peer answers.
   * @throws HearsayError `STOPPED`, or whatever `start()` failed with; the reason of the signal when that was aborted.
   */
  readonly ready: Promise<void>;
  /** Those it has a link with, or had and watches on. */
  readonly neighbours: readonly Neighbour[];
  /** Messages that were dropped because nobody took them in time. */
  readonly droppedCount: number;
  /**
   * Publishes a message and resolves to its id when it was handed to a link, or nobody else is registered. While all links are
   * full, or lost and not yet replaced, up to 256 messages wait, in order: whoever awaits each before the next is slowed down
   * and never refused.
   * @param payload Text, sent as UTF-8, or bytes; up to 47 KiB (48,128 bytes).
   * @throws TypeError when it is neither, RangeError when it is longer. HearsayError `NOT_READY` before `ready`, `BACKPRESSURE`
   *   when 256 messages wait already, `STOPPED`; the reason of the signal when that was aborted. Nothing was published then.
   */
  publish(payload: string | Uint8Array): Promise<string>;
}

/** A seed of the network: it registers peers and introduces them to each other. */
export interface Seed extends HearsayNode<SeedEvents> {
  /** The peers registered, oldest first, each as `ip:port`. */
  readonly peers: readonly string[];
}
