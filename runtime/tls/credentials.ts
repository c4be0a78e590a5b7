/** What a node shows of itself and whom it believes, checked before it is used. */
import { constants, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { StartError } from '../start-error.ts';

/** A text of PEM blocks, and what messages call it. */
export interface Pem {
  readonly text: string;
  readonly name: string;
}

export interface PemTexts {
  /** The certificate of the node, followed by those between it and the CA, if there are any. */
  readonly cert: Pem;
  readonly key: Pem;
  /** One CA or several. */
  readonly ca: Pem;
}

/** A certificate that expires sooner is told of. Source: ours. */
export const EXPIRES_SOON_DAYS = 14;

export const DAY_MS = 86_400_000;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export class Credentials {
  /** For an acceptor. */
  readonly options: SecureContextOptions;
  /** For a dialler. */
  readonly context: SecureContext;
  /** When the certificate of the node expires. */
  readonly expires: Date;

  private constructor(options: SecureContextOptions, context: SecureContext, expires: Date) {
    this.options = options;
    this.context = context;
    this.expires = expires;
  }

  /** @throws StartError: what cannot be used, and why. */
  static of({ cert, key, ca }: PemTexts, now = new Date()): Credentials {
    const [own] = certificatesIn(cert);
    if (!own.checkPrivateKey(privateKeyIn(key)))
      throw new StartError(`${key.name} does not fit the certificate of ${cert.name}.`);
    const { from, until } = validityOf(own);
    if (now > until)
      throw new StartError(
        `The certificate of ${cert.name} expired at ${until.toISOString()}; make a new one.`,
      );
    if (now < from) {
      throw new StartError(
        `The certificate of ${cert.name} is not valid before ${from.toISOString()}; wait, or set the clock.`,
      );
    }
    certificatesIn(ca);
    const options: SecureContextOptions = {
      cert: cert.text,
      key: key.text,
      ca: ca.text,
      minVersion: 'TLSv1.3',
      // No session is ever resumed: each handshake shows certificates anew, and they are checked by what holds then.
      secureOptions: constants.SSL_OP_NO_TICKET,
    };
    try {
      return new Credentials(options, createSecureContext(options), until);
    } catch (error) {
      throw new StartError(`${cert.name} cannot be used for TLS: ${(error as Error).message}.`);
    }
  }
}

/** When a certificate holds. */
export function validityOf(certificate: X509Certificate): { readonly from: Date; readonly until: Date } {
  return { from: new Date(certificate.validFrom), until: new Date(certificate.validTo) };
}

/**
 * All certificates of a text; at least one.
 * @throws StartError when there is none, or one that cannot be read.
 */
export function certificatesIn({ text, name }: Pem): [X509Certificate, ...X509Certificate[]] {
  const refusal = new StartError(
    `${name} holds no certificate that can be read; expected PEM, which begins with -----BEGIN CERTIFICATE-----.`,
  );
  try {
    const [first, ...others] = (text.match(CERTIFICATE) ?? []).map((block) => new X509Certificate(block));
    if (first !== undefined) return [first, ...others];
  } catch {
    throw refusal;
  }
  throw refusal;
}

/** @throws StartError when there is none, or one that cannot be read. */
export function privateKeyIn({ text, name }: Pem): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new StartError(`${name} holds no private key that can be read; expected PEM without a passphrase.`);
  }
}
