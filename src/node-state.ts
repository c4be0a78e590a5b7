/**
 * State of the nodes of a world that share the objects they are made of: a column for each value, with one place for each node,
 * because objects of their own would be most of the memory of a million nodes. A part asks for its columns once, when it is made;
 * `value` is that of the node that acts. What few nodes have is in a map instead, which is only looked up, never walked.
 */
import type { Nodes } from './ports.ts';

export class NodeState {
  readonly #nodes: Nodes;
  readonly #parts: { begin(): void }[] = [];

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /** A whole number of 32 bits. */
  count(initial = 0): Count {
    return this.#added(new Count(this.#nodes, initial));
  }

  /** A number. */
  number(initial = 0): Quantity {
    return this.#added(new Quantity(this.#nodes, initial));
  }

  /** What is true or not, at first not. */
  flag(): Flag {
    return this.#added(new Flag(this.#nodes));
  }

  /** What few nodes have, at first none. */
  thing<Item>(): Thing<Item> {
    return this.#added(new Thing<Item>(this.#nodes));
  }

  /** The node that acts begins anew. */
  begin(): void {
    for (const part of this.#parts) part.begin();
  }

  #added<Part extends { begin(): void }>(part: Part): Part {
    this.#parts.push(part);
    return part;
  }
}

// Counts and numbers are not one class, so that each is compiled for one kind of column.

export class Count {
  readonly #nodes: Nodes;
  readonly #initial: number;
  readonly #values: Int32Array;

  constructor(nodes: Nodes, initial: number) {
    this.#nodes = nodes;
    this.#initial = initial;
    this.#values = new Int32Array(nodes.nodeCount);
    if (initial !== 0) this.#values.fill(initial);
  }

  get value(): number {
    return this.#values[this.#nodes.node];
  }

  set value(value: number) {
    this.#values[this.#nodes.node] = value;
  }

  /** That of another node. */
  of(node: number): number {
    return this.#values[node];
  }

  begin(): void {
    this.value = this.#initial;
  }
}

export class Quantity {
  readonly #nodes: Nodes;
  readonly #initial: number;
  readonly #values: Float64Array;

  constructor(nodes: Nodes, initial: number) {
    this.#nodes = nodes;
    this.#initial = initial;
    this.#values = new Float64Array(nodes.nodeCount);
    if (initial !== 0) this.#values.fill(initial);
  }

  get value(): number {
    return this.#values[this.#nodes.node];
  }

  set value(value: number) {
    this.#values[this.#nodes.node] = value;
  }

  begin(): void {
    this.value = this.#initial;
  }
}

export class Flag {
  readonly #nodes: Nodes;
  readonly #values: Uint8Array;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
    this.#values = new Uint8Array(nodes.nodeCount);
  }

  get value(): boolean {
    return this.#values[this.#nodes.node] === 1;
  }

  set value(holds: boolean) {
    this.#values[this.#nodes.node] = holds ? 1 : 0;
  }

  begin(): void {
    this.value = false;
  }
}

export class Thing<Item> {
  readonly #nodes: Nodes;
  readonly #things = new Map<number, Item>();

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  get value(): Item | undefined {
    // Most often nobody has one.
    return this.#things.size === 0 ? undefined : this.#things.get(this.#nodes.node);
  }

  set value(item: Item) {
    this.#things.set(this.#nodes.node, item);
  }

  /** It is there no more. */
  drop(): void {
    this.#things.delete(this.#nodes.node);
  }

  begin(): void {
    this.drop();
  }
}
