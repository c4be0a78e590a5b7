/**
 * How long one message takes, one way. Drawn for each message from the stream of its sender, never below the floor. Microseconds,
 * whole, at least 1: what decides an event has no fraction.
 */
import { exp, ln } from '../src/portable-math.ts';
import { type LatencyModel, parseLatencyModel } from './latency-model.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';
import { globalStream, type NodeStreams } from './streams.ts';

/** No draw takes longer: a minute, as the longest latency that a scenario may state. */
const LATENCY_MAX_US = 60_000_000;

/** Rows of the PlanetLab matrix. */
const PLANETLAB_ROWS = 490;

/** Two nodes of one row are 0.1 to 1 ms apart. */
const SAME_ROW_MIN_US = 100;
const SAME_ROW_MAX_US = 1000;

export interface LatencySource {
  /** No draw takes less. Microseconds, at least 1. */
  readonly minUs: number;
  /** Microseconds from `source` to `destination`. */
  drawUs(source: number, destination: number): number;
}

/**
 * @param rttTenthsMs round trips between PlanetLab nodes: the upper triangle, row by row; needed for that model only.
 * @throws ScenarioError when the model is unknown or its data is missing.
 */
export function latencySource(
  scenario: Scenario,
  randomSeed: string,
  streams: NodeStreams,
  rttTenthsMs: Uint16Array | undefined,
): LatencySource {
  const model = parseLatencyModel(scenario.latency);
  if (model === undefined) throw new ScenarioError(`latency: no model is called "${scenario.latency}"`);
  if (model.kind === 'planetlab') {
    if (rttTenthsMs?.length !== (PLANETLAB_ROWS * (PLANETLAB_ROWS - 1)) / 2) {
      throw new ScenarioError('latency: "planetlab" needs its matrix of 490 nodes; choose another model');
    }
    return new PlanetlabLatency(rttTenthsMs, scenario.latencyFloorMs, randomSeed, streams);
  }
  return new DrawnLatency(model, scenario.latencyFloorMs, streams);
}

type DrawnModel = Exclude<LatencyModel, { kind: 'planetlab' }>;

/** The same distribution for every pair. */
class DrawnLatency implements LatencySource {
  readonly minUs: number;
  readonly #model: DrawnModel;
  readonly #floorUs: number;
  readonly #streams: NodeStreams;

  constructor(model: DrawnModel, floorMs: number, streams: NodeStreams) {
    this.#model = model;
    this.#floorUs = floorOf(floorMs);
    this.#streams = streams;
    this.minUs = Math.max(this.#floorUs, Math.round(1000 * minMsOf(model)));
  }

  drawUs(source: number): number {
    const us = Math.round(1000 * this.#drawMs(source));
    return Math.max(this.#floorUs, Math.min(us, LATENCY_MAX_US));
  }

  #drawMs(source: number): number {
    const model = this.#model;
    switch (model.kind) {
      case 'constant':
        return model.latencyMs;
      case 'uniform':
        return model.minMs + (model.maxMs - model.minMs) * this.#streams.next(source);
      case 'exponential':
        return -model.meanMs * ln(1 - this.#streams.next(source));
      case 'lognormal':
        return model.medianMs * exp(model.sigma * this.#normal(source));
    }
  }

  /** A standard normal number, by the polar method (Marsaglia and Bray, SIAM Review 6, 260-264, 1964). */
  #normal(source: number): number {
    for (;;) {
      const u = 2 * this.#streams.next(source) - 1;
      const v = 2 * this.#streams.next(source) - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) return u * Math.sqrt((-2 * ln(square)) / square);
    }
  }
}

/** What the model draws at least. */
function minMsOf(model: DrawnModel): number {
  if (model.kind === 'constant') return model.latencyMs;
  return model.kind === 'uniform' ? model.minMs : 0;
}

/** Half the measured round trip between the rows of two nodes. Rows are dealt to nodes by a shuffle, as evenly as possible. */
class PlanetlabLatency implements LatencySource {
  readonly minUs: number;
  readonly #oneWayUs: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #streams: NodeStreams;
  readonly #floorUs: number;

  constructor(rttTenthsMs: Uint16Array, floorMs: number, randomSeed: string, streams: NodeStreams) {
    this.#floorUs = floorOf(floorMs);
    this.minUs = this.#floorUs;
    this.#streams = streams;
    this.#oneWayUs = Uint32Array.from(rttTenthsMs, (tenths) => Math.max(this.#floorUs, 50 * tenths));
    this.#rows = shuffledRows(randomSeed);
  }

  drawUs(source: number, destination: number): number {
    const a = this.#rows[source % PLANETLAB_ROWS];
    const b = this.#rows[destination % PLANETLAB_ROWS];
    if (a === b) {
      const us = SAME_ROW_MIN_US + (SAME_ROW_MAX_US - SAME_ROW_MIN_US) * this.#streams.next(source);
      return Math.max(this.#floorUs, Math.round(us));
    }
    return this.#oneWayUs[a < b ? triangleIndex(a, b) : triangleIndex(b, a)];
  }
}

/** Where the pair of rows a < b stands in the upper triangle. */
function triangleIndex(a: number, b: number): number {
  return a * PLANETLAB_ROWS - (a * (a + 1)) / 2 + (b - a - 1);
}

function shuffledRows(randomSeed: string): Uint32Array {
  const topology = globalStream(randomSeed, 'topology');
  const rows = Uint32Array.from({ length: PLANETLAB_ROWS }, (_, row) => row);
  for (let i = PLANETLAB_ROWS - 1; i > 0; i--) {
    const j = Math.floor(topology() * (i + 1));
    const row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
  return rows;
}

function floorOf(floorMs: number): number {
  return Math.max(1, Math.round(1000 * floorMs));
}
