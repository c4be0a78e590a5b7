/** Where a node answers HTTP, as an operator writes it: like any address, and port 0 means any free one. */
import { type Address, address, parseAddress } from '../../src/address.ts';
import { escapeText } from '../escape.ts';
import { StartError } from '../start-error.ts';

/**
 * @param where Names its origin at the beginning of a sentence: `--http`, `HEARSAY_HTTP`.
 * @throws StartError when it is no address.
 */
export function parseHttpAddress(text: string, where: string): Address {
  const anyPort = text.endsWith(':0');
  const parsed = parseAddress(anyPort ? `${text.slice(0, -1)}1` : text);
  if (parsed !== undefined) return anyPort ? address(parsed.host, 0) : parsed;
  throw new StartError(
    `${where} is "${escapeText(text)}"; expected a literal IP and a port, for example 127.0.0.1:9464 or [::1]:9464; port 0 means ` +
      'any free one.',
  );
}
