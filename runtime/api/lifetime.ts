/** From the start to the end of an embedded node: each happens once, in this order, whoever asks for it how often. */
import { setMaxListeners } from 'node:events';
import type { RunningNode } from '../node.ts';
import { StartError } from '../start-error.ts';
import { HearsayError } from './hearsay-error.ts';

export class Lifetime<Running extends RunningNode> {
  readonly #startNode: () => Promise<Running>;
  readonly #signal: AbortSignal | undefined;
  /** Told as soon as the end has begun, with the reason for whoever waits for something. */
  readonly #onEnd: (reason: unknown) => void;
  #running: Running | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  readonly #abort = () => void this.stop();

  constructor(
    startNode: () => Promise<Running>,
    signal: AbortSignal | undefined,
    onEnd: (reason: unknown) => void,
  ) {
    this.#startNode = startNode;
    this.#signal = signal;
    this.#onEnd = onEnd;
    if (signal === undefined) return;
    // Many nodes of one signal are no leak, of which Node would warn.
    setMaxListeners(0, signal);
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Undefined before it listens. */
  get running(): Running | undefined {
    return this.#running;
  }

  get address(): string {
    if (this.#running !== undefined) return this.#running.self.text;
    throw new HearsayError('NOT_STARTED', 'the node has no address before start() has resolved');
  }

  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<void> {
    if (this.#stopping !== undefined) throw this.#reason();
    try {
      this.#running = await this.#startNode();
    } catch (error) {
      const failure = error instanceof StartError ? new HearsayError('CANNOT_START', error.message) : error;
      this.#end(failure);
      throw failure;
    }
    if (this.#stopping !== undefined) throw this.#reason();
  }

  async #stop(): Promise<void> {
    this.#end(this.#reason());
    await this.#starting?.catch(() => {});
    await this.#running?.stop();
  }

  #end(reason: unknown): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#onEnd(reason);
  }

  /** Why nothing comes any more. */
  #reason(): unknown {
    return this.#signal?.aborted ? this.#signal.reason : new HearsayError('STOPPED', 'the node was stopped');
  }
}
