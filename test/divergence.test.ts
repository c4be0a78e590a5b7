/** Where two runs part. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergenceOf, type Rerun } from '../sim/divergence.ts';
import type { HandledEvent } from '../sim/engine.ts';
import { holds } from './support/property.ts';

function eventOf(timeUs: number, identity = 0): HandledEvent {
  return { timeUs, node: timeUs % 7, kind: 7, source: timeUs % 5, identity };
}

function telling(events: readonly HandledEvent[]): Rerun {
  return (listener) => {
    for (const event of events) listener(event);
  };
}

const COUNT = 10_000;
const RUN = Array.from({ length: COUNT }, (_, i) => eventOf(i));

describe('two runs', () => {
  it('that are the same do not part', () => {
    expect(divergenceOf(telling(RUN), telling([...RUN]), 3)).toBeUndefined();
    expect(divergenceOf(telling([]), telling([]), 3)).toBeUndefined();
  });

  it('part at the first event that is not the same in both, wherever that is', () => {
    holds(
      fc.property(fc.nat(COUNT - 1), fc.array(fc.nat(COUNT - 1)), (at, later) => {
        const other = RUN.map((event, i) =>
          i === at || (i > at && later.includes(i)) ? eventOf(i, 1) : event,
        );
        const divergence = divergenceOf(telling(RUN), telling(other), 3);
        expect(divergence?.commonCount).toBe(at);
        expect(divergence?.common).toEqual(RUN.slice(Math.max(0, at - 3), at));
        expect(divergence?.first).toEqual(RUN.slice(at, at + 3));
        expect(divergence?.second).toEqual(other.slice(at, at + 3));
      }),
      60,
    );
  });

  it.each([0, 1, 4_095, 4_096, 4_097, 8_192])('part where one of them ends, after %i events', (end) => {
    const divergence = divergenceOf(telling(RUN), telling(RUN.slice(0, end)), 2);
    expect(divergence).toMatchObject({ commonCount: end, first: RUN.slice(end, end + 2), second: [] });
  });
});
