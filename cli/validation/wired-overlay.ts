/**
 * Peers of the simulated network that nobody introduced to each other: links stand where a drawing wants them. What floods is the
 * protocol's own `Dissemination`, over the simulator's links, and the simulator counts the copies.
 */
import { dispatch } from '../../sim/dispatch.ts';
import { Network } from '../../sim/network.ts';
import { SCENARIO_DEFAULTS } from '../../sim/scenario.ts';
import type { Address } from '../../src/address.ts';
import type { Dissemination, LinkOwner } from '../../src/dissemination.ts';
import { gossip } from '../../src/messages.ts';
import { DIALLED, NeighbourStore, OPEN } from '../../src/neighbour-store.ts';
import { NeighbourTable } from '../../src/neighbour-table.ts';
import { NodeState } from '../../src/node-state.ts';
import type { Link } from '../../src/ports.ts';
import { PEER_DEFAULTS } from '../../src/settings.ts';
import type { Pair } from './topologies.ts';

/** What a wired peer does with gossip. */
export type Flooding = typeof Dissemination;

export interface WiredOptions {
  /** As in a scenario. */
  readonly latency: string;
  readonly randomSeed: string;
}

const DIAL_TIMEOUT_MS = 60_000;

export class WiredOverlay {
  readonly #network: Network;
  readonly #peers: WiredPeers;
  #published = 0;

  constructor(nodeCount: number, pairs: readonly Pair[], options: WiredOptions, flooding: Flooding) {
    const scenario = { ...SCENARIO_DEFAULTS, peers: nodeCount, seeds: 1, latency: options.latency };
    this.#network = new Network(scenario, options.randomSeed, { publishers: new Set() });
    this.#peers = new WiredPeers(this.#network.peerPorts, flooding);
    for (let node = 0; node < nodeCount; node++) {
      this.#network.boot(node).listen(this.#peers.disseminate);
    }
    for (const [from, to] of pairs) {
      this.#network.engine.node = from;
      this.#peers.dial(this.#network.names.addressOf(to));
    }
    this.#runOut();
  }

  /** Floods one message from this node to its end. How many copies were sent, and how many hops the last delivery was away. */
  flood(node: number): { readonly copies: number; readonly lastHop: number } {
    const { engine } = this.#network;
    const copies = this.#copies;
    const lastHops = this.#lastHops;
    engine.node = node;
    engine.hop = 0;
    this.#peers.disseminate.publish(gossip(`${++this.#published}.0:10.0.0.1:1`));
    this.#network.memory.eventHandled();
    this.#runOut();
    return { copies: this.#copies - copies, lastHop: this.#lastHops - lastHops };
  }

  /** Copies sent so far. */
  get #copies(): number {
    return this.#network.spread.tally.copiesByPeer.reduce((sum, copies) => sum + copies, 0);
  }

  /** The sum over all messages of the hops of their last delivery. */
  get #lastHops(): number {
    const { messagesByLastHop } = this.#network.spread.tally;
    return messagesByLastHop.reduce((sum, messages, hop) => sum + hop * (messages ?? 0), 0);
  }

  #runOut(): void {
    while (dispatch(this.#network));
  }
}

/** Peers that know their links, and nothing else of whoever is at the other ends. */
class WiredPeers implements LinkOwner {
  readonly disseminate: Dissemination;
  readonly #ports: Network['peerPorts'];
  readonly #table: NeighbourTable;

  constructor(ports: Network['peerPorts'], flooding: Flooding) {
    this.#ports = ports;
    const state = new NodeState(ports);
    this.#table = new NeighbourTable(new NeighbourStore(), state);
    this.disseminate = new flooding(ports, this, this.#table, { ...PEER_DEFAULTS, seeds: [] }, state);
  }

  dial(to: Address): void {
    this.#table.relink(this.#table.add(to, DIALLED), this.#ports.dial(to, this.disseminate, DIAL_TIMEOUT_MS));
  }

  onAccept(link: Link): void {
    this.#table.relink(this.#table.add(undefined, OPEN), link);
  }

  onOpen(link: Link): void {
    this.#table.store.mark(this.#table.at(link), OPEN);
  }

  onClose(link: Link): void {
    this.#table.remove(this.#table.at(link));
  }

  addressAt(link: Link): Address {
    return this.#ports.remote(link);
  }

  onSilence(): void {}
  onWord(): void {}
}
