/**
 * Reads from the JSON documents of `hearsay sim`, `hearsay fit` and `hearsay measure` what a figure needs: it takes what is there,
 * and says in one sentence what is missing.
 */
import type { Points } from '../degrees.ts';
import { FigureError } from './figure-error.ts';

/** A document and what messages call it. */
export interface ResultDocument {
  readonly name: string;
  readonly content: unknown;
}

/** What stands at a path such as `spread.infectedShare`; undefined when there is no such place. */
export function valueAt({ content }: ResultDocument, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, content);
}

/** A finite number; undefined when nothing or null stands there. */
export function numberAt(document: ResultDocument, path: string): number | undefined {
  const value = valueAt(document, path);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw malformed(document, path, 'a number', value);
  return value;
}

/** Pairs of finite numbers, at least one; undefined when there are none. */
export function pointsAt(document: ResultDocument, path: string): Points | undefined {
  const value = valueAt(document, path);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw malformed(document, path, 'a list of pairs of numbers', value);
  const bad = value.find((pair) => !(Array.isArray(pair) && pair.length >= 2 && pair.every(Number.isFinite)));
  if (bad !== undefined) throw malformed(document, path, 'pairs of numbers', bad);
  return value.length === 0 ? undefined : (value as [number, number][]);
}

/** The objects of a list, for which `isOne` says what they must have; undefined when there are none. */
export function rowsAt<Row>(
  document: ResultDocument,
  path: string,
  isOne: (row: Partial<Row>) => boolean,
  expected: string,
): readonly Row[] | undefined {
  const value = valueAt(document, path);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw malformed(document, path, 'a list', value);
  const bad = value.find((row) => typeof row !== 'object' || row === null || !isOne(row));
  if (bad !== undefined) throw malformed(document, path, expected, bad);
  return value.length === 0 ? undefined : value;
}

/** The first that `read` finds at one of these paths. */
export function firstAt<Value>(
  paths: readonly string[],
  read: (path: string) => Value | undefined,
): Value | undefined {
  for (const path of paths) {
    const value = read(path);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * What to throw when a document has nothing for a figure.
 * @param what such as `spread curve`
 * @param source the command whose documents have it
 */
export function missing(document: ResultDocument, what: string, source: string): FigureError {
  return new FigureError(
    `${document.name} has no ${what}; it is ${kindOf(document)}, and ${source} gives one`,
  );
}

/** Where a document comes from, in words. */
export function kindOf(document: ResultDocument): string {
  if (valueAt(document, 'traceHash') !== undefined) return 'a document of `hearsay sim --json`';
  if (valueAt(document, 'xmin') !== undefined) return 'a document of `hearsay fit --json`';
  if (valueAt(document, 'robustness') !== undefined) return 'a document of `hearsay measure --json`';
  return 'no document of `hearsay sim --json`, `hearsay fit --json` or `hearsay measure --json`';
}

function malformed({ name }: ResultDocument, path: string, expected: string, found: unknown): FigureError {
  const shown = JSON.stringify(found) ?? String(found);
  return new FigureError(`${name}: ${path}: expected ${expected}, found ${shown.slice(0, 60)}`);
}
