/** JSON documents that the user names. */
import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/**
 * The document in a file; `-` is standard input.
 * @param name what messages call it
 * @throws UsageError when it cannot be read, or is no JSON
 */
export function jsonOf(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UsageError(`${name}: expected a JSON document, found ${error.message}`);
    }
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new UsageError(`${name}: ${READ_FAILURES[code] ?? `this file cannot be read (${code})`}`);
  }
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'this file does not exist',
  EACCES: 'this file may not be read',
  EISDIR: 'this is a folder; name a file in it',
};
