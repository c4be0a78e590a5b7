/** TLS of one node: its credentials, read again when asked, its handshakes, and what its log says of them. */
import type { EventLog } from '../event-log.ts';
import { Recurrences } from '../recurrences.ts';
import { StartError } from '../start-error.ts';
import { Credentials, type PemTexts } from './credentials.ts';
import { Handshakes } from './handshakes.ts';

export class NodeTls {
  readonly handshakes: Handshakes;
  readonly #log: EventLog;
  readonly #refusals: Recurrences;
  #credentials: Credentials;

  constructor(credentials: Credentials, log: EventLog) {
    this.#credentials = credentials;
    this.#log = log;
    this.#refusals = new Recurrences((words) => log.write(words));
    this.handshakes = new Handshakes(credentials, (who, why) => this.#onRefusal(who, why));
  }

  /** In words: that it is on, and how long. */
  get words(): string {
    return `speaks TLS 1.3 only, with a certificate until ${this.#credentials.expires.toISOString()}`;
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
    this.#log.write(`has read its TLS files again: ${this.words}`);
  }

  #onRefusal(who: string, why: string): void {
    this.#refusals.tell(
      why,
      `refuses a connection with ${who}: ${why}`,
      (count) => `refused ${count} more within a minute, the last with ${who}: ${why}`,
    );
  }

  stop(): void {
    this.#refusals.stop();
  }
}
