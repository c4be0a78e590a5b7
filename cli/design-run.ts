/** What `hearsay design` does: from wishes to settings, their prediction, and simulations of them. */

import { degreesOf, inDegreesOf } from '../analysis/degrees.ts';
import { largestShareAfterAttack } from '../analysis/design/attack.ts';
import { predict } from '../analysis/design/prediction.ts';
import {
  type DesignSettings,
  ImpossibleWish,
  removedOf,
  settingsFor,
  type Wishes,
} from '../analysis/design/settings.ts';
import { type Estimate, estimateOf } from '../analysis/statistics/estimate.ts';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import { simulate } from '../sim/simulate.ts';
import { type Design, type DesignValues, HOP_MS, type Measured } from './design-document.ts';
import { designText } from './design-summary.ts';
import { packageVersion } from './package-files.ts';
import type { Terminal } from './terminal.ts';
import { countOf } from './text.ts';
import { UsageError } from './usage-error.ts';

const SIMULATED_PEERS_MAX = 2_000;
const QUICK_PEERS_MAX = 500;
const RUNS_DEFAULT = 5;
const QUICK_RUNS_DEFAULT = 3;
const RUNS_MAX = 1_000;
const PUBLISHERS_MAX = 20;
const SURVIVE_DEFAULT = 0.01;

/**
 * Prints a design.
 * @throws UsageError for wishes that are out of range, or that no setting fulfils
 */
export function runDesign(values: DesignValues, terminal: Terminal): void {
  const wishes = wishesOf(values);
  const settings = possible(wishes);
  const randomSeed = String(values.seed ?? 'design');
  if (randomSeed === '') throw new UsageError('--seed: expected a text, found ""; leave the flag out');
  const quick = values.quick === true;
  const peers = Math.min(wishes.peers, quick ? QUICK_PEERS_MAX : SIMULATED_PEERS_MAX);
  const runs = numberIn(values, 'runs', 2, RUNS_MAX) ?? (quick ? QUICK_RUNS_DEFAULT : RUNS_DEFAULT);
  if (!values.json) terminal.note(`simulating ${countOf(runs, 'network')} of ${countOf(peers, 'peer')}\n`);
  const removed = removedOf(peers, wishes.survive);
  const measured = Array.from({ length: runs }, (_, run) =>
    measuredIn(scenarioOf({ ...settings, peers }), `${randomSeed}/${run}`, removed),
  );
  const design: Design = {
    schemaVersion: 1,
    version: packageVersion(),
    wishes,
    settings,
    predicted: predict(settings, wishes.survive),
    simulated: {
      peers,
      randomSeed,
      predicted: predict({ ...settings, peers }, wishes.survive),
      measured: estimatesOf(measured),
    },
    literal: predict({ peers: wishes.peers, ...LITERAL }, wishes.survive),
    commands: commandsOf(settings),
  };
  terminal.print(
    values.json ? `${JSON.stringify(design, shortened)}\n` : designText(design, terminal.columns),
  );
}

/** Engines may differ in the last digits of what theory gives. */
const DIGITS = 9;

function shortened(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value;
}

const LITERAL = { alpha: 2.5, links: 'auto', uniformLinks: 0, linksMax: 0 } as const;

function wishesOf(values: DesignValues): Wishes {
  return {
    peers: numberIn(values, 'peers', 10, 1_000_000) as number,
    gamma: numberIn(values, 'gamma', 1.05, 1001, 'decimal'),
    degreeMax: numberIn(values, 'degreeMax', 3, 1_000_000),
    links: numberIn(values, 'links', 1, 100),
    survive: numberIn(values, 'survive', 0, 0.9, 'decimal') ?? SURVIVE_DEFAULT,
  };
}

/** Undefined when the flag was not given. */
function numberIn(
  values: DesignValues,
  name: string,
  min: number,
  max: number,
  kind: 'whole' | 'decimal' = 'whole',
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = /^-?\d+(\.\d+)?$/.test(String(text)) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && (kind === 'decimal' || Number.isInteger(value))) return value;
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const why = name === 'gamma' ? ', because alpha is 1/(gamma-1)' : '';
  throw new UsageError(
    `${flag}: expected a ${kind === 'whole' ? 'whole ' : ''}number from ${min} to ${max}${why}, found "${text}"`,
  );
}

function possible(wishes: Wishes): DesignSettings {
  try {
    return settingsFor(wishes);
  } catch (error) {
    throw error instanceof ImpossibleWish ? new UsageError(error.message) : error;
  }
}

/** With one seed the rank law holds exactly. */
function scenarioOf({ gamma: _, ...rule }: DesignSettings): Scenario {
  return {
    ...SCENARIO_DEFAULTS,
    ...rule,
    seeds: 1,
    publishers: Math.min(PUBLISHERS_MAX, rule.peers),
    messages: 1,
    publish: 'when-settled',
    latency: `constant:${HOP_MS}`,
  };
}

function measuredIn(scenario: Scenario, randomSeed: string, removed: number): Measured {
  const { overlay, spread } = simulate(scenario, randomSeed);
  const degrees = degreesOf(scenario.peers, overlay.links);
  const largestDegree = degrees.reduce((most, degree) => Math.max(most, degree), 0);
  const copies = spread.published === 0 ? null : spread.copies / spread.published;
  const timeMs = spread.timeToMs.p99;
  return {
    oldestInDegree: inDegreesOf(scenario.peers, overlay.links)[0],
    largestDegree,
    links: overlay.links.length / 2,
    copies,
    hubShare: copies === null ? null : (largestDegree - 1) / copies,
    hopsTo99: timeMs === null ? null : timeMs / HOP_MS,
    survivingShare: largestShareAfterAttack(scenario.peers, overlay.links, removed),
  };
}

function estimatesOf(runs: readonly Measured[]): Record<keyof Measured, Estimate> {
  const of = (name: keyof Measured): Estimate =>
    estimateOf(runs.map((run) => run[name]).filter((value) => value !== null));
  return {
    oldestInDegree: of('oldestInDegree'),
    largestDegree: of('largestDegree'),
    links: of('links'),
    copies: of('copies'),
    hubShare: of('hubShare'),
    hopsTo99: of('hopsTo99'),
    survivingShare: of('survivingShare'),
  };
}

/** The settings as both worlds read them. */
function commandsOf({
  peers,
  alpha,
  links,
  rank,
  uniformLinks,
  linksMax,
}: DesignSettings): Design['commands'] {
  const pairs: readonly (readonly [string, string | number])[] = [
    ['alpha', alpha],
    ['links', links],
    ['rank', rank],
    ['uniform-links', uniformLinks],
    ['links-max', linksMax],
  ];
  const flags = pairs.map(([name, value]) => `--${name} ${value}`).join(' ');
  return {
    sim: `hearsay sim --peers ${peers} ${flags} --publishers ${Math.min(PUBLISHERS_MAX, peers)} --messages 1 --publish when-settled`,
    peer: `hearsay peer 6000 ${flags}`,
    config: pairs.map(([name, value]) => `${name} = ${value}`),
  };
}
