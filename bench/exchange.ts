/** Measures one system: nodes join, link, and pass rounds of messages; the next round begins when everybody has all of the last. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SwarmPlan } from './swarm.ts';
import { hostHere, hostInChild, type SwarmHost } from './swarm-host.ts';

/** Last copies of the last round arrive in this time. */
const LAST_COPIES_MS = 100;

/** Two numbers of nodes. */
export type OverlayLink = readonly [number, number];

export interface ExchangePlan extends SwarmPlan {
  readonly nodes: number;
  /** Each node has a process of its own, or all live in this one. */
  readonly apart: boolean;
  /** The overlay; undefined: the one that the system makes itself. */
  readonly links: readonly OverlayLink[] | undefined;
  readonly publishers: number;
  /** Messages of a round, of all publishers together. */
  readonly atOnce: number;
  readonly rounds: number;
  /** Rounds before those that count, so that compiled code is measured. */
  readonly warmRounds: number;
}

export interface ExchangeFigures {
  readonly links: readonly OverlayLink[];
  readonly deliveries: number;
  /** Of all processes of nodes, for the rounds that count. */
  readonly cpuS: number;
}

/** @throws Error when a message did not reach every node. */
export async function measureExchange(plan: ExchangePlan): Promise<ExchangeFigures> {
  const { nodes, apart, rounds, warmRounds } = plan;
  const hosts: SwarmHost[] = [];
  for (let i = 0; i < (apart ? nodes : 1); i++) hosts.push(apart ? hostInChild(plan) : await hostHere(plan));
  const links = await join(hosts, plan);
  const counts = Array.from({ length: nodes }, (_, node) => shareOf(plan, node));
  const round = () => Promise.all(hosts.map((host) => host.round(counts)));
  for (let i = 0; i < warmRounds; i++) await round();
  await Promise.all(hosts.map((host) => host.begin()));
  for (let i = 0; i < rounds; i++) await round();
  await delay(LAST_COPIES_MS);
  const shares = await Promise.all(hosts.map((host) => host.end()));
  await Promise.all(hosts.map((host) => host.stop()));
  const deliveries = shares.reduce((sum, share) => sum + share.deliveries, 0);
  return { links, deliveries, cpuS: shares.reduce((sum, share) => sum + share.cpuS, 0) };
}

/** One node after another, so that every run has the same overlay. */
async function join(hosts: readonly SwarmHost[], plan: ExchangePlan): Promise<OverlayLink[]> {
  const introducer = await hosts[0].introducer();
  const addresses: string[] = [];
  for (let node = 0; node < plan.nodes; node++) {
    const earlier = (plan.links ?? []).flatMap(([a, b]) => (Math.max(a, b) === node ? Math.min(a, b) : []));
    const contacts = introducer === undefined ? earlier.map((each) => addresses[each]) : [introducer];
    addresses.push(await hosts[node % hosts.length].join(node, contacts));
  }
  const dialled = (await Promise.all(hosts.map((host) => host.links()))).flat();
  const links = dialled.map(([node, address]): OverlayLink => [node, addresses.indexOf(address)]);
  const degrees = new Array<number>(plan.nodes).fill(0);
  for (const end of links.flat()) degrees[end]++;
  await Promise.all(hosts.map((host) => host.linked(degrees)));
  return links;
}

/** The messages of this node in a round: publishers are spread evenly over the nodes. */
function shareOf({ nodes, publishers, atOnce }: ExchangePlan, node: number): number {
  return (node * publishers) % nodes < publishers ? atOnce / publishers : 0;
}
