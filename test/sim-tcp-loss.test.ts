/** What loss does to the virtual TCP and ICMP. One way takes 50 ms; random seeds are fixed. */
import { describe, expect, it } from 'vitest';
import type { PingOutcome } from '../src/ports.ts';
import { dial, Listener } from './support/sim-links.ts';
import { BareNetwork } from './support/sim-world.ts';
import { chiSquareP, P_MIN, proportionP } from './support/statistics.ts';

const LATENCY_MS = 50;

/** How often each value occurs, by the values expected. */
function countsOf(values: readonly number[], expected: readonly number[]): number[] {
  const known = new Set(expected);
  expect(values.filter((value) => !known.has(value))).toEqual([]);
  return expected.map((each) => values.filter((value) => value === each).length);
}

describe('an attempt to connect that is lost', () => {
  const LOSS = 0.3;

  /** When each of many dials opened, in milliseconds since it began; infinite for those that timed out. */
  function openings(count: number): number[] {
    const net = new BareNetwork({ loss: LOSS, peers: 2 });
    const from = net.boot(0);
    const to = net.boot(1);
    new Listener(to);
    return Array.from({ length: count }, () => {
      const beganMs = net.nowMs;
      const end = dial(from, to);
      net.runTo(beganMs + 11_000);
      expect(end.heard).toHaveLength(1);
      const [atMs, fact] = end.heard[0].split(' ');
      if (fact === 'open') return Math.round(Number(atMs) - beganMs) - 2 * LATENCY_MS;
      expect([Number(atMs) - beganMs, end.closedWhy]).toEqual([10_000, 'timeout']);
      return Number.POSITIVE_INFINITY;
    });
  }

  // "A lost connection attempt is retried after 1, 2, 4 s." So is the answer to it, by the other end.
  it('is tried again after 1, 3 and 7 s, and so is its answer, as often as loss says', () => {
    const COUNT = 4_000;
    /** Seconds until one of the two messages gets through, and how likely that is. */
    const delays = [0, 1, 3, 7].map((seconds, lost) => ({ seconds, p: LOSS ** lost * (1 - LOSS) }));
    const byTotal = new Map<number, number>();
    for (const { seconds, p } of delays) {
      for (const answer of delays) {
        const total = seconds + answer.seconds;
        // 10 s and two latencies are too long.
        if (total < 10) byTotal.set(1000 * total, (byTotal.get(1000 * total) ?? 0) + p * answer.p);
      }
    }
    const inTime = [...byTotal.values()].reduce((sum, p) => sum + p, 0);
    byTotal.set(Number.POSITIVE_INFINITY, 1 - inTime);

    const counts = countsOf(openings(COUNT), [...byTotal.keys()]);
    expect(chiSquareP(counts, [...byTotal.values()])).toBeGreaterThan(P_MIN);
  });
});

describe('a segment that is lost on an open link', () => {
  const LOSS = 0.2;

  /** Milliseconds from sending to arrival of messages sent so far apart that none waits for another. */
  function delays(count: number): number[] {
    const net = new BareNetwork({ loss: LOSS, peers: 2 });
    const from = net.boot(0);
    const to = net.boot(1);
    const listener = new Listener(to);
    const near = dial(from, to);
    net.runTo(20_000);
    const [far] = listener.ends;
    for (let number = 0; number < count; number++) {
      expect(near.send(number)).toBe(1);
      net.runTo(net.nowMs + 4_000);
    }
    expect(far.numbers).toEqual(Array.from({ length: count }, (_, number) => number));
    expect(near.closedWhy ?? far.closedWhy).toBeUndefined();
    return far.atMs.map((atMs, number) => Math.round(atMs - 20_000 - 4_000 * number));
  }

  // "On an open link a lost segment shows as delay (one more latency plus 200 ms), never as loss or reordering."
  it('comes one more latency and 200 ms later, each time it is lost', () => {
    const lostMax = 10;
    const expected = Array.from({ length: lostMax }, (_, lost) => LATENCY_MS + 250 * lost);
    const weights = expected.map((_, lost) => LOSS ** lost * (1 - LOSS));
    const counts = countsOf(delays(4_000), expected);
    // The rare ones together.
    const [observed, theory] = [counts, weights].map((each) => [
      ...each.slice(0, 4),
      each.slice(4).reduce((sum, value) => sum + value, 0),
    ]);
    expect(chiSquareP(observed, theory)).toBeGreaterThan(P_MIN);
  });

  it('holds up what was sent after it', () => {
    const net = new BareNetwork({ loss: LOSS, peers: 2 });
    const listener = new Listener(net.boot(1));
    const near = dial(net.boot(0), listener.process);
    net.runTo(20_000);
    for (let number = 0; number < 500; number++) {
      near.send(number);
      net.runTo(net.nowMs + 10);
    }
    net.runOut();
    const { atMs, numbers } = listener.ends[0];
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, number) => number));
    // Without a loss before it, a message would take 50 ms.
    const late = atMs.filter((each, number) => Math.round(each - 20_000 - 10 * number) > LATENCY_MS);
    expect(late.length / 500).toBeGreaterThan(2 * LOSS);
  });
});

