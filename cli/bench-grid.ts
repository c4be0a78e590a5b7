/** From the flags of `hearsay bench` to the points of a sweep: every combination of the values that the flags list. */
import type { Scenario } from '../sim/scenario.ts';
import { ScenarioError } from '../sim/scenario-error.ts';
import { parseScenario, type ScenarioFlag } from '../sim/scenario-schema.ts';
import { type Comparison, type Point, pointLabel } from './bench-configuration.ts';
import type { BenchKind } from './bench-metrics.ts';
import { jsonOf } from './json-file.ts';
import { type OptionValues, scenarioFlags, scenarioKeyOf, scenarioOptions } from './sim-flags.ts';
import { countText } from './text.ts';
import { UsageError } from './usage-error.ts';

/** The values that a parameter of the scenario takes, and who said so. */
export interface ParameterOrigin {
  readonly values: readonly unknown[];
  readonly from: string;
}

export interface Grid {
  readonly points: readonly Point[];
  readonly comparisons: readonly Comparison[];
  readonly parameters: Readonly<Record<string, ParameterOrigin>>;
}

/** More are refused. Source: ours. */
const POINTS_MAX = 10_000;

/** In the place of a fault: no fault. */
const NO_FAULT = 'none';

/**
 * The points in the order of the flags in the help, the last flag fastest; then, for `--versus`, those that are not there yet.
 * @throws UsageError for values that no scenario takes, points that are the same, and too many
 */
export function gridOf(kind: BenchKind, values: OptionValues): Grid {
  const source = sourceOf(kind, values);
  const dimensions = dimensionsOf(values);
  const count = dimensions.reduce((product, { texts }) => product * texts.length, 1);
  if (count > POINTS_MAX) {
    throw new UsageError(
      `the values of the flags give ${countText(count)} combinations, and a sweep takes at most ${countText(POINTS_MAX)}; give fewer values`,
    );
  }
  const overrides = overridesOf(values.versus as string | undefined);
  const pointOf = (choice: Choice, changed: readonly Override[]): Point => {
    const chosen = flagValues(values, choice, changed);
    const scenario = scenarioOf(chosen, source);
    const settings: Record<string, string> = {};
    for (const { dimension, text } of choice) {
      if (dimension.texts.length > 1) settings[dimension.label] = text;
    }
    for (const { attribute, label } of overrides) settings[label] = settingText(chosen, attribute, scenario);
    return { settings, scenario };
  };
  const choices = product(dimensions);
  const points = distinctPoints(choices.map((choice) => pointOf(choice, [])));
  const partners = overrides.length === 0 ? [] : choices.map((choice) => pointOf(choice, overrides));
  const flags = choices.flatMap((choice) => scenarioFlags(flagValues(values, choice, [])));
  return { parameters: originsOf(points, flags, source), ...compared(points, partners) };
}

/** What there is before the flags: the document, and its name. */
interface Source {
  readonly document: object;
  readonly path: string | undefined;
  /** What `bench` itself sets, which the document and the flags may change. */
  readonly own: Partial<Scenario>;
}

/** One flag, or one occurrence of a flag that may be repeated. */
interface Dimension {
  readonly attribute: string;
  readonly label: string;
  readonly texts: readonly string[];
  readonly repeatable: boolean;
}

type Choice = readonly { readonly dimension: Dimension; readonly text: string }[];

/** A flag that `--versus` sets; `true` and `undefined` for one without a value that is given or not. */
interface Override {
  readonly attribute: string;
  readonly label: string;
  readonly value: string | readonly string[] | true | undefined;
}

function sourceOf(kind: BenchKind, values: OptionValues): Source {
  const path = values.scenario as string | undefined;
  const document = path === undefined ? {} : jsonOf(path, `--scenario ${path}`);
  // The overlay does not depend on what is published.
  const own = kind === 'degree' ? { publishers: 0 } : {};
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new UsageError(`--scenario ${path}: expected an object like {"peers": 100}`);
  }
  return { document, path, own };
}

function scenarioOf(values: OptionValues, { document, path, own }: Source): Scenario {
  try {
    return parseScenario({ ...own, ...document }, scenarioFlags(values), path);
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message) : error;
  }
}

function dimensionsOf(values: OptionValues): Dimension[] {
  return scenarioOptions().flatMap((option): Dimension[] => {
    const attribute = option.attributeName();
    const label = option.name();
    const value = values[attribute];
    if (value === undefined || value === true) return [];
    if (!Array.isArray(value)) {
      return [{ attribute, label, texts: listed(label, value as string), repeatable: false }];
    }
    return value.map((text: string, i) => ({
      attribute,
      // Of several that are given, the second is `crash2`.
      label: i === 0 ? label : `${label}${i + 1}`,
      texts: listed(label, text),
      repeatable: true,
    }));
  });
}

/**
 * The values in a text, between commas. A latency model starts with a letter, so that the comma within `lognormal:60,0.5`, which
 * a digit follows, separates nothing.
 */
