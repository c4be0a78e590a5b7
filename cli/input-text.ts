/** Texts that the user names: a file, or `-` for standard input. */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { UsageError } from './usage-error.ts';

/**
 * The text of a file.
 * @param name what messages call it
 * @throws UsageError when it cannot be read
 */
export function textOfFile(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new UsageError(`${name}: ${READ_FAILURES[code] ?? `this file cannot be read (${code})`}`);
  }
}

/** The same, of standard input when the path is `-`. */
export async function inputText(path: string): Promise<string> {
  return path === '-' ? await text(process.stdin) : textOfFile(path, path);
}

/** What messages call the input of a path. */
export function inputName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'this file does not exist',
  EACCES: 'this file may not be read',
  EISDIR: 'this is a folder; name a file in it',
};
