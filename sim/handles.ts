/** Objects by number, so that columns can refer to them. A number is given again after its object was released. */
export class Handles<Item extends object> {
  readonly #items: (Item | undefined)[] = [];
  readonly #free: number[] = [];

  /** The number of an object, from now until it is taken back. */
  hold(item: Item): number {
    const handle = this.#free.pop() ?? this.#items.length;
    this.#items[handle] = item;
    return handle;
  }

  at(handle: number): Item {
    return this.#items[handle] as Item;
  }

  /** Reads a little of the first `count` of these objects; see `needs-preview.ts`. */
  look(handles: Int32Array, count: number): number {
    const items = this.#items;
    let seen = 0;
    for (let i = 0; i < count; i++) if (typeof items[handles[i]] === 'function') seen++;
    return seen;
  }

  /** The number stands for another object from now on. */
  exchange(handle: number, item: Item): void {
    this.#items[handle] = item;
  }

  /** The object of a number, which is free now. */
  release(handle: number): Item {
    const item = this.#items[handle] as Item;
    this.#items[handle] = undefined;
    this.#free.push(handle);
    return item;
  }
}
