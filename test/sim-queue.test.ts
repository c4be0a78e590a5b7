/** The event queue against a sorted array. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue, type QueuedEvent } from '../sim/event-queue.ts';
import { CHANGES_LINKS } from '../sim/event-rows.ts';
import { holds } from './support/property.ts';

/** Inside the queue: windows of a lap of the timing wheel. */
const LAP = 256;

/** The same queue as a plain array: what it does is plain to see. */
class SortedArray {
  readonly #waiting: (QueuedEvent & { readonly sent: number })[] = [];
  #sentCount = 0;

  get length(): number {
    return this.#waiting.length;
  }

  /** The time of the next event. */
  get firstUs(): number {
    return this.#waiting[0].timeUs;
  }

  push(event: QueuedEvent): void {
    this.#waiting.push({ ...event, sent: this.#sentCount++ });
    // "The events of a node run in the order (time, source, order of sending)"; with all nodes that makes one total order.
    this.#waiting.sort(
      (a, b) =>
        a.timeUs - b.timeUs || a.destination - b.destination || a.source - b.source || a.sent - b.sent,
    );
  }

  take(stopUs: number): QueuedEvent | undefined {
    if (this.#waiting.length === 0 || this.#waiting[0].timeUs >= stopUs) return undefined;
    const { sent, ...event } = this.#waiting.shift()!;
    return event;
  }
}

function push(queue: EventQueue, event: QueuedEvent): void {
  const { timeUs, destination, source, kind, hop, ref } = event;
  const { toSlot, toGeneration, fromSlot, fromGeneration } = event;
  queue.push(timeUs, destination, source, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration);
}

/** Takes the next event, or undefined without any. */
function taken(queue: EventQueue, stopUs = Number.POSITIVE_INFINITY): QueuedEvent | undefined {
  if (!queue.take(stopUs)) return undefined;
  const { timeUs, destination, source, kind, hop, ref } = queue;
  const { toSlot, toGeneration, fromSlot, fromGeneration } = queue;
  return { timeUs, destination, source, kind, hop, ref, toSlot, toGeneration, fromSlot, fromGeneration };
}

/** An event whose other columns are all different from those of its neighbours. */
function event(number: number, timeUs: number, destination = 0, source = 0): QueuedEvent {
  return {
    timeUs,
    destination,
    source,
    kind: 1 + (number % 127),
    hop: 7 * number,
    ref: -1 - number,
    toSlot: 67_108_864 + number,
    toGeneration: 3 * number,
    fromSlot: -2 - number,
    fromGeneration: 5 * number,
  };
}

const NODES = 3;

/** How far ahead an event is pushed, in windows of a microsecond: from the next one to beyond four laps of laps. */
const aheadUs = fc.oneof(
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 2 * LAP }),
  fc.constantFrom(LAP - 1, LAP, LAP + 1, LAP ** 2 - 1, LAP ** 2, LAP ** 2 + 1, LAP ** 3, LAP ** 4),
  fc.nat(2 * LAP ** 2).map((us) => us + 1),
  fc.nat(2 ** 31).map((us) => us + 1),
);

const pushed = fc.record({
  aheadUs,
  destination: fc.nat(NODES - 1),
  source: fc.nat(NODES - 1),
  times: fc.integer({ min: 1, max: 40 }),
});
const taking = fc.record({ takes: fc.integer({ min: 1, max: 30 }), withinUs: aheadUs });
const steps = fc.array(fc.oneof(pushed, taking), { maxLength: 40, size: 'max' });

