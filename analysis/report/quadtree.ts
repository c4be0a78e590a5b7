/**
 * Repulsion between all nodes of a layout in O(n log n): far away nodes act as one at their centre of mass (Barnes and Hut,
 * Nature 324, 446-449, 1986). Cells lie in rows in the order of a walk through the tree, each with the row to go on from
 * when it is not opened, so that a walk needs no stack.
 */

/** Cells of up to so many nodes are not divided. Source: ours. */
const LEAF_NODES_MAX = 8;
/** Nodes on one place cannot be divided. */
const DEPTH_MAX = 32;
/** A cell acts as one node when its width is at most so many times its distance. Source: Barnes and Hut, a little less than their 1. */
const OPENING = 0.9;

export class Quadtree {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #masses: Float64Array;
  /** Nodes, those of each cell side by side. */
  readonly #order: Uint32Array;
  readonly #spare: Uint32Array;
  #cellCount = 0;
  #first: number[] = [];
  #end: number[] = [];
  #next: number[] = [];
  #leaf: boolean[] = [];
  #width: number[] = [];
  #mass: number[] = [];
  #centreX: number[] = [];
  #centreY: number[] = [];

  /** Over coordinates that the caller goes on to change; see `build`. */
  constructor(x: Float64Array, y: Float64Array, masses: Float64Array) {
    this.#x = x;
    this.#y = y;
    this.#masses = masses;
    this.#order = Uint32Array.from({ length: x.length }, (_, node) => node);
    this.#spare = new Uint32Array(x.length);
  }

  /** Divides the nodes anew by where they are now. */
  build(): void {
    const [lowX, highX] = extent(this.#x);
    const [lowY, highY] = extent(this.#y);
    this.#cellCount = 0;
    if (this.#x.length > 0) {
      this.#divide(0, this.#x.length, lowX, lowY, Math.max(highX - lowX, highY - lowY), 0);
    }
  }

  /**
   * Adds to `force` (two numbers a node) what pushes a node away from all others: `strength` times both masses by the
   * distance, as in ForceAtlas2.
   */
  repel(node: number, strength: number, force: Float64Array): void {
    const [x, y] = [this.#x[node], this.#y[node]];
    let [forceX, forceY] = [0, 0];
    const push = (fromX: number, fromY: number, mass: number) => {
      const [dx, dy] = [x - fromX, y - fromY];
      const square = dx * dx + dy * dy;
      if (square === 0) return;
      forceX += (mass / square) * dx;
      forceY += (mass / square) * dy;
    };
    for (let cell = 0; cell < this.#cellCount; ) {
      const [dx, dy] = [x - this.#centreX[cell], y - this.#centreY[cell]];
      const far = this.#width[cell] < OPENING * Math.sqrt(dx * dx + dy * dy);
      if (far) push(this.#centreX[cell], this.#centreY[cell], this.#mass[cell]);
      else if (this.#leaf[cell]) {
        for (let i = this.#first[cell]; i < this.#end[cell]; i++) {
          const other = this.#order[i];
          push(this.#x[other], this.#y[other], this.#masses[other]);
        }
      }
      cell = far ? this.#next[cell] : cell + 1;
    }
    force[2 * node] += strength * this.#masses[node] * forceX;
    force[2 * node + 1] += strength * this.#masses[node] * forceY;
  }

  #divide(first: number, end: number, lowX: number, lowY: number, width: number, depth: number): void {
    const cell = this.#cellCount++;
    this.#first[cell] = first;
    this.#end[cell] = end;
    this.#width[cell] = width;
    this.#leaf[cell] = end - first <= LEAF_NODES_MAX || depth === DEPTH_MAX;
    this.#weigh(cell);
    if (!this.#leaf[cell]) {
      const half = width / 2;
      const [middleX, middleY] = [lowX + half, lowY + half];
      const middle = this.#split(first, end, this.#y, middleY);
      const left = this.#split(first, middle, this.#x, middleX);
      const right = this.#split(middle, end, this.#x, middleX);
      if (left > first) this.#divide(first, left, lowX, lowY, half, depth + 1);
      if (middle > left) this.#divide(left, middle, middleX, lowY, half, depth + 1);
      if (right > middle) this.#divide(middle, right, lowX, middleY, half, depth + 1);
      if (end > right) this.#divide(right, end, middleX, middleY, half, depth + 1);
    }
    this.#next[cell] = this.#cellCount;
  }

  /** Puts the nodes below `limit` before the others, each part in the order it had. */
  #split(first: number, end: number, coordinates: Float64Array, limit: number): number {
    let [low, high] = [first, 0];
    for (let i = first; i < end; i++) {
      const node = this.#order[i];
      if (coordinates[node] < limit) this.#order[low++] = node;
      else this.#spare[high++] = node;
    }
    for (let i = 0; i < high; i++) this.#order[low + i] = this.#spare[i];
    return low;
  }

  #weigh(cell: number): void {
    let [mass, x, y] = [0, 0, 0];
    for (let i = this.#first[cell]; i < this.#end[cell]; i++) {
      const node = this.#order[i];
      mass += this.#masses[node];
      x += this.#masses[node] * this.#x[node];
      y += this.#masses[node] * this.#y[node];
    }
    this.#mass[cell] = mass;
    this.#centreX[cell] = x / mass;
    this.#centreY[cell] = y / mass;
  }
}

/** The least and the greatest. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}
