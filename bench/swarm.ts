/**
 * A swarm: the nodes of one system that live in one process, as the benchmark of the runtime drives them. The systems do the same
 * work over the same overlay: every message reaches every node once, as bytes.
 */

/** `bare`: the floor. `logged`: hearsay with the log of deployed peers. `signed`: gossipsub as it is by default. */
export type SystemName = 'bare' | 'hearsay' | 'logged' | 'gossipsub' | 'signed';

export interface SwarmPlan {
  readonly system: SystemName;
  /** What a message carries. */
  readonly payloadBytes: number;
}

/** A node that dialled, by its number, and the address that it dialled. */
export type DialledLink = readonly [number, string];

export interface Swarm {
  /** The address of whoever introduces nodes to each other, where the system has such; started at the first call. */
  introducer(): Promise<string | undefined>;
  /** Starts a node, which turns to these addresses; resolves to its own once it looks for no more. */
  join(node: number, contacts: readonly string[]): Promise<string>;
  links(): readonly DialledLink[];
  /** Whether this node has so many links, all fit to carry messages. */
  linked(node: number, degree: number): boolean;
  /** Publishes so many messages of this node in one turn of the event loop. */
  publish(node: number, count: number): void;
  stop(): Promise<void>;
}

/** Makes a swarm that tells of every first sight of a message of others, with the size of what it carried. */
export type SwarmMaker = (plan: SwarmPlan, onDelivery: (payloadBytes: number) => void) => Swarm;
