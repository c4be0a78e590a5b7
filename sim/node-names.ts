/**
 * Nodes of a simulated network: peers 0 to P-1, then seeds. A node is a small integer inside the simulator, `peer/3` or `seed/0`
 * for people, and an address on the network: 10.x.y.z from its number, so that an address leads back to its node.
 */
import { type Address, address } from '../src/address.ts';

const PEER_PORT = 6000;
const SEED_PORT = 5000;

/** The address of a node. Its host is made when it is asked for, its text once: whoever registers it keeps that. */
class NodeAddress implements Address {
  readonly node: number;
  readonly port: number;
  readonly hash: number;
  #text: string | undefined;

  constructor(node: number, port: number) {
    this.node = node;
    this.port = port;
    this.hash = address(this.host, port).hash;
  }

  get host(): string {
    const number = this.node + 1;
    return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  }

  get text(): string {
    this.#text ??= `${this.host}:${this.port}`;
    return this.#text;
  }
}

export class NodeNames {
  readonly peerCount: number;
  readonly seedCount: number;
  readonly #addresses: (NodeAddress | undefined)[];

  constructor(peerCount: number, seedCount: number) {
    this.peerCount = peerCount;
    this.seedCount = seedCount;
    this.#addresses = new Array(peerCount + seedCount);
  }

  get nodeCount(): number {
    return this.peerCount + this.seedCount;
  }

  isPeer(node: number): boolean {
    return node < this.peerCount;
  }

  /** The one object that stands for this node's address. */
  addressOf(node: number): Address {
    let known = this.#addresses[node];
    if (known === undefined) {
      known = new NodeAddress(node, this.isPeer(node) ? PEER_PORT : SEED_PORT);
      this.#addresses[node] = known;
    }
    return known;
  }

  /** The node whose host this is, whatever the port; -1 when it is none of this network. */
  nodeAt(address: Address): number {
    if (address instanceof NodeAddress) return address.node < this.nodeCount ? address.node : -1;
    const { host } = address;
    let number = 0;
    let part = 0;
    let parts = 0;
    for (let i = 0; i < host.length; i++) {
      const code = host.charCodeAt(i);
      if (code !== 46) {
        part = part * 10 + code - 48;
        continue;
      }
      if (parts++ > 0) number = number * 256 + part;
      part = 0;
    }
    const node = number * 256 + part - 1;
    return parts === 3 && node < this.nodeCount ? node : -1;
  }

  /** `peer/3`, `seed/0`. */
  nameOf(node: number): string {
    return this.isPeer(node) ? `peer/${node}` : `seed/${node - this.peerCount}`;
  }

  /** The node of a name that the scenario's schema has checked. */
  nodeNamed(name: string): number {
    const [kind, number] = name.split('/');
    return kind === 'peer' ? Number(number) : this.peerCount + Number(number);
  }
}
