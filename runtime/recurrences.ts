/** Troubles that would fill a log: each kind is told at once, then at most once a minute, with how often it happened since. */

/** Source: ours. */
const QUIET_MS = 60_000;

/** Kinds remembered; when there are more, the one told longest ago is forgotten. Source: ours. */
const KINDS_MAX = 1_024;

interface Recurrence {
  toldAtMs: number;
  untold: number;
}

export class Recurrences {
  readonly #now: () => number;
  readonly #recurrences = new Map<string, Recurrence>();

  /** @param now Milliseconds on a monotonic clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** It happened once more. How often since it was last told, this time included; 0: it is not to be told now. */
  toTell(kind: string): number {
    const nowMs = this.#now();
    const before = this.#recurrences.get(kind);
    if (before !== undefined && nowMs - before.toldAtMs < QUIET_MS) {
      before.untold++;
      return 0;
    }
    this.#recurrences.delete(kind);
    this.#recurrences.set(kind, { toldAtMs: nowMs, untold: 0 });
    if (this.#recurrences.size > KINDS_MAX) {
      const [oldest] = this.#recurrences.keys();
      this.#recurrences.delete(oldest);
    }
    return 1 + (before?.untold ?? 0);
  }
}
