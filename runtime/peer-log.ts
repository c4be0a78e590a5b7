/** What a peer tells, in words for its log. Pings that succeed and later sights of a message are not logged. */
import type { Address } from '../src/address.ts';
import type { Gossip } from '../src/messages.ts';
import type { LinkDownReason, LinkNames, PeerObserver } from '../src/observer.ts';
import type { CloseReason, Link } from '../src/ports.ts';
import { CLOSE_WORDS } from './close-words.ts';
import type { EventLog } from './event-log.ts';
import { Recurrences } from './recurrences.ts';

const LINK_DOWN_WORDS = {
  ...CLOSE_WORDS,
  left: 'it leaves',
  dead: 'it is dead',
  duplicate: 'another link with it stays',
  stopped: 'this peer leaves',
  full: 'it has as many links as it may',
} as const;

/** Said once, when it applies. */
export const SAME_HOST_WARNING =
  'several nodes share this IP, and ICMP sees hosts, not processes: that one of them died goes unnoticed. ' +
  'Start with --liveness tcp or icmp+tcp to notice.';

export class PeerLog implements PeerObserver {
  readonly #log: EventLog;
  /** Only ICMP watches here, so another peer on this host cannot be told from this one. */
  #icmpOnlyHost: string | undefined;
  readonly #onStopped: () => void;
  readonly #throttled: Recurrences;

  /**
   * @param icmpOnlyHost The peer's own host when only ICMP watches its neighbours.
   * @param onStopped Called when the peer has left.
   */
  constructor(log: EventLog, icmpOnlyHost: string | undefined, onStopped: () => void) {
    this.#log = log;
    this.#throttled = new Recurrences((words) => log.write(words));
    this.#icmpOnlyHost = icmpOnlyHost;
    this.#onStopped = onStopped;
  }

  registered(seed: Address, held: number, quorum: number): void {
    this.#log.write(`registered with seed ${seed.text} (${held} of ${quorum} needed)`);
  }

  registrationFailed(seed: Address, reason: CloseReason, held: number, quorum: number): void {
    const next = held < quorum ? 'keeps trying' : 'holds enough';
    this.#log.write(
      `cannot reach seed ${seed.text}: ${CLOSE_WORDS[reason]}; ${next} (${held} of ${quorum} needed)`,
    );
  }

  listReceived(seed: Address, length: number): void {
    this.#log.write(`list of ${counted(length, 'peer')} from seed ${seed.text}`);
  }

  neighboursChosen(candidates: number, chosen: number): void {
    this.#log.write(`chose ${counted(chosen, 'neighbour')} among ${counted(candidates, 'candidate')}`);
  }

  linkUp(neighbour: Address, dialled: boolean, reference: boolean): void {
    const kind = reference ? ', a reference peer' : '';
    this.#log.write(`link up with ${neighbour.text}, ${dialled ? 'dialled' : 'accepted'}${kind}`);
    if (neighbour.host !== this.#icmpOnlyHost) return;
    this.#icmpOnlyHost = undefined;
    this.#log.write(`warning: ${SAME_HOST_WARNING}`);
  }

  dialFailed(neighbour: Address, reason: CloseReason): void {
    this.#log.write(`cannot connect to ${neighbour.text}: ${CLOSE_WORDS[reason]}`);
  }

  linkDown(neighbour: Address, reason: LinkDownReason): void {
    this.#log.write(`link down with ${neighbour.text}: ${LINK_DOWN_WORDS[reason]}`);
  }

  neighbourRefused(neighbour: Address): void {
    this.#log.write(`refused a link with ${neighbour.text}: this peer has as many as it may`);
  }

  published(gossip: Gossip): void {
    this.#log.write(`published gossip ${gossip.text}`);
  }

  delivered(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#log.write(`received gossip ${gossip.text} from ${names.addressAt(from).text}`);
  }

  duplicate(): void {}

  throttled(_gossip: Gossip, from: Link, names: LinkNames): void {
    const { text } = names.addressAt(from);
    this.#throttled.tell(
      text,
      `drops messages from ${text}: it passes on more than a neighbour may`,
      (count) => `dropped ${counted(count, 'more message')} from ${text} within a minute`,
    );
  }

  untimely(gossip: Gossip, from: Link, names: LinkNames): void {
    this.#log.write(
      `ignored gossip ${gossip.text} from ${names.addressAt(from).text}: its date is too long ago, or too far ahead`,
    );
  }

  copied(gossip: Gossip, to: Link, names: LinkNames): void {
    this.#log.write(`sent gossip ${gossip.text} to ${names.addressAt(to).text}`);
  }

  shed(gossip: Gossip, to: Link, names: LinkNames): void {
    this.#log.write(
      `did not send gossip ${gossip.text} to ${names.addressAt(to).text}: too much waits for it`,
    );
  }

  pinged(): void {}

  pingFailed(neighbour: Address, failures: number): void {
    this.#log.write(`ping of ${neighbour.text} failed (${failures} in a row)`);
  }

  pingUnable(neighbour: Address): void {
    this.#log.write(`cannot ping ${neighbour.text} from here; not counted as its failure`);
  }

  declaredDead(neighbour: Address, failures: number, reported: boolean): void {
    const next = reported ? 'reports it to every seed' : 'not reported, since its listening port is unknown';
    this.#log.write(`${neighbour.text} is dead after ${counted(failures, 'failed ping')}; ${next}`);
  }

  reportSent(accused: Address, seed: Address, acknowledged: boolean): void {
    const outcome = acknowledged ? 'acknowledged' : 'it could not be told';
    this.#log.write(`reported ${accused.text} dead to seed ${seed.text}: ${outcome}`);
  }

  neighbourLeft(neighbour: Address): void {
    this.#log.write(`${neighbour.text} says it leaves`);
  }

  stopped(abandoned: number): void {
    this.#throttled.stop();
    this.#log.write(
      abandoned === 0 ? 'stopped' : `stopped; abandoned ${counted(abandoned, 'notice')} to seeds`,
    );
    this.#onStopped();
  }
}

/** `1 peer`, `2 peers`. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
