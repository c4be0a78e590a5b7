/** Names of the results in one figure, by what tells them apart, and the caption, by what they have in common. */
import { plainNumber } from './axes.ts';
import { kindOf, type ResultDocument, valueAt } from './result-document.ts';

export interface Labels {
  /** One for each document. */
  readonly names: readonly string[];
  /** Paragraphs. */
  readonly caption: readonly string[];
}

/** A name longer than this is cut, so that a legend stays readable. */
const NAME_LENGTH_MAX = 48;

/** Parameters that the caption always names, first. */
const HEADLINE = ['peers', 'alpha', 'links', 'rank'];

/**
 * @param documents those of one figure
 * @param defaults the parameters that need not be named, with their values as JSON
 */
export function labelsOf(
  documents: readonly ResultDocument[],
  defaults: Readonly<Record<string, unknown>> = {},
): Labels {
  const settings = documents.map(settingsOf);
  const keys = [...new Set(settings.flatMap((each) => [...each.keys()]))];
  const ordered = [...HEADLINE, ...keys.filter((key) => !HEADLINE.includes(key))];
  const differing = ordered.filter((key) => new Set(settings.map((each) => each.get(key))).size > 1);
  const names = settings.map((each, index) => {
    const words = differing.filter((key) => each.has(key)).map((key) => wordsFor(key, each.get(key)!));
    const plain = fileName(documents[index].name);
    return cut(each.size === 0 || words.length === 0 ? plain : words.join(', '));
  });
  const unique = names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${fileName(documents[index].name)})`,
  );
  const common = ordered.filter((key) => settings[0].has(key) && !differing.includes(key));
  const told = common.filter(
    (key) => HEADLINE.includes(key) || settings[0].get(key) !== JSON.stringify(defaults[key] ?? null),
  );
  return { names: unique, caption: captionOf(documents, settings[0], told) };
}

function captionOf(
  documents: readonly ResultDocument[],
  first: ReadonlyMap<string, string>,
  told: readonly string[],
): string[] {
  const words = told.map((key) => wordsFor(key, first.get(key)!));
  if (words.length > 0) return [`${documents.length > 1 ? 'All: ' : ''}${words.join(', ')}.`];
  const sources = documents.map((each) => `${fileName(each.name)} is ${kindOf(each).replaceAll('`', '')}`);
  return first.size > 0 ? [] : [`${sources.join('; ')}.`];
}

/** What identifies a run, each value as JSON: parameters, random seed and version. Empty for other documents. */
function settingsOf(document: ResultDocument): ReadonlyMap<string, string> {
  const parameters = valueAt(document, 'manifest.parameters');
  const settings = new Map<string, string>();
  if (typeof parameters === 'object' && parameters !== null) {
    for (const [key, value] of Object.entries(parameters)) settings.set(key, JSON.stringify(value));
  }
  for (const [key, path] of [
    ['random seed', 'manifest.randomSeed'],
    ['hearsay', 'manifest.version'],
  ]) {
    const value = valueAt(document, path);
    if (typeof value === 'string') settings.set(key, JSON.stringify(value));
  }
  return settings;
}

/** `uniformLinks` and `2` as `uniform links 2`. */
function wordsFor(key: string, json: string): string {
  const value: unknown = JSON.parse(json);
  const words = key.replace(/[A-Z](?![A-Z]|$)/g, (letter) => ` ${letter.toLowerCase()}`);
  if (key === 'faults' && Array.isArray(value)) return `faults ${value.length}`;
  if (typeof value === 'number') return `${words} ${plainNumber(value)}`;
  return `${words} ${typeof value === 'string' ? value : json}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function cut(name: string): string {
  return name.length <= NAME_LENGTH_MAX ? name : `${name.slice(0, NAME_LENGTH_MAX - 1)}…`;
}
