/**
 * What an operator may set, by one name everywhere: a flag `--gossip-interval 5`, the environment `HEARSAY_GOSSIP_INTERVAL=5`, a
 * line of config.txt `gossip-interval = 5`. Durations are in seconds.
 */
import leven from 'leven';
import { escapeText } from './escape.ts';
import {
  linkCounts,
  modes,
  oneOf,
  type Reader,
  rankOrders,
  real,
  seconds,
  someText,
  starts,
  truth,
  type ValueType,
  whole,
} from './parameter-readers.ts';
import type { NodeParameters } from './protocol-numbers.ts';
import { StartError } from './start-error.ts';

/** One parameter, for whoever offers it. */
export interface Parameter {
  readonly name: string;
  /** Which kind of node it concerns. */
  readonly of: 'peer' | 'seed' | 'both';
  /** What stands for its value in a help text; undefined: a switch. */
  readonly placeholder: string | undefined;
  readonly help: string;
  /** What a value must be. */
  readonly expected: string;
  /** What it is in a program: one of these words, or a value of this type. */
  readonly words: readonly string[];
  readonly type: ValueType | undefined;
  /** The text that would set it as it is; undefined when it is not set. */
  readonly show: (parameters: NodeParameters) => string | undefined;
  /** Sets it from text. False: the text is not what is expected. */
  readonly set: (parameters: NodeParameters, text: string) => boolean;
}

export const PARAMETERS: readonly Parameter[] = [
  define(
    'profile',
    'both',
    'NAME',
    'set of defaults: literal or hardened',
    'profile',
    oneOf('literal', 'hardened'),
  ),
  define('alpha', 'peer', 'A', 'entry i of a list has weight 1/(i+1)^A; 0: uniform', 'alpha', real(0, 100)),
  define('links', 'peer', 'K', 'neighbours drawn by rank, or auto: n^(1/A) of n', 'links', linkCounts()),
  define(
    'rank',
    'peer',
    'ORDER',
    'what comes first in a list: oldest, newest or shuffled',
    'rank',
    rankOrders(),
  ),
  define('uniform-links', 'peer', 'N', 'neighbours drawn uniformly, besides', 'uniformLinks', whole(0, 1000)),
  define(
    'links-max',
    'peer',
    'K',
    'with so many links a peer refuses more; 0: no limit',
    'linksMax',
    whole(0, 1_000_000),
  ),
  define(
    'gossip-start',
    'peer',
    'S',
    'after start-up, or connected: at the first link',
    'gossipStart',
    starts(),
  ),
  define('gossip-interval', 'peer', 'S', 'between messages', 'gossipIntervalMs', seconds(0.001)),
  define('gossip-count', 'peer', 'N', 'messages to publish', 'gossipCount', whole(0, 1_000_000_000)),
  define(
    'gossip-rate',
    'peer',
    'N',
    'messages a second taken from one neighbour; 0: any',
    'gossipRate',
    whole(0, 1_000_000),
  ),
  define('gossip-burst', 'peer', 'N', 'at once, after a pause', 'gossipBurst', whole(1, 1_000_000)),
  define('message-age', 'peer', 'S', 'older messages go nowhere; 0: any age', 'messageAgeMs', seconds(0)),
  define(
    'message-ahead',
    'peer',
    'S',
    'messages dated further ahead go nowhere; 0: any',
    'messageAheadMs',
    seconds(0),
  ),
  define(
    'liveness',
    'peer',
    'MODE',
    'how neighbours are watched: icmp, tcp or icmp+tcp',
    'liveness',
    modes(),
  ),
  define('ping-interval', 'peer', 'S', 'between pings of a neighbour', 'pingIntervalMs', seconds(0.01)),
  define('ping-timeout', 'peer', 'S', 'a ping unanswered so long has failed', 'pingTimeoutMs', seconds(0.01)),
  define(
    'pings-per-interval',
    'peer',
    'N',
    'pings in one interval; more neighbours take turns; 0: all',
    'pingsPerInterval',
    whole(0, 1_000_000),
  ),
  define(
    'ping-failures',
    'peer',
    'N',
    'failures in a row that make a peer dead',
    'pingFailuresMax',
    whole(1, 1000),
  ),
  define(
    'renew-interval',
    'peer',
    'S',
    'between renewals of a registration',
    'renewIntervalMs',
    seconds(0.1),
  ),
  define('backoff-min', 'peer', 'S', 'first pause before trying seeds again', 'backoffMinMs', seconds(0.01)),
  define(
    'backoff-max',
    'peer',
    'S',
    'longest pause before trying seeds again',
    'backoffMaxMs',
    seconds(0.01),
  ),
  define('dial-timeout', 'peer', 'S', 'a connection or an answer may take', 'dialTimeoutMs', seconds(0.01)),
  define('alone-wait', 'peer', 'S', 'the oldest peer waits to be dialled', 'aloneMs', seconds(0.01)),
  define('random-seed', 'both', 'TEXT', 'makes the draws repeatable', 'randomSeed', someText()),
  define('trust-reports', 'seed', undefined, 'remove a reported peer unchecked', 'trustReports', truth()),
  define('check-tries', 'seed', 'N', 'connection attempts of one check', 'checkTries', whole(1, 100)),
  define('check-timeout', 'seed', 'S', 'one attempt may take', 'checkTimeoutMs', seconds(0.01)),
  define(
    'check-interval',
    'seed',
    'S',
    'a peer is checked at most once in',
    'checkIntervalMs',
    seconds(0.01),
  ),
  define('stale-after', 'seed', 'S', 'check a peer that was not renewed for', 'staleMs', seconds(0.1)),
  define(
    'first-line-timeout',
    'both',
    'S',
    'an accepted connection may say nothing for; 0: ever',
    'firstLineMs',
    seconds(0),
  ),
  define(
    'newcomers-max',
    'both',
    'N',
    'connections that said nothing yet; 0: any number',
    'newcomersMax',
    whole(0, 1_000_000),
  ),
  define(
    'newcomers-per-host',
    'both',
    'N',
    'of them, from one IP; 0: any number',
    'newcomersPerHost',
    whole(0, 1_000_000),
  ),
  define('stall-timeout', 'both', 'S', 'a full link may take nothing for; 0: ever', 'stallMs', seconds(0)),
  define('idle-timeout', 'seed', 'S', 'between requests on one connection; 0: ever', 'idleMs', seconds(0)),
  define('entries-max', 'seed', 'N', 'peers registered at most', 'entriesMax', whole(1, 16_777_216)),
  define(
    'entries-per-host',
    'seed',
    'N',
    'peers of one IP (/64 of IPv6); 0: any number',
    'entriesPerHost',
    whole(0, 1_000_000),
  ),
  define(
    'entries-per-network',
    'seed',
    'N',
    'peers of a /24 (/48 of IPv6); 0: any number',
    'entriesPerNetwork',
    whole(0, 1_000_000),
  ),
  define(
    'registration-rate',
    'seed',
    'N',
    'new peers a second from one IP; 0: any number',
    'registrationRate',
    real(0, 1_000_000),
  ),
  define(
    'registration-burst',
    'seed',
    'N',
    'new peers at once from one IP, after a pause',
    'registrationBurst',
    whole(1, 1_000_000),
  ),
  define(
    'trust-sources',
    'seed',
    undefined,
    'list whatever address a peer names, without a look',
    'trustSources',
    truth(),
  ),
  define(
    'dial-back-interval',
    'seed',
    'S',
    'a host that a request names is dialled at most once in',
    'dialBackIntervalMs',
    seconds(0.01),
  ),
  define(
    'limit-loopback',
    'both',
    undefined,
    'limits for one IP hold for loopback too',
    'limitLoopback',
    truth(),
  ),
];

