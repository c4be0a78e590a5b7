/**
 * Observers of the simulated nodes: they count, and nothing of a run depends on them. What they hear comes from the node that is
 * being handled, so one observer serves all peers, and one all seeds.
 */
import type { Address } from '../src/address.ts';
import type { Gossip } from '../src/messages.ts';
import type { LinkNames, PeerObserver, RefusalReason, RemovalReason, SeedObserver } from '../src/observer.ts';
import type { CloseReason, Link } from '../src/ports.ts';
import type { Engine } from './engine.ts';
import type { LivenessStatistics } from './liveness-statistics.ts';
import type { NodeNames } from './node-names.ts';
import type { Spread } from './spread.ts';

/** What the recorders of all nodes share. */
export interface Statistics {
  readonly engine: Engine;
  readonly names: NodeNames;
  readonly spread: Spread;
  readonly liveness: LivenessStatistics;
  /** Peers that some seed ever registered. */
  readonly registeredOnce: Uint8Array;
  /** A node has left; its process ends. */
  onLeft(node: number): void;
}

export class PeerRecorder implements PeerObserver {
  readonly #statistics: Statistics;
  readonly #engine: Engine;
  readonly #copiesByPeer: Uint32Array;

  constructor(statistics: Statistics) {
    this.#statistics = statistics;
    this.#engine = statistics.engine;
    this.#copiesByPeer = statistics.spread.tally.copiesByPeer;
  }

  delivered(gossip: Gossip, _from: Link, _names: LinkNames): void {
    const { spread, engine } = this.#statistics;
    spread.delivered(gossip.slot, engine.node);
  }

  duplicate(_gossip: Gossip, _from: Link, _names: LinkNames): void {
    this.#statistics.spread.tally.duplicates++;
  }

  copied(_gossip: Gossip, _to: Link, _names: LinkNames): void {
    this.#copiesByPeer[this.#engine.node]++;
  }

  shed(_gossip: Gossip, _to: Link, _names: LinkNames): void {
    this.#statistics.spread.tally.shed++;
  }

  pinged(_neighbour: Address): void {
    this.#statistics.liveness.pings++;
  }

  pingFailed(_neighbour: Address, _failures: number): void {
    this.#statistics.liveness.failedPings++;
  }

  declaredDead(neighbour: Address, _failures: number, _reported: boolean): void {
    this.#statistics.liveness.declaredDead(neighbour);
  }

  stopped(_abandoned: number): void {
    this.#statistics.onLeft(this.#statistics.engine.node);
  }

  throttled(_gossip: Gossip, _from: Link, _names: LinkNames): void {}
  untimely(_gossip: Gossip, _from: Link, _names: LinkNames): void {}
  published(_gossip: Gossip): void {}
  registered(_seed: Address, _held: number, _quorum: number): void {}
  registrationFailed(_seed: Address, _reason: CloseReason, _held: number, _quorum: number): void {}
  listReceived(_seed: Address, _length: number): void {}
  neighboursChosen(_candidates: number, _chosen: number): void {}
  linkUp(_neighbour: Address, _dialled: boolean, _reference: boolean): void {}
  dialFailed(_neighbour: Address, _reason: CloseReason): void {}
  linkDown(_neighbour: Address, _reason: string): void {}
  neighbourRefused(_neighbour: Address): void {}
  pingUnable(_neighbour: Address): void {}
  reportSent(_accused: Address, _seed: Address, _acknowledged: boolean): void {}
  neighbourLeft(_neighbour: Address): void {}
}

export class SeedRecorder implements SeedObserver {
  readonly #statistics: Statistics;

  constructor(statistics: Statistics) {
    this.#statistics = statistics;
  }

  peerRegistered(peer: Address, _registeredCount: number): void {
    this.#statistics.registeredOnce[this.#statistics.names.nodeAt(peer)] = 1;
  }

  stopped(_abandoned: number): void {
    this.#statistics.onLeft(this.#statistics.engine.node);
  }

  peerRenewed(_peer: Address): void {}
  listServed(_to: Address, _length: number): void {}
  deathReported(_accused: Address, _reporterHost: string, _listed: boolean): void {}
  checkStarted(_accused: Address): void {}
  checkPassed(_accused: Address): void {}
  peerRemoved(_peer: Address, _why: RemovalReason, _registeredCount: number): void {}
  registrationRefused(_peer: Address, _from: Address, _why: RefusalReason): void {}
  dialledBack(_peer: Address, _listening: boolean): void {}
  badRequest(_from: Address): void {}
}
