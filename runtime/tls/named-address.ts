/** Which addresses a certificate is good for. */
import type { X509Certificate } from 'node:crypto';

/** It names IPs, and this is none of them. One that names none is good for any. */
export function namesOther(certificate: X509Certificate, host: string): boolean {
  const namesAny = /(^|, )IP Address:/.test(certificate.subjectAltName ?? '');
  return namesAny && certificate.checkIP(host) === undefined;
}