describe('the event queue with a lookahead of a microsecond', () => {
  it('gives what a sorted array gives, however pushes and takes alternate', () => {
    holds(
      fc.property(steps, (each) => {
        const queue = new EventQueue(NODES, 1);
        const model = new SortedArray();
        let nowUs = 0;
        let number = 0;
        for (const step of each) {
          if ('takes' in step) {
            const stopUs = nowUs + step.withinUs;
            for (let i = 0; i < step.takes; i++) {
              const next = model.take(stopUs);
              expect(taken(queue, stopUs)).toEqual(next);
              nowUs = next?.timeUs ?? stopUs;
              if (next === undefined) break;
            }
          } else {
            for (let i = 0; i < step.times; i++) {
              const next = event(number++, nowUs + step.aheadUs, step.destination, step.source);
              push(queue, next);
              model.push(next);
            }
          }
          expect(queue.size).toBe(model.length);
        }
        while (model.length > 0) expect(taken(queue)).toEqual(model.take(Number.POSITIVE_INFINITY));
        expect(taken(queue)).toBeUndefined();
      }),
    );
  });

  it('takes what is pushed before an event that was looked for already', () => {
    const queue = new EventQueue(1, 1);
    push(queue, event(0, 10 * LAP ** 2));
    expect(taken(queue, 4)).toBeUndefined();
    push(queue, event(1, 5));
    push(queue, event(2, 3 * LAP));
    expect([taken(queue), taken(queue), taken(queue)].map((each) => each?.timeUs)).toEqual([
      5,
      3 * LAP,
      10 * LAP ** 2,
    ]);
  });

  it('refuses what lies too far ahead to be told apart', () => {
    expect(() => push(new EventQueue(1, 1), event(0, LAP ** 6))).toThrow(RangeError);
  });
});

describe('the windows of the event queue, as several threads go through them', () => {
  it('are found by a bound of the next event, which comes nearer until it is handled', () => {
    const arrivals = fc.array(fc.record({ window: fc.nat(200), aheadUs }), { minLength: 1, maxLength: 60 });
    holds(
      fc.property(arrivals, fc.constantFrom(1, 700, 10_000), (all, lookaheadUs) => {
        const queue = new EventQueue(1, lookaheadUs);
        const model = new SortedArray();
        // From other threads, after a window: never before its end.
        const bring = (windows: number, endUs: number) => {
          for (const [number, arrival] of all.entries()) {
            if (arrival.window !== windows) continue;
            const next = event(number, endUs + arrival.aheadUs);
            push(queue, next);
            model.push(next);
          }
        };
        let endUs = 0;
        let windows = 0;
        for (; model.length > 0 || windows <= 200; windows++) {
          bring(windows, endUs);
          const { nextUs } = queue;
          if (model.length === 0) {
            expect(nextUs).toBe(Number.POSITIVE_INFINITY);
            continue;
          }
          expect(nextUs).toBeGreaterThanOrEqual(endUs);
          expect(nextUs).toBeLessThanOrEqual(model.firstUs);
          endUs = queue.windowEndUs(nextUs);
          expect(endUs).toBeGreaterThan(nextUs);
          for (let next = model.take(endUs); next !== undefined; next = model.take(endUs)) {
            expect(taken(queue, endUs)).toEqual(next);
          }
          expect(taken(queue, endUs)).toBeUndefined();
        }
        expect(queue.size).toBe(0);
        // A window for each event, and for each level of the wheel that it came down.
        expect(windows).toBeLessThanOrEqual(201 + 6 * all.length);
      }),
    );
  });
});

/** What a crowd of nodes does that answer every event with others: a pure function of what each of them gets. */
class Crowd {
  readonly #nodeCount: number;
  readonly #lookaheadUs: number;
  readonly #push: (event: QueuedEvent) => void;
  /** What each node got. */
  readonly got: QueuedEvent[][];

  constructor(nodeCount: number, lookaheadUs: number, push: (event: QueuedEvent) => void) {
    this.#nodeCount = nodeCount;
    this.#lookaheadUs = lookaheadUs;
    this.#push = push;
    this.got = Array.from({ length: nodeCount }, () => []);
  }

