/** What a seed tells, in words for its log. Renewals and checks that pass are logged as well: they explain what follows. */
import type { Address } from '../src/address.ts';
import type { RemovalReason, SeedObserver } from '../src/observer.ts';
import type { EventLog } from './event-log.ts';

const REMOVAL_WORDS: Readonly<Record<RemovalReason, string>> = {
  dead: 'reported dead, and does not answer',
  trusted: 'reported dead',
  left: 'it left',
  stale: 'not renewed, and does not answer',
};

export class SeedLog implements SeedObserver {
  readonly #log: EventLog;
  readonly #onStopped: () => void;

  /** `onStopped` is called when the seed has stopped. */
  constructor(log: EventLog, onStopped: () => void) {
    this.#log = log;
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

  badRequest(from: Address): void {
    this.#log.write(`rejected a request from ${from.text}`);
  }

  stopped(abandoned: number): void {
    this.#log.write(abandoned === 0 ? 'stopped' : `stopped; abandoned ${abandoned} checks`);
    this.#onStopped();
  }
}
