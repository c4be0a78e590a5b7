/**
 * Where to draw the nodes of a graph: ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian, PLoS ONE 9(6), e98679, 2014), as in
 * Gephi. Linked nodes attract each other, all repel each other by their degrees, so that hubs come apart and their neighbours
 * gather around them. Changed: a fixed number of rounds, and only arithmetic that is exact in every engine, so that equal
 * graphs give equal pictures.
 */
import { degreesOf } from '../degrees.ts';
import type { RandomSource } from '../random.ts';
import { extent, Quadtree } from './quadtree.ts';

/** Coordinates go from 0 to this, as whole numbers. */
export const LAYOUT_SIZE = 10_000;

/** Source: ours; pictures hardly change after as many. */
const ROUNDS = 300;
/** Strength of repulsion and of the pull to the middle. Source: Gephi's defaults for graphs of this size. */
const REPULSION = 2;
const GRAVITY = 1;
/** Source: Gephi's default. */
const JITTER_TOLERANCE = 1;

export interface Layout {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
}

/**
 * Places nodes 0 to n-1 within a square of `LAYOUT_SIZE`.
 * @param edges two nodes each, one after another
 */
export function forceLayout(nodeCount: number, edges: Uint32Array, random: RandomSource): Layout {
  const bodies = new Bodies(nodeCount, edges, random);
  for (let round = 0; round < ROUNDS; round++) bodies.move();
  return withinSquare(bodies.x, bodies.y);
}

class Bodies {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly #edges: Uint32Array;
  readonly #masses: Float64Array;
  readonly #tree: Quadtree;
  /** Two numbers a node. */
  #forces: Float64Array;
  #lastForces: Float64Array;
  #speed = 1;
  #speedEfficiency = 1;

  constructor(nodeCount: number, edges: Uint32Array, random: RandomSource) {
    const side = 10 * Math.sqrt(nodeCount);
    this.x = Float64Array.from({ length: nodeCount }, () => side * (random() - 0.5));
    this.y = Float64Array.from({ length: nodeCount }, () => side * (random() - 0.5));
    this.#edges = edges;
    this.#masses = Float64Array.from(degreesOf(nodeCount, edges), (degree) => degree + 1);
    this.#tree = new Quadtree(this.x, this.y, this.#masses);
    this.#forces = new Float64Array(2 * nodeCount);
    this.#lastForces = new Float64Array(2 * nodeCount);
  }

  move(): void {
    [this.#forces, this.#lastForces] = [this.#lastForces.fill(0), this.#forces];
    this.#tree.build();
    for (let node = 0; node < this.x.length; node++) {
      this.#tree.repel(node, REPULSION, this.#forces);
      this.#pullToMiddle(node);
    }
    this.#attract();
    this.#adaptSpeed();
    for (let node = 0; node < this.x.length; node++) {
      const swinging = this.#masses[node] * this.#swinging(node);
      const factor = this.#speed / (1 + Math.sqrt(this.#speed * swinging));
      this.x[node] += factor * this.#forces[2 * node];
      this.y[node] += factor * this.#forces[2 * node + 1];
    }
  }

  #pullToMiddle(node: number): void {
    const distance = Math.sqrt(this.x[node] * this.x[node] + this.y[node] * this.y[node]);
    if (distance === 0) return;
    const pull = (GRAVITY * this.#masses[node]) / distance;
    this.#forces[2 * node] -= pull * this.x[node];
    this.#forces[2 * node + 1] -= pull * this.y[node];
  }

  #attract(): void {
    for (let i = 0; i < this.#edges.length; i += 2) {
      const [a, b] = [this.#edges[i], this.#edges[i + 1]];
      const [dx, dy] = [this.x[a] - this.x[b], this.y[a] - this.y[b]];
      this.#forces[2 * a] -= dx;
      this.#forces[2 * a + 1] -= dy;
      this.#forces[2 * b] += dx;
      this.#forces[2 * b + 1] += dy;
    }
  }

  /** The faster, the less nodes swing to and fro. */
  #adaptSpeed(): void {
    let [swinging, traction] = [0, 0];
    for (let node = 0; node < this.x.length; node++) {
      swinging += this.#masses[node] * this.#swinging(node);
      traction += this.#masses[node] * this.#traction(node);
    }
    if (swinging === 0) return;
    const nodeCount = this.x.length;
    const estimate = 0.05 * Math.sqrt(nodeCount);
    const wanted = (estimate * traction) / (nodeCount * nodeCount);
    let tolerance = JITTER_TOLERANCE * Math.max(Math.sqrt(estimate), Math.min(10, wanted));
    const least = 0.05;
    if (swinging > 2 * traction) {
      if (this.#speedEfficiency > least) this.#speedEfficiency *= 0.5;
      tolerance = Math.max(tolerance, JITTER_TOLERANCE);
    }
    const target = (tolerance * this.#speedEfficiency * traction) / swinging;
    if (swinging > tolerance * traction) {
      if (this.#speedEfficiency > least) this.#speedEfficiency *= 0.7;
    } else if (this.#speed < 1000) this.#speedEfficiency *= 1.3;
    this.#speed += Math.min(target - this.#speed, this.#speed / 2);
  }

  #swinging(node: number): number {
    const dx = this.#lastForces[2 * node] - this.#forces[2 * node];
    const dy = this.#lastForces[2 * node + 1] - this.#forces[2 * node + 1];
    return Math.sqrt(dx * dx + dy * dy);
  }

  #traction(node: number): number {
    const dx = this.#lastForces[2 * node] + this.#forces[2 * node];
    const dy = this.#lastForces[2 * node + 1] + this.#forces[2 * node + 1];
    return Math.sqrt(dx * dx + dy * dy) / 2;
  }
}

/** Whole numbers, the longer side filled and the shorter in the middle. */
function withinSquare(x: Float64Array, y: Float64Array): Layout {
  const [lowX, highX] = extent(x);
  const [lowY, highY] = extent(y);
  const width = Math.max(highX - lowX, highY - lowY);
  const place = (low: number, high: number) => (value: number) =>
    width > 0 ? Math.round(LAYOUT_SIZE * (0.5 + (value - (low + high) / 2) / width)) : LAYOUT_SIZE / 2;
  return { x: Uint16Array.from(x, place(lowX, highX)), y: Uint16Array.from(y, place(lowY, highY)) };
}
