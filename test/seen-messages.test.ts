import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gossip } from '../src/messages.ts';
import { SeenMessages } from '../src/seen-messages.ts';

const LIMITS = { generationMs: 100, messagesMax: 8 };

function memoryAt(limits = LIMITS) {
  const clock = { nowMs: 0, now: () => clock.nowMs };
  const memory = new SeenMessages(clock, limits);
  const firstTime = (text: string, atMs: number) => {
    clock.nowMs = atMs;
    return memory.firstTime(gossip(text));
  };
  return { memory, firstTime };
}

describe('the memory of messages', () => {
  it('knows a message again by its text, whatever its payload', () => {
    const { memory } = memoryAt();
    expect(memory.firstTime(gossip('1:10.0.0.1:1', 'YWJj'))).toBe(true);
    expect(memory.firstTime(gossip('1:10.0.0.1:1', 'ZGVm'))).toBe(false);
    expect(memory.firstTime(gossip('1.0:10.0.0.1:1'))).toBe(true);
  });

  it('lasts for a generation after the first sight, and not for ever', () => {
    const { memory, firstTime } = memoryAt();
    firstTime('a', 99);
    expect(firstTime('a', 199)).toBe(false);
    firstTime('b', 200);
    expect(memory.size).toBe(2);
    firstTime('c', 300);
    expect(memory.size).toBe(2);
    expect(firstTime('a', 300)).toBe(true);
  });

  it('is not prolonged by later sights', () => {
    const { firstTime } = memoryAt();
    firstTime('a', 0);
    expect(firstTime('a', 100)).toBe(false);
    expect(firstTime('a', 199)).toBe(false);
    expect(firstTime('a', 200)).toBe(true);
  });

  // Whoever asked does not read the payload, so the message must not pass for new afterwards.
  it('that is known stays so until it is shown, whatever else happens', () => {
    const { memory, firstTime } = memoryAt();
    firstTime('a', 0);
    expect(memory.isKnown('a')).toBe(true);
    expect(firstTime('b', 100)).toBe(true);
    expect(firstTime('a', 250)).toBe(false);
    expect(memory.isKnown('a')).toBe(false);
    expect(firstTime('a', 400)).toBe(true);
    expect(memory.isKnown('never shown')).toBe(false);
  });

  it('never exceeds its limit, and keeps the newer half', () => {
    const { memory, firstTime } = memoryAt();
    for (let i = 0; i < 1_000; i++) {
      expect(firstTime(`m${i}`, 0)).toBe(true);
      expect(memory.size).toBeLessThanOrEqual(LIMITS.messagesMax);
    }
    for (let i = 996; i < 1_000; i++) expect(firstTime(`m${i}`, 0)).toBe(false);
  });

  it('answers as an unbounded memory does within a generation and below the limit', () => {
    const sights = fc.array(fc.tuple(fc.nat(9), fc.nat(40)), { maxLength: 60 });
    fc.assert(
      fc.property(sights, (steps) => {
        const { firstTime } = memoryAt({ generationMs: 100, messagesMax: 1_000 });
        const firstSeenMs = new Map<number, number>();
        let nowMs = 0;
        for (const [message, delayMs] of steps) {
          nowMs += delayMs;
          const first = firstTime(String(message), nowMs);
          const seenMs = firstSeenMs.get(message);
          if (seenMs === undefined) expect(first).toBe(true);
          else if (nowMs - seenMs <= 100) expect(first).toBe(false);
          if (first) firstSeenMs.set(message, nowMs);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
