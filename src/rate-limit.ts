/**
 * Token buckets by key, as the generic cell rate algorithm (ITU-T I.371): one number a key, the time at which its bucket will be full
 * again. A key whose bucket is full is not kept.
 */

/** Keys looked through for full buckets when there are more; then at each doubling. Source: ours. */
const SWEEP_MIN_KEYS = 1_024;

/** Keys kept at most; the oldest gets a full bucket. Source: ours, about 8 MB. */
const KEYS_MAX = 65_536;

export class RateLimit<Key> {
  readonly #intervalMs: number;
  readonly #depthMs: number;
  readonly #fullAtMs = new Map<Key, number>();
  #sweepAtKeys = SWEEP_MIN_KEYS;

  /** @param burst Tokens of a full bucket, at least 1. */
  constructor(tokensPerS: number, burst: number) {
    this.#intervalMs = 1000 / tokensPerS;
    this.#depthMs = (burst - 1) * this.#intervalMs;
  }

  /** Takes one token of this key. False: none is left. */
  take(key: Key, nowMs: number): boolean {
    const fullAtMs = Math.max(nowMs, this.#fullAtMs.get(key) ?? nowMs);
    if (fullAtMs - nowMs > this.#depthMs) return false;
    this.#fullAtMs.set(key, fullAtMs + this.#intervalMs);
    if (this.#fullAtMs.size > this.#sweepAtKeys) this.#sweep(nowMs);
    return true;
  }

  #sweep(nowMs: number): void {
    for (const [key, fullAtMs] of this.#fullAtMs) if (fullAtMs <= nowMs) this.#fullAtMs.delete(key);
    for (const [key] of this.#fullAtMs) {
      if (this.#fullAtMs.size <= KEYS_MAX) break;
      this.#fullAtMs.delete(key);
    }
    this.#sweepAtKeys = Math.min(KEYS_MAX, Math.max(SWEEP_MIN_KEYS, 2 * this.#fullAtMs.size));
  }
}
