/**
 * The schema of a scenario (documented in `docs/SCENARIO.md`): from parsed JSON and command-line flags to a resolved
 * `Scenario`, or sentences that say what is wrong where.
 */
import { closestMatch } from 'leven';
import { z } from 'zod';
import { LATENCY_SYNTAX, parseLatencyModel } from './latency-model.ts';
import { type Fault, profileDefaults, SCENARIO_DEFAULTS, type Scenario } from './scenario.ts';
import { contradictionsOf, type Problem } from './scenario-check.ts';
import { ScenarioError } from './scenario-error.ts';

/** A value that wins over the document. One for `faults` is a single fault, added to those of the document. */
export interface ScenarioFlag {
  readonly key: keyof Scenario;
  readonly value: unknown;
  /** What error messages call it, such as `--loss`. */
  readonly name: string;
}

/**
 * Checks a scenario and fills in the defaults. `document` is parsed JSON; `documentName` is what messages call it.
 * @throws ScenarioError, one sentence a line: where, what was expected, what was found, what to do.
 */
export function parseScenario(
  document: unknown,
  flags: readonly ScenarioFlag[] = [],
  documentName = 'scenario',
): Scenario {
  if (!isObject(document)) {
    throw new ScenarioError(
      `${documentName}: expected an object like {"peers": 100}, found ${shown(document)}`,
    );
  }
  const parsed = SCENARIO.safeParse(withFlags(document, flags), { reportInput: true });
  const problems = parsed.success ? contradictionsOf(parsed.data) : parsed.error.issues.map(problemOf);
  if (parsed.success && problems.length === 0) return parsed.data;
  const sentences = problems.map(
    ({ path, says }) => `${placeOf(path, document, flags, documentName)}: ${says}`,
  );
  throw new ScenarioError([...new Set(sentences)].join('\n'));
}

// Limits of what is accepted; what a machine can carry may be less.
const PEERS_MAX = 1_000_000;
const SEEDS_MAX = 1_000;
const LINKS_MAX = 10_000;
const MESSAGES_MAX = 1_000_000;
const FAULTS_MAX = 100_000;
const ALPHA_MAX = 20;
const FAILURES_MAX = 1_000;
const LATENCY_FLOOR_MIN_MS = 0.001;
const LATENCY_FLOOR_MAX_MS = 60_000;
const INTERVAL_MIN_S = 0.001;
/** Over a hundred days. */
const TIME_MAX_S = 10_000_000;

const PROBABILITY = 'a probability from 0 to below 1, such as 0.01';
const SHARE = 'a share above 0 and up to 1, such as 0.1';
const NODE_ID = 'the name of a node, such as "peer/3" or "seed/0"';
const TARGET = '{"share": 0.1}, {"count": 3}, {"ids": ["peer/3"]}, "hub", "seeds" or "all"';
const FAULT = 'a fault like {"at": 30, "kind": "crash", "who": {"share": 0.1}}';
const FAULTS = `a list of at most ${grouped(FAULTS_MAX)} faults`;

