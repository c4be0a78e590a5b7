/** A folder with a CA and certificates of nodes, made by `hearsay cert`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey, nodeCertificate } from '../../cli/cert/authority.ts';
import { Credentials, type Pem, type PemTexts } from '../../runtime/tls/credentials.ts';
import { hearsay } from './command.ts';

/** The certificates of `makeExpired` held then. */
const LONG_AGO = new Date('2020-06-01');
const EXPIRED = { from: new Date('2020-01-01'), until: new Date('2020-12-31') };

export class TlsFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'hearsay-tls-'));

  /** With certificates for these IPs. */
  static async make(...ips: readonly string[]): Promise<TlsFolder> {
    const folder = new TlsFolder();
    await folder.cert(...ips);
    return folder;
  }

  /** Runs `hearsay cert` with these words for this folder. */
  async cert(...words: readonly string[]): Promise<void> {
    const { err, exitCode } = await hearsay('cert', '--out', this.path, ...words);
    if (exitCode !== undefined) throw new Error(`exit code ${exitCode}: ${err}`);
  }

  /** A certificate of the CA for this IP that expired long ago; its files are called `expired`. */
  async makeExpired(ip: string): Promise<void> {
    const authority = { certificate: this.#read('ca.crt').text, key: this.#read('ca.key').text };
    const key = newKey();
    writeFileSync(this.file('expired.key'), key);
    writeFileSync(this.file('expired.crt'), await nodeCertificate(authority, key, 'expired', ip, EXPIRED));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The files of a node. */
  pems(name: string): PemTexts {
    return { cert: this.#read(`${name}.crt`), key: this.#read(`${name}.key`), ca: this.#read('ca.crt') };
  }

  credentials(name: string): Credentials {
    return Credentials.of(this.pems(name), name === 'expired' ? LONG_AGO : undefined);
  }

  /** The flags that name the files of a node. */
  flags(name: string): string[] {
    return [
      ...['--tls-cert', this.file(`${name}.crt`)],
      ...['--tls-key', this.file(`${name}.key`)],
      ...['--tls-ca', this.file('ca.crt')],
    ];
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  #read(name: string): Pem {
    return { text: readFileSync(this.file(name), 'utf8'), name };
  }
}
