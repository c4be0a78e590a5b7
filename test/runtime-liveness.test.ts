/** Pings of a peer by the real clock, whose timers are late so that they meet. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RealClock } from '../runtime/clock.ts';
import { partialPeerObserver } from '../runtime/combined-observer.ts';
import { nodeRandom } from '../runtime/random.ts';
import { address } from '../src/address.ts';
import { Liveness } from '../src/liveness.ts';
import { MONITORED, NAMED, NeighbourStore } from '../src/neighbour-store.ts';
import { NeighbourTable } from '../src/neighbour-table.ts';
import { NodeState } from '../src/node-state.ts';
import type { PeerObserver } from '../src/observer.ts';
import { ONE_NODE, type Pinger, type Transport, type World } from '../src/ports.ts';
import { PROFILES } from '../src/profiles.ts';
import { SeenMessages } from '../src/seen-messages.ts';

const SETTINGS = { ...PROFILES.hardened, seeds: [] };
const INTERVAL_MS = SETTINGS.pingIntervalMs;
/** Nearly as many as may be pinged in one interval, so that a turn lost is never made up for. */
const NEIGHBOURS = 63;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** When each neighbour was pinged, milliseconds. */
function pingsOf(intervals: number): Map<string, number[]> {
  const pings = new Map<string, number[]>();
  const pinger: Pinger = {
    ping: (target, _, handler, tag) => {
      pings.set(target.text, [...(pings.get(target.text) ?? []), performance.now()]);
      setTimeout(() => handler.onPing(tag, 'alive', 1), 1);
    },
  };
  const clock = new RealClock();
  const world: World<PeerObserver> = {
    ...ONE_NODE,
    self: address('10.0.0.1', 6_000),
    clock,
    pinger,
    transport: {} as Transport,
    random: nodeRandom('runtime-liveness', 'peer'),
    memory: new SeenMessages(clock),
    observer: partialPeerObserver({}),
  };
  const state = new NodeState(world);
  const table = new NeighbourTable(new NeighbourStore(), state);
  const liveness = new Liveness(world, SETTINGS, { onDead: () => {} }, table, state);
  for (let i = 1; i <= NEIGHBOURS; i++) {
    liveness.watch(table.add(address(`10.0.1.${i}`, 6_000), MONITORED | NAMED));
  }
  vi.advanceTimersByTime(intervals * INTERVAL_MS);
  liveness.stop();
  return pings;
}

it('pings everybody in every interval, few moments a second, and loses no turn by being late', () => {
  const INTERVALS = 100;
  const pings = pingsOf(INTERVALS);
  expect(pings.size).toBe(NEIGHBOURS);
  for (const times of pings.values()) expect(times.length).toBeGreaterThanOrEqual(INTERVALS - 1);
  const moments = new Set([...pings.values()].flat());
  expect(moments.size).toBeLessThanOrEqual((4 * INTERVALS * INTERVAL_MS) / 1000);
});
