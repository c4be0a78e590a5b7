/** The laws of the ports about one node, in every world: its clock, its pings, its random stream and its memory. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IcmpPinger } from '../runtime/ping/icmp-pinger.ts';
import type { Timer } from '../src/ports.ts';
import { Stage, WORLDS } from './support/conformance-stage.ts';
import { type Station, saying } from './support/conformance-witness.ts';
import { FakePing } from './support/runtime-fake-ping.ts';

/** More than a helper process of the real world takes to start on a busy machine. */
const PING_MAX_MS = 20_000;

/** A clock of the simulator counts microseconds, and its milliseconds are rounded. */
const ROUNDING_MS = 0.001;

/** Stands in for the `ping` program where that may not be used. */
let fakePing: FakePing | undefined;
const path = process.env.PATH;
beforeAll(async () => {
  const pinger = new IcmpPinger();
  const trouble = await pinger.preflight('127.0.0.1');
  pinger.stop();
  if (trouble === undefined) return;
  fakePing = new FakePing();
  process.env.PATH = fakePing.path;
});
afterAll(() => {
  process.env.PATH = path;
  fakePing?.remove();
});

/** The machine does nothing else for so long. */
function beBusy(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}

describe.each(WORLDS)('in %s', (_, openWorld) => {
  let stage: Stage;
  let station: Station;
  beforeEach(async () => {
    stage = await Stage.open(openWorld);
    station = await stage.station();
  });
  afterEach(() => stage.close());

  function now(): number {
    return station.ports.clock.now();
  }

  describe('a clock', () => {
    // "Milliseconds on a monotonic clock." "Seconds since the epoch."
    it('tells milliseconds that pass, and the seconds of the day', async () => {
      const { clock } = station.ports;
      const [fromMs, fromS] = [clock.now(), clock.wallTime()];
      await stage.pass(station, 250);
      const passedMs = clock.now() - fromMs;
      expect(passedMs).toBeGreaterThanOrEqual(250 - ROUNDING_MS);
      expect(Math.abs(clock.wallTime() - fromS - passedMs / 1000)).toBeLessThan(1);
      expect(fromS).toBeGreaterThan(1_700_000_000);
    });
  });

  describe('a timer', () => {
    let fired: string[];
    beforeEach(() => {
      fired = [];
    });

    function timer(name = 'it'): Timer {
      return station.timer(() => fired.push(name));
    }

    // "Makes a timer, disarmed." "Calls the handler once, `delayMs` from now."
    it('fires once, when it was armed and not before its time', async () => {
      timer('unarmed');
      const fromMs = now();
      let atMs = 0;
      station
        .timer(() => {
          atMs = now();
          fired.push('armed');
        })
        .arm(40.25);
      expect(fired).toEqual([]);
      await stage.pass(station, 100);
      expect(fired).toEqual(['armed']);
      expect(atMs - fromMs).toBeGreaterThanOrEqual(40.25 - ROUNDING_MS);
    });

    it('armed late in a busy turn does not fire early', async () => {
      beBusy(10);
      const fromMs = now();
      let tookMs = 0;
      station
        .timer(() => {
          tookMs = now() - fromMs;
        })
        .arm(20);
      await stage.until(() => tookMs > 0, 'it fired');
      expect(tookMs).toBeGreaterThanOrEqual(20 - ROUNDING_MS);
    });

    it('without a delay fires after the call', async () => {
      timer().arm(0);
      expect(fired).toEqual([]);
      await stage.until(() => fired.length === 1, 'it fired');
    });

    // "Arming an armed timer moves its deadline."
    it('armed again fires once, at its last deadline', async () => {
      const later = timer('later');
      later.arm(20);
      later.arm(120);
      const sooner = timer('sooner');
      sooner.arm(120);
      sooner.arm(20);
      await stage.pass(station, 70);
      expect(fired).toEqual(['sooner']);
      await stage.pass(station, 150);
      expect(fired).toEqual(['sooner', 'later']);
    });

    // "After this the handler is not called until the timer is armed again."
    it('disarmed does not fire until it is armed again', async () => {
      const one = timer();
      one.disarm();
      one.arm(20);
      one.disarm();
      one.disarm();
      await stage.pass(station, 60);
      expect(fired).toEqual([]);
      one.arm(10);
      await stage.pass(station, 60);
      expect(fired).toEqual(['it']);
      one.disarm();
      one.arm(10);
      await stage.pass(station, 60);
      expect(fired).toEqual(['it', 'it']);
    });

    it('may be armed in its own handler', async () => {
      const atMs: number[] = [];
      const periodic = station.timer(() => {
        atMs.push(now());
        if (atMs.length < 5) periodic.arm(10);
      });
      periodic.arm(10);
      await stage.until(() => atMs.length === 5, 'it fired five times');
      await stage.pass(station, 50);
      expect(atMs).toHaveLength(5);
      for (const [i, ms] of atMs.entries()) {
        if (i > 0) expect(ms - (atMs[i - 1] as number)).toBeGreaterThanOrEqual(10 - ROUNDING_MS);
      }
    });

    it('may be disarmed, or armed anew, in the handler of another that is due with it', async () => {
      const [disarmed, moved] = [timer('disarmed'), timer('moved')];
      station
        .timer(() => {
          fired.push('first');
          disarmed.disarm();
          moved.arm(20);
        })
        .arm(10);
      disarmed.arm(10);
      moved.arm(10);
      // In the real world all three are overdue before any can fire.
      beBusy(30);
      await stage.until(() => fired.length > 1, 'the moved one fired');
      await stage.pass(station, 50);
      expect(fired).toEqual(['first', 'moved']);
    });

    // "Events run in the order (time, ...)"
    it('with the earlier deadline fires first, whichever was armed first', async () => {
      for (const delayMs of [40, 10, 30, 20]) timer(String(delayMs)).arm(delayMs);
      await stage.until(() => fired.length === 4, 'all fired');
      expect(fired).toEqual(['10', '20', '30', '40']);
    });
  });

  // "Leads to exactly one `onPing`, at the latest shortly after `timeoutMs`."
  describe('a ping', () => {
    it('of a host that is up is answered once: alive, with its round trip', async () => {
      const other = await stage.listener();
      const answers = station.ping(other.self, PING_MAX_MS);
      expect(answers).toEqual([]);
      await stage.until(() => answers.length > 0, 'it is answered');
      await stage.pass(station, 50);
      expect(answers).toMatchObject([{ outcome: 'alive' }]);
      expect(answers[0]?.roundTripMs).toBeGreaterThanOrEqual(0);
    });

    it('is answered once, in time or not', async () => {
      const answers = station.ping(station.self, 300);
      await stage.until(() => answers.length > 0, 'it is answered');
      await stage.pass(station, 400);
      expect(answers).toHaveLength(1);
    });

    // "It sees hosts, not processes."
    it('of a host whose process ended is alive', async () => {
      const other = await stage.listener();
      await stage.kill(other);
      const answers = station.ping(other.self, PING_MAX_MS);
      await stage.until(() => answers.length > 0, 'it is answered');
      expect(answers).toMatchObject([{ outcome: 'alive' }]);
    });

    it('of a host that is down is answered once: lost', async () => {
      const silent = await stage.world.silentHost();
      await answer(station.ping(station.self, PING_MAX_MS));
      const answers = station.ping(silent, 2_000);
      await stage.until(() => answers.length > 0, 'it is answered');
      await stage.pass(station, 50);
      expect(answers).toMatchObject([{ outcome: 'lost' }]);
    });

    it('is answered by its own time, whoever else asks for that host', async () => {
      const silent = await stage.world.silentHost('slow');
      await answer(station.ping(station.self, PING_MAX_MS));
      const patient = station.ping(silent, PING_MAX_MS / 2);
      const fromMs = now();
      const hasty = station.ping(silent, 300);
      await stage.until(() => hasty.length > 0, 'the hasty one is answered');
      expect(patient).toEqual([]);
      expect((hasty[0]?.atMs ?? 0) - fromMs).toBeLessThan(PING_MAX_MS / 2);
    });

    it('may be one of many: each is answered once', async () => {
      const others = [await stage.listener(), await stage.listener()];
      const pings = [...others, ...others, station].map(({ self }) => station.ping(self, PING_MAX_MS));
      await stage.until(() => pings.every((answers) => answers.length > 0), 'all are answered');
      await stage.pass(station, 50);
      expect(pings.map((answers) => answers.map(({ outcome }) => outcome))).toEqual(
        pings.map(() => ['alive']),
      );
    });
  });

  async function answer(answers: readonly unknown[]): Promise<void> {
    await stage.until(() => answers.length > 0, 'a ping is answered');
  }

  // "Uniform in [0, 1)." "A stream of uniform numbers that belongs to this node alone."
  it('random numbers are in [0, 1), evenly, and those of two nodes differ', async () => {
    const other = await stage.station();
    const draws = (of: Station) => Array.from({ length: 2_000 }, () => of.ports.random.next());
    const [ours, theirs] = [draws(station), draws(other)];
    for (const draw of [...ours, ...theirs]) {
      expect(draw).toBeGreaterThanOrEqual(0);
      expect(draw).toBeLessThan(1);
    }
    const mean = ours.reduce((sum, draw) => sum + draw, 0) / ours.length;
    // Eight standard deviations.
    expect(Math.abs(mean - 0.5)).toBeLessThan(8 * Math.sqrt(1 / 12 / ours.length));
    expect(ours.filter((draw) => theirs.includes(draw))).toEqual([]);
  });

  // "True exactly the first time this message is shown, within the time the memory lasts."
  it('each message is new to each node once', async () => {
    const nodes = [station, await stage.station(), await stage.station()];
    const messages = Array.from({ length: 50 }, (_, i) => saying(i));
    const shown = (order: readonly number[]) =>
      messages.map((message) => order.map((i) => (nodes[i] as Station).ports.memory.firstTime(message)));
    expect(shown([0, 0, 1])).toEqual(messages.map(() => [true, false, true]));
    expect(shown([1, 2, 0, 2])).toEqual(messages.map(() => [false, true, false, false]));
  });
});
