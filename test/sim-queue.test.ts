/** The event queue against a sorted array. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../sim/event-queue.ts';
import { holds } from './support/property.ts';

/** Inside the queue: a bucket is 256 us wide, a lap of the ring 65,536 buckets. */
const BUCKET_US = 256;
const LAP_US = 65_536 * BUCKET_US;

interface QueuedEvent {
  readonly timeUs: number;
  readonly destination: number;
  readonly source: number;
  readonly kind: number;
  readonly toEnd: number;
  readonly fromEnd: number;
  readonly hop: number;
  readonly ref: object | undefined;
}

/** The same queue as a plain array: what it does is plain to see. */
class SortedArray {
  readonly #waiting: (QueuedEvent & { readonly sent: number })[] = [];
  #sentCount = 0;

  get nextUs(): number {
    return this.#waiting[0]?.timeUs ?? Number.POSITIVE_INFINITY;
  }

  get length(): number {
    return this.#waiting.length;
  }

  push(event: QueuedEvent): void {
    this.#waiting.push({ ...event, sent: this.#sentCount++ });
    // "Events run in the order (time, destination node, source node, order of sending)."
    this.#waiting.sort(
      (a, b) =>
        a.timeUs - b.timeUs || a.destination - b.destination || a.source - b.source || a.sent - b.sent,
    );
  }

  take(): QueuedEvent {
    const { sent, ...event } = this.#waiting.shift()!;
    return event;
  }

  some(is: (event: QueuedEvent) => boolean): boolean {
    return this.#waiting.some(is);
  }
}

function push(queue: EventQueue, event: QueuedEvent): void {
  const { timeUs, destination, source, kind, toEnd, fromEnd, hop, ref } = event;
  queue.push(timeUs, destination, source, kind, toEnd, fromEnd, hop, ref);
}

/** Takes the next event, or undefined without any. */
function taken(queue: EventQueue): QueuedEvent | undefined {
  if (queue.nextUs === Number.POSITIVE_INFINITY) return undefined;
  queue.take();
  const { timeUs, destination, source, kind, toEnd, fromEnd, hop, ref } = queue;
  return { timeUs, destination, source, kind, toEnd, fromEnd, hop, ref };
}

/** An event whose other columns are all different from those of its neighbours. */
function event(number: number, timeUs: number, destination = 0, source = 0): QueuedEvent {
  return {
    timeUs,
    destination,
    source,
    kind: 1 + (number % 255),
    toEnd: number * 67_108_864 + 3,
    fromEnd: -number,
    hop: 7 * number,
    ref: number % 3 === 0 ? undefined : { number },
  };
}

/** How far ahead an event is pushed, from the same microsecond to thousands of laps. */
const aheadUs = fc.oneof(
  fc.constant(0),
  fc.nat(3),
  fc.nat(2 * BUCKET_US),
  fc.nat(100 * BUCKET_US),
  fc.nat(LAP_US),
  fc.constantFrom(LAP_US - BUCKET_US, LAP_US - 1, LAP_US, LAP_US + 1, LAP_US + BUCKET_US),
  fc.nat(5 * LAP_US),
  fc.integer({ min: 2 ** 31 * BUCKET_US, max: (2 ** 31 + 70_000) * BUCKET_US }),
);

const pushed = fc.record({
  aheadUs,
  destination: fc.nat(2),
  source: fc.nat(2),
  times: fc.integer({ min: 1, max: 3 }),
});
const steps = fc.array(fc.oneof(pushed, fc.constant('take' as const)), { maxLength: 60, size: 'max' });

describe('the event queue', () => {
  it('gives what a sorted array gives, however pushes and takes alternate', () => {
    holds(
      fc.property(steps, (each) => {
        const queue = new EventQueue();
        const model = new SortedArray();
        let nowUs = 0;
        let number = 0;
        const take = () => {
          expect(queue.nextUs).toBe(model.nextUs);
          if (model.length === 0) return;
          expect(taken(queue)).toEqual(model.take());
          nowUs = queue.timeUs;
        };
        for (const step of each) {
          if (step === 'take') take();
          else {
            for (let i = 0; i < step.times; i++) {
              const next = event(number++, nowUs + step.aheadUs, step.destination, step.source);
              push(queue, next);
              model.push(next);
            }
          }
          const kind = 1 + (number % 7);
          expect(queue.some((each) => each === kind)).toBe(model.some((each) => each.kind === kind));
        }
        while (model.length > 0) take();
        expect(taken(queue)).toBeUndefined();
        expect(queue.some(() => true)).toBe(false);
      }),
    );
  });

  it('takes what is pushed while the bucket it belongs to is being taken', () => {
    const queue = new EventQueue();
    push(queue, event(0, 1000));
    push(queue, event(1, 1010));
    expect(taken(queue)).toEqual(event(0, 1000));
    push(queue, event(2, 1005));
    push(queue, event(3, 1000));
    expect([taken(queue), taken(queue), taken(queue)].map((each) => each?.timeUs)).toEqual([
      1000, 1005, 1010,
    ]);
  });

  // The next event may be far away when the queue is asked for it, and something nearer comes after that.
  it('takes what is pushed before an event that was looked at already', () => {
    const queue = new EventQueue();
    push(queue, event(0, 10 * LAP_US));
    expect(queue.nextUs).toBe(10 * LAP_US);
    push(queue, event(1, 5));
    push(queue, event(2, 3 * LAP_US));
    expect([taken(queue), taken(queue), taken(queue)].map((each) => each?.timeUs)).toEqual([
      5,
      3 * LAP_US,
      10 * LAP_US,
    ]);
  });

  it('keeps its order while it grows', () => {
    const queue = new EventQueue();
    const all: QueuedEvent[] = [];
    let state = 1;
    const draw = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let number = 0; number < 20_000; number++) {
      // Few times, so that many are equal.
      const next = event(number, 100 * draw(300), draw(5), draw(5));
      all.push(next);
      push(queue, next);
    }
    all.sort(
      (a, b) => a.timeUs - b.timeUs || a.destination - b.destination || a.source - b.source || a.hop - b.hop,
    );
    for (const each of all) expect(taken(queue)).toEqual(each);
    expect(queue.nextUs).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not hold on to what it has given away', () => {
    const queue = new EventQueue();
    push(queue, { ...event(1, 10), ref: { held: true } });
    taken(queue);
    push(queue, { ...event(2, 20), ref: undefined });
    expect(taken(queue)?.ref).toBeUndefined();
  });
});

describe('the order of events', () => {
  const order = (...events: [timeUs: number, destination: number, source: number][]) => {
    const queue = new EventQueue();
    for (const [i, [timeUs, destination, source]] of events.entries())
      push(queue, event(i, timeUs, destination, source));
    return events.map(() => taken(queue)!.hop / 7);
  };

  it('is by time first', () => {
    expect(order([2, 0, 0], [1, 9, 9])).toEqual([1, 0]);
  });

  it('then by destination', () => {
    expect(order([1, 3, 0], [1, 2, 9], [1, 10, 0])).toEqual([1, 0, 2]);
  });

  it('then by source', () => {
    expect(order([1, 3, 8], [1, 3, 2], [1, 3, 10])).toEqual([1, 0, 2]);
  });

  it('then by the order of sending', () => {
    expect(order([1, 3, 8], [1, 3, 8], [0, 3, 8], [1, 3, 8])).toEqual([2, 0, 1, 3]);
    const alike = Array.from({ length: 30 }, (): [number, number, number] => [1, 3, 8]);
    expect(order(...alike)).toEqual([...alike.keys()]);
  });
});
