/** docs/RESULTS.md names every field of the document of `hearsay sim --json`, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hearsay } from './support/command.ts';
import { ROOT } from './tools/source-files.ts';

/** A run in which no object of the document is null. */
const EVERYTHING = ['--peers', '40', '--messages', '1', '--publish', 'when-settled', '--seed', 'a', '--json'];

/** Fields whose contents another page describes, or that are lists of numbers. */
const WHOLE = new Set(['manifest.parameters']);

async function documentOf(words: readonly string[]): Promise<unknown> {
  return JSON.parse((await hearsay('sim', ...words)).out);
}

function fieldsOf(value: unknown, path: string): string[] {
  if (WHOLE.has(path)) return [path];
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    return first === null || typeof first !== 'object' || Array.isArray(first)
      ? [path]
      : fieldsOf(first, `${path}[]`);
  }
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, path === '' ? key : `${path}.${key}`));
}

describe('docs/RESULTS.md', () => {
  it('has a row for every field', async () => {
    const text = readFileSync(join(ROOT, 'docs/RESULTS.md'), 'utf8');
    const table = text.slice(0, text.indexOf('\n## '));
    const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field]) => field);
    const fields = fieldsOf(await documentOf(EVERYTHING), '');
    expect(documented.toSorted()).toEqual(fields.toSorted());
  });
});
