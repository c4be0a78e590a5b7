/** JSON documents that the user names. */
import { textOfFile } from './input-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The document in a file.
 * @param name what messages call it
 * @throws UsageError when it cannot be read, or is no JSON
 */
export function jsonOf(path: string, name: string): unknown {
  const text = textOfFile(path, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: expected a JSON document, found ${(error as SyntaxError).message}`);
  }
}
