/** The real clock. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LATE_MAX_MS, RealClock } from '../runtime/clock.ts';

const LONG_MS = 2 ** 31 + 1000;

let clock: RealClock;
let firedAtMs: number[];
beforeEach(() => {
  vi.useFakeTimers();
  clock = new RealClock();
  firedAtMs = [];
});
afterEach(() => vi.useRealTimers());

function timer(patienceMs?: number) {
  const startedAtMs = clock.now();
  return clock.timer({ onTimer: () => firedAtMs.push(Math.round(clock.now() - startedAtMs)) }, patienceMs);
}

// "arming again moves the deadline; fires once"
it('fires once, at the last deadline armed', () => {
  const moved = timer();
  moved.arm(50);
  moved.arm(100);
  vi.advanceTimersByTime(1000);
  expect(firedAtMs).toEqual([100]);
});

it('does not fire once disarmed, until armed again', () => {
  const disarmed = timer();
  disarmed.arm(50);
  disarmed.disarm();
  vi.advanceTimersByTime(1000);
  expect(firedAtMs).toEqual([]);
  disarmed.arm(50);
  vi.advanceTimersByTime(1000);
  expect(firedAtMs).toEqual([1050]);
});

it('keeps delays that are longer than the system takes', () => {
  timer().arm(LONG_MS);
  vi.advanceTimersByTime(LONG_MS - 1);
  expect(firedAtMs).toEqual([]);
  vi.advanceTimersByTime(1 + LATE_MAX_MS);
  expect(firedAtMs).toHaveLength(1);
});

// An idle process of many nodes would spend most of its time on turns of the loop for one timer each.
it('lets longer timers meet, a little late and never early', () => {
  const delaysMs = Array.from({ length: 20 }, (_, i) => 2_000 + i);
  for (const delayMs of delaysMs) timer().arm(delayMs);
  vi.advanceTimersByTime(3_000);
  expect(firedAtMs).toHaveLength(delaysMs.length);
  expect(new Set(firedAtMs).size).toBeLessThanOrEqual(3);
  for (const [i, delayMs] of delaysMs.entries()) {
    expect(firedAtMs[i]).toBeGreaterThanOrEqual(delayMs);
    expect(firedAtMs[i]).toBeLessThanOrEqual(delayMs + LATE_MAX_MS + 1);
  }
});

it('lets timers of patient owners meet, however short they are, and never later than that', () => {
  const delaysMs = Array.from({ length: 200 }, (_, i) => i);
  for (const delayMs of delaysMs) timer(256).arm(delayMs);
  vi.advanceTimersByTime(1_000);
  expect(firedAtMs).toHaveLength(delaysMs.length);
  expect(new Set(firedAtMs).size).toBeLessThanOrEqual(2);
  for (const [i, delayMs] of delaysMs.entries()) {
    expect(firedAtMs[i]).toBeGreaterThanOrEqual(delayMs);
    expect(firedAtMs[i]).toBeLessThanOrEqual(delayMs + 256 + 1);
  }
});

it('never fires early, and gives text the wall clock', () => {
  timer().arm(0.4);
  vi.advanceTimersByTime(0);
  expect(firedAtMs).toEqual([]);
  vi.setSystemTime(1_700_000_000_500);
  expect(clock.wallTime()).toBe(1_700_000_000.5);
});
