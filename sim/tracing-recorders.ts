/** Recorders that also write down what they hear, one line a fact: the readable trace. */
import { type Address, address } from '../src/address.ts';
import type { Gossip } from '../src/messages.ts';
import type { LinkNames, RefusalReason, RemovalReason } from '../src/observer.ts';
import type { CloseReason, Link } from '../src/ports.ts';
import { PeerRecorder, SeedRecorder, type Statistics } from './recorders.ts';
import type { TraceWriter } from './trace-writer.ts';

export class TracingPeerRecorder extends PeerRecorder {
  readonly #trace: TraceWriter;

  constructor(statistics: Statistics, trace: TraceWriter) {
    super(statistics);
    this.#trace = trace;
  }

  override registered(seed: Address, held: number, quorum: number): void {
    this.#write(`is registered with ${this.#name(seed)}, ${held} of ${quorum} needed`);
  }

  override registrationFailed(seed: Address, reason: CloseReason, held: number, quorum: number): void {
    this.#write(
      `got no answer from ${this.#name(seed)} (${reason}), registered with ${held} of ${quorum} needed`,
    );
  }

  override listReceived(seed: Address, length: number): void {
    this.#write(`received a list of ${length} from ${this.#name(seed)}`);
  }

  override neighboursChosen(candidates: number, chosen: number): void {
    this.#write(`chose ${chosen} of ${candidates}`);
  }

  override linkUp(neighbour: Address, dialled: boolean, _reference: boolean): void {
    this.#write(`link up with ${this.#name(neighbour)}, ${dialled ? 'dialled' : 'accepted'}`);
  }

  override dialFailed(neighbour: Address, reason: CloseReason): void {
    this.#write(`could not dial ${this.#name(neighbour)}: ${reason}`);
  }

  override linkDown(neighbour: Address, reason: string): void {
    this.#write(`link down with ${this.#name(neighbour)}: ${reason}`);
  }

  override neighbourRefused(neighbour: Address): void {
    this.#write(`refuses ${this.#name(neighbour)}`);
  }

  override published(gossip: Gossip): void {
    this.#write(`published ${gossip.text}`);
  }

  override delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    super.delivered(gossip, from, names);
    this.#write(`received ${gossip.text} from ${this.#name(names.addressAt(from))}`);
  }

  override duplicate(gossip: Gossip, from: Link, names: LinkNames): void {
    super.duplicate(gossip, from, names);
    this.#write(`received again ${gossip.text} from ${this.#name(names.addressAt(from))}`);
  }

  override throttled(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#write(`dropped ${gossip.text} from ${this.#name(names.addressAt(from))}, too many`);
  }

  override untimely(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#write(`ignored ${gossip.text} from ${this.#name(names.addressAt(from))}, untimely`);
  }

  override copied(gossip: Gossip, to: Link, names: LinkNames): void {
    super.copied(gossip, to, names);
    this.#write(`sent ${gossip.text} to ${this.#name(names.addressAt(to))}`);
  }

  override shed(gossip: Gossip, to: Link, names: LinkNames): void {
    super.shed(gossip, to, names);
    this.#write(`shed ${gossip.text} to ${this.#name(names.addressAt(to))}`);
  }

  override pinged(neighbour: Address): void {
    super.pinged(neighbour);
    this.#write(`pings ${this.#name(neighbour)}`);
  }

  override pingFailed(neighbour: Address, failures: number): void {
    super.pingFailed(neighbour, failures);
    this.#write(`ping failed to ${this.#name(neighbour)}, ${failures} in a row`);
  }

  override declaredDead(neighbour: Address, failures: number, reported: boolean): void {
    super.declaredDead(neighbour, failures, reported);
    this.#write(`declares ${this.#name(neighbour)} dead${reported ? '' : ', not reported'}`);
  }

  override reportSent(accused: Address, seed: Address, acknowledged: boolean): void {
    const answer = acknowledged ? 'which acknowledged' : 'which did not answer';
    this.#write(`reported ${this.#name(accused)} to ${this.#name(seed)}, ${answer}`);
  }

  override neighbourLeft(neighbour: Address): void {
    this.#write(`hears that ${this.#name(neighbour)} leaves`);
  }

  override stopped(abandoned: number): void {
    super.stopped(abandoned);
    this.#write(`left${abandoned > 0 ? `, ${abandoned} notices abandoned` : ''}`);
  }

  #write(what: string): void {
    this.#trace.write(what);
  }

  #name(address: Address): string {
    return this.#trace.nameOf(address);
  }
}

export class TracingSeedRecorder extends SeedRecorder {
  readonly #trace: TraceWriter;

  constructor(statistics: Statistics, trace: TraceWriter) {
    super(statistics);
    this.#trace = trace;
  }

  override peerRegistered(peer: Address, registeredCount: number): void {
    super.peerRegistered(peer, registeredCount);
    this.#write(`registered ${this.#name(peer)}, ${registeredCount} in all`);
  }

  override peerRenewed(peer: Address): void {
    this.#write(`renewed ${this.#name(peer)}`);
  }

  override listServed(to: Address, length: number): void {
    this.#write(`served a list of ${length} to ${this.#name(to)}`);
  }

  override deathReported(accused: Address, reporterHost: string, listed: boolean): void {
    const reporter = this.#name(address(reporterHost, 0));
    this.#write(
      `was told by ${reporter} that ${this.#name(accused)} is dead${listed ? '' : ', which is not listed'}`,
    );
  }

  override checkStarted(accused: Address): void {
    this.#write(`checks ${this.#name(accused)}`);
  }

  override checkPassed(accused: Address): void {
    this.#write(`keeps ${this.#name(accused)}, which answered`);
  }

  override registrationRefused(peer: Address, from: Address, why: RefusalReason): void {
    this.#write(`refused to register ${this.#name(peer)} for ${this.#name(from)}, ${why}`);
  }

  override dialledBack(peer: Address, listening: boolean): void {
    this.#write(`dialled back ${this.#name(peer)}, which ${listening ? 'listens' : 'does not'}`);
  }

  override peerRemoved(peer: Address, why: RemovalReason, registeredCount: number): void {
    this.#write(`removed ${this.#name(peer)} (${why}), ${registeredCount} left`);
  }

  override stopped(abandoned: number): void {
    super.stopped(abandoned);
    this.#write('left');
  }

  #write(what: string): void {
    this.#trace.write(what);
  }

  #name(address: Address): string {
    return this.#trace.nameOf(address);
  }
}
