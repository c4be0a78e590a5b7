/** Random scenarios. */
import fc from 'fast-check';
import type { Fault, FaultTarget, Scenario } from '../../sim/scenario.ts';
import { PLAIN } from './sim-world.ts';

export const randomSeeds = fc.nat(1e9).map(String);

const latency = fc.constantFrom(
  'constant:50',
  'constant:0',
  'uniform:1-300',
  'exponential:40',
  'lognormal:60,0.5',
  'planetlab',
);

/** How an overlay grows. "auto" needs an alpha of at least 2. */
const choice = fc.oneof(
  fc.record({ links: fc.constant('auto' as const), alpha: fc.constantFrom(2, 2.5, 3.7, 20) }),
  fc.record({ links: fc.integer({ min: 1, max: 6 }), alpha: fc.constantFrom(0, 0.667, 1, 2.5, 20) }),
  fc.record({
    links: fc.integer({ min: 1, max: 3 }),
    alpha: fc.constantFrom(0.667, 2.5),
    linksMax: fc.integer({ min: 10, max: 16 }),
  }),
);

/** Overlays of 2 to `peersMax` peers, under which nothing breaks. */
export function overlays(peersMax: number): fc.Arbitrary<Scenario> {
  const others = fc.record({
    peers: fc.integer({ min: 2, max: peersMax }),
    seeds: fc.integer({ min: 1, max: 5 }),
    rank: fc.constantFrom('oldest' as const, 'newest' as const, 'shuffled' as const),
    uniformLinks: fc.constantFrom(0, 0, 1, 2),
    joinOverS: fc.constantFrom(0, 1, 10),
    latency,
  });
  return fc.tuple(others, choice).map(([other, how]) => ({ ...PLAIN, ...other, ...how }));
}

const target: fc.Arbitrary<FaultTarget> = fc.oneof(
  fc.record({ share: fc.constantFrom(0.05, 0.2, 0.5, 1) }),
  fc.record({ count: fc.constantFrom(1, 2) }),
  fc.record({ ids: fc.subarray(['peer/0', 'peer/1', 'seed/0'], { minLength: 1 }) }),
  fc.constantFrom('hub' as const, 'seeds' as const, 'all' as const),
);

const fault: fc.Arbitrary<Fault> = fc.record({
  at: fc.constantFrom(0, 0.5, 3, 3, 7.25, 20, 31, 60.000001),
  kind: fc.constantFrom('crash', 'kill', 'restart', 'leave', 'partition', 'heal', 'blockIcmp', 'unblockIcmp'),
  who: target,
});

/** Scenarios where anything goes wrong, of 2 to `peersMax` peers, that last so long (null: until quiet). */
export function troubles(peersMax: number, durationsS: readonly (number | null)[]): fc.Arbitrary<Scenario> {
  const others = fc.record({
    publishers: fc.constantFrom(0, 1, 2, 'all' as const),
    messages: fc.integer({ min: 0, max: 4 }),
    publish: fc.constantFrom('on-connect' as const, 'when-settled' as const),
    loss: fc.constantFrom(0, 0, 0.01, 0.2),
    liveness: fc.constantFrom('icmp' as const, 'tcp' as const, 'icmp+tcp' as const),
    gossipIntervalS: fc.constantFrom(0.5, 5),
    pingIntervalS: fc.constantFrom(1, 5, 13),
    pingTimeoutS: fc.constantFrom(0.2, 2),
    pingFailures: fc.constantFrom(1, 3),
    renewIntervalS: fc.constantFrom(5, 60),
    trustReports: fc.boolean(),
    durationS: fc.constantFrom(...durationsS),
    faults: fc.array(fault, { maxLength: 6 }),
  });
  return fc.tuple(overlays(peersMax), others).map(([overlay, other]) => ({ ...overlay, ...other }));
}

/** Peers and links of each component of an overlay. */
export function componentsOf(peerCount: number, links: Uint32Array): { peers: number; links: number }[] {
  const parent = Array.from({ length: peerCount }, (_, peer) => peer);
  const rootOf = (peer: number): number => {
    let root = peer;
    while (parent[root] !== root) root = parent[root];
    return root;
  };
  for (let i = 0; i < links.length; i += 2) parent[rootOf(links[i])] = rootOf(links[i + 1]);
  const components = new Map<number, { peers: number; links: number }>();
  for (let peer = 0; peer < peerCount; peer++) {
    const root = rootOf(peer);
    const known = components.get(root) ?? { peers: 0, links: 0 };
    components.set(root, known);
    known.peers++;
  }
  for (let i = 0; i < links.length; i += 2) components.get(rootOf(links[i]))!.links++;
  return [...components.values()];
}