/**
 * Sets one parameter from text.
 * @param where Names its origin at the beginning of a sentence: `--alpha`, `config.txt, line 4: alpha`.
 * @throws StartError when the text is not what is expected.
 */
export function setParameter(
  parameters: NodeParameters,
  parameter: Parameter,
  text: string,
  where: string,
): void {
  if (parameter.set(parameters, text)) return;
  throw new StartError(`${where} is "${escapeText(text)}"; expected ${parameter.expected}.`);
}

/** The parameters of this kind of node. */
export function parametersOf(kind: 'peer' | 'seed'): Parameter[] {
  return PARAMETERS.filter(({ of }) => of === kind || of === 'both');
}

/** The name of a parameter, or of any flag, in a program: `ping-interval` as `pingInterval`. */
export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The parameter of this name. */
export function parameterNamed(name: string): Parameter | undefined {
  return PARAMETERS.find((parameter) => parameter.name === name);
}

/** The one of these names that was probably meant; undefined when none is near. */
export function similarName(
  name: string,
  names: readonly string[] = PARAMETERS.map((parameter) => parameter.name),
): string | undefined {
  let nearest: string | undefined;
  // More than a third of the letters wrong is another word.
  let nearestDistance = Math.floor(name.length / 3) + 1;
  for (const each of names) {
    const distance = leven(name, each);
    if (distance >= nearestDistance) continue;
    nearest = each;
    nearestDistance = distance;
  }
  return nearest;
}

function define<Key extends keyof NodeParameters>(
  name: string,
  of: Parameter['of'],
  placeholder: string | undefined,
  help: string,
  key: Key,
  reader: Reader<NonNullable<NodeParameters[Key]>>,
): Parameter {
  const set = (parameters: NodeParameters, text: string): boolean => {
    const value = reader.read(text);
    if (value === undefined) return false;
    parameters[key] = value;
    return true;
  };
  const show = (parameters: NodeParameters): string | undefined => {
    const value = parameters[key];
    return value === undefined
      ? undefined
      : (reader.show ?? String)(value as NonNullable<NodeParameters[Key]>);
  };
  const { expected, words = [], type } = reader;
  return { name, of, placeholder, help, expected, words, type, set, show };
}
