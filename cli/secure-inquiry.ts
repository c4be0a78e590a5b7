/** TLS for commands that only ask. */
import { Credentials, type PemTexts } from '../runtime/tls/credentials.ts';
import { Handshakes } from '../runtime/tls/handshakes.ts';

export interface SecureInquiry {
  readonly handshakes: Handshakes;
  /** By address, why a handshake with it failed; filled as they do. */
  readonly refusals: ReadonlyMap<string, string>;
}

/** @throws StartError when the files cannot be used. */
export function secureInquiry(read: () => PemTexts): SecureInquiry {
  const refusals = new Map<string, string>();
  const handshakes = new Handshakes(Credentials.of(read()), (who, why) => refusals.set(who, why));
  return { handshakes, refusals };
}
