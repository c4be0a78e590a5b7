/** Integers as text, one a line. Empty lines and lines that start with `#` are left out. */
import { histogram, type Points } from './degrees.ts';

/** What is wrong with a text, and the number of its line, from 1. */
export interface IntegerListError {
  readonly error: string;
  readonly line: number;
}

/** Reads integers of 0 and more: `[value, count]`, ascending. */
export function parseIntegerList(text: string): { readonly points: Points } | IntegerListError {
  const values: number[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index].trim();
    if (line === '' || line.startsWith('#')) continue;
    const value = Number(line);
    if (!/^\d+$/.test(line) || !Number.isSafeInteger(value)) {
      return { error: `expected a whole number from 0 to 2^53 - 1, found ${quoted(line)}`, line: index + 1 };
    }
    values.push(value);
  }
  return { points: histogram(values) };
}

/** A line as found, cut short. */
function quoted(line: string): string {
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 40)}...` : line);
}
