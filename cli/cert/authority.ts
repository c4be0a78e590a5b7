/** A small certificate authority: ECDSA keys on P-256, one root, and certificates of nodes. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/** Of a serial number: RFC 5280 allows 20. Source: ours. */
const SERIAL_BYTES = 16;

/** A certificate and its key, both as PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** When a certificate holds. */
export interface Validity {
  readonly from: Date;
  readonly until: Date;
}

/** A new private key as PEM (PKCS #8). */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** A root of its own that may sign certificates of nodes, and nothing below them. */
export async function newAuthority({ from, until }: Validity): Promise<Certified> {
  const key = newKey();
  const { publicKey, privateKey } = await keysOf(key);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: ['hearsay CA'] }],
    notBefore: from,
    notAfter: until,
    signingAlgorithm: SIGNING,
    keys: { publicKey, privateKey },
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key };
}

/**
 * A certificate, as PEM, for the node with this key: good for dialling and for being dialled.
 * @param ip What it names; undefined: no address, so that it is good for any.
 */
export async function nodeCertificate(
  authority: Certified,
  key: string,
  name: string,
  ip: string | undefined,
  { from, until }: Validity,
): Promise<string> {
  const signer = await keysOf(authority.key);
  const { publicKey } = await keysOf(key);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [name] }],
    issuer: new X509Certificate(authority.certificate).subjectName.toJSON(),
    notBefore: from,
    notAfter: until,
    signingAlgorithm: SIGNING,
    publicKey,
    signingKey: signer.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.publicKey),
      ...(ip === undefined ? [] : [new SubjectAlternativeNameExtension([{ type: 'ip', value: ip }])]),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

async function keysOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto;
  const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, CURVE, false, ['sign']),
    publicKey: await subtle.importKey('spki', spki, CURVE, true, ['verify']),
  };
}

/** Positive, and without a leading zero byte. */
function newSerial(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes.toString('hex');
}
