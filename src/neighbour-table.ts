/** The neighbours of one peer, by address and by link. A short table is searched in turn; a hub's gets an index. */
import { type Address, sameAddress } from './address.ts';
import type { Neighbour } from './neighbour.ts';
import type { Link } from './ports.ts';

/** Above this many entries a look-up goes through an index. Source: ours. */
const LINEAR_MAX = 16;

export class NeighbourTable {
  readonly #all: Neighbour[] = [];
  #index: Index | undefined;

  /** In no particular order, which changes as neighbours go. */
  get all(): readonly Neighbour[] {
    return this.#all;
  }

  find(address: Address): Neighbour | undefined {
    if (this.#index !== undefined) return this.#index.byText.get(address.text);
    for (const neighbour of this.#all) {
      if (sameAddress(neighbour.address, address)) return neighbour;
    }
    return undefined;
  }

  /** Whose link this is, open or being dialled. */
  at(link: Link): Neighbour | undefined {
    if (this.#index !== undefined) return this.#index.byLink.get(link);
    for (const neighbour of this.#all) if (neighbour.link === link) return neighbour;
    return undefined;
  }

  add(neighbour: Neighbour): void {
    neighbour.tableIndex = this.#all.length;
    this.#all.push(neighbour);
    if (this.#index !== undefined) this.#index.add(neighbour);
    else if (this.#all.length > LINEAR_MAX) this.#index = new Index(this.#all);
  }

  /** The last one takes its place. */
  remove(neighbour: Neighbour): void {
    if (neighbour.tableIndex < 0) return;
    const last = this.#all.pop() as Neighbour;
    if (last !== neighbour) {
      this.#all[neighbour.tableIndex] = last;
      last.tableIndex = neighbour.tableIndex;
    }
    neighbour.tableIndex = -1;
    this.#index?.remove(neighbour);
  }

  /** The link of a neighbour is another one from now on; -1: it has none. */
  relink(neighbour: Neighbour, link: Link): void {
    this.#index?.byLink.delete(neighbour.link);
    neighbour.link = link;
    if (link >= 0 && neighbour.tableIndex >= 0) this.#index?.byLink.set(link, neighbour);
  }
}

class Index {
  readonly byText = new Map<string, Neighbour>();
  readonly byLink = new Map<Link, Neighbour>();

  constructor(neighbours: readonly Neighbour[]) {
    for (const neighbour of neighbours) this.add(neighbour);
  }

  add(neighbour: Neighbour): void {
    this.byText.set(neighbour.address.text, neighbour);
    if (neighbour.link >= 0) this.byLink.set(neighbour.link, neighbour);
  }

  remove(neighbour: Neighbour): void {
    this.byText.delete(neighbour.address.text);
    if (neighbour.link >= 0) this.byLink.delete(neighbour.link);
  }
}
