/**
 * The `ping` program, run through the `ping` package, which needs containing: it throws from its event handlers when the output is
 * not what it expects, never settles when the program hangs, forgets the exit code, and writes into the options it is given. So
 * its child process is caught at birth and watched here as well; who runs this must also survive uncaught exceptions.
 */
import type { ChildProcess } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { isIPv6 } from 'node:net';
import ping from 'ping';
import type { PingAnswer, PingRequest, UnableReason } from './ping-messages.ts';

/** Processes being started at once. Source: measured, more stall the event loop. */
const STARTING_MAX = 8;

/** How long the program may take to end after it was interrupted. Source: ours. */
const END_MAX_MS = 250;

/** Told of each child process when it is made, synchronously. */
const CHILD_PROCESSES = channel('child_process');

type PingResult = Awaited<ReturnType<typeof ping.promise.probe>>;

export class PingProgram {
  readonly #answer: (answer: PingAnswer) => void;
  readonly #waiting: PingRequest[] = [];
  readonly #running = new Set<PingRun>();
  #startingCount = 0;

  /** `answer` is called once for each request, at the latest shortly after its time-out. */
  constructor(answer: (answer: PingAnswer) => void) {
    this.#answer = answer;
  }

  ping(request: PingRequest): void {
    this.#waiting.push(request);
    this.#startWaiting();
  }

  /** Ends every program under way; nothing is answered any more. */
  stop(): void {
    this.#waiting.length = 0;
    for (const run of this.#running) run.kill();
  }

  #startWaiting(): void {
    while (this.#startingCount < STARTING_MAX) {
      const request = this.#waiting.shift();
      if (request === undefined) return;
      this.#startingCount++;
      setImmediate(() => {
        this.#startingCount--;
        this.#startWaiting();
      });
      this.#start(request);
    }
  }

  #start(request: PingRequest): void {
    const run = new PingRun(request, (answer) => {
      this.#running.delete(run);
      this.#answer(answer);
    });
    this.#running.add(run);
    run.start();
  }
}

/** One run of the program: exactly one answer, whatever it does. */
class PingRun {
  readonly #request: PingRequest;
  readonly #onAnswer: (answer: PingAnswer) => void;
  #child: ChildProcess | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #answered = false;

  constructor(request: PingRequest, onAnswer: (answer: PingAnswer) => void) {
    this.#request = request;
    this.#onAnswer = onAnswer;
  }

  start(): void {
    const result = this.#probe();
    this.#timeout = setTimeout(() => this.#interrupt(), this.#request.timeoutMs);
    // The package listens to `close` as well, and may throw there; whatever it makes of the output is known soon after.
    this.#child?.prependOnceListener('close', () => setImmediate(() => this.#unable('failed')));
    result.then(
      (response) => this.#conclude(response),
      () => {},
    );
    this.#child?.once('error', (error: NodeJS.ErrnoException) => this.#unable(spawnFailure(error)));
    if (this.#child === undefined) this.#unable('failed');
  }

  kill(): void {
    this.#answered = true;
    clearTimeout(this.#timeout);
    this.#child?.kill('SIGKILL');
  }

  #probe(): Promise<PingResult> {
    const { host, timeoutMs } = this.#request;
    const onChild = (message: unknown): void => {
      this.#child = (message as { process: ChildProcess }).process;
    };
    CHILD_PROCESSES.subscribe(onChild);
    try {
      return ping.promise.probe(host, {
        numeric: true,
        timeout: Math.ceil(timeoutMs / 1000),
        min_reply: 1,
        // On Linux `ping` takes both families, and `ping6` is not always there.
        v6: isIPv6(host) && process.platform !== 'linux',
      });
    } finally {
      CHILD_PROCESSES.unsubscribe(onChild);
    }
  }

  /** Time is up. Interrupted, the real program says what it lost; one that hangs says nothing. */
  #interrupt(): void {
    this.#child?.kill('SIGINT');
    this.#timeout = setTimeout(() => {
      this.#child?.kill('SIGKILL');
      this.#unable('hung');
    }, END_MAX_MS);
  }

  #conclude({ alive, time, output, packetLoss }: PingResult): void {
    if (alive && typeof time === 'number' && Number.isFinite(time)) {
      this.#answer({ id: this.#request.id, outcome: 'alive', roundTripMs: time });
    } else if (/not permitted|permission denied/i.test(output)) {
      this.#unable('notPermitted');
    } else if (alive || `${packetLoss}` === 'unknown' || /network is unreachable/i.test(output)) {
      this.#unable('failed');
    } else {
      this.#answer({ id: this.#request.id, outcome: 'lost', roundTripMs: 0 });
    }
  }

  #unable(why: UnableReason): void {
    this.#answer({ id: this.#request.id, outcome: 'unable', roundTripMs: 0, why });
  }

  #answer(answer: PingAnswer): void {
    if (this.#answered) return;
    this.#answered = true;
    clearTimeout(this.#timeout);
    this.#onAnswer(answer);
  }
}

function spawnFailure(error: NodeJS.ErrnoException): UnableReason {
  if (error.code === 'ENOENT') return 'missing';
  return error.code === 'EACCES' || error.code === 'EPERM' ? 'notPermitted' : 'failed';
}