describe('a ping', () => {
  /** Outcomes of many pings, one every 3 s, and the round trips of those that were answered. */
  function pings(count: number, changes: object, prepare: (net: BareNetwork) => void = () => {}) {
    const net = new BareNetwork({ peers: 2, ...changes });
    const from = net.boot(0);
    const to = net.boot(1);
    prepare(net);
    const outcomes: PingOutcome[] = [];
    const roundTripsMs: number[] = [];
    const atMs: number[] = [];
    for (let i = 0; i < count; i++) {
      const onPing = (_tag: number, outcome: PingOutcome, roundTripMs: number) => {
        outcomes.push(outcome);
        if (outcome === 'alive') roundTripsMs.push(roundTripMs);
        atMs.push(net.nowMs - 3_000 * i);
      };
      from.ping(to.self, 2_000, { onPing }, 0);
      net.runTo(3_000 * (i + 1));
    }
    // "Exactly one answer."
    expect(outcomes).toHaveLength(count);
    return { outcomes, roundTripsMs, atMs };
  }

  // "ICMP is two messages (request, reply), each with its own one-way latency drawn by its sender."
  it('takes two latencies, drawn one by one', () => {
    expect(pings(3, {}).roundTripsMs).toEqual([100, 100, 100]);
    const { roundTripsMs } = pings(2_000, { latency: 'uniform:0-100', latencyFloorMs: 0.001 });
    // The sum of two uniform draws: a triangle with standard deviation 100/sqrt(6).
    const mean = roundTripsMs.reduce((sum, ms) => sum + ms, 0) / 2_000;
    expect(Math.abs(mean - 100) / (100 / Math.sqrt(6 * 2_000))).toBeLessThan(3.9);
    const thirds = [50, 100, 150, 200].map(
      (end) => roundTripsMs.filter((ms) => ms < end && ms >= end - 50).length,
    );
    expect(chiSquareP(thirds, [1, 3, 3, 1])).toBeGreaterThan(P_MIN);
  });

  // "With independent one-way loss p a ping fails with q = 1-(1-p)^2."
  it.each([0.01, 0.05, 0.3])('fails with probability 1-(1-p)^2, after the time-out: p = %d', (loss) => {
    const COUNT = 5_000;
    const { outcomes, atMs } = pings(COUNT, { loss });
    const lost = outcomes.filter((outcome) => outcome === 'lost').length;
    expect(proportionP(lost, COUNT, 1 - (1 - loss) ** 2)).toBeGreaterThan(P_MIN);
    expect(new Set(atMs.map((ms) => Math.round(ms)))).toEqual(new Set([100, 2_000]));
  });

  // "A host answers when it is up, whatever its process does."
  it.each<[string, (net: BareNetwork) => void, PingOutcome]>([
    ['is answered by a host whose process was killed', ({ network }) => network.kill(1), 'alive'],
    ['is lost when the host is down', ({ network }) => network.crash(1), 'lost'],
    ['is lost in a partition', ({ network }) => network.partition([1]), 'lost'],
    ['is lost when ICMP of the target is blocked', ({ network }) => network.blockIcmp(1, true), 'lost'],
    ['is lost when ICMP of the sender is blocked', ({ network }) => network.blockIcmp(0, true), 'lost'],
  ])('%s', (_, prepare, outcome) => {
    expect(pings(1, {}, prepare).outcomes).toEqual([outcome]);
  });

  it.each<[string, PingOutcome]>([
    ['999.999', 'alive'],
    ['1000', 'lost'],
    ['1500', 'lost'],
    ['2500', 'lost'],
  ])('whose answer takes twice %s ms is %s within 2 s, once', (latencyMs, outcome) => {
    const { outcomes, atMs } = pings(1, { latency: `constant:${latencyMs}` });
    expect(outcomes).toEqual([outcome]);
    expect(atMs[0]).toBeLessThanOrEqual(2_000);
  });

  it('is answered before its time-out or lost at it, whoever sees first that it comes too late', () => {
    const { outcomes, atMs } = pings(2_000, { latency: 'exponential:800', loss: 0.1 });
    const alive = atMs.filter((_, i) => outcomes[i] === 'alive');
    expect(Math.max(...alive)).toBeLessThan(2_000);
    expect(alive.length).toBeGreaterThan(500);
    expect(new Set(atMs.filter((_, i) => outcomes[i] === 'lost'))).toEqual(new Set([2_000]));
  });

  it('is lost when the host goes down before the request arrives', () => {
    const net = new BareNetwork({ latency: 'constant:100' });
    const [from, to] = [net.boot(0), net.boot(1)];
    const heard: [PingOutcome, number][] = [];
    from.ping(to.self, 2_000, { onPing: (_tag, outcome) => heard.push([outcome, net.nowMs]) }, 0);
    net.runTo(50);
    net.network.crash(1);
    net.runOut();
    expect(heard).toEqual([['lost', 2_000]]);
  });

  it('is not answered to a process that has ended', () => {
    const net = new BareNetwork();
    const [from, to] = [net.boot(0), net.boot(1)];
    const outcomes: PingOutcome[] = [];
    from.ping(to.self, 2_000, { onPing: (_tag, outcome) => outcomes.push(outcome) }, 0);
    net.network.kill(0);
    net.boot(0);
    net.runOut();
    expect(outcomes).toEqual([]);
  });
});
