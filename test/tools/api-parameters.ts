/** The options of embedded nodes that are parameters of `config.txt`, as TypeScript: made from the one list of parameters. */
import { EMBEDDED_DEFAULTS } from '../../runtime/api/options.ts';
import { camelCase, type Parameter, parametersOf } from '../../runtime/parameters.ts';
import { PROFILES } from '../../src/profiles.ts';

/** Where it is kept. */
export const API_PARAMETERS_FILE = 'runtime/api/node-parameters.ts';

const LINE_CHARACTERS_MAX = 128;

/** The text of that file. */
export function apiParametersSource(): string {
  return `/**
 * What can be set of a node: the keys of \`config.txt\` in camel case. Durations are in seconds.
 * Made by \`npm run api\` from runtime/parameters.ts; do not edit.
 */

/** Of a peer. */
export interface PeerParameters {
${members('peer')}}

/** Of a seed. */
export interface SeedParameters {
${members('seed')}}
`;
}

function members(kind: 'peer' | 'seed'): string {
  return parametersOf(kind).map(member).join('');
}

function member(parameter: Parameter): string {
  const { help, expected, words, type, show } = parameter;
  const standard = show({ ...PROFILES.hardened, profile: 'hardened', ...EMBEDDED_DEFAULTS });
  // The type says what words, texts and switches may be.
  const range = type === 'number' ? `; ${expected.replace(/, for example .*/, '')}` : '';
  const otherwise = standard === undefined ? '' : `; default ${standard}`;
  const types = [...words.map((word) => `'${word}'`), ...(type === undefined ? [] : [type])].join(' | ');
  return `${docComment(`${capital(help)}${range}${otherwise}.`)}  readonly ${camelCase(parameter.name)}?: ${types} | undefined;\n`;
}

function docComment(text: string): string {
  const oneLine = `  /** ${text} */\n`;
  if (oneLine.length <= LINE_CHARACTERS_MAX) return oneLine;
  const end = text.lastIndexOf(' ', LINE_CHARACTERS_MAX - 5);
  return `  /**\n   * ${text.slice(0, end)}\n   * ${text.slice(end + 1)}\n   */\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
