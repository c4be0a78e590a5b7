/** The neighbours of one peer, by address. A short table is searched in turn; a hub's gets an index. */
import type { Address } from './address.ts';
import type { Neighbour } from './neighbour.ts';

/** Above this many entries a look-up goes through an index. Source: ours. */
const LINEAR_MAX = 16;

export class NeighbourTable {
  readonly #all: Neighbour[] = [];
  #byText: Map<string, Neighbour> | undefined;

  /** In no particular order, which changes as neighbours go. */
  get all(): readonly Neighbour[] {
    return this.#all;
  }

  find(address: Address): Neighbour | undefined {
    if (this.#byText !== undefined) return this.#byText.get(address.text);
    for (const neighbour of this.#all) if (neighbour.address.text === address.text) return neighbour;
    return undefined;
  }

  add(neighbour: Neighbour): void {
    neighbour.tableIndex = this.#all.length;
    this.#all.push(neighbour);
    if (this.#byText !== undefined) this.#byText.set(neighbour.address.text, neighbour);
    else if (this.#all.length > LINEAR_MAX) this.#index();
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
    this.#byText?.delete(neighbour.address.text);
  }

  #index(): void {
    this.#byText = new Map();
    for (const neighbour of this.#all) this.#byText.set(neighbour.address.text, neighbour);
  }
}
