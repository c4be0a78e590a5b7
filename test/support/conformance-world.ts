/** What the laws of the ports are checked in: a world of nodes, simulated or real, and what can happen to them. */
import type { Address } from '../../src/address.ts';
import type { World } from '../../src/ports.ts';

/** The ports of one node: a world but for its observer. */
export type NodePorts = Omit<World<never>, 'observer'>;

export interface ConformanceWorld {
  /** A node that nothing runs on yet. */
  node(): Promise<NodePorts>;
  /** Lets the world go on until the condition holds; fails, with `what`, when it does not in a long time. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** To be called after a change of what conditions look at. */
  changed(): void;
  /** Lets the world go on a little. */
  turn(): Promise<void>;
  /** The process of this node ends; its host closes its links. */
  kill(node: NodePorts): Promise<void>;
  /** The host of this node restarts: nobody there knows of its links any more. Its new process. */
  restart(node: NodePorts): Promise<NodePorts>;
  /** From now on this node takes nothing of what is sent to it on links that it accepted; until `unstall`. */
  stall(node: NodePorts): void;
  unstall(node: NodePorts): void;
  /** An address from which no dial is answered. */
  silentAddress(): Promise<Address>;
  /** An address whose host answers no ping. To be called before the first ping. `slow`: that takes the whole time-out to see. */
  silentHost(mode?: 'lost' | 'slow'): Promise<Address>;
  /** Ends all nodes. */
  close(): Promise<void>;
}
