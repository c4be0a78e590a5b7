/** Names of the results in one figure, by what tells them apart, and the caption, by what they have in common. */
import { plainNumber } from './axes.ts';
import { kindOf, numberAt, type ResultDocument, valueAt } from './result-document.ts';

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
  const runs = settings.filter(({ size }) => size > 0);
  const keys = [...new Set([...HEADLINE, ...runs.flatMap((each) => [...each.keys()])])];
  const differing = keys.filter((key) => new Set(runs.map((each) => each.get(key))).size > 1);
  const isTold = (key: string) =>
    HEADLINE.includes(key) || runs[0].get(key) !== JSON.stringify(defaults[key] ?? null);
  const common = keys.filter((key) => !differing.includes(key) && runs[0]?.has(key) && isTold(key));
  const words = common.map((key) => wordsFor(key, runs[0].get(key)!)).join(', ');
  const single = fileName(documents[settings.findIndex(({ size }) => size > 0)]?.name ?? '');
  const whose = documents.length === 1 ? '' : runs.length === 1 ? `${single}: ` : 'All runs: ';
  return {
    names: namesOf(documents, settings, differing),
    caption: [
      ...(words === '' ? [] : [`${whose}${words}.`]),
      ...documents.filter((_, index) => settings[index].size === 0).map(sourceText),
    ],
  };
}

/** What differs, or else the name of the file. */
function namesOf(
  documents: readonly ResultDocument[],
  settings: readonly ReadonlyMap<string, string>[],
  differing: readonly string[],
): string[] {
  const files = documents.map(({ name }) => fileName(name));
  const names = settings.map((each, index) => {
    const words = differing.filter((key) => each.has(key)).map((key) => wordsFor(key, each.get(key)!));
    return cut(words.length === 0 ? files[index] : words.join(', '));
  });
  return names.map((name, index) =>
    names.indexOf(name) === names.lastIndexOf(name) || name === files[index]
      ? name
      : `${name} (${files[index]})`,
  );
}

/** Where a document without parameters comes from, and what a fit says. */
function sourceText(document: ResultDocument): string {
  const verdict = valueAt(document, 'verdict');
  const randomSeed = valueAt(document, 'randomSeed');
  const [n, pValue] = [numberAt(document, 'n'), numberAt(document, 'pValue')];
  const words = [
    ...(n === undefined ? [] : [`${plainNumber(n)} values`]),
    ...(typeof verdict === 'string' ? [`verdict: ${verdict}`] : []),
    ...(pValue === undefined
      ? []
      : [`p = ${pValue} of ${plainNumber(numberAt(document, 'bootstraps') ?? 0)} bootstraps`]),
    ...(typeof randomSeed === 'string' ? [`random seed ${randomSeed}`] : []),
  ];
  const source = kindOf(document).replaceAll('`', '');
  return `${fileName(document.name)}: ${[source, ...words].join(', ')}.`;
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
