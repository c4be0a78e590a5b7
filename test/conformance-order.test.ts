/** The laws of the ports that only a world with one clock can show: the simulated one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PING } from '../src/messages.ts';
import { Stage } from './support/conformance-stage.ts';
import type { LinkEnd, Station } from './support/conformance-witness.ts';
import { holdsInTime } from './support/property.ts';
import { simulatedWorld } from './support/simulated-world.ts';

const NODE_COUNT = 4;
const LATENCY_MS = 7;

/** What happened at one node. */
interface Happening {
  readonly atMs: number;
  readonly destination: number;
  readonly source: number;
  /** The number of the message, or of the arming of a timer. */
  readonly number: number;
}

/** Nodes of which each has a link to each, and what happens at them, in order. */
class Mesh {
  readonly stage = new Stage(simulatedWorld({ latency: `constant:${LATENCY_MS}` }));
  readonly stations: Station[] = [];
  readonly happened: Happening[] = [];
  /** By dialler and acceptor. */
  readonly #ends = new Map<string, LinkEnd>();

  static async open(): Promise<Mesh> {
    const mesh = new Mesh();
    for (let i = 0; i < NODE_COUNT; i++) mesh.stations.push(await mesh.stage.listener());
    for (let from = 0; from < NODE_COUNT; from++) {
      for (let to = 0; to < NODE_COUNT; to++) await mesh.#link(from, to);
    }
    return mesh;
  }

  get nowMs(): number {
    return (this.stations[0] as Station).ports.clock.now();
  }

  end(from: number, to: number): LinkEnd {
    return this.#ends.get(`${from} ${to}`) as LinkEnd;
  }

  /** Arms a timer of one node. */
  arm(node: number, number: number, delayMs: number): void {
    (this.stations[node] as Station).timer(() => this.#happens(node, node, number)).arm(delayMs);
  }

  async #link(from: number, to: number): Promise<void> {
    const stations = this.stations as readonly Station[];
    const [near, far] = await this.stage.link(stations[from] as Station, stations[to] as Station);
    this.#ends.set(`${from} ${to}`, near);
    far.onEvent = (event) => this.#happens(to, from, Number(event));
  }

  #happens(destination: number, source: number, number: number): void {
    this.happened.push({ atMs: this.nowMs, destination, source, number });
  }
}

/** One port call: a message from a node to another, or a timer of a node (to itself), due with it or a little apart. */
const CALL = fc.record({
  from: fc.nat(NODE_COUNT - 1),
  to: fc.nat(NODE_COUNT - 1),
  isTimer: fc.boolean(),
  earlierUs: fc.constantFrom(0, 0, 0, 1, 300),
});

// "The events of a node run in the order (time, source, order of sending)"; between nodes no order shows, here it is by node.
describe('events of one microsecond', () => {
  it('run in the order of destination, source, and sending, whatever was asked for first', async () => {
    const mesh = await Mesh.open();
    await holdsInTime(
      fc.asyncProperty(fc.array(CALL, { size: 'max', maxLength: 40 }), async (calls) => {
        mesh.happened.length = 0;
        const startMs = mesh.nowMs;
        const expected = calls.map(({ from, to, isTimer, earlierUs }, number) => {
          const delayMs = LATENCY_MS - earlierUs / 1000;
          if (isTimer) mesh.arm(from, number, delayMs);
          else mesh.end(from, to).say(number);
          return { dueMs: isTimer ? delayMs : LATENCY_MS, to: isTimer ? from : to, from, number };
        });
        await mesh.stage.until(() => mesh.happened.length === calls.length, 'all has happened');
        expected.sort((a, b) => a.dueMs - b.dueMs || a.to - b.to || a.from - b.from || a.number - b.number);
        expect(mesh.happened.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
        for (const [i, { atMs }] of mesh.happened.entries()) {
          expect(atMs - startMs).toBeCloseTo((expected[i] as { dueMs: number }).dueMs, 6);
        }
      }),
      200,
    );
    await mesh.stage.close();
  });

  it('run in an order that the calls of other nodes do not change', async () => {
    const orders = await Promise.all(
      [
        [0, 1, 2, 3],
        [3, 1, 0, 2],
        [2, 3, 1, 0],
      ].map(happeningsOf),
    );
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });

  /** Each node calls in its turn, and says the same. */
  async function happeningsOf(turns: readonly number[]): Promise<Happening[]> {
    const mesh = await Mesh.open();
    for (const from of turns) {
      for (const to of [3, 1, 2, 0]) {
        mesh.end(from, to).say(10 * from + to);
        mesh.end(from, to).say(100 + 10 * from + to);
      }
      mesh.arm(from, 1_000 + from, LATENCY_MS);
    }
    await mesh.stage.until(() => mesh.happened.length === 36, 'all has happened');
    await mesh.stage.close();
    return mesh.happened;
  }
});

// "every delay is positive"
describe('without any latency', () => {
  it('all takes at least a microsecond', async () => {
    const stage = new Stage(simulatedWorld({ latency: 'constant:0', latencyFloorMs: 0 }));
    const [dialler, listener] = [await stage.listener(), await stage.listener()];
    const { clock } = dialler.ports;
    const took = async (happens: (done: () => void) => void): Promise<number> => {
      const fromMs = clock.now();
      let doneMs = -1;
      happens(() => {
        doneMs = clock.now();
      });
      await stage.until(() => doneMs >= 0, 'it happens');
      return Math.round(1000 * (doneMs - fromMs));
    };
    const [near, far] = await stage.link(dialler, listener);
    expect(await took((done) => dialler.timer(done).arm(0))).toBe(1);
    expect(await took((done) => dialler.timer(done).arm(0.0001))).toBe(1);
    expect(await took((done) => hears(near, done, () => far.send(PING)))).toBe(1);
    expect(await took((done) => hears(far, done, () => near.close()))).toBe(1);
    expect(await took((done) => hears(dialler.dial(listener.self), done, () => {}))).toBe(2);
    const answers = dialler.ping(listener.self, 1_000);
    await stage.until(() => answers.length > 0, 'it is answered');
    expect(answers[0]?.roundTripMs).toBe(0.002);
    await stage.close();
  });

  function hears(end: LinkEnd, done: () => void, cause: () => void): void {
    end.onEvent = done;
    cause();
  }
});

// "No queue grows without bound."
describe('an end that cannot send', () => {
  it('takes nothing more when too much came back from a host that went down', async () => {
    const world = simulatedWorld();
    const stage = new Stage(world);
    const [near] = await stage.link(await stage.station(), await stage.listener());
    const sent = Array.from({ length: 2_000 }, (_, i) => near.say(i));
    expect(sent).not.toContain(false);
    world.network.crash(1);
    await stage.pass(near.station, 1_000);
    expect(near.say(2_000)).toBe(false);
    await stage.close();
  });

  // "Closes after what was sent."
  it('may close when the path is back: all that it had taken arrives first', async () => {
    const world = simulatedWorld();
    const stage = new Stage(world);
    const listener = await stage.listener();
    const [near, far] = await stage.link(await stage.station(), listener);
    world.stall(listener.ports);
    near.say(1);
    near.say(2);
    await stage.pass(near.station, 5_000);
    world.unstall(listener.ports);
    near.close();
    await stage.heard('closed: closed', far);
    expect(far.events).toEqual(['hello', '1', '2', 'closed: closed']);
    await stage.close();
  });
});