// The message of each check is what it expects; `problemOf` makes the sentence.
const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  z.enum(values, { error: listed(values) });
const decimal = (min: number, max: number, unit = '') => {
  const error = `a number${unit} from ${grouped(min)} to ${grouped(max)}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};
const wholeText = (min: number, max: number) => `a whole number from ${grouped(min)} to ${grouped(max)}`;
const whole = (min: number, max: number, error = wholeText(min, max)) => {
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const wholeOr = <Word extends string>(min: number, max: number, word: Word) => {
  const error = `${wholeText(min, max)}, or "${word}"`;
  return z.union([whole(min, max, error), z.literal(word)], { error });
};
const seconds = (min: number) => decimal(min, TIME_MAX_S, ' of seconds');

const target = z.union(
  [
    z.strictObject({ share: z.number().gt(0, { error: SHARE }).max(1, { error: SHARE }) }),
    z.strictObject({ count: whole(1, PEERS_MAX) }),
    z.strictObject({
      ids: z
        .array(z.string({ error: NODE_ID }).regex(/^(peer|seed)\/(0|[1-9]\d{0,6})$/, { error: NODE_ID }))
        .min(1, { error: 'at least one name' }),
    }),
    z.enum(['hub', 'seeds', 'all']),
  ],
  { error: TARGET },
);

const fault = z
  .strictObject(
    {
      at: seconds(0),
      kind: oneOf('crash', 'kill', 'restart', 'leave', 'partition', 'heal', 'blockIcmp', 'unblockIcmp'),
      who: target.optional(),
    },
    { error: FAULT },
  )
  .transform(({ at, kind, who }, context): Fault => {
    if (kind === 'heal' && (who ?? 'all') !== 'all')
      refuse(who, '"all" or nothing, since it ends all partitions');
    if (kind !== 'heal' && who === undefined) refuse(who, TARGET);
    return { at, kind, who: who ?? 'all' };

    function refuse(input: unknown, message: string): void {
      context.issues.push({ code: 'custom', input, message, path: ['who'] });
    }
  });

const FIELDS = {
  peers: whole(1, PEERS_MAX),
  seeds: whole(1, SEEDS_MAX),
  profile: oneOf('literal', 'hardened'),
  alpha: decimal(0, ALPHA_MAX),
  links: wholeOr(1, LINKS_MAX, 'auto'),
  rank: oneOf('oldest', 'newest', 'shuffled'),
  uniformLinks: whole(0, LINKS_MAX),
  linksMax: whole(0, PEERS_MAX),
  publishers: wholeOr(0, PEERS_MAX, 'all'),
  messages: whole(0, MESSAGES_MAX),
  publish: oneOf('on-connect', 'when-settled'),
  latency: z
    .string({ error: LATENCY_SYNTAX })
    .refine((text) => parseLatencyModel(text) !== undefined, { error: LATENCY_SYNTAX }),
  latencyFloorMs: decimal(LATENCY_FLOOR_MIN_MS, LATENCY_FLOOR_MAX_MS, ' of milliseconds'),
  loss: z.number({ error: PROBABILITY }).min(0, { error: PROBABILITY }).lt(1, { error: PROBABILITY }),
  joinOverS: seconds(0),
  liveness: oneOf('icmp', 'tcp', 'icmp+tcp'),
  gossipIntervalS: seconds(INTERVAL_MIN_S),
  pingIntervalS: seconds(INTERVAL_MIN_S),
  pingTimeoutS: seconds(INTERVAL_MIN_S),
  pingFailures: whole(1, FAILURES_MAX),
  renewIntervalS: seconds(INTERVAL_MIN_S),
  trustReports: z.boolean({ error: 'true or false' }),
  durationS: seconds(INTERVAL_MIN_S).nullable(),
  faults: z.array(fault, { error: FAULTS }).max(FAULTS_MAX, { error: FAULTS }),
} satisfies Record<keyof Scenario, z.ZodType>;

const SCENARIO: z.ZodType<Scenario> = z.strictObject(FIELDS);

/** Defaults, those of the profile, then the document, then flags. Keys the schema does not know stay, to be refused by it. */
function withFlags(document: object, flags: readonly ScenarioFlag[]): Record<string, unknown> {
  const ofProfile = profileGiven(document, flags) === 'hardened' ? profileDefaults('hardened') : {};
  const merged: Record<string, unknown> = { ...SCENARIO_DEFAULTS, ...ofProfile, ...document };
  const faults = flags.filter(({ key }) => key === 'faults').map(({ value }) => value);
  for (const { key, value } of flags) if (key !== 'faults') merged[key] = value;
  if (faults.length > 0 && Array.isArray(merged.faults)) merged.faults = [...merged.faults, ...faults];
  return merged;
}

function profileGiven(document: object, flags: readonly ScenarioFlag[]): unknown {
  const flag = flags.find(({ key }) => key === 'profile');
  if (flag !== undefined) return flag.value;
  return 'profile' in document ? document.profile : undefined;
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  if (issue.code !== 'unrecognized_keys') {
    return { path: issue.path, says: `expected ${issue.message}, found ${shown(issue.input)}` };
  }
  const known = issue.path.length === 0 ? Object.keys(FIELDS) : ['at', 'kind', 'who'];
  return { path: issue.path, says: issue.keys.map((key) => unknownKey(key, known)).join('; ') };
}

function unknownKey(key: string, known: readonly string[]): string {
  const closest = closestMatch(plain(key), known.map(plain), { maxDistance: 2 });
  const meant = known.find((candidate) => plain(candidate) === closest);
  const advice = meant === undefined ? `the keys are ${known.join(', ')}` : `did you mean "${meant}"?`;
  return `unknown key "${key}"; ${advice}`;
}

/** Where a problem is: the flag that brought the value, else the path in the document. */
function placeOf(
  path: readonly PropertyKey[],
  document: object,
  flags: readonly ScenarioFlag[],
  documentName: string,
): string {
  const brought = flags.filter(({ key }) => key === path[0]);
  if (path[0] !== 'faults' && brought.length > 0) return brought.at(-1)!.name;
  const own = 'faults' in document && Array.isArray(document.faults) ? document.faults.length : 0;
  const fault = brought[Number(path[1]) - own];
  if (path[0] === 'faults' && fault !== undefined) return fault.name;
  return [documentName, pathText(path)].filter((part) => part !== '').join(', ');
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '');
}

/** Lower case letters only, so that `join-over` is close to `joinOverS`. */
function plain(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, '');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `"a", "b" or "c"`. */
function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** Thousands separated, whatever the locale. */
function grouped(value: number): string {
  return value < 1000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
