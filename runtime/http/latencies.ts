/** Two latencies of a peer, as histograms: of deliveries, and of pings over ICMP. */
import type { Histogram } from 'prom-client';
import type { Address } from '../../src/address.ts';
import type { Gossip } from '../../src/messages.ts';
import type { PeerObserver } from '../../src/observer.ts';
import type { Pinger, PingHandler, PingOutcome } from '../../src/ports.ts';
import type { NodeMetrics } from './node-metrics.ts';

const DELIVERY_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const PING_BUCKETS_S = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2,
];

/** A timestamp further off is no time of publication, and would spoil the sum. Source: ours. */
const LATENCY_MAX_S = 3600;

/**
 * An observer that measures from the timestamp of each message to its first sight, by the wall clock.
 * @param wallTime Seconds since the epoch.
 */
export function deliveryLatency(metrics: NodeMetrics, wallTime: () => number): Partial<PeerObserver> {
  const histogram = metrics.histogram(
    'delivery_latency_seconds',
    "From a message's timestamp to its first receipt. It spans two clocks, the publisher's and this one's; below 0 counts as 0, " +
      'more than an hour apart is left out.',
    DELIVERY_BUCKETS_S,
  );
  return {
    delivered: ({ text }: Gossip) => {
      const latencyS = wallTime() - Number(text.slice(0, text.indexOf(':')));
      if (Math.abs(latencyS) < LATENCY_MAX_S) histogram.observe(Math.max(0, latencyS));
    },
  };
}

/** What wraps a pinger so that round trips are measured. */
export function pingRoundTrip(metrics: NodeMetrics): (pinger: Pinger) => Pinger {
  const histogram = metrics.histogram(
    'ping_round_trip_seconds',
    'Round trips of ICMP pings that were answered; pings over TCP are not among them.',
    PING_BUCKETS_S,
  );
  return (pinger) => new MeasuringPinger(pinger, histogram);
}

class MeasuringPinger implements Pinger {
  readonly #pinger: Pinger;
  readonly #roundTrips: Histogram;

  constructor(pinger: Pinger, roundTrips: Histogram) {
    this.#pinger = pinger;
    this.#roundTrips = roundTrips;
  }

  ping(target: Address, timeoutMs: number, handler: PingHandler, tag: number): void {
    const measuring = {
      onPing: (tag: number, outcome: PingOutcome, roundTripMs: number): void => {
        if (outcome === 'alive') this.#roundTrips.observe(roundTripMs / 1000);
        handler.onPing(tag, outcome, roundTripMs);
      },
    };
    this.#pinger.ping(target, timeoutMs, measuring, tag);
  }
}
