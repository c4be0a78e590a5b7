/** `hearsay cert`: the files that it makes, what it leaves alone, and what it refuses. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { privateKeyIn, validityOf } from '../runtime/tls/credentials.ts';
import { hearsay } from './support/command.ts';

const DAY_MS = 86_400_000;

const scratch = mkdtempSync(join(tmpdir(), 'hearsay-cert-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder that is not there yet. */
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(scratch, String(count++));
});

const cert = (...words: readonly string[]) => hearsay('cert', '--out', folder, ...words);
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const certificateOf = (name: string) => new X509Certificate(textOf(name));

describe('hearsay cert', () => {
  it('makes a CA, and for each address a certificate and a key that only their owner can read', async () => {
    const { out, exitCode } = await cert('10.0.0.1', 'fd00::1', '--any', 'pods');
    expect(exitCode).toBe(undefined);
    expect(readdirSync(folder).toSorted()).toEqual([
      '10.0.0.1.crt',
      '10.0.0.1.key',
      'ca.crt',
      'ca.key',
      'fd00--1.crt',
      'fd00--1.key',
      'pods.crt',
      'pods.key',
    ]);
    expect(out.split('\n')[0]).toContain('ca.crt: a new CA; keep');
    const ca = certificateOf('ca.crt');
    expect([ca.ca, ca.verify(ca.publicKey)]).toEqual([true, true]);
    for (const name of ['ca', '10.0.0.1', 'fd00--1', 'pods']) {
      const mode = statSync(join(folder, `${name}.key`)).mode & 0o777;
      expect(mode).toBe(0o600);
      const key = privateKeyIn({ text: textOf(`${name}.key`), name });
      expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
      const certificate = certificateOf(`${name}.crt`);
      expect(certificate.checkPrivateKey(key)).toBe(true);
      expect([certificate.checkIssued(ca), certificate.verify(ca.publicKey)]).toEqual([true, true]);
      expect(validityOf(certificate).from.getTime()).toBeLessThan(Date.now());
    }
  });

  it('names in a certificate the address, or none', async () => {
    await cert('10.0.0.1', 'fd00::1', '--any', 'pods');
    expect(certificateOf('10.0.0.1.crt').subjectAltName).toBe('IP Address:10.0.0.1');
    expect(certificateOf('fd00--1.crt').checkIP('fd00::1')).toBe('fd00::1');
    expect(certificateOf('pods.crt').subjectAltName).toBe(undefined);
    for (const name of ['10.0.0.1', 'pods']) {
      const certificate = certificateOf(`${name}.crt`);
      // Server and client.
      expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
      expect(certificate.ca).toBe(false);
    }
  });

  it('makes certificates for so many days, and the CA for ten years', async () => {
    const { out } = await cert('10.0.0.1', '--days', '30');
    const days = (name: string): number =>
      Math.round((validityOf(certificateOf(name)).until.getTime() - Date.now()) / DAY_MS);
    expect([days('10.0.0.1.crt'), days('ca.crt')]).toEqual([30, 3650]);
    const until = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
    expect(out).toContain(`10.0.0.1.crt: until ${until}, with a new key\n`);
  });

  it('uses the CA that is there, and writes over no key: that gets a new certificate', async () => {
    await cert('10.0.0.1');
    const [ca, caKey, key, before] = ['ca.crt', 'ca.key', '10.0.0.1.key', '10.0.0.1.crt'].map(textOf);
    const { out } = await cert('10.0.0.1', '10.0.0.2');
    expect([ca, caKey, key]).toEqual(['ca.crt', 'ca.key', '10.0.0.1.key'].map(textOf));
    expect(certificateOf('10.0.0.1.crt').serialNumber).not.toBe(new X509Certificate(before).serialNumber);
    expect(certificateOf('10.0.0.1.crt').checkPrivateKey(privateKeyIn({ text: key, name: '' }))).toBe(true);
    expect(out).toMatch(/10\.0\.0\.1\.crt: .* the same key\n.*10\.0\.0\.2\.crt: .* a new key\n$/);
  });

  it.each<[readonly string[], RegExp]>([
    [[], /Nothing to make; give addresses such as 10.0.0.1, or --any\./],
    [['example.org'], /The address is "example.org"; expected a literal IP such as 10.0.0.1\./],
    [['10.0.0.300'], /The address is "10.0.0.300"; expected a literal IP/],
    [['--any', 'ca'], /--any is "ca"; expected a name of letters, digits and -, other than ca\./],
    [['--any', '../x'], /--any is "..\/x"; expected a name/],
    [['10.0.0.1', '--days', '0'], /--days is "0"; expected a whole number from 1 to 3650\./],
    [['10.0.0.1', '--days', '3651'], /--days is "3651"; expected a whole number/],
  ])('refuses %j and makes nothing', async (words, sentence) => {
    const { err, exitCode } = await cert(...words);
    expect([exitCode, err]).toEqual([2, expect.stringMatching(sentence)]);
    expect(existsSync(folder)).toBe(false);
  });

  it.each<[string, () => void, RegExp]>([
    ['without its key', () => rmSync(join(folder, 'ca.key')), /There is .*ca\.crt but no .*ca\.key; put it/],
    ['without its certificate', () => rmSync(join(folder, 'ca.crt')), /There is .*ca\.key but no .*ca\.crt;/],
    [
      'with the key of somebody else',
      () => writeFileSync(join(folder, 'ca.key'), textOf('10.0.0.1.key')),
      /ca\.key does not fit .*ca\.crt; put the right one there\./,
    ],
    [
      'that is none',
      () => writeFileSync(join(folder, 'ca.crt'), 'x'),
      /ca\.crt holds no certificate that can/,
    ],
  ])('uses no CA %s', async (_, spoil, sentence) => {
    await cert('10.0.0.1');
    spoil();
    const { err, exitCode } = await cert('10.0.0.2');
    expect([exitCode, err]).toEqual([2, expect.stringMatching(sentence)]);
    expect(existsSync(join(folder, '10.0.0.2.key'))).toBe(false);
  });

  it('makes no certificate that outlives its CA', async () => {
    await cert('10.0.0.1');
    const { err, exitCode } = await cert('10.0.0.2', '--days', '3650');
    expect([exitCode, err]).toEqual([
      2,
      expect.stringMatching(/holds for 3649 more days only; give fewer --days/),
    ]);
  });

  it('says where it cannot write', async () => {
    folder = join(scratch, 'no', 'such');
    const { err, exitCode } = await cert('10.0.0.1');
    expect(err).toBe(
      `hearsay: --out ${folder}: ${folder} cannot be read or written (ENOENT); name another folder.\n`,
    );
    expect(exitCode).toBe(2);
  });

  it('gives examples in its help', async () => {
    const { out } = await hearsay('cert', '--help');
    expect(out).toContain('hearsay cert --out certs 10.0.0.1 10.0.0.2\n');
  });
});
