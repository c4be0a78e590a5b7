import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../src/rate-limit.ts';
import { holds } from './support/property.ts';

/** A token bucket as textbooks have it. */
class Bucket {
  #tokens: number;
  #atMs = 0;
  readonly #perMs: number;
  readonly #burst: number;

  constructor(tokensPerS: number, burst: number) {
    this.#perMs = tokensPerS / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  take(nowMs: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

describe('a rate limit', () => {
  it('takes what a token bucket a key takes', () => {
    const step = fc.record({ pauseMs: fc.nat(2_000), key: fc.nat(2) });
    // 4 tokens a second: every quotient is exact.
    holds(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 8 }), (steps, burst) => {
        const limit = new RateLimit<number>(4, burst);
        const buckets = [0, 1, 2].map(() => new Bucket(4, burst));
        let nowMs = 0;
        for (const { pauseMs, key } of steps) {
          nowMs += pauseMs;
          expect(limit.take(key, nowMs)).toBe(buckets[key].take(nowMs));
        }
      }),
    );
  });

  it('forgets keys whose bucket is full, and none that is not', () => {
    const limit = new RateLimit<number>(1, 1);
    for (let key = 0; key < 10_000; key++) {
      expect(limit.take(key, 0)).toBe(true);
      expect(limit.take(key, 0)).toBe(false);
    }
    for (let key = 0; key < 10_000; key++) expect(limit.take(key, 999)).toBe(false);
    for (let key = 0; key < 10_000; key++) expect(limit.take(key, 1_000)).toBe(true);
  });
});
