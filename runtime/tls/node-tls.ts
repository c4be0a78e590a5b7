/** TLS of one node: its credentials, read again when asked, its handshakes, and what its log says of them. */
import type { EventLog } from '../event-log.ts';
import { Recurrences } from '../recurrences.ts';
import { StartError } from '../start-error.ts';
import { Credentials, DAY_MS, EXPIRES_SOON_DAYS, type PemTexts } from './credentials.ts';
import { Handshakes } from './handshakes.ts';

/** How often it is looked at when the certificate expires. */
const LOOK_EVERY_MS = DAY_MS;

export class NodeTls {
  readonly handshakes: Handshakes;
  readonly #log: EventLog;
  readonly #refusals: Recurrences;
  readonly #looking: NodeJS.Timeout;
  #credentials: Credentials;
  #refusalCount = 0;

  constructor(credentials: Credentials, log: EventLog) {
    this.#credentials = credentials;
    this.#log = log;
    this.#refusals = new Recurrences((words) => log.write(words));
    this.handshakes = new Handshakes(credentials, (who, why) => this.#onRefusal(who, why));
    this.#looking = setInterval(() => this.#warnOfExpiry(), LOOK_EVERY_MS).unref();
  }

  /** When the certificate of the node expires. */
  get expires(): Date {
    return this.#credentials.expires;
  }

  /** Handshakes that failed. */
  get refusalCount(): number {
    return this.#refusalCount;
  }

  /** Says that it is on, and how long. */
  announce(): void {
    this.#log.write(this.#words);
    this.#warnOfExpiry();
  }

  /** Takes what these give now; what cannot be used is told in a line, and changes nothing. */
  reload(read: () => PemTexts): void {
    try {
      this.#credentials = Credentials.of(read());
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#log.write(`warning: TLS files not taken, the old ones stay: ${error.message}`);
      return;
    }
    this.handshakes.renew(this.#credentials);
    this.#log.write(`has read its TLS files again: ${this.#words}`);
    this.#warnOfExpiry();
  }

  get #words(): string {
    return `speaks TLS 1.3 only, with a certificate until ${this.expires.toISOString()}`;
  }

  #warnOfExpiry(): void {
    const leftMs = this.expires.getTime() - Date.now();
    if (leftMs >= EXPIRES_SOON_DAYS * DAY_MS) return;
    const when = this.expires.toISOString();
    const says = leftMs < 0 ? `expired at ${when}, so no new link opens` : `expires at ${when}`;
    this.#log.write(`warning: its certificate ${says}; make a new one, and have it read by SIGHUP`);
  }

  #onRefusal(who: string, why: string): void {
    this.#refusalCount++;
    this.#refusals.tell(
      why,
      `refuses a connection with ${who}: ${why}`,
      (count) => `refused ${count} more within a minute, the last with ${who}: ${why}`,
    );
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#refusals.stop();
  }
}
