/** What a seed tells, in words for its log. Renewals and checks that pass are logged as well: they explain what follows. */
import type { Address } from '../src/address.ts';
import type { RefusalReason, RemovalReason, SeedObserver } from '../src/observer.ts';
import type { EventLog } from './event-log.ts';
import { Recurrences } from './recurrences.ts';

const REMOVAL_WORDS: Readonly<Record<RemovalReason, string>> = {
  dead: 'reported dead, and does not answer',
  trusted: 'reported dead',
  left: 'it left',
  stale: 'not renewed, and does not answer',
};

const REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  full: 'the registry is full',
  host: 'as many peers of its host are registered as may be',
  network: 'as many peers of its network are registered as may be',
  rate: 'too many new peers come from there',
  unreachable: 'it comes from another host, and does not listen there, or was dialled too often',
};

export class SeedLog implements SeedObserver {
  readonly #log: EventLog;
  readonly #onStopped: () => void;
  readonly #refused: Recurrences;

  /** `onStopped` is called when the seed has stopped. */
  constructor(log: EventLog, onStopped: () => void) {
    this.#log = log;
    this.#refused = new Recurrences((words) => log.write(words));
    this.#onStopped = onStopped;
  }

  peerRegistered(peer: Address, registeredCount: number): void {
    this.#log.write(`registered peer ${peer.text} (${registeredCount} registered)`);
  }

  peerRenewed(peer: Address): void {
    this.#log.write(`renewed peer ${peer.text}`);
  }

  listServed(to: Address, length: number): void {
    this.#log.write(`sent list (${length} registered) to ${to.text}`);
  }

  deathReported(accused: Address, reporterHost: string, listed: boolean): void {
    this.#log.write(
      `${accused.text} reported dead by ${reporterHost}${listed ? '' : ', but it is not registered'}`,
    );
  }

  checkStarted(accused: Address): void {
    this.#log.write(`checks whether ${accused.text} listens`);
  }

  checkPassed(accused: Address): void {
    this.#log.write(`${accused.text} listens, and stays`);
  }

  peerRemoved(peer: Address, why: RemovalReason, registeredCount: number): void {
    this.#log.write(`removed peer ${peer.text}: ${REMOVAL_WORDS[why]} (${registeredCount} registered)`);
  }

  registrationRefused(peer: Address, from: Address, why: RefusalReason): void {
    this.#refused.tell(
      `${why} ${from.host}`,
      `refused to register ${peer.text} for ${from.text}: ${REFUSAL_WORDS[why]}`,
      (count) =>
        `refused ${count} more within a minute, the last ${peer.text} for ${from.text}: ${REFUSAL_WORDS[why]}`,
    );
  }

  dialledBack(peer: Address, listening: boolean): void {
    this.#log.write(`dialled back ${peer.text}, which ${listening ? 'listens' : 'does not answer'}`);
  }

  badRequest(from: Address): void {
    this.#log.write(`rejected a request from ${from.text}`);
  }

  stopped(abandoned: number): void {
    this.#refused.stop();
    this.#log.write(abandoned === 0 ? 'stopped' : `stopped; abandoned ${abandoned} checks`);
    this.#onStopped();
  }
}
