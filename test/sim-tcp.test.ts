/** Links of the virtual network. "constant:50": one way takes 50 ms. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../sim/scenario.ts';
import { holds } from './support/property.ts';
import { DIAL_TIMEOUT_MS, dial, Listener } from './support/sim-links.ts';
import { BareNetwork } from './support/sim-world.ts';

const MINUTE_MS = 60_000;
/** What one end keeps for another that cannot be reached. */
const WAITING_MAX = 1_500;

/** Node 0 dials node 1, which listens. */
function pair(changes: Partial<Scenario> = {}, randomSeed = 'a') {
  const net = new BareNetwork(changes, randomSeed);
  const [dialler, accepter] = [net.boot(0), net.boot(1)];
  const listener = new Listener(accepter);
  return { net, dialler, accepter, listener };
}

/** The same with an open link: `near` dialled, `far` accepted. It is 1 s, or later when loss made a dial fail. */
function linked(changes: Partial<Scenario> = {}, randomSeed = 'a') {
  const world = pair(changes, randomSeed);
  let near = dial(world.dialler, world.accepter);
  world.net.runTo(1_000);
  while (world.listener.ends.length === 0) {
    if (near.closedWhy !== undefined) near = dial(world.dialler, world.accepter);
    world.net.runTo(world.net.nowMs + 1_000);
  }
  const [far] = world.listener.ends;
  near.heard.length = 0;
  far.heard.length = 0;
  return { ...world, near, far };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe('a dial', () => {
  it('opens after a round trip, and at the other end one latency later', () => {
    const { net, dialler, accepter, listener } = pair();
    const near = dial(dialler, accepter);
    net.runTo(1_000);
    expect(near.heard).toEqual(['100 open']);
    expect(listener.acceptedAtMs).toEqual([150]);
    expect(listener.ends[0].heard).toEqual(['350 silence']);
    expect(dialler.remote(near.link)).toEqual(accepter.self);
    const remote = accepter.remote(listener.ends[0].link);
    expect([remote.host, remote.port >= 32_768]).toEqual([dialler.self.host, true]);
  });

  it('is refused where nobody listens, or not any more', () => {
    const { net, dialler, accepter } = pair();
    const toSilent = dial(dialler, net.boot(2));
    accepter.unlisten();
    const toDeaf = dial(dialler, accepter);
    net.runOut();
    expect(toSilent.heard).toEqual(['100 close refused']);
    expect(toDeaf.heard).toEqual(['100 close refused']);
  });

  it('is refused by a host whose process was killed', () => {
    const { net, dialler, accepter } = pair();
    net.network.kill(1);
    const near = dial(dialler, accepter);
    net.runOut();
    expect(near.heard).toEqual(['100 close refused']);
  });

  it.each([
    10_000, 3_000, 50,
  ])('to a host that is down times out after the %i ms of its caller', (timeoutMs) => {
    const { net, dialler, accepter } = pair();
    net.network.crash(1);
    const near = dial(dialler, accepter, timeoutMs);
    net.runOut();
    expect(near.heard).toEqual([`${timeoutMs} close timeout`]);
  });

  it('through a partition times out', () => {
    const { net, dialler, accepter } = pair();
    net.network.partition([1]);
    const near = dial(dialler, accepter);
    net.runOut();
    expect(near.heard).toEqual(['10000 close timeout']);
  });

  // "A lost connection attempt is retried after 1, 2, 4 s": at 1, 3 and 7 s.
  it.each([
    [0.5, ['1100 open']],
    [2.5, ['3100 open']],
    [6.9, ['7100 open']],
    [7.5, ['10000 close timeout']],
  ])('meets a host that comes up after %d s with its next attempt', (seconds, heard) => {
    const { net, dialler, accepter } = pair();
    net.network.crash(1);
    const near = dial(dialler, accepter);
    net.runTo(1000 * seconds);
    new Listener(net.boot(1));
    net.runOut();
    expect(near.heard).toEqual(heard);
  });

  it('that is given up before the answer comes never reaches the other end', () => {
    const { net, dialler, accepter, listener } = pair();
    const near = dial(dialler, accepter);
    net.runTo(70);
    near.close();
    const late = dial(dialler, accepter, 99);
    net.runOut();
    expect([near.heard, late.heard, listener.ends]).toEqual([[], ['169 close timeout'], []]);
  });

  it('does not cross a partition that began while it was under way', () => {
    const { net, dialler, accepter, listener } = pair();
    const near = dial(dialler, accepter);
    net.runTo(20);
    net.network.partition([1]);
    net.runOut();
    expect([near.heard, listener.ends]).toEqual([['10000 close timeout'], []]);
  });
});

describe('a link', () => {
  // "Latency is drawn per message ...; order on a link is kept by never delivering before an earlier message."
  it('keeps the order of sending, in both directions, though each message draws its latency', () => {
    const gaps = fc.array(fc.constantFrom(0, 1, 10, 100, 400), { minLength: 30, maxLength: 60, size: 'max' });
    holds(
      fc.property(gaps, fc.nat(1e6), fc.constantFrom(0, 0.2), (each, seed, loss) => {
        const { net, near, far } = linked({ latency: 'uniform:1-300', loss }, String(seed));
        let nowMs = net.nowMs;
        for (const [number, gapMs] of each.entries()) {
          expect([near.send(number), far.send(number)]).toEqual([1, 1]);
          nowMs += gapMs;
          net.runTo(nowMs);
        }
        net.runTo(nowMs + MINUTE_MS);
        expect([near.numbers, far.numbers]).toEqual([upTo(each.length), upTo(each.length)]);
      }),
      100,
    );
  });

  it('delivers what was sent close together at one time when an earlier message is slow', () => {
    const { net, near, far } = linked({ latency: 'uniform:1-300' });
    near.send(...upTo(50));
    net.runTo(2_000);
    expect(far.numbers).toEqual(upTo(50));
    // 50 draws have 4.5 records on average, and every other message waits for one.
    expect(new Set(far.atMs).size).toBeLessThan(15);
    expect(Math.max(...far.atMs)).toBeGreaterThan(1_250);
  });

  it('closes after the last message, and at the end that asked without a word', () => {
    const { net, near, far } = linked({ latency: 'uniform:1-300' });
    near.send(...upTo(10));
    near.close();
    expect(near.send(99)).toBe(0);
    net.runOut();
    expect(far.numbers).toEqual(upTo(10));
    expect(far.heard.at(-1)).toMatch(/ close closed$/);
    expect(near.heard).toEqual([]);
  });

  it('loses nothing that was sent when the process is killed, and closes', () => {
    const { net, near, far } = linked();
    near.send(1, 2);
    net.network.kill(0);
    net.runOut();
    expect(far.heard).toEqual(['1050 message 1', '1050 message 2', '1050 close closed']);
  });

  it('hears nothing of a crash, until the host is back and something is sent', () => {
    const { net, near, far } = linked();
    net.network.crash(1);
    net.runTo(600_000);
    expect([near.heard, far.heard]).toEqual([[], []]);
    new Listener(net.boot(1));
    net.runTo(700_000);
    expect(near.heard).toEqual([]);
    near.send(1);
    net.runOut();
    expect(near.heard).toEqual(['700100 close reset']);
  });

  it('tries again what was sent to a host that is down, and hears of its restart', () => {
    const { net, near, listener } = linked();
    net.network.crash(1);
    expect(near.send(1, 2)).toBe(2);
    net.runTo(2_000);
    const restarted = new Listener(net.boot(1));
    net.runOut();
    // Tried again 0.2, 0.6, 1.4 s after the first: at 2.4 s the host says that it knows no such link.
    expect(near.heard).toEqual(['2500 close reset']);
    expect([listener.ends[0].heard, restarted.ends]).toEqual([[], []]);
  });

  it('gets back what was under way when the host went down', () => {
    const { net, near, far } = linked();
    near.send(1);
    net.runTo(1_020);
    net.network.crash(1);
    net.runTo(2_000);
    net.boot(1);
    net.runTo(MINUTE_MS);
    expect(far.heard).toEqual([]);
    expect(near.closedWhy).toBe('reset');
  });

  it('takes nothing for a link of another process', () => {
    const { net, near, accepter } = linked();
    expect(accepter.send(near.link, { kind: 'ping' })).toBe(false);
    accepter.close(near.link);
    expect(near.send(1)).toBe(1);
    net.runOut();
    expect(near.closedWhy).toBeUndefined();
  });
});

describe('a link that a partition cuts', () => {
  it('stalls, and delivers everything in order when the partition heals', () => {
    const { net, near, far } = linked();
    near.send(0);
    net.network.partition([1]);
    near.send(1, 2);
    far.send(7);
    net.runTo(3_000);
    // What was under way arrives.
    expect([far.numbers, near.numbers]).toEqual([[0], []]);
    near.send(3);
    net.network.heal();
    // Waits behind what is to be sent again, at 1 + 3 s.
    near.send(4);
    net.runTo(4_000);
    expect(far.numbers).toEqual([0]);
    net.runTo(5_000);
    near.send(5);
    net.runOut();
    expect([far.numbers, near.numbers]).toEqual([[0, 1, 2, 3, 4, 5], [7]]);
    expect(far.atMs.slice(1)).toEqual([4_050, 4_050, 4_050, 4_050, 5_050]);
    expect([near.closedWhy, far.closedWhy]).toEqual([undefined, undefined]);
  });

  it('among nodes of one side stays as it was', () => {
    const { net, near, far } = linked();
    net.network.partition([0, 1]);
    near.send(1);
    net.runOut();
    expect(far.heard).toEqual(['1050 message 1']);
  });

  // "No queue grows without bound."
  it('takes no more than its bound, and goes on after the heal', () => {
    const { net, near, far } = linked();
    net.network.partition([1]);
    const wanted = upTo(WAITING_MAX + 100);
    expect(near.send(...wanted)).toBe(WAITING_MAX);
    net.runTo(MINUTE_MS);
    expect(near.send(-5)).toBe(0);
    net.network.heal();
    net.runTo(2 * MINUTE_MS);
    expect(far.numbers).toEqual(wanted.slice(0, WAITING_MAX));
    expect(near.send(9)).toBe(1);
    net.runOut();
    expect(far.numbers.at(-1)).toBe(9);
  });

  it('with nothing to send stays for as long as it takes', () => {
    const { net, near, far } = linked();
    net.network.partition([1]);
    net.runTo(120 * MINUTE_MS);
    net.network.heal();
    near.send(1);
    net.runTo(121 * MINUTE_MS);
    expect(far.numbers).toEqual([1]);
    expect(near.closedWhy).toBeUndefined();
  });

  it.each(['a partition', 'a host that is down'])('times out after about 15 minutes, cut by %s', (cause) => {
    const { net, near, far } = linked();
    if (cause === 'a partition') net.network.partition([1]);
    else net.network.crash(1);
    near.send(1);
    net.runTo(15 * MINUTE_MS);
    expect(near.heard).toEqual([]);
    net.runTo(17 * MINUTE_MS);
    expect(near.closedWhy).toBe('timeout');
    expect(far.heard).toEqual([]);
    expect(near.send(2)).toBe(0);
  });
});

describe('the time that a dial is given', () => {
  it('does not touch a link that is open', () => {
    const { net, near, far } = linked();
    net.runTo(2 * DIAL_TIMEOUT_MS);
    near.send(1);
    net.runOut();
    expect([near.closedWhy, far.numbers]).toEqual([undefined, [1]]);
  });
});