function listed(label: string, text: string): string[] {
  const separator = label === 'latency' ? /,(?=\s*[a-z])/i : ',';
  const texts = text.split(separator).map((each) => each.trim());
  if (texts.includes('')) {
    throw new UsageError(`--${label}: expected values between commas, found an empty one in "${text}"`);
  }
  return texts;
}

/** Every combination, the last dimension fastest. */
function product(dimensions: readonly Dimension[]): Choice[] {
  return dimensions.reduce<Choice[]>(
    (choices, dimension) =>
      choices.flatMap((choice) => dimension.texts.map((text) => [...choice, { dimension, text }])),
    [[]],
  );
}

/** The flags of one point, as `hearsay sim` takes them. */
function flagValues(values: OptionValues, choice: Choice, changed: readonly Override[]): OptionValues {
  const chosen: Record<string, unknown> = { ...values };
  for (const { dimension } of choice) if (dimension.repeatable) chosen[dimension.attribute] = [];
  for (const { dimension, text } of choice) {
    if (!dimension.repeatable) chosen[dimension.attribute] = text;
    else if (text !== NO_FAULT) (chosen[dimension.attribute] as string[]).push(text);
  }
  for (const { attribute, value } of changed) chosen[attribute] = value;
  return chosen;
}

/** `alpha=1 links=5`: what the second configuration changes. */
function overridesOf(versus: string | undefined): Override[] {
  if (versus === undefined) return [];
  const words = versus.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) {
    throw new UsageError('--versus: expected settings such as "alpha=1 links=5", found none');
  }
  return words.map((word) => {
    const [label, value] = word.replace(/^--/, '').split(/=(.*)/s);
    const option = scenarioOptions().find((each) => each.name() === label);
    if (option === undefined) {
      throw new UsageError(
        `--versus: expected flags of the scenario, such as "alpha=1 links=5", found "${word}"`,
      );
    }
    const attribute = option.attributeName();
    if (option.isBoolean()) return { attribute, label, value: switchOf(word, value) };
    if (value === undefined || listed(label, value).length > 1) {
      throw new UsageError(`--versus: expected one value, such as "${label}=1", found "${word}"`);
    }
    const repeatable = option.parseArg !== undefined;
    return { attribute, label, value: !repeatable ? value : value === NO_FAULT ? [] : [value] };
  });
}

function switchOf(word: string, value: string | undefined): true | undefined {
  if (value === undefined || value === 'true') return true;
  if (value === 'false') return undefined;
  throw new UsageError(`--versus: expected true or false, found "${word}"`);
}

/** What a point has where `--versus` changes something. */
function settingText(chosen: OptionValues, attribute: string, scenario: Scenario): string {
  const value = chosen[attribute];
  if (Array.isArray(value)) return value.length === 0 ? NO_FAULT : value.join(' ');
  if (typeof value === 'string') return value;
  const key = scenarioKeyOf(attribute);
  return key === 'faults' ? NO_FAULT : String(scenario[key]);
}

/** @throws UsageError when two are the same */
function distinctPoints(points: readonly Point[]): readonly Point[] {
  const labels = new Map<string, string>();
  for (const point of points) {
    const key = JSON.stringify(point.scenario);
    const other = labels.get(key);
    if (other !== undefined) {
      throw new UsageError(
        `two points of this sweep are the same scenario: ${other} and ${pointLabel(point)}; give each value once`,
      );
    }
    labels.set(key, pointLabel(point));
  }
  return points;
}

/** Partners join the points unless their scenario is there; a point is not compared with itself. */
function compared(
  points: readonly Point[],
  partners: readonly Point[],
): Pick<Grid, 'points' | 'comparisons'> {
  const all = [...points];
  const numbers = new Map(points.map(({ scenario }, number) => [JSON.stringify(scenario), number]));
  const comparisons: Comparison[] = [];
  partners.forEach((partner, first) => {
    const key = JSON.stringify(partner.scenario);
    const second = numbers.get(key) ?? all.push(partner) - 1;
    numbers.set(key, second);
    if (first !== second) comparisons.push({ first, second });
  });
  if (partners.length > 0 && comparisons.length === 0) {
    throw new UsageError('--versus: this changes nothing; name a setting that differs from the sweep');
  }
  return { points: all, comparisons };
}

/** Of each parameter: its values, and the flags, document or default that gave them. */
function originsOf(
  points: readonly Point[],
  flags: readonly ScenarioFlag[],
  { document, path, own }: Source,
): Record<string, ParameterOrigin> {
  const keys = Object.keys(points[0].scenario) as (keyof Scenario)[];
  return Object.fromEntries(
    keys.map((key) => {
      const texts = new Set(points.map(({ scenario }) => JSON.stringify(scenario[key])));
      const names = flags.filter((flag) => flag.key === key).map(({ name }) => name.split(' ')[0]);
      const sources = [...(key in document ? [`--scenario ${path}`] : []), ...new Set(names)];
      // All but faults win over the document.
      const said = key === 'faults' ? sources.join(' and ') : sources.at(-1);
      const from = said || (key in own ? 'default of this command' : 'default');
      return [key, { values: [...texts].map((text) => JSON.parse(text)), from }];
    }),
  );
}
