import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from '../src/due-queue.ts';
import { holds } from './support/property.ts';

it('gives the earliest first, however adding and taking alternate', () => {
  const steps = fc.array(fc.option(fc.nat({ max: 50 })), { maxLength: 200, size: 'max' });
  holds(
    fc.property(steps, (all) => {
      const queue = new DueQueue<{ dueAtMs: number }>();
      const waiting: number[] = [];
      for (const step of all) {
        if (step !== null) {
          queue.add({ dueAtMs: step });
          waiting.push(step);
          waiting.sort((a, b) => a - b);
        } else if (waiting.length > 0) {
          expect(queue.take().dueAtMs).toBe(waiting.shift());
        }
        expect([queue.size, queue.first?.dueAtMs]).toEqual([waiting.length, waiting[0]]);
      }
      expect(
        queue
          .takeAll()
          .map(({ dueAtMs }) => dueAtMs)
          .sort((a, b) => a - b),
      ).toEqual(waiting);
      expect(queue.size).toBe(0);
    }),
    300,
  );
});
