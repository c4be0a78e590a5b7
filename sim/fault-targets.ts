/** Whom a fault strikes: from the words of a scenario to nodes, ascending. */
import type { PRNG } from 'seedrandom';
import type { NodeNames } from './node-names.ts';
import type { Fault, FaultKind } from './scenario.ts';

/** The state of the network, as far as the choice of targets needs it. */
export interface Struck {
  /** The process has started and not ended. */
  isLive(node: number): boolean;
  hostIsUp(node: number): boolean;
  /** The process has started at some time. */
  hasStarted(node: number): boolean;
  /** Open links of a live peer. */
  openLinkCount(peer: number): number;
}

/**
 * The nodes that a fault can apply to and is meant for. A share is one of the peers it can apply to, rounded, at least one. Names
 * that it cannot apply to (killing what is down) are passed over.
 */
export function faultTargets(fault: Fault, names: NodeNames, network: Struck, random: PRNG): number[] {
  const { kind, who } = fault;
  const applies = (node: number) => canStrike(kind, node, network);
  const peers = (): number[] => range(0, names.peerCount).filter(applies);
  if (who === 'all') return range(0, names.nodeCount).filter(applies);
  if (who === 'seeds') return range(names.peerCount, names.nodeCount).filter(applies);
  if (who === 'hub') return hubOf(peers(), network);
  if ('ids' in who) {
    const nodes = who.ids.map((id) => names.nodeNamed(id)).filter(applies);
    return [...new Set(nodes)].sort((a, b) => a - b);
  }
  const candidates = peers();
  const count = 'count' in who ? who.count : Math.max(1, Math.round(who.share * candidates.length));
  return drawn(candidates, count, random);
}

/** So many of them, drawn without replacement, ascending. */
export function drawn(candidates: number[], count: number, random: PRNG): number[] {
  const chosen = Math.min(count, candidates.length);
  for (let i = 0; i < chosen; i++) {
    const j = i + Math.floor(random() * (candidates.length - i));
    const node = candidates[i];
    candidates[i] = candidates[j];
    candidates[j] = node;
  }
  return candidates.slice(0, chosen).sort((a, b) => a - b);
}

export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function canStrike(kind: FaultKind, node: number, network: Struck): boolean {
  if (kind === 'restart') return network.hasStarted(node) && !network.isLive(node);
  if (kind === 'kill' || kind === 'leave') return network.isLive(node);
  return network.hasStarted(node) && network.hostIsUp(node);
}

function hubOf(peers: readonly number[], network: Struck): number[] {
  let hub = -1;
  let most = -1;
  for (const peer of peers) {
    const count = network.isLive(peer) ? network.openLinkCount(peer) : -1;
    if (count <= most) continue;
    hub = peer;
    most = count;
  }
  return hub < 0 ? [] : [hub];
}