  start(): void {
    for (let node = 0; node < this.#nodeCount; node++) this.#send(node, node, node * 37 + 1, node);
  }

  handle(event: QueuedEvent): void {
    const node = event.destination;
    this.got[node].push(event);
    // Depends on what the node got so far, and on nothing else.
    let draw = Math.imul(event.hop ^ (node << 9) ^ this.got[node].length, 0x9e3779b1) >>> 0;
    // On average one, so that the crowd neither dies out nor grows.
    const answers = this.got[node].length > 60 ? 0 : [0, 1, 1, 2][draw % 4];
    for (let i = 0; i < answers; i++) {
      draw = (Math.imul(draw, 1_664_525) + 1_013_904_223) >>> 0;
      const to = draw % 3 === 0 ? node : (draw >>> 4) % this.#nodeCount;
      // Few delays, so that many events share a microsecond.
      const delayUs =
        to === node ? 1 + ((draw >>> 9) % 50) * 3 : this.#lookaheadUs + ((draw >>> 9) % 9) * 100;
      this.#send(node, to, event.timeUs + delayUs, event.hop + 1);
    }
  }

  #send(from: number, to: number, timeUs: number, hop: number): void {
    this.#push({ ...event(hop, timeUs, to, from), hop });
  }
}

describe('the event queue with a lookahead', () => {
  it('gives every node what one total order gives it, in the same order, wherever it is stopped', () => {
    const stops = fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 20 });
    holds(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 200_000 })),
        stops,
        (nodeCount, lookaheadUs, gapsUs) => {
          const queue = new EventQueue(nodeCount, lookaheadUs);
          const crowd = new Crowd(nodeCount, lookaheadUs, (each) => push(queue, each));
          const model = new SortedArray();
          const expected = new Crowd(nodeCount, lookaheadUs, (each) => model.push(each));
          crowd.start();
          expected.start();
          let stopUs = 0;
          for (const gapUs of [...gapsUs, Number.POSITIVE_INFINITY]) {
            stopUs += gapUs;
            for (let each = taken(queue, stopUs); each !== undefined; each = taken(queue, stopUs)) {
              expect(each.timeUs).toBeLessThan(stopUs);
              crowd.handle(each);
            }
            for (let each = model.take(stopUs); each !== undefined; each = model.take(stopUs)) {
              expected.handle(each);
            }
          }
          expect(crowd.got).toEqual(expected.got);
        },
      ),
      40,
    );
  });

  it('sorts many events of one node and of one microsecond', () => {
    const queue = new EventQueue(1 << 20, 10_000);
    let state = 1;
    const draw = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    // More than the queue has room for at first.
    const all = Array.from({ length: 20_000 }, (_, number) =>
      event(number, 10 * draw(4), draw(10) === 0 ? draw(1 << 20) : 77, draw(1 << 20)),
    );
    for (const each of all) push(queue, each);
    const got: QueuedEvent[] = [];
    for (let each = taken(queue); each !== undefined; each = taken(queue)) got.push(each);
    expect(got.length).toBe(all.length);
    const ofHub = (events: QueuedEvent[]) => events.filter(({ destination }) => destination === 77);
    // `hop` tells the order of sending.
    const wanted = ofHub(all).sort((a, b) => a.timeUs - b.timeUs || a.source - b.source || a.hop - b.hop);
    expect(ofHub(got)).toEqual(wanted);
  });

  it('asserts that nobody touches another node within the lookahead', () => {
    const queue = new EventQueue(2, 1_000);
    push(queue, event(0, 5, 0, 0));
    taken(queue);
    expect(() => push(queue, event(1, 6, 1, 0))).toThrow('within the lookahead');
  });

  it('counts events that change links', () => {
    const queue = new EventQueue(2, 1_000);
    push(queue, { ...event(0, 5), kind: 7 | CHANGES_LINKS });
    push(queue, { ...event(1, 6), kind: 7 });
    expect(queue.linkChangeCount).toBe(1);
    expect(taken(queue)?.kind).toBe(7);
    expect(queue.linkChangeCount).toBe(0);
  });
});
