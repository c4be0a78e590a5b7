import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Newcomer, Newcomers } from '../runtime/newcomers.ts';
import { CONNECTION_DEFAULTS, type ConnectionLimits } from '../src/settings.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Names of those that came, `host/number`, and of those that were closed. */
function crowd(limits: Partial<ConnectionLimits>) {
  const newcomers = new Newcomers({ ...CONNECTION_DEFAULTS, ...limits });
  const closed: string[] = [];
  const come = (host: string, number = 0): Newcomer => {
    const newcomer = {
      remote: { host },
      expire: () => {
        closed.push(`${host}/${number}`);
        newcomers.remove(newcomer);
      },
    };
    newcomers.add(newcomer);
    return newcomer;
  };
  return { newcomers, closed, come };
}

describe('connections of which nothing whole has come', () => {
  it('have their time, each from when it came', () => {
    const { newcomers, closed, come } = crowd({ firstLineMs: 10_000 });
    come('10.0.0.1');
    vi.advanceTimersByTime(4_000);
    const spoke = come('10.0.0.2');
    come('10.0.0.3');
    vi.advanceTimersByTime(5_999);
    expect(closed).toEqual([]);
    newcomers.remove(spoke);
    vi.advanceTimersByTime(100);
    expect(closed).toEqual(['10.0.0.1/0']);
    vi.advanceTimersByTime(4_000);
    expect(closed).toEqual(['10.0.0.1/0', '10.0.0.3/0']);
    expect(newcomers.count).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('make room for one more: the one that waited longest goes', () => {
    const { newcomers, closed, come } = crowd({ newcomersMax: 3 });
    for (let i = 0; i < 5; i++) come(`10.0.0.${i}`);
    expect(closed).toEqual(['10.0.0.0/0', '10.0.0.1/0']);
    expect(newcomers.count).toBe(3);
  });

  it('are only so many of one IP, or /64', () => {
    const { closed, come } = crowd({ newcomersPerHost: 2 });
    for (let i = 0; i < 3; i++) come('10.0.0.1', i);
    for (let i = 0; i < 3; i++) come(`2001:db8::${i + 1}`, i);
    for (let i = 0; i < 3; i++) come(`10.0.1.${i}`);
    expect(closed).toEqual(['10.0.0.1/0', '2001:db8::1/0']);
  });

  it('of loopback are not counted by IP unless asked', () => {
    const exempt = crowd({ newcomersPerHost: 1 });
    const counted = crowd({ newcomersPerHost: 1, limitLoopback: true });
    for (const { come } of [exempt, counted]) for (let i = 0; i < 3; i++) come('127.0.0.1', i);
    expect(exempt.closed).toEqual([]);
    expect(counted.closed).toEqual(['127.0.0.1/0', '127.0.0.1/1']);
  });

  it('are not counted at all without limits', () => {
    const { newcomers, come } = crowd({});
    for (let i = 0; i < 2_000; i++) come('10.0.0.1', i);
    expect(newcomers.count).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
