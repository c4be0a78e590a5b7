/** The flags that seeds and peers share, and what they make of flags, environment and config.txt: the first that says it wins. */
import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type Config, readConfig } from '../runtime/config-file.ts';
import { escapeText } from '../runtime/escape.ts';
import { parseHttpAddress } from '../runtime/http/http-address.ts';
import type { LogFormat, NodeOptions } from '../runtime/node.ts';
import { camelCase, parametersOf, setParameter } from '../runtime/parameters.ts';
import { type NodeParameters, protocolNumbers } from '../runtime/protocol-numbers.ts';
import type { Address } from '../src/address.ts';
import { PROFILES } from '../src/profiles.ts';
import { addTlsFlags, type GivenText, tlsFiles } from './tls-options.ts';
import { UsageError } from './usage-error.ts';

export type NodeKind = 'peer' | 'seed';

/** Flag values by attribute name, as commander hands them over. */
export type FlagValues = Readonly<Record<string, string | boolean | undefined>>;

const CONFIG_DEFAULT = 'config.txt';
const OUTPUT_DEFAULT = 'outputfile.txt';

/** What holds when nothing is set; shown in the help. */
const DEFAULTS: NodeParameters = { ...PROFILES.hardened, profile: 'hardened' };

/** Console output that waits to be taken; lines beyond it are dropped. Source: ours. */
const CONSOLE_MAX_BYTES = 1024 * 1024;

/** Adds the flags of this kind of node to its command. */
export function addNodeFlags(command: Command, kind: NodeKind): void {
  command
    .option('--config <FILE>', `seeds and settings of the network (default: ${CONFIG_DEFAULT})`)
    .option(
      '--host <IP>',
      'listen on this address and advertise it (default: listen on all, advertise the default route)',
    )
    .option('--output <FILE>', `file of events (default: ${OUTPUT_DEFAULT})`)
    .option('--log-format <FORMAT>', 'of the console: text, or json, an object a line (default: text)')
    .option('--http <IP:PORT>', 'answer /metrics, /healthz, /readyz and /topology here (default: off)');
  addTlsFlags(command);
  for (const parameter of parametersOf(kind)) {
    const { name, placeholder, help, show } = parameter;
    const flags = placeholder === undefined ? `--${name}` : `--${name} <${placeholder}>`;
    const shown = placeholder === undefined ? undefined : show(DEFAULTS);
    command.addOption(new Option(flags, shown === undefined ? help : `${help} (default: ${shown})`));
  }
  command.addHelpText(
    'after',
    '\nDurations are in seconds. Each option can also be set in the environment (--ping-interval as\n' +
      'HEARSAY_PING_INTERVAL) and those of the protocol in config.txt (ping-interval = 13).\n' +
      `A flag wins over the environment, that over config.txt, that over the profile (${Object.keys(PROFILES).join(' or ')}).`,
  );
}

/**
 * Everything a node needs to start.
 * @throws UsageError or StartError: one sentence about the first thing that is wrong.
 */
export function nodeOptions(
  kind: NodeKind,
  port: string,
  flags: FlagValues,
  environment: NodeJS.ProcessEnv,
): NodeOptions {
  const given = (name: string): string | undefined => textGiven(name, flags, environment)?.text;
  const tls = tlsFiles((name) => textGiven(name, flags, environment));
  const config = configOf(kind, given('config'));
  const parameters: NodeParameters = { ...config?.parameters };
  for (const parameter of parametersOf(kind)) {
    const found = textGiven(parameter.name, flags, environment);
    if (found !== undefined) setParameter(parameters, parameter, found.text, found.where);
  }
  return {
    port: portOf(port),
    host: given('host'),
    seeds: config?.seeds ?? [],
    numbers: protocolNumbers(parameters),
    randomSeed: parameters.randomSeed,
    output: given('output') ?? OUTPUT_DEFAULT,
    tls,
    logFormat: logFormatOf(textGiven('log-format', flags, environment)),
    print: (lines) => {
      if (process.stdout.writableLength < CONSOLE_MAX_BYTES) process.stdout.write(lines);
    },
    complain: (sentence) => process.stderr.write(`hearsay: ${sentence}\n`),
  };
}

/**
 * Where the node shall answer HTTP; undefined: nowhere.
 * @throws StartError when it is no address.
 */
export function httpAddress(flags: FlagValues, environment: NodeJS.ProcessEnv): Address | undefined {
  const given = textGiven('http', flags, environment);
  return given === undefined ? undefined : parseHttpAddress(given.text, given.where);
}

function logFormatOf(given: GivenText | undefined): LogFormat {
  const text = given?.text ?? 'text';
  if (text === 'text' || text === 'json') return text;
  throw new UsageError(`${given?.where} is "${escapeText(text)}"; expected text or json.`);
}

/** A peer cannot do without; a seed reads the default file only if it is there. */
function configOf(kind: NodeKind, given: string | undefined): Config | undefined {
  if (kind === 'seed' && given === undefined && !existsSync(CONFIG_DEFAULT)) return undefined;
  return readConfig(given ?? CONFIG_DEFAULT);
}

/** What flag or environment say, and where. An empty variable counts as unset. */
export function textGiven(
  name: string,
  flags: FlagValues,
  environment: NodeJS.ProcessEnv,
): GivenText | undefined {
  const flag = flags[camelCase(name)];
  if (flag !== undefined) return { text: String(flag), where: `--${name}` };
  const variable = `HEARSAY_${name.replaceAll('-', '_').toUpperCase()}`;
  const text = environment[variable];
  return text === undefined || text === '' ? undefined : { text, where: variable };
}

function portOf(text: string): number {
  const port = /^(0|[1-9]\d{0,4})$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`The port is "${text}"; expected a number from 1 to 65535, or 0 for any free one.`);
}
