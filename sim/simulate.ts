/** The simulator, as others call it. */
import type { SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import { findingsOf, resultOf, type ShardFindings } from './shard-findings.ts';
import type { Meeting } from './shard-links.ts';
import { type RunOptions, Simulation } from './simulation.ts';

/**
 * Runs a scenario. The result is a pure function of version, scenario and random seed.
 * @throws ScenarioError when the scenario cannot run.
 */
export function simulate(scenario: Scenario, randomSeed: string, options: RunOptions = {}): SimulationResult {
  return resultOf(scenario, [alone(simulateShard(scenario, randomSeed, options))]);
}

/**
 * Runs the shard of a scenario that the options name, or all of it. At each `yield` all shards must have come as far before any
 * goes on; `resultOf` puts their findings together.
 * @throws ScenarioError when the scenario cannot run.
 */
export function* simulateShard(
  scenario: Scenario,
  randomSeed: string,
  options: RunOptions = {},
): Meeting<ShardFindings> {
  const simulation = new Simulation(scenario, randomSeed, options);
  const durationUs = yield* simulation.run();
  return yield* findingsOf(simulation.network, durationUs);
}

/** What has nobody to meet, at once. */
export function alone<Result>(meeting: Meeting<Result>): Result {
  const step = meeting.next();
  if (!step.done) throw new Error('a run on one thread waits for others');
  return step.value;
}
