/** Ctrl-C, or a request to end, that a command answers by keeping what it has. */

type Name = 'SIGINT' | 'SIGTERM';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export class Interruption {
  #received: Name | undefined;
  readonly #onSignal: (name: Name) => void;

  /** `stop` is called at the first signal; the second ends the process as usual. */
  constructor(stop: () => void) {
    this.#onSignal = (name) => {
      this.#received = name;
      this.close();
      stop();
    };
    process.on('SIGINT', this.#onSignal).on('SIGTERM', this.#onSignal);
  }

  /** What the process should end with; undefined when no signal came. */
  get exitCode(): number | undefined {
    return this.#received && EXIT_CODES[this.#received];
  }

  /** Signals end the process again. */
  close(): void {
    process.off('SIGINT', this.#onSignal).off('SIGTERM', this.#onSignal);
  }
}
