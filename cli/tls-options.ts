/** The flags that name TLS files: all three or none. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { StartError } from '../runtime/start-error.ts';
import type { Pem, PemTexts } from '../runtime/tls/credentials.ts';

/** What a flag or the environment say, and where. */
export interface GivenText {
  readonly text: string;
  readonly where: string;
}

/** By the name of the option, without dashes. */
type Given = (name: string) => GivenText | undefined;

export function addTlsFlags(command: Command): void {
  command
    .option('--tls-cert <FILE>', 'speak TLS only: certificate of this node; see hearsay cert (default: off)')
    .option('--tls-key <FILE>', 'its key')
    .option('--tls-ca <FILE>', 'certificates of the CAs whose nodes may connect');
}

/**
 * What reads the files, each time it is called; undefined: there shall be no TLS. What it throws is a StartError.
 * @throws StartError when some are named and others not.
 */
export function tlsFiles(given: Given): (() => PemTexts) | undefined {
  const names = ['tls-cert', 'tls-key', 'tls-ca'];
  const [cert, key, ca] = names.map(given);
  if (cert !== undefined && key !== undefined && ca !== undefined) {
    return () => ({ cert: pemOf(cert), key: pemOf(key), ca: pemOf(ca) });
  }
  const missing = names.filter((name) => given(name) === undefined).map((name) => `--${name}`);
  if (missing.length === names.length) return undefined;
  throw new StartError(
    `TLS needs --tls-cert, --tls-key and --tls-ca together; ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
  );
}

function pemOf({ text: path, where }: GivenText): Pem {
  try {
    return { text: readFileSync(path, 'utf8'), name: `${where} ${path}` };
  } catch (error) {
    throw new StartError(`${where} ${path} cannot be read: ${(error as Error).message}.`);
  }
}
