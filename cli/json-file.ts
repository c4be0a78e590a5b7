/** JSON documents that the user names. */
import { textOfFile } from './input-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The document in a file.
 * @param name what messages call it
 * @throws UsageError when it cannot be read, or is no JSON
 */
export function jsonOf(path: string, name: string): unknown {
  return parsedJson(textOfFile(path, name), name);
}

/**
 * The document that a text is.
 * @throws UsageError when it is no JSON
 */
export function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name}: expected a JSON document, found ${(error as SyntaxError).message}`);
  }
}
