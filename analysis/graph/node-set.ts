/** Sets of nodes, one bit each. */

/** A set of the nodes 0 to n-1. */
export class NodeSet {
  readonly #words: Int32Array;

  constructor(nodeCount: number) {
    this.#words = new Int32Array((nodeCount + 31) >>> 5);
  }

  has(node: number): boolean {
    return (this.#words[node >>> 5] & (1 << (node & 31))) !== 0;
  }

  add(node: number): void {
    this.#words[node >>> 5] |= 1 << (node & 31);
  }
}
