/** Networks of some hundred peers as they are deployed, and what a test asks of all of them. */
import { graphOf } from '../../analysis/graph/compressed-rows.ts';
import { type Components, componentsOf } from '../../analysis/graph/flood.ts';
import { Simulated, type SimulatedOptions } from './simulated.ts';

/** Seconds: all have joined, since they start within the first ten. */
const JOINED_S = 12;

/** Three seeds and peers with the links of the hardened profile, all of which have joined. */
export function crowd(changes: SimulatedOptions): Simulated {
  const world = new Simulated({ seeds: 3, profile: 'hardened', uniformLinks: 2, ...changes });
  world.startAll(10);
  world.runTo(JOINED_S);
  return world;
}

/** The parts that these live peers form by the links they have with each other. */
export function partsOf(world: Simulated, names: readonly string[]): Components {
  const numbers = new Map(names.map((name, i) => [name, i]));
  const edges = names.flatMap((name, i) =>
    world
      .linksOf(name)
      .map((other) => numbers.get(other))
      .flatMap((other) => (other === undefined ? [] : [i, other])),
  );
  return componentsOf(graphOf(names.length, Uint32Array.from(edges)));
}

/** How many seeds list each peer. */
export function holderCounts(world: Simulated): number[] {
  const lists = world.seedNames.map((seed) => new Set(world.listOf(seed)));
  return world.peerNames.map((peer) => lists.filter((list) => list.has(peer)).length);
}

/** How many peers heard of each message that was published, on average, as a share of all others. Facts are kept for it. */
export function deliveredShare(world: Simulated, peerCount: number): number {
  const published = world.facts.filter(({ what }) => what.startsWith('published '));
  const received = world.facts.filter(({ what }) => /^received \d/.test(what));
  return received.length / (published.length * (peerCount - 1));
}
