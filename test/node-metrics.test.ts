/** The parts of what is measured: latencies, the lag of the event loop, and documents of many entries. */
import { expect, it } from 'vitest';
import { metricValues } from '../cli/metrics-text.ts';
import { EventLoopLag } from '../runtime/http/event-loop-lag.ts';
import { deliveryLatency, pingRoundTrip } from '../runtime/http/latencies.ts';
import { NodeMetrics } from '../runtime/http/node-metrics.ts';
import { registryDocument } from '../runtime/http/topology.ts';
import type { RunningSeed } from '../runtime/node.ts';
import { address } from '../src/address.ts';
import { gossip } from '../src/messages.ts';
import type { PingHandler, PingOutcome } from '../src/ports.ts';
import { Registry } from '../src/registry.ts';

const PEER = address('10.0.0.2', 6000);
const NAMES = { addressAt: () => PEER };

async function valuesOf(metrics: NodeMetrics): Promise<ReadonlyMap<string, number>> {
  return metricValues(await metrics.text());
}

it('measures deliveries from the timestamp of the message, as far as it can be one', async () => {
  const metrics = new NodeMetrics('peer', '1.2.3');
  const { delivered } = deliveryLatency(metrics, () => 1_700_000_010);
  const receive = (timestamp: string) => delivered?.(gossip(`${timestamp}:10.0.0.2:1`), 0, NAMES);
  receive('1700000009.75');
  receive('1700000006');
  // The other clock is ahead.
  receive('1700000012.5');
  for (const nonsense of ['0', '1600000000', '9999999999', 'x', '']) receive(nonsense);
  const values = await valuesOf(metrics);
  expect(values.get('hearsay_delivery_latency_seconds_count')).toBe(3);
  expect(values.get('hearsay_delivery_latency_seconds_sum')).toBeCloseTo(4.25, 6);
  expect(values.get('hearsay_delivery_latency_seconds_bucket{le="0.001"}')).toBe(1);
  expect(values.get('hearsay_delivery_latency_seconds_bucket{le="0.25"}')).toBe(2);
});

it('measures round trips of pings that were answered, and hands all outcomes on', async () => {
  const metrics = new NodeMetrics('peer', '1.2.3');
  const outcomes: PingOutcome[] = ['alive', 'lost', 'unable'];
  const pinger = pingRoundTrip(metrics)({
    ping: (_target, _timeoutMs, handler: PingHandler, tag) => handler.onPing(tag, outcomes[tag], 2.5),
  });
  const heard: unknown[] = [];
  for (const tag of outcomes.keys()) {
    pinger.ping(PEER, 1000, { onPing: (...parts) => heard.push(parts) }, tag);
  }
  expect(heard).toEqual([
    [0, 'alive', 2.5],
    [1, 'lost', 2.5],
    [2, 'unable', 2.5],
  ]);
  const values = await valuesOf(metrics);
  expect(values.get('hearsay_ping_round_trip_seconds_count')).toBe(1);
  expect(values.get('hearsay_ping_round_trip_seconds_sum')).toBeCloseTo(0.0025, 9);
});

it('knows how long the event loop stood still, however often somebody looks', async () => {
  const lag = new EventLoopLag();
  const turn = () => new Promise((resolve) => setTimeout(resolve, 30));
  await turn();
  const untilMs = performance.now() + 200;
  while (performance.now() < untilMs);
  await turn();
  const first = lag.seconds;
  await turn();
  const again = lag.seconds;
  lag.stop();
  expect(first['1']).toBeGreaterThan(0.1);
  expect(again['1']).toBeGreaterThanOrEqual(first['1']);
  expect(first['0.5']).toBeLessThan(first['1']);
});

it('tells a long registry in pieces, as it was at the beginning', () => {
  const registry = new Registry();
  const addresses = Array.from({ length: 2500 }, (_, i) => address('10.0.0.1', 1 + i));
  for (const [i, each] of addresses.entries()) registry.register(each, i % 2 === 0, 1000 * i);
  const clock = { now: () => 2_500_000 };
  const node = { self: PEER, seed: { registry, world: { clock } } } as unknown as RunningSeed;
  const pieces: string[] = [];
  for (const piece of registryDocument(node)) {
    pieces.push(piece);
    registry.remove(addresses[pieces.length]);
    registry.register(address('10.0.0.2', pieces.length), true, 2_500_000);
  }
  expect(pieces).toHaveLength(2 + 3);
  const { registered } = JSON.parse(pieces.join(''));
  expect(registered.map((entry: { address: string }) => entry.address)).toEqual(
    addresses.map(({ text }) => text),
  );
  expect(registered[1]).toEqual({ address: '10.0.0.1:2', ageSeconds: 2499, additions: false });
});
