/** Whether TLS files can be used, fit together, fit the address of the node, and for how long. */
import type { X509Certificate } from 'node:crypto';
import { StartError } from '../../runtime/start-error.ts';
import {
  certificatesIn,
  DAY_MS,
  EXPIRES_SOON_DAYS,
  type PemTexts,
  privateKeyIn,
  validityOf,
} from '../../runtime/tls/credentials.ts';
import { namesOther } from '../../runtime/tls/named-address.ts';
import { countOf } from '../text.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

/** @param host Where others dial this node. */
export function tlsFindings(read: () => PemTexts, host: string, now = new Date()): Finding[] {
  try {
    const { cert, key, ca } = read();
    const [own, ...between] = certificatesIn(cert);
    const authority = authorityOf(own, certificatesIn(ca), between);
    return [
      own.checkPrivateKey(privateKeyIn(key))
        ? ok('tls key', 'it fits the certificate')
        : fault(
            'tls key',
            `${key.name} does not fit the certificate of ${cert.name}`,
            'name the key it was made with',
          ),
      nameFinding(own, host),
      expiryFinding('tls certificate', own, now),
      authority === undefined
        ? fault(
            'tls ca',
            `the certificate of ${cert.name} is of no CA of ${ca.name}`,
            'nodes that believe only those refuse it; have one made there',
          )
        : expiryFinding('tls ca', authority, now),
    ];
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [fault('tls', error.message, 'the node would not start')];
  }
}

/** The one that signed the certificate, or one of those between that leads to it. */
function authorityOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  between: readonly X509Certificate[],
): X509Certificate | undefined {
  const signs = (issuer: X509Certificate): boolean => certificate.verify(issuer.publicKey);
  const issuer = between.find(signs);
  if (issuer === undefined) return authorities.find(signs);
  return authorityOf(
    issuer,
    authorities,
    between.filter((each) => each !== issuer),
  );
}

function nameFinding(certificate: X509Certificate, host: string): Finding {
  const { subjectAltName } = certificate;
  if (namesOther(certificate, host)) {
    return fault(
      'tls name',
      `the certificate names ${subjectAltName}, but others dial ${host}, and would refuse it`,
      `have one made for it (hearsay cert --out DIR ${host}), or advertise what it names with --host`,
    );
  }
  const names = certificate.checkIP(host) === undefined ? 'no address, so it is good for any' : host;
  return ok('tls name', `the certificate names ${names}`);
}

function expiryFinding(subject: string, certificate: X509Certificate, now: Date): Finding {
  const { from, until } = validityOf(certificate);
  const advice = 'make a new one (hearsay cert), and have the node read it: systemctl reload, or SIGHUP';
  if (now > until) return fault(subject, `it expired at ${until.toISOString()}`, advice);
  if (now < from)
    return fault(subject, `it is not valid before ${from.toISOString()}`, 'wait, or set the clock');
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  if (days < EXPIRES_SOON_DAYS) return warning(subject, `it expires in ${countOf(days, 'day')}`, advice);
  return ok(subject, `it expires in ${countOf(days, 'day')}`);
}
