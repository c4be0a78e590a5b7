/**
 * config.txt: one seed a line as `IP:Port`, and settings as `key = value`. Blank lines and comments (`#` at the beginning of a line
 * or after a blank) are skipped. One file describes one network, so seeds and peers read the same.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Address, parseAddress } from '../src/address.ts';
import { escapeText } from './escape.ts';
import { parameterNamed, setParameter, similarName } from './parameters.ts';
import type { NodeParameters } from './protocol-numbers.ts';
import { StartError } from './start-error.ts';

export interface Config {
  /** At least one, in the order of the file. */
  readonly seeds: readonly Address[];
  readonly parameters: NodeParameters;
}

/** What of a bad line is shown. */
const SHOWN_MAX_CHARACTERS = 80;

/**
 * Reads and parses a configuration.
 * @throws StartError when it cannot be read or is malformed: file, line, found, expected.
 */
export function readConfig(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(unreadable(path, error as NodeJS.ErrnoException));
  }
  return parseConfig(text, path);
}

/**
 * Parses the text of a configuration.
 * @param name Of the file, for errors.
 * @throws StartError at the first bad line, or when no seed is named.
 */
export function parseConfig(text: string, name: string): Config {
  const seeds: Address[] = [];
  const parameters: NodeParameters = {};
  /** The line that named this seed or key. */
  const lineOf = new Map<string, number>();
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    const words = line.replace(/(^|\s)#.*$/, '').trim();
    if (words === '') continue;
    const where = `${name}, line ${i + 1}`;
    const named = words.includes('=') ? readSetting(words, where, parameters) : readSeed(words, where, seeds);
    const before = lineOf.get(named);
    if (before !== undefined)
      throw new StartError(`${where}: ${named} is already on line ${before}; remove one.`);
    lineOf.set(named, i + 1);
  }
  if (seeds.length === 0) {
    throw new StartError(`${name} names no seed; add one line IP:Port for each, for example 127.0.0.1:5000.`);
  }
  return { seeds, parameters };
}

function readSeed(words: string, where: string, seeds: Address[]): string {
  const seed = parseAddress(words);
  if (seed === undefined) {
    throw new StartError(
      `${where}: found "${shown(words)}"; expected a seed as IP:Port, for example 10.0.0.1:5000 or [::1]:5000, ` +
        'or a setting as key = value.',
    );
  }
  seeds.push(seed);
  return seed.text;
}

function readSetting(words: string, where: string, parameters: NodeParameters): string {
  const equals = words.indexOf('=');
  const key = words.slice(0, equals).trim();
  const parameter = parameterNamed(key);
  if (parameter === undefined) {
    const similar = similarName(key);
    const hint =
      similar === undefined ? 'see `hearsay peer --help` for the keys' : `did you mean ${similar}?`;
    throw new StartError(`${where}: unknown key "${shown(key)}"; ${hint}${hint.endsWith('?') ? '' : '.'}`);
  }
  setParameter(parameters, parameter, words.slice(equals + 1).trim(), `${where}: ${key}`);
  return key;
}

function shown(text: string): string {
  return escapeText(text.length > SHOWN_MAX_CHARACTERS ? `${text.slice(0, SHOWN_MAX_CHARACTERS)}...` : text);
}

function unreadable(path: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') {
    return (
      `${path} was not found (looked for ${resolve(path)}); create it with one seed a line as IP:Port, ` +
      'or name another file with --config.'
    );
  }
  if (error.code === 'EACCES')
    return `${path} may not be read by this user; change its rights, or name another file.`;
  if (error.code === 'EISDIR')
    return `${path} is a directory; expected a file with one seed a line as IP:Port.`;
  return `${path} cannot be read: ${error.message}.`;
}
