import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recurrences } from '../runtime/recurrences.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function troubles() {
  const lines: string[] = [];
  const recurrences = new Recurrences((words) => lines.push(words));
  const happens = (kind: string, what: string) =>
    recurrences.tell(kind, `${kind}: ${what}`, (count) => `${kind}: ${count} more, the last ${what}`);
  return { recurrences, lines, happens };
}

it('tells a trouble at once and the rest once a minute, each kind by itself', () => {
  const { recurrences, lines, happens } = troubles();
  for (let i = 1; i <= 50; i++) happens('expired', `${i}`);
  happens('missing', '1');
  expect(lines.splice(0)).toEqual(['expired: 1', 'missing: 1']);
  vi.advanceTimersByTime(59_999);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(lines.splice(0)).toEqual(['expired: 49 more, the last 50']);
  happens('expired', '51');
  vi.advanceTimersByTime(60_000);
  expect(lines.splice(0)).toEqual(['expired: 1 more, the last 51']);
  vi.advanceTimersByTime(600_000);
  expect(lines).toEqual([]);
  happens('expired', '52');
  happens('expired', '53');
  recurrences.stop();
  expect(lines).toEqual(['expired: 52', 'expired: 1 more, the last 53']);
  expect(vi.getTimerCount()).toBe(0);
});

it('tells of a bounded number of kinds a minute', () => {
  const { lines, happens } = troubles();
  for (let kind = 0; kind < 2_000; kind++) happens(`${kind}`, 'once');
  expect(lines).toHaveLength(1_024);
  vi.advanceTimersByTime(60_000);
  happens('1999', 'again');
  expect(lines.at(-1)).toBe('1999: again');
});
