/** Simulated peers as an application embeds them. */
import type { PeerSettings } from '../../src/settings.ts';
import { Simulated } from './simulated.ts';

/** Starts a peer as an application does; the answer grows by the time at which it has joined. */
export function embed(world: Simulated, settings: Partial<PeerSettings>, name = 'peer/0'): number[] {
  const joinedAtS: number[] = [];
  world.startWith(name, { gossipCount: 0, ...settings }, world.address(name), (peer) =>
    peer.embed({ onJoined: () => joinedAtS.push(world.nowS) }),
  );
  return joinedAtS;
}

/** All whom a message of this peer reaches, over links that are open now. */
export function reached(world: Simulated, from: string, seen = new Set([from])): Set<string> {
  for (const name of world.linksOf(from)) if (!seen.has(name)) reached(world, name, seen.add(name));
  return seen;
}

/** 2 to 8 peers with the links of deployed ones that start in the same moment, until all have joined. */
export function startedTogether(run: number, seeds: number): Simulated {
  const peers = 2 + (run % 7);
  const world = new Simulated({ peers, seeds, randomSeed: `together ${run}`, latency: 'uniform:5-100' });
  world.start(...world.seedNames);
  const joined = world.peerNames.map((name) => embed(world, { uniformLinks: 2 }, name));
  world.until(() => joined.every((times) => times.length === 1));
  return world;
}
