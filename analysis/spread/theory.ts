/** What theory says of a flood, where it says something. Sources stand at each formula. */

/**
 * Copies of one message in a flood over a connected, static overlay without loss, whatever the delays: each link carries it both
 * ways, but for the N-1 on which it came first. RMR, the
 * relative message redundancy (Leitão, Pereira, Rodrigues, "Epidemic Broadcast Trees", SRDS 2007), follows.
 */
export function floodCopies(peers: number, links: number): number {
  return 2 * links - (peers - 1);
}

/** Mean distance of a random graph. Source: Newman, Strogatz, Watts, Phys. Rev. E 64, 026118, 2001; holds within about 0.4. */
export function meanDistance(peers: number, meanDegree: number): number {
  return Math.log(peers) / Math.log(meanDegree);
}

/**
 * Distance of the last peer in a random graph of equal degrees, up to a constant.
 * Source: the diameter in Bollobás and Fernandez de la Vega, Combinatorica 2, 125-134, 1982.
 */
export function lastHop(peers: number, meanDegree: number): number {
  return Math.log(peers * Math.log(peers)) / Math.log(meanDegree - 1);
}

/**
 * Susceptible-infected with homogeneous mixing: the logistic curve. Every link passes a message on at the rate 1/latency.
 * Source: Anderson and May, Infectious Diseases of Humans, 1991; Pastor-Satorras et al., Rev. Mod. Phys. 87, 925, 2015.
 */
export function logisticHalfTimeMs(peers: number, meanDegree: number, latencyMs: number): number {
  return (Math.log(peers - 1) * latencyMs) / meanDegree;
}

/** From a tenth to nine tenths of the peers on the same curve: 2 ln 9 / (rate k). */
export function logisticWidthMs(meanDegree: number, latencyMs: number): number {
  return (2 * Math.log(9) * latencyMs) / meanDegree;
}

/** What is expected and measured: names of rows. */
export const COPIES = 'copies';
export const REDUNDANCY = 'redundancy';
export const MEAN_HOPS = 'mean hops of a delivery';
export const LAST_HOP = 'hops of the last delivery';
export const HALF_TIME = 'time to 50 % (ms)';
export const WIDTH = 'time from 10 to 90 % (ms)';

/** Squared coefficient of variation of the degrees up to which they count as equal. Source: ours. */
const EQUAL_DEGREES_MAX = 0.05;

export interface TheoryRow {
  readonly what: string;
  readonly expected: number;
  readonly measured: number;
  /** An identity; otherwise an approximation for large networks. */
  readonly exact: boolean;
  readonly source: string;
}

/** A flood that was measured. */
export interface MeasuredFlood {
  readonly peers: number;
  readonly links: number;
  readonly components: number;
  readonly meanDegree: number;
  /** Nothing is lost, nobody fails, and the overlay stood before the first message. */
  readonly static: boolean;
  /** Variance of the degrees over the square of their mean. */
  readonly degreeVariation: number;
  /** Neighbours are drawn uniformly, as many for each peer. */
  readonly uniformChoice: boolean;
  /** Every message takes the same time, so that hops are distances. */
  readonly constantLatency: boolean;
  /** Latencies are exponential with this mean, and messages do not wait for each other on a link; null otherwise. */
  readonly exponentialLatencyMs: number | null;
  readonly published: number;
  readonly copies: number;
  readonly redundancy: number | null;
  readonly meanHops: number | null;
  readonly lastHop: number | null;
  readonly timeTo10Ms: number | null;
  readonly timeTo50Ms: number | null;
  readonly timeTo90Ms: number | null;
}

/** Theory beside measurement, as far as a theory holds for this flood. */
export function theoryRows(flood: MeasuredFlood): TheoryRow[] {
  if (!flood.static || flood.components !== 1 || flood.published === 0 || flood.peers < 2) return [];
  const random = flood.uniformChoice && flood.meanDegree > 2;
  const equals = flood.degreeVariation <= EQUAL_DEGREES_MAX;
  const latencyMs = flood.exponentialLatencyMs;
  return [
    ...copyRows(flood),
    ...(random && flood.constantLatency ? distanceRows(flood) : []),
    ...(equals && latencyMs !== null ? logisticRows(flood, latencyMs) : []),
  ];
}

function copyRows({ peers, links, published, copies, redundancy }: MeasuredFlood): TheoryRow[] {
  const each = floodCopies(peers, links);
  const source = '2E-(N-1): flood over a static overlay';
  return [
    ...row(COPIES, published * each, copies, true, source),
    ...row(REDUNDANCY, each / (peers - 1) - 1, redundancy, true, source),
  ];
}

function distanceRows({ peers, meanDegree, ...measured }: MeasuredFlood): TheoryRow[] {
  return [
    ...row(
      MEAN_HOPS,
      meanDistance(peers, meanDegree),
      measured.meanHops,
      false,
      'ln N / ln k: Newman, Strogatz, Watts 2001',
    ),
    ...row(
      LAST_HOP,
      lastHop(peers, meanDegree),
      measured.lastHop,
      false,
      'ln(N ln N) / ln(k-1): Bollobás, Fernandez de la Vega 1982',
    ),
  ];
}

function logisticRows(flood: MeasuredFlood, latencyMs: number): TheoryRow[] {
  const { peers, meanDegree, timeTo10Ms, timeTo50Ms, timeTo90Ms } = flood;
  const width = timeTo10Ms === null || timeTo90Ms === null ? null : timeTo90Ms - timeTo10Ms;
  return [
    ...row(
      HALF_TIME,
      logisticHalfTimeMs(peers, meanDegree, latencyMs),
      timeTo50Ms,
      false,
      'ln(N-1) / (b k): SI logistic',
    ),
    ...row(WIDTH, logisticWidthMs(meanDegree, latencyMs), width, false, '2 ln 9 / (b k): SI logistic'),
  ];
}

function row(
  what: string,
  expected: number,
  measured: number | null,
  exact: boolean,
  source: string,
): TheoryRow[] {
  return measured === null ? [] : [{ what, expected, measured, exact, source }];
}
