/** What `hearsay cert` does: from addresses to files. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../runtime/start-error.ts';
import { certificatesIn, DAY_MS, privateKeyIn, validityOf } from '../../runtime/tls/credentials.ts';
import { canonicalHost } from '../../src/ip.ts';
import type { OptionValues } from '../sim-flags.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Certified, newAuthority, newKey, nodeCertificate, type Validity } from './authority.ts';

/** Ten years. Source: ours. */
const CA_DAYS = 3_650;
const DAYS_DEFAULT = 365;

/** Certificates hold from so long ago, for clocks that are late. Source: ours. */
const EARLIER_MS = 3_600_000;

/** What a certificate is made for. */
interface Subject {
  readonly name: string;
  /** Undefined: good for any address. */
  readonly ip: string | undefined;
}

/** @throws UsageError for bad arguments, or files that do not fit together or cannot be read or written */
export async function runCert(
  addresses: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<void> {
  const subjects = [...addresses.map(addressOf), ...anyOf(values.any as string | undefined)];
  if (subjects.length === 0)
    throw new UsageError('Nothing to make; give addresses such as 10.0.0.1, or --any.');
  const validity = validFor(daysOf(values.days as string | undefined));
  const folder = values.out as string;
  try {
    if (!existsSync(folder)) mkdirSync(folder);
    const authority = existingAuthority(folder, validity) ?? (await makeAuthority(folder, terminal));
    for (const subject of subjects) await certify(folder, authority, subject, validity, terminal);
  } catch (error) {
    if (error instanceof StartError) throw new UsageError(error.message);
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const { code, path = folder } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--out ${folder}: ${path} cannot be read or written (${code}); name another folder.`,
    );
  }
}

/** Undefined where there is none. */
function existingAuthority(folder: string, { until }: Validity): Certified | undefined {
  const [certPath, keyPath] = [join(folder, 'ca.crt'), join(folder, 'ca.key')];
  if (!existsSync(certPath) && !existsSync(keyPath)) return undefined;
  for (const [path, other] of [
    [certPath, keyPath],
    [keyPath, certPath],
  ]) {
    if (!existsSync(path))
      throw new UsageError(`There is ${other} but no ${path}; put it there, or name another folder.`);
  }
  const certificate = readFileSync(certPath, 'utf8');
  const key = readFileSync(keyPath, 'utf8');
  const [own] = certificatesIn({ text: certificate, name: certPath });
  if (!own.checkPrivateKey(privateKeyIn({ text: key, name: keyPath })))
    throw new UsageError(`${keyPath} does not fit ${certPath}; put the right one there.`);
  const days = Math.floor((validityOf(own).until.getTime() - Date.now()) / DAY_MS);
  if (validityOf(own).until < until)
    throw new UsageError(
      `The CA of ${certPath} holds for ${Math.max(0, days)} more days only; give fewer --days, or make a new CA in another folder.`,
    );
  return { certificate, key };
}

async function makeAuthority(folder: string, terminal: Terminal): Promise<Certified> {
  const authority = await newAuthority(validFor(CA_DAYS));
  writeFileSync(join(folder, 'ca.key'), authority.key, { flag: 'wx', mode: 0o600 });
  writeFileSync(join(folder, 'ca.crt'), authority.certificate, { flag: 'wx' });
  terminal.print(`${join(folder, 'ca.crt')}: a new CA; keep ${join(folder, 'ca.key')} to yourself\n`);
  return authority;
}

async function certify(
  folder: string,
  authority: Certified,
  { name, ip }: Subject,
  validity: Validity,
  terminal: Terminal,
): Promise<void> {
  const path = join(folder, name.replaceAll(':', '-'));
  const isNew = !existsSync(`${path}.key`);
  if (isNew) writeFileSync(`${path}.key`, newKey(), { flag: 'wx', mode: 0o600 });
  const key = readFileSync(`${path}.key`, 'utf8');
  privateKeyIn({ text: key, name: `${path}.key` });
  const certificate = await nodeCertificate(authority, key, name, ip, validity);
  // A node may read it while it is written.
  writeFileSync(`${path}.crt.new`, certificate);
  renameSync(`${path}.crt.new`, `${path}.crt`);
  const until = validityOf(new X509Certificate(certificate)).until.toISOString().slice(0, 10);
  terminal.print(`${path}.crt: until ${until}, with ${isNew ? 'a new' : 'the same'} key\n`);
}

function validFor(days: number): Validity {
  const now = Date.now();
  return { from: new Date(now - EARLIER_MS), until: new Date(now + days * DAY_MS) };
}

function addressOf(text: string): Subject {
  const ip = canonicalHost(text);
  if (ip === undefined)
    throw new UsageError(`The address is "${text}"; expected a literal IP such as 10.0.0.1.`);
  return { name: ip, ip };
}

function anyOf(name: string | undefined): Subject[] {
  if (name === undefined) return [];
  if (/^[\w-]{1,64}$/.test(name) && name !== 'ca') return [{ name, ip: undefined }];
  throw new UsageError(`--any is "${name}"; expected a name of letters, digits and -, other than ca.`);
}

function daysOf(text: string | undefined): number {
  const days = text === undefined ? DAYS_DEFAULT : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  if (days <= CA_DAYS) return days;
  throw new UsageError(`--days is "${text}"; expected a whole number from 1 to ${CA_DAYS}.`);
}
