/** The flags of `hearsay sim` that change the scenario. */
import { Option } from 'commander';
import { SCENARIO_DEFAULTS, type Scenario } from '../sim/scenario.ts';
import type { ScenarioFlag } from '../sim/scenario-schema.ts';
import { UsageError } from './usage-error.ts';

/** Values of the command line by the name commander gives them. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** The options, for commander, with their defaults in the help. They hold texts; those of faults, lists of texts. */
export function scenarioOptions(): Option[] {
  return FLAGS.map(({ flags, key, help, shownDefault }) => {
    const shown = shownDefault ?? String(SCENARIO_DEFAULTS[key]);
    const option = new Option(flags, shown === '' ? help : `${help} (default: ${shown})`);
    if (key === 'faults') option.argParser((text, before: string[] = []) => [...before, text]);
    return option;
  });
}

/** What was given, for the schema: `name` is the flag as the user knows it. */
export function scenarioFlags(values: OptionValues): ScenarioFlag[] {
  return given(values).flatMap(({ flag, long, texts }) =>
    texts.map((text) => ({
      key: flag.key,
      value: flag.read(text, long),
      name: flag.key === 'faults' ? `${long} ${text}` : long,
    })),
  );
}

/** The words that give these flags again. */
export function scenarioWords(values: OptionValues): string[] {
  return given(values).flatMap(({ long, texts }) =>
    texts.flatMap((text) => (text === true ? [long] : [long, String(text)])),
  );
}

/** What of the scenario the flag changes that commander calls so. */
export function scenarioKeyOf(attribute: string): keyof Scenario {
  return FLAGS.find(({ flags }) => new Option(flags).attributeName() === attribute)!.key;
}

interface Flag {
  readonly flags: string;
  readonly key: keyof Scenario;
  readonly help: string;
  /** From the text of the command line to the value of the scenario. What it cannot read is left for the schema to refuse. */
  readonly read: (text: string | true, long: string) => unknown;
  /** What the help shows as the default, when that of the scenario is not clear. */
  readonly shownDefault?: string;
}

const FLAGS: readonly Flag[] = [
  { flags: '--peers <N>', key: 'peers', read: number, help: 'how many peers' },
  { flags: '--seeds <N>', key: 'seeds', read: number, help: 'how many seeds' },
  {
    flags: '--profile <NAME>',
    key: 'profile',
    read: text,
    help: 'set of defaults: literal, or hardened as deployed nodes',
  },
  {
    flags: '--alpha <A>',
    key: 'alpha',
    read: number,
    help: 'entry i of a list has weight 1/(i+1)^A; 0: uniform',
  },
  {
    flags: '--links <K>',
    key: 'links',
    read: number,
    help: 'draws by rank of each peer, or auto: n^(1/A) of n',
  },
  { flags: '--rank <ORDER>', key: 'rank', read: text, help: 'what comes first: oldest, newest, or shuffled' },
  {
    flags: '--uniform-links <N>',
    key: 'uniformLinks',
    read: number,
    help: 'links drawn uniformly, besides the ranked',
  },
  {
    flags: '--links-max <K>',
    key: 'linksMax',
    read: number,
    help: 'with so many links a peer refuses more',
    shownDefault: 'no limit',
  },
  { flags: '--publishers <N>', key: 'publishers', read: number, help: 'how many peers publish, or all' },
  { flags: '--messages <N>', key: 'messages', read: number, help: 'messages of each publisher' },
  {
    flags: '--publish <WHEN>',
    key: 'publish',
    read: text,
    help: 'first message: on-connect or when-settled',
  },
  {
    flags: '--latency <MODEL>',
    key: 'latency',
    read: text,
    help: 'one way: constant:MS, uniform:MIN-MAX, exponential:MEAN, lognormal:MEDIAN,SIGMA or planetlab',
  },
  { flags: '--latency-floor <MS>', key: 'latencyFloorMs', read: number, help: 'no message takes less' },
  { flags: '--loss <P>', key: 'loss', read: number, help: 'probability that a one-way message is lost' },
  {
    flags: '--crash <SHARE@S>',
    key: 'faults',
    read: fault('crash'),
    help: 'this share of the peers loses its host S seconds from the start; repeatable',
    shownDefault: 'none',
  },
  {
    flags: '--kill <SHARE@S>',
    key: 'faults',
    read: fault('kill'),
    help: 'the same for the process only, the host stays up; repeatable',
    shownDefault: 'none',
  },
  {
    flags: '--join-over <S>',
    key: 'joinOverS',
    read: number,
    help: 'peers start evenly spaced over S seconds',
  },
  {
    flags: '--liveness <MODE>',
    key: 'liveness',
    read: text,
    help: 'how neighbours are watched: icmp, tcp, icmp+tcp',
  },
  {
    flags: '--gossip-interval <S>',
    key: 'gossipIntervalS',
    read: number,
    help: 'between messages of a publisher',
  },
  { flags: '--ping-interval <S>', key: 'pingIntervalS', read: number, help: 'between pings of a neighbour' },
  {
    flags: '--ping-timeout <S>',
    key: 'pingTimeoutS',
    read: number,
    help: 'a ping unanswered so long has failed',
  },
  {
    flags: '--ping-failures <N>',
    key: 'pingFailures',
    read: number,
    help: 'failures in a row that make a peer dead',
  },
  {
    flags: '--renew-interval <S>',
    key: 'renewIntervalS',
    read: number,
    help: 'between renewals of a registration',
  },
  {
    flags: '--trust-reports',
    key: 'trustReports',
    read: () => true,
    help: 'seeds remove a reported peer unchecked',
    shownDefault: 'they check it',
  },
  {
    flags: '--duration <S>',
    key: 'durationS',
    read: number,
    help: 'simulated seconds to run',
    shownDefault: 'until quiet',
  },
];

function given(values: OptionValues): { flag: Flag; long: string; texts: (string | true)[] }[] {
  return FLAGS.flatMap((flag) => {
    const option = new Option(flag.flags);
    const value = values[option.attributeName()] as string | true | string[] | undefined;
    if (value === undefined) return [];
    return [{ flag, long: option.long!, texts: Array.isArray(value) ? value : [value] }];
  });
}

function text(text: string | true): unknown {
  return text;
}

/** A plain decimal number as a number, anything else as it is. */
function number(text: string | true): unknown {
  return typeof text === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function fault(kind: 'crash' | 'kill'): Flag['read'] {
  return (text, long) => {
    const [share, at, ...more] = String(text).split('@').map(number);
    if (typeof share !== 'number' || typeof at !== 'number' || more.length > 0) {
      throw new UsageError(
        `${long}: expected SHARE@S, such as 0.1@30 for a tenth of the peers after 30 seconds, found "${text}"`,
      );
    }
    return { at, kind, who: { share } };
  };
}
