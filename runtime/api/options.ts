/**
 * What programs say when they make a node, checked: the parameters of `config.txt` by their names in camel case, and a few things
 * besides.
 */
import { type Address, parseAddress } from '../../src/address.ts';
import { canonicalHost } from '../../src/ip.ts';
import type { NodeOptions } from '../node.ts';
import { camelCase, type Parameter, parametersOf, similarName } from '../parameters.ts';
import { type NodeParameters, protocolNumbers } from '../protocol-numbers.ts';
import { StartError } from '../start-error.ts';
import type { Pem } from '../tls/credentials.ts';
import type { PeerOptions, SeedOptions } from './types.ts';

/** What a node needs to start, but for whom it tells what it does. */
export type CheckedOptions = Omit<NodeOptions, 'complain'>;

/** What holds for embedded peers where nothing is said: an application publishes its own messages. */
export const EMBEDDED_DEFAULTS: NodeParameters = { gossipCount: 0 };

const PORT_MAX = 65_535;

type Given = Readonly<Record<string, unknown>>;

/**
 * @throws TypeError: an unknown option or a value of the wrong type. RangeError: a value out of range, or several that do not go
 *   together.
 */
export function peerNodeOptions(options: PeerOptions): CheckedOptions {
  const given = checkedKeys('createPeer', options, 'peer', ['seeds']);
  return { ...commonOptions('createPeer', given, 'peer'), seeds: seedsOf(given.seeds) };
}

/** The same for a seed. */
export function seedNodeOptions(options: SeedOptions): CheckedOptions {
  return commonOptions('createSeed', checkedKeys('createSeed', options, 'seed', []), 'seed');
}

function checkedKeys(
  caller: string,
  options: unknown,
  kind: 'peer' | 'seed',
  more: readonly string[],
): Given {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${caller} was given ${shown(options)}; expected an object of options`);
  }
  const known = [
    'host',
    'port',
    'output',
    'signal',
    'tls',
    ...more,
    ...parametersOf(kind).map((parameter) => camelCase(parameter.name)),
  ];
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const similar = similarName(name, known);
    const hint = similar === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${similar}?`;
    throw new TypeError(`${caller} knows no option "${name}"; ${hint}`);
  }
  return options as Given;
}

function commonOptions(caller: string, given: Given, kind: 'peer' | 'seed'): CheckedOptions {
  const { signal } = given;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`${caller}: signal is ${shown(signal)}; expected an AbortSignal`);
  }
  const parameters: NodeParameters = kind === 'peer' ? { ...EMBEDDED_DEFAULTS } : {};
  for (const parameter of parametersOf(kind)) setFrom(given, parameter, parameters, caller);
  return {
    port: portOf(given.port, caller),
    host: hostOf(given, caller),
    output: textOf(given, 'output', caller),
    tls: tlsOf(given.tls, caller),
    seeds: [],
    numbers: numbersOf(parameters, caller),
    randomSeed: parameters.randomSeed,
    print: undefined,
  };
}

function setFrom(given: Given, parameter: Parameter, parameters: NodeParameters, caller: string): void {
  const name = camelCase(parameter.name);
  const value = given[name];
  if (value === undefined) return;
  const { words, type, expected, set } = parameter;
  const where = `${caller}: ${name} is ${shown(value)}; expected ${expected}`;
  const isWord = typeof value === 'string' && words.includes(value);
  if (!isWord && typeof value !== type) {
    // Of several words a wrong one is a matter of range.
    throw typeof value === 'string' && words.length > 0 ? new RangeError(where) : new TypeError(where);
  }
  if (!set(parameters, String(value))) throw new RangeError(where);
}

function numbersOf(parameters: NodeParameters, caller: string): CheckedOptions['numbers'] {
  try {
    return protocolNumbers(parameters);
  } catch (error) {
    throw error instanceof StartError ? new RangeError(`${caller}: ${error.message}`) : error;
  }
}

function portOf(value: unknown, caller: string): number {
  if (value === undefined) return 0;
  const where = `${caller}: port is ${shown(value)}; expected a whole number from 0 to ${PORT_MAX}`;
  if (typeof value !== 'number') throw new TypeError(where);
  if (!Number.isInteger(value) || value < 0 || value > PORT_MAX) throw new RangeError(where);
  return value;
}

function hostOf(given: Given, caller: string): string | undefined {
  const host = textOf(given, 'host', caller);
  const isAny = host === '0.0.0.0' || host === '::';
  if (host === undefined || (canonicalHost(host) !== undefined && !isAny)) return host;
  throw new RangeError(
    `${caller}: host is ${shown(host)}; expected a literal IP address of this machine that others can dial, ` +
      'or nothing, to listen on all addresses',
  );
}

function tlsOf(value: unknown, caller: string): CheckedOptions['tls'] {
  if (value === undefined) return undefined;
  const expected = 'expected an object with cert, key and ca, each PEM as text or bytes';
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${caller}: tls is ${shown(value)}; ${expected}`);
  const pemOf = (name: string): Pem => {
    const given = (value as Given)[name];
    if (typeof given !== 'string' && !(given instanceof Uint8Array))
      throw new TypeError(`${caller}: tls.${name} is ${shown(given)}; ${expected}`);
    return { text: typeof given === 'string' ? given : Buffer.from(given).toString(), name: `tls.${name}` };
  };
  const texts = { cert: pemOf('cert'), key: pemOf('key'), ca: pemOf('ca') };
  return () => texts;
}

function textOf(given: Given, name: string, caller: string): string | undefined {
  const value = given[name];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new TypeError(`${caller}: ${name} is ${shown(value)}; expected some text`);
}

function seedsOf(value: unknown): Address[] {
  const expected = "expected at least one seed as ip:port, for example ['127.0.0.1:5000']";
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`createPeer: seeds is ${shown(value)}; ${expected}`);
  }
  const seeds: Address[] = [];
  for (const text of value as unknown[]) {
    const seed = typeof text === 'string' ? parseAddress(text) : undefined;
    if (seed === undefined) throw new TypeError(`createPeer: a seed is ${shown(text)}; ${expected}`);
    if (seeds.some((each) => each.text === seed.text)) {
      throw new RangeError(`createPeer: ${seed.text} is twice among the seeds; expected each once`);
    }
    seeds.push(seed);
  }
  return seeds;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
